"""From a chapter as written to plain Markdown: roles, numbers, references and figures resolved."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from dlbook.book import citations, claims, gallery, glossary, lab, uses
from dlbook.book.answers import answers
from dlbook.book.checked import check_tables
from dlbook.book.citations import Bibliography, split_keys
from dlbook.book.course import course_table
from dlbook.book.errors import ChapterError, suggest
from dlbook.book.exports import formats
from dlbook.book.formulas import lint
from dlbook.book.glossary import Glossary, split_term
from dlbook.book.library import Library
from dlbook.book.parity import parity_tables
from dlbook.book.references import LABEL, Numbers, is_numbered, link, section_id
from dlbook.book.run_list import run_tables
from dlbook.book.scan import kind, rewrite, scan, typeset
from dlbook.book.source import Source
from dlbook.runs import Results
from dlbook.runs.classic import classic_table


@dataclass(frozen=True)
class Book:
    """What pages refer to: the numbers of all targets, terms, works, figures, records, and other pages."""

    numbers: Numbers = field(default_factory=dict)
    glossary: Glossary = field(default_factory=lambda: Glossary([]))
    bibliography: Bibliography = field(default_factory=lambda: Bibliography({}))
    library: Library | None = None
    results: Results = field(default_factory=Results)
    pages: tuple[Source, ...] = ()

    @cached_property
    def named(self) -> uses.Uses:
        """Where pages refer to something on other pages."""
        return uses.targets_named(self.pages)


def expand(source: Source, book: Book) -> str:
    r"""Return the page in Markdown that needs no more knowledge of the book; code stays as it is.

    Args:
        source: the page.
        book: what it refers to.

    Returns:
        The text with everything but `{py}` expressions resolved.

    Raises:
        ChapterError: if something that the page names does not exist.

    Example:
        >>> page = Source("a.md", "---\nchapter: 4\n---\n## One\n\nSee [](#one).")
        >>> from dlbook.book.references import number_pages
        >>> print(expand(page, Book(number_pages([page])))[19:])
        ## <span class="number">4.1</span> One {#one}
        <BLANKLINE>
        See [Section 4.1](#one).
    """
    return rewrite(source.text, lambda match: _replacement(match, source, book))


def expand_page(source: Source, book: Book) -> str:
    """Return a whole page expanded, each section with a line about where other pages refer to it."""
    return uses.with_backlinks(expand(source, book), source, book.named)


def figures_of(source: Source) -> list[str]:
    """Return the ids of the figures that a page embeds, in order."""
    return [m["operand"] for m in scan(source.text) if kind(m) == "command" and m["verb"] == "figure"]


def cited_on(source: Source) -> list[str]:
    """Return the keys that a page cites, in order, each once."""
    roles = (m for m in scan(source.text) if kind(m) == "role" and m["name"] in ("cite", "citep"))
    return list(dict.fromkeys(key for match in roles for key in split_keys(match["body"])))


def _replacement(match: re.Match[str], source: Source, book: Book) -> str:
    handler = _HANDLERS.get(kind(match))
    try:
        return handler(match, source, book) if handler else match[0]
    except KeyError as error:
        source.fail(str(error.args[0]), match.start())


def _equation(match: re.Match[str], source: Source, book: Book) -> str:
    lint(match["tex"], lambda fault: source.fail(fault, match.start()))
    label = LABEL.search(match["tex"])
    if not label:
        return match[0]
    number = book.numbers[source.uri, f"eq-{label[1]}"].number
    return match[0].replace(label[0], rf"\tag{{{number}}}{label[0]}")


def _math(match: re.Match[str], source: Source, book: Book) -> str:
    lint(match["inline"], lambda fault: source.fail(fault, match.start()))
    return match[0]


def _heading(match: re.Match[str], source: Source, book: Book) -> str:
    title, attributes = match["title"], match["attributes"] or ""
    if not is_numbered(attributes):
        return match[0]
    anchor = section_id(title, attributes)
    rest = attributes if f"#{anchor}" in attributes else f"#{anchor} {attributes}".strip()
    number = book.numbers[source.uri, anchor].number
    text = expand(replace(source, text=title), book)
    shown = f'<span class="number">{number}</span> ' if number else ""
    return f"## {shown}{text} {{{rest}}}"


def _subheading(match: re.Match[str], source: Source, book: Book) -> str:
    return f"### {expand(replace(source, text=match['subtitle']), book)} {{#{match['subanchor']}}}"


def _caption(match: re.Match[str], source: Source, book: Book) -> str:
    number = book.numbers[source.uri, f"tab-{match['table']}"].text
    text = expand(replace(source, text=match["said"]), book)
    return f"**{number}.** {text}\n{{: .table-caption #tab-{match['table']} }}"


def _command(match: re.Match[str], source: Source, book: Book) -> str:
    verb, operand = match["verb"], match["operand"]
    if verb == "figure":
        return _figure(match, source, book)
    if operand is not None:
        source.fail(f"{{{verb}}} stands alone on its line, without an argument", match.start())
    return _LISTINGS[verb](source, book)


def _gallery(source: Source, book: Book) -> str:
    if book.library is None:
        return "There are no figures yet."
    listing = gallery.listing(book.library, book.numbers, book.pages, book.named, _up(source))
    return expand(replace(source, text=listing), book)


def _figure(match: re.Match[str], source: Source, book: Book) -> str:
    id = match["operand"] or ""
    if book.library is None:
        source.fail("this book has no figures", match.start())
    book.library.check(id)
    caption = replace(source, text=book.library.entries[id]["caption"])
    try:
        text = expand(caption, book)
    except ChapterError as error:
        source.fail(f"the caption of figure {id!r} is at fault: {error}", match.start())
    target = book.numbers[source.uri, f"fig-{id}"]
    home = f"{_up(source)}{target.lender}#fig-{id}" if target.lender else ""
    return book.library.embed(id, target.text, text, _up(source), home)


def _role(match: re.Match[str], source: Source, book: Book) -> str:
    name, body = match["name"], match["body"]
    match name:
        case "py":
            return match[0]
        case "claim":
            return typeset(claims.resolve(match, source, book.results).text)
        case "term":
            shown, meant = split_term(body)
            term = book.glossary.find(meant)
            page = "" if source.uri == glossary.PAGE else _up(source) + glossary.PAGE
            return f"[{shown}]({page}#{term.anchor}){{.term}}"
        case "cite" | "citep":
            return _citation(split_keys(body), source, book, narrative=name == "cite")
    raise KeyError(f"there is no role {name!r}. {suggest(name, ROLES)}")


def _citation(keys: list[str], source: Source, book: Book, *, narrative: bool) -> str:
    for key in keys:
        book.bibliography.check(key)
    page = "" if re.search(r"^\s*\{references\}\s*$", source.text, re.M) else _up(source) + citations.PAGE
    cited = [book.bibliography.cite(key, page, narrative=narrative) for key in keys]
    return ", ".join(cited) if narrative else f"({'; '.join(cited)})"


def _terms_used(source: Source, book: Book) -> dict[str, str]:
    used = uses.terms_used(book.pages, book.glossary)
    return {anchor: uses.mentions(places, _up(source)) for anchor, places in used.items()}


def _works_cited(source: Source, book: Book) -> dict[str, str]:
    cited = uses.works_cited(book.pages)
    return {key: uses.mentions(places, _up(source)) for key, places in cited.items()}


def _up(source: Source) -> str:
    return "../" * source.uri.count("/")


ROLES = ("py", "claim", "term", "cite", "citep", "figure")
"""Everything that can stand in braces before a code span."""

_LISTINGS: dict[str, Callable[[Source, Book], str]] = {
    "glossary": lambda source, book: expand(
        replace(source, text=book.glossary.listing(_terms_used(source, book))), book
    ),
    "claims": lambda source, book: claims.as_tables(book.pages, book.results, _up(source)),
    "classic": lambda source, book: classic_table(book.results),
    "parity": lambda source, book: parity_tables(book.results.folder / "parity.json"),
    "runs": lambda source, book: run_tables(book.results, book.pages),
    "gallery": _gallery,
    "answers": lambda source, book: answers(
        book.pages, source, lambda text, page: expand(replace(page, text=text), book)
    ),
    "course": lambda source, book: course_table(book.pages, _up(source)),
    "checks": lambda source, book: check_tables(
        book.pages, book.results, len(book.glossary.terms), len(book.library.entries) if book.library else 0
    ),
    "exports": lambda source, book: formats.listing(),
    "lab": lambda source, book: lab.cards(book.library, book.pages, _up(source)),
    "references": lambda source, book: book.bibliography.listing(cited_on(source)),
    "bibliography": lambda source, book: book.bibliography.listing(
        book.bibliography.keys, _works_cited(source, book)
    ),
}
"""What each command that stands alone on its line is replaced by."""

_HANDLERS: dict[str, Callable[[re.Match[str], Source, Book], str]] = {
    "equation": _equation,
    "math": _math,
    "heading": _heading,
    "subheading": _subheading,
    "caption": _caption,
    "command": _command,
    "role": _role,
    "reference": lambda match, source, book: link(match, source, book.numbers),
}
