"""The MkDocs hooks of the book: they only hand files over to the modules beside this one."""

import errno
import json
import logging
import os
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from dlbook.book import assemble, findable, head, lost, pages, policy, scripts, theme_files
from dlbook.book.errors import ChapterError
from dlbook.book.exports import contents
from dlbook.book.exports.shelf import set_out
from dlbook.book.source import Source
from dlbook.progress import Progress
from dlbook.settings import load_settings

EXTENSION = "dlbook.book.extension"
_known: dict[str, Any] = {"command": "build"}


def on_startup(command: str, dirty: bool) -> None:
    """Let warnings count, and remember what MkDocs is to do.

    `--quiet` would hide warnings from `--strict`, and broken links with them. `serve` puts a script of its
    own into the pages, so that they reload.
    """
    logger = logging.getLogger("mkdocs")
    logger.setLevel(min(logger.level, logging.WARNING))
    _known["command"] = command


def on_config(config: Any) -> None:
    """Take the addresses from the settings, and from the environment the build's date and its versions.

    SOURCE_DATE_EPOCH is the date. With DLBOOK_VERSIONED, the theme asks for mike's list of versions.
    """
    settings = load_settings()
    if settings.site_url and "SITE_URL" not in os.environ:
        config.site_url = settings.site_url
    if settings.repository_url:
        config.repo_url = settings.repository_url
    if settings.author:
        config.site_author = settings.author
    if "DLBOOK_VERSIONED" in os.environ:
        config.extra["version"] = {"provider": "mike", "default": "latest"}
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
    except (ChapterError, OSError, ValueError) as error:
        raise PluginError(f"\n\n{error}") from None
    for uri, text in built.pages.items():
        found[uri].content_string = text
    for uri, notebook in built.notebooks.items():
        found[uri].abs_src_path = str(notebook)
    for uri, text in built.texts.items():
        files.append(File.generated(config, uri, content=text))
    for uri, path in built.files.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    _finish(files)
    _known.update(facts=built.facts, finds=built.finds)
    Progress(0).show(f"setting {len(found)} pages ...", last=True)
    config.mdx_configs[EXTENSION] = {"definitions": built.definitions, "library": built.library}


def _finish(files: Files) -> None:
    """Give style sheets and scripts the form in which readers get them."""
    for place, finish in assemble.SHEETS.items():
        if sheet := files.get_file_from_path(place):
            sheet.content_string = finish(sheet.content_string)
    for file in list(files):
        if file.src_uri.startswith("widgets/") and file.src_uri.endswith((".js", ".mjs")):
            file.content_string = scripts.published(file.content_string)
        elif theme_files.SHEETS.fullmatch(file.src_uri):
            file.content_string = theme_files.slim(file.content_string)
        elif theme_files.SCRIPT.fullmatch(file.src_uri):
            file.content_string = theme_files.quiet(file.content_string)
        elif theme_files.SOURCE_MAP.fullmatch(file.src_uri):
            files.remove(file)


def on_nav(nav: Any, config: Any, files: Files) -> None:
    """Publish what the site has in which order."""
    files.append(File.generated(config, contents.PLACE, content=contents.as_json(nav.pages)))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str | None:
    """Undo the escaping of `notebook.md.j2`."""
    return pages.unescape(markdown) if hasattr(page, "_mkdocs_jupyter_content") else None


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Mend the finished page, and say in its head what it is about."""
    return head.describe(pages.mend(output), _known["facts"][page.file.src_uri], _edition(config))


def on_post_template(output: str, template_name: str, config: Any) -> str:
    """Mend pages that come from the theme alone, such as the one for addresses that do not exist."""
    if template_name == lost.TEMPLATE:
        output = lost.helpful(output, _known["facts"].values(), urlsplit(config.site_url or "/").path)
    return pages.mend(output) if template_name.endswith(".html") else output


@event_priority(-50)  # after the theme has written its index
def on_post_build(config: Any) -> None:
    """Refine the search index, give all pages their content security policy, and offer the whole book."""
    site = Path(config.site_dir)
    index = site / findable.INDEX
    found = findable.refine(
        json.loads(index.read_text(encoding="utf-8")), _known["finds"], _known["facts"].values()
    )
    index.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    if _known["command"] == "serve":
        return
    written = {str(path): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    try:
        protected = policy.protect(written)
    except ValueError as error:
        raise PluginError(str(error)) from None
    for path, page in protected.items():
        Path(path).write_text(page, encoding="utf-8")
    set_out(site, Path(config.config_file_path).parent / "dist")


def on_build_error(error: Exception) -> None:
    """Tell of a full disk in a sentence, wherever MkDocs has met it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        raise PluginError(f"the site cannot be stored ({error.strerror}). Free some space.") from None


def _edition(config: Any) -> head.Edition:
    """Return what is known about this copy of the book."""
    return head.edition(
        _known["facts"], str(config.site_description), config.site_url or "", load_settings().author
    )
