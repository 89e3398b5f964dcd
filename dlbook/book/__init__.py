"""From chapters in Markdown to the site: run, number, link, embed; plain functions, thin hooks."""
