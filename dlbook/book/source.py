"""A page of the book as its author wrote it: text, front matter and place."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import yaml

from dlbook.book.errors import ChapterError, line_of, marked

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)


@dataclass(frozen=True)
class Source:
    """One Markdown page.

    Args:
        uri: where it lies below docs/, such as "training/cost-functions.md".
        text: all of it.
        folder: the name of the documentation's folder, for messages.
    """

    uri: str
    text: str
    folder: str = "docs"

    @cached_property
    def meta(self) -> dict[str, Any]:
        """The front matter; empty where there is none or where it is no mapping."""
        header = _FRONT_MATTER.match(self.text)
        try:
            found = yaml.safe_load(header[1]) if header else None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise ChapterError(
                f"the front matter is not YAML: {getattr(error, 'problem', error)}",
                self.path,
                mark.line + 2 if mark else 1,
            ) from None
        return found if isinstance(found, dict) else {}

    @property
    def path(self) -> str:
        """The file as messages name it."""
        return f"{self.folder}/{self.uri}"

    @property
    def slug(self) -> str:
        """The chapter's name, as figures know it: "cost-functions"."""
        return self.uri.rpartition("/")[2].removesuffix(".md")

    @property
    def chapter(self) -> str:
        """The number or letter that its equations, figures and sections begin with, or ""."""
        return str(self.meta.get("chapter", ""))

    @property
    def sort(self) -> str:
        r"""What its author would call it: "chapter", or "appendix" where it is counted by a letter.

        Example:
            >>> [Source("a.md", f"---\nchapter: {sign}\n---").sort for sign in ("4", "K")]
            ['chapter', 'appendix']
        """
        return "appendix" if self.chapter.isalpha() else "chapter"

    @property
    def order(self) -> tuple[int, int, str]:
        r"""What sorts pages as the book has them: chapters, appendices, all others.

        Example:
            >>> pages = [Source("a.md", f"---\nchapter: {sign}\n---") for sign in ("K", 10, 9)]
            >>> ordered = sorted([Source("b.md", ""), *pages], key=lambda page: page.order)
            >>> [page.chapter for page in ordered]
            ['9', '10', 'K', '']
        """
        if self.chapter.isdigit():
            return 0, int(self.chapter), self.uri
        return (1, 0, self.chapter) if self.chapter else (2, 0, self.uri)

    @property
    def prefix(self) -> str:
        """What precedes the running numbers of the page: "4." in chapter 4, nothing elsewhere."""
        return f"{self.chapter}." if self.chapter else ""

    @property
    def runs(self) -> bool:
        """Whether the page is a notebook, with a Python kernel to run its cells in."""
        kernel = (self.meta.get("jupyter") or {}).get("kernelspec") or {}
        return str(kernel.get("language", "")).lower() == "python"

    def fail(self, message: str, offset: int) -> NoReturn:
        """Stop the build with a message about one position of the text."""
        line = line_of(self.text, offset)
        raise ChapterError(message, self.path, line, marked(self.text, line))
