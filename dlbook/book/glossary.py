"""The glossary: definitions in one YAML file, listed in the appendix and shown wherever a term is used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown.extensions.toc import slugify

from dlbook.book.errors import ChapterError, suggest

PAGE = "appendices/glossary.md"
"""The page that lists all terms, below docs/."""

_MARKS = re.compile(r"\{[a-z]+\}`([^`<]*?)(?:\s*<[^>`]*>)?`|[*_`]")
_SYMBOLS = {
    r"\hat y": "ŷ",
    r"\sigma": "σ",
    r"\eta": "η",
    r"\cdot": "·",
    r"\mathbf ": "",
    r"\sum": "Σ",
    r"\to": "→",
    r"\,": " ",
}


@dataclass(frozen=True)
class Term:
    """One entry.

    Args:
        name: what it is called.
        definition: one or two sentences of Markdown.
        also: other forms and names that mean the same.
        see: where the book defines it, such as "training/cost-functions.md#sec-saturation", or "".
    """

    name: str
    definition: str
    also: tuple[str, ...] = ()
    see: str = ""

    @property
    def anchor(self) -> str:
        """Its anchor on the glossary's page."""
        return slugify(self.name, "-")

    @property
    def plain(self) -> str:
        """Its definition without Markdown and TeX, for tooltips and screen readers."""
        text = re.sub(r"\$([^$]*)\$", lambda match: plain_tex(match[1]), self.definition)
        return " ".join(_MARKS.sub(lambda match: match[1] or "", text).split())


def plain_tex(tex: str) -> str:
    r"""Return a short formula as text.

    Example:
        >>> plain_tex(r"\hat y = \sigma(z)")
        'ŷ = σ(z)'
    """
    for command, symbol in _SYMBOLS.items():
        tex = tex.replace(command, symbol)
    return re.sub(r"[{}\\]", "", tex.replace("-", "−"))


class Glossary:
    """All terms, found by their name or any of their forms, whatever the case."""

    def __init__(self, terms: list[Term]) -> None:
        self.terms = sorted(terms, key=lambda term: term.name.casefold())
        self._by_form: dict[str, Term] = {}
        for term in self.terms:
            for form in (term.name, *term.also):
                other = self._by_form.setdefault(form.casefold(), term)
                if other is not term:
                    raise ChapterError(
                        f"the glossary has {form!r} both under {other.name!r} and {term.name!r}"
                    )

    @classmethod
    def load(cls, path: Path) -> "Glossary":
        """Return the glossary of a YAML file; an empty one where there is no file."""
        if not path.exists():
            return cls([])
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for name, entry in entries.items():
            if not isinstance(entry, dict) or not str(entry.get("definition", "")).strip():
                raise ChapterError(f"the term {name!r} has no definition", path.name)
            if unknown := set(entry) - {"definition", "also", "see"}:
                raise ChapterError(f"the term {name!r} has the unknown field {unknown.pop()!r}", path.name)
        return cls(
            [
                Term(
                    str(name), entry["definition"].strip(), tuple(entry.get("also", ())), entry.get("see", "")
                )
                for name, entry in entries.items()
            ]
        )

    def find(self, name: str) -> Term:
        """Return a term.

        Raises:
            KeyError: if there is none of that name; the message suggests the nearest.
        """
        try:
            return self._by_form[name.casefold()]
        except KeyError:
            known = suggest(name.casefold(), self._by_form)
            raise KeyError(f"the glossary (glossary.yml) has no term {name!r}. {known}") from None

    def listing(self, used: Mapping[str, str] | None = None) -> str:
        """Return the whole glossary as Markdown, a section per term, for the appendix.

        Args:
            used: links to where a term is used, by its anchor.
        """
        return "\n\n".join(self._entry(term, (used or {}).get(term.anchor, "")) for term in self.terms)

    @staticmethod
    def _entry(term: Term, used: str) -> str:
        also = f"\n\n*Also:* {', '.join(term.also)}." if term.also else ""
        see = f" See [](../{term.see})." if term.see else ""
        where = f"\n\n*Used in:* {used}.\n{{: .used data-search-exclude }}" if used else ""
        return f"## {term.name} {{#{term.anchor} .unnumbered}}\n\n{term.definition}{see}{also}{where}"


def split_term(body: str) -> tuple[str, str]:
    """Return what a term's role shows and which term it means.

    Example:
        >>> split_term("saturation"), split_term("saturated <saturation>")
        (('saturation', 'saturation'), ('saturated', 'saturation'))
    """
    match = re.fullmatch(r"(.*?)\s*<([^<>]+)>", body.strip())
    return (match[1], match[2]) if match else (body.strip(), body.strip())
