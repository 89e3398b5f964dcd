"""The MkDocs hooks of the book: they only hand files over to the modules beside this one."""

import os
import time
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from dlbook.book import assemble, pages, scripts
from dlbook.book.errors import ChapterError
from dlbook.book.exports import contents
from dlbook.book.exports.shelf import shelve
from dlbook.book.source import Source
from dlbook.settings import load_settings

EXTENSION = "dlbook.book.extension"


def on_config(config: Any) -> None:
    """Take the addresses from the settings, and the build's date from SOURCE_DATE_EPOCH where that is set."""
    settings = load_settings()
    if settings.site_url and "SITE_URL" not in os.environ:
        config.site_url = settings.site_url
    if settings.repository_url:
        config.repo_url = settings.repository_url
    if settings.author:
        config.site_author = settings.author
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH")) and epoch.isdigit():
        config.extra["built"] = time.strftime("%Y-%m-%d", time.gmtime(int(epoch)))


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Files, config: Any) -> None:
    """Expand and run all pages, and add what else the site publishes."""
    docs = Path(config.docs_dir)
    places = assemble.Places(Path(config.config_file_path).parent, docs)
    found = {file.src_uri: file for file in files.documentation_pages()}
    try:
        sources = [Source(uri, file.content_string, docs.name) for uri, file in found.items()]
        built = assemble.build(sources, places, load_settings().repository_url)
    except ChapterError as error:
        raise PluginError(f"\n\n{error}") from None
    for uri, text in built.pages.items():
        found[uri].content_string = text
    for uri, notebook in built.notebooks.items():
        found[uri].abs_src_path = str(notebook)
    for uri, text in built.texts.items():
        files.append(File.generated(config, uri, content=text))
    for uri, path in built.files.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    for place, finish in assemble.SHEETS.items():
        if sheet := files.get_file_from_path(place):
            sheet.content_string = finish(sheet.content_string)
    for script in files:
        if script.src_uri.startswith("widgets/") and script.src_uri.endswith(".mjs"):
            script.content_string = scripts.published(script.content_string)
    config.mdx_configs[EXTENSION] = {"definitions": built.definitions, "library": built.library}


def on_nav(nav: Any, config: Any, files: Files) -> None:
    """Publish what the site has in which order."""
    files.append(File.generated(config, contents.PLACE, content=contents.as_json(nav.pages)))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str | None:
    """Undo the escaping of `notebook.md.j2`."""
    return pages.unescape(markdown) if hasattr(page, "_mkdocs_jupyter_content") else None


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Mend the finished page."""
    return pages.mend(output)


def on_post_template(output: str, template_name: str, config: Any) -> str:
    """Mend pages that come from the theme alone, such as the one for addresses that do not exist."""
    return pages.mend(output) if template_name.endswith(".html") else output


def on_post_build(config: Any) -> None:
    """Put the whole book as one file beside the pages, in the forms that were made of these very pages."""
    shelve(Path(config.site_dir), Path(config.config_file_path).parent / "dist")
