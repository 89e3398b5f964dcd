"""The bibliography: one BibTeX file, cited in prose by author and year, listed per page and as a whole."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dlbook.book.errors import ChapterError, suggest

PAGE = "appendices/references.md"
"""The page that lists all works, below docs/."""


class Bibliography:
    """All works by key.

    Args:
        entries: works as `pybtex` reads them.
    """

    def __init__(self, entries: dict[str, Any]) -> None:
        self._entries = entries

    @classmethod
    def load(cls, path: Path) -> "Bibliography":
        """Return the works of a BibTeX file; none where there is no file."""
        if not path.exists():
            return cls({})
        from pybtex.database import BibliographyDataError, parse_file
        from pybtex.scanner import PybtexSyntaxError

        try:
            return cls(dict(parse_file(str(path), "bibtex").entries))
        except PybtexSyntaxError as error:
            raise ChapterError(f"not BibTeX: {error}", path.name, error.lineno or 1) from None
        except BibliographyDataError as error:
            raise ChapterError(str(error), path.name) from None

    @property
    def keys(self) -> list[str]:
        """All keys, by first author, year and title."""
        return sorted(self._entries, key=lambda key: (_sort_name(self._entries[key]), self.year(key), key))

    def check(self, key: str) -> None:
        """Raise KeyError, with the nearest key, if a work is unknown."""
        if key not in self._entries:
            hint = suggest(key, self._entries)
            raise KeyError(f"the bibliography (references.bib) has no key {key!r}. {hint}")

    def year(self, key: str) -> str:
        """Return a work's year, or "n.d."."""
        return str(self._entries[key].fields.get("year", "n.d."))

    def authors(self, key: str) -> str:
        """Return the authors as prose names them: one, two, or the first "et al."."""
        names = [
            _text(" ".join(person.prelast_names + person.last_names))
            for person in _people(self._entries[key])
        ]
        if len(names) > 3:
            return f"{names[0]} et al."
        return series(names)

    def entry(self, key: str) -> str:
        """Return the full description of a work as Markdown."""
        work = self._entries[key]
        names = [_full_name(person) for person in _people(work)]
        authors = series(names)
        fields = {name: _text(value) for name, value in work.fields.items()}
        parts = [f"{authors} ({self.year(key)}). {_title(work.type, fields)}", _where(work.type, fields)]
        return " ".join([*(part for part in parts if part), _address(fields)]).strip()

    def listing(self, keys: list[str], cited: Mapping[str, str] | None = None) -> str:
        """Return a list of works as HTML whose items are Markdown, with anchors such as `ref-nielsen2015`.

        Args:
            keys: the works.
            cited: links to where a work is cited, by its key, for the list of all works, where the search
                finds them; lists without it are kept out of the search.
        """
        items = [
            f'<li id="ref-{key}" markdown="span">{self.entry(key)}{_cited((cited or {}).get(key, ""))}</li>'
            for key in self.keys
            if key in keys
        ]
        hidden = ' data-search-exclude=""' if cited is None else ""
        return "\n".join([f'<ul class="references"{hidden} markdown="1">', *items, "</ul>"])

    def cite(self, key: str, page: str, *, narrative: bool) -> str:
        """Return a linked citation: "Nielsen (2015)" in a sentence, "Nielsen 2015" inside brackets."""
        year = self.year(key)
        text = f"{self.authors(key)} ({year})" if narrative else f"{self.authors(key)} {year}"
        return f"[{text}]({page}#ref-{key})"


def series(names: Sequence[str]) -> str:
    """Return names as a sentence lists them.

    Example:
        >>> series(["one"]), series(["one", "two", "three"])
        ('one', 'one, two and three')
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def split_keys(body: str) -> list[str]:
    """Return the keys of a citation.

    Example:
        >>> split_keys("nielsen2015, bishop1995")
        ['nielsen2015', 'bishop1995']
    """
    return [key.strip() for key in body.split(",") if key.strip()]


def _cited(links: str) -> str:
    """Return where a work is cited as the end of its entry."""
    return f' <span class="used" data-search-exclude="">Cited in {links}.</span>' if links else ""


def _people(work: Any) -> list[Any]:
    return list(work.persons.get("author") or work.persons.get("editor") or [])


def _sort_name(work: Any) -> str:
    return " ".join(_text(" ".join(p.last_names)) for p in _people(work)).casefold()


def _text(latex: str) -> str:
    """Return a BibTeX value as plain text: braces and accents resolved, dashes typeset."""
    from pybtex.richtext import Text

    plain = str(Text.from_latex(latex)) if re.search(r"[\\{}]", latex) else latex
    return plain.replace("---", "\N{EM DASH}").replace("--", "\N{EN DASH}")


def _full_name(person: Any) -> str:
    initials = " ".join(f"{_text(name)[0]}." for name in person.first_names + person.middle_names)
    last = _text(" ".join(person.prelast_names + person.last_names))
    return f"{last}, {initials}" if initials else last


def _title(kind: str, fields: dict[str, str]) -> str:
    title = fields["title"].rstrip(".")
    edition = f" ({fields['edition']} ed.)" if "edition" in fields else ""
    return f"*{title}*{edition}." if kind in ("book", "phdthesis", "misc") else f"{title}{edition}."


def _where(kind: str, fields: dict[str, str]) -> str:
    if kind == "article":
        issue = f"({fields['number']})" if "number" in fields else ""
        volume = f" {fields['volume']}{issue}" if "volume" in fields else ""
        pages = f", {fields['pages']}" if "pages" in fields else ""
        return f"*{fields['journal']}*{volume}{pages}."
    if kind in ("inproceedings", "incollection"):
        volume = f" {fields['volume']}" if "volume" in fields else ""
        pages = f", pp. {fields['pages']}" if "pages" in fields else ""
        publisher = f" {fields['publisher']}." if "publisher" in fields else ""
        return f"In *{fields['booktitle']}*{volume}{pages}.{publisher}"
    source = fields.get("publisher") or fields.get("school") or fields.get("howpublished") or ""
    return f"{source}." if source else ""


def _address(fields: dict[str, str]) -> str:
    if "doi" in fields:
        return f"[doi:{fields['doi']}](https://doi.org/{fields['doi']})"
    return f"<{fields['url']}>" if "url" in fields else ""
