"""From chapters in Markdown to the site: run, number, link, embed; plain functions behind thin MkDocs hooks."""
