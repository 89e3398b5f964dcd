"""Terms and symbols of the chapters: each bold term is in the glossary, each symbol in the notation."""

import re
from pathlib import Path

import pytest

from dlbook.book.glossary import Glossary
from dlbook.book.scan import kind, scan
from dlbook.book.source import Source

DOCS = Path(__file__).resolve().parents[2] / "docs"
GLOSSARY = Glossary.load(DOCS / "glossary.yml")
CHAPTERS = [
    source
    for path in sorted(DOCS.rglob("*.md"))
    if (source := Source(path.relative_to(DOCS).as_posix(), path.read_text(encoding="utf-8"))).chapter
]
NUMBERS = {"e", "pi"}  # known from school

BOLD = re.compile(r"\*\*(?!\s)([^*\n]+?)(?<![\s.:?!])\*\*")
OPENING = re.compile(r"(?:^|\n)[ \t]*(?:[-*]|\d+\.)?[ \t]*\Z")
"""What stands before words in bold that open a paragraph or an item: a title, no definition."""

WORDS = re.compile(r"\\(?:label|begin|end|text|mathrm|operatorname|tag)\s*\{[^{}]*\}")
DECORATED = re.compile(
    r"\\(hat|bar|tilde|overline|mathbf|boldsymbol)\s*(?:\{\s*\\?(\w+)\s*\}|\\([a-zA-Z]+)|([a-zA-Z]))"
)
GREEK = re.compile(
    r"\\(alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|(?:var)?phi"
    r"|chi|psi|omega|Gamma|Delta|Theta|Lambda|Pi|Sigma|Phi|Psi|Omega|nabla)\b"
)
COMMAND = re.compile(r"\\[a-zA-Z]+")


def definitions(source):
    """The words that a page sets in bold in the middle of a sentence."""
    hidden = [
        m.span() for m in scan(source.text) if kind(m) in ("header", "fence", "code", "comment", "role")
    ]
    return [
        match[1]
        for match in BOLD.finditer(source.text)
        if not any(start < match.end() and match.start() < end for start, end in hidden)
        and not OPENING.search(source.text[: match.start()])
    ]


def symbols(tex):
    r"""The symbols of a formula: letters, Latin and Greek, with the sign above or the face that they have.

    >>> sorted(symbols(r"\hat y = \sigma(w x) \label{eq}"))
    ['hat y', 'sigma', 'w', 'x']
    """
    tex = WORDS.sub(" ", tex)
    found = {f"{match[1]} {match[2] or match[3] or match[4]}" for match in DECORATED.finditer(tex)}
    tex = DECORATED.sub(" ", tex)
    return found | set(GREEK.findall(tex)) | set(re.findall("[a-zA-Z]", COMMAND.sub(" ", tex)))


def symbols_of(text):
    """The symbols of all formulas of a text."""
    formulas = [m["inline"] or m["tex"] for m in scan(text) if kind(m) in ("math", "equation")]
    return set().union(*map(symbols, formulas))


def notation():
    """What the notation's page lists: symbols of the whole book, and further ones by page."""
    text = (DOCS / "notation.md").read_text(encoding="utf-8")
    before, _, after = text.partition("\n## Letters of one page\n")
    local, _, rest = after.partition("\n## ")
    pages = {}
    for row in re.findall(r"^\| (\$.*)$", local, re.M):
        names, where = row.split(" | ")[:2]
        for page in re.findall(r"\]\(([\w./-]+)\)", where):
            pages.setdefault(page, set()).update(symbols_of(names))
    return symbols_of(before + rest) | NUMBERS, pages


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.slug)
def test_every_term_in_bold_is_in_the_glossary(source):
    known = {form.casefold() for term in GLOSSARY.terms for form in (term.name, *term.also)}
    found = definitions(source)
    assert not [term for term in found if term.casefold() not in known]


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda source: source.slug)
def test_every_symbol_is_in_the_notation(source):
    everywhere, by_page = notation()
    assert not symbols_of(source.text) - everywhere - by_page.get(source.uri, set())


def test_letters_of_one_page_are_used_there_and_not_in_the_whole_book():
    everywhere, by_page = notation()
    pages = {source.uri: symbols_of(source.text) for source in CHAPTERS}
    for page, letters in by_page.items():
        assert letters - everywhere <= pages[page], page


def test_terms_titles_and_formulas_are_told_apart():
    page = Source(
        "a.md", "---\nchapter: 1\n---\nA **cost** and `**kwargs**`.\n\n- **Title** of it\n\n**Warm-up.** x"
    )
    assert definitions(page) == ["cost"]
    assert symbols(r"\hat y = \sigma(w x) + \mathbf{b} \label{eq-a}") == {
        "hat y",
        "sigma",
        "w",
        "x",
        "mathbf b",
    }
