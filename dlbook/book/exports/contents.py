"""What the site has in which order: a file beside the pages, for all who read only the site."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlbook.checks import problem

PLACE = "contents.json"


@dataclass(frozen=True)
class Entry:
    """One page of the navigation.

    Args:
        url: its address below the site's, such as "training/cost-functions/"; "" is the home page.
        title: its title in the navigation, or "" where it has the one of its heading.
        parts: the titles of the parts that it is in, from the outside.
    """

    url: str
    title: str
    parts: tuple[str, ...]

    def file(self, site: Path) -> Path:
        """Return the file of the page in the folder of a site."""
        return site / self.url / "index.html" if not self.url.endswith(".html") else site / self.url


def as_json(pages: Iterable[Any]) -> str:
    """Return the contents of a site.

    Args:
        pages: pages of MkDocs in the order of the navigation.
    """
    listed = [
        {
            "url": "" if page.url in (".", "./") else page.url,
            "title": page.title or "",
            "parts": [section.title for section in reversed(page.ancestors)],
        }
        for page in pages
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def read_contents(site: Path) -> list[Entry]:
    """Return the pages of a built site in the order of its navigation.

    Raises:
        ValueError: if the folder has no site, or a damaged one.
    """
    path = site / PLACE
    if not path.is_file():
        raise problem(
            f"{path} is not there",
            "the folder of a built site",
            "Run make site, or name the folder with --site",
        )
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return [Entry(entry["url"], entry["title"], tuple(entry["parts"])) for entry in listed]
    except (ValueError, LookupError, TypeError) as error:
        raise problem(
            f"{path} is damaged ({error!r})", "the list of pages of a built site", "Run make site"
        ) from error
