"""The whole book at once: pages read, numbered, checked and run, and what else the site publishes."""

import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dlbook.book import cards, citations, claims, digit_nets, figure_pack, glossary, playground_digits
from dlbook.book.chapters import Workshop
from dlbook.book.citations import Bibliography
from dlbook.book.errors import ChapterError
from dlbook.book.execute import Runner, cell_timeout
from dlbook.book.expand import Book, cited_on, expand_page, figures_of
from dlbook.book.findable import Finds, finds
from dlbook.book.fonts import characters, math_font
from dlbook.book.glossary import Glossary
from dlbook.book.head import Facts, facts
from dlbook.book.library import Library
from dlbook.book.quiz import check_quizzes
from dlbook.book.references import number_pages
from dlbook.book.source import Source
from dlbook.book.store import Store
from dlbook.figures import theme
from dlbook.figures.pictures import pictures
from dlbook.figures.places import Places as FigurePlaces
from dlbook.runs import Results
from dlbook.settings import load_settings

PACKAGE = Path(__file__).resolve().parents[1]
FONT = "stylesheets/math.woff2"
STYLE = "stylesheets/book.css"


@dataclass(frozen=True)
class Places:
    """Where the parts of a book are: its top folder and its documentation."""

    root: Path
    docs: Path

    @property
    def cache(self) -> Path:
        """The folder for what can be made again; a passing one where the book must not be changed."""
        own = self.root / ".cache"
        if os.access(own if own.exists() else self.root, os.W_OK):
            return own
        return passing()

    @property
    def package_root(self) -> Path | None:
        """The folder whose package readers are offered: the book's own; None for a book without one."""
        return self.root if (self.root / "pyproject.toml").exists() else None


@dataclass(frozen=True)
class Site:
    """A book ready to be rendered.

    Args:
        pages: Markdown of the plain pages, by their place below docs/.
        notebooks: files of the executed chapters, by their place.
        texts: further files to publish, by their place on the site.
        files: files on the disk to publish, by their place on the site.
        definitions: plain definitions of terms by anchor.
        library: the figures.
        facts: what is known about each page, by its place below docs/.
        finds: what the search is to find beside sections.
    """

    pages: dict[str, str]
    notebooks: dict[str, Path]
    texts: dict[str, str]
    files: dict[str, Path]
    definitions: dict[str, str]
    library: Library
    facts: dict[str, Facts]
    finds: Finds


@cache
def passing() -> Path:
    """Return a folder below that for passing files which nobody else can have filled.

    The name is known to all who use the machine. What is not ours alone under it is left where it is.
    """
    known = Path(tempfile.gettempdir()) / f"dlbook-cache-{os.getuid()}"
    with suppress(OSError):
        known.mkdir(mode=0o700, exist_ok=True)
        state = known.lstat()
        if stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022:
            return known
    return Path(tempfile.mkdtemp(prefix="dlbook-cache-"))


def build(sources: Sequence[Source], places: Places, repository_url: str = "") -> Site:
    """Return the book of some pages.

    Args:
        sources: all Markdown pages.
        places: where its other parts are.
        repository_url: where its sources are published, or "".

    Raises:
        ChapterError: all faults in all pages, each with file and line; cells run only when there are none.
    """
    used = tuple(dict.fromkeys(id for source in sources for id in figures_of(source)))
    files = _pictures(used, places)
    pictured = frozenset(id for id in used if f"{id}-light.png" in files)
    library = Library.load(places.root / "figures", repository_url, pictured)
    terms = Glossary.load(places.docs / "glossary.yml")
    works = Bibliography.load(places.docs / "references.bib")
    results = Results(places.root / "results")
    book = Book(number_pages(sources), terms, works, library, results, tuple(sources))
    texts = _checked(sources, book)
    _check_lists(sources, library, set(used))
    runner = Runner(Store(places.cache / "chapters"), PACKAGE, places.root / "results", cell_timeout())
    settings = load_settings()
    workshop = Workshop(runner, places.cache, places.package_root, settings.site_url, settings.author)
    previews = cards.published(sources, library, files, places.cache / "cards")
    made = workshop.make([source for source in sources if source.runs], texts, library, files)
    return Site(
        pages={source.uri: texts[source.uri] for source in sources if not source.runs},
        notebooks=made.pages,
        texts={f"figures/{name}": text for id in used for name, text in library.files(id).items()}
        | {claims.LEDGER: claims.as_json(claims.ledger(sources, results))},
        files={f"figures/{name}": path for name, path in files.items()}
        | {FONT: math_font(characters(texts.values()), places.cache / "fonts")}
        | _packed(book, files, places)
        | digit_nets.published(results, places.cache / "digit-nets")
        | previews
        | playground_digits.published(sources, places.cache / "playground")
        | made.files,
        definitions={term.anchor: term.plain for term in terms.terms},
        library=library,
        finds=finds(book),
        facts={source.uri: facts(source, terms, previews) for source in sources},
    )


def _pictures(ids: Sequence[str], places: Places) -> dict[str, Path]:
    """Return the figures as PDF and PNG; where a figure cannot be drawn, say so."""
    drawn = replace(FigurePlaces(), figures=places.root / "figures", results=places.root / "results")
    there = [id for id in ids if (drawn.figures / f"{id}.svg").exists()]
    try:
        return pictures(there, places.cache / "pictures", drawn)
    except ValueError as error:
        raise ChapterError(str(error), "figures") from None


def _packed(book: Book, files: dict[str, Path], places: Places) -> dict[str, Path]:
    """Return the file with all figures, by its place on the site; nothing for a book without figures."""
    packed = figure_pack.pack(book, files, places.cache / "figure-pack")
    return {figure_pack.PLACE: packed} if packed else {}


def style(text: str) -> str:
    """Return the site's style sheet: the written one and the colours of the figures."""
    return f"{text}\n/* from dlbook.figures.theme */\n{theme.css()}"


def deck_style(text: str) -> str:
    """Return the style sheet of the slides: the written one and the colours of the figures in both themes.

    Slides are no page of the theme; so they follow the system until the reader chooses.
    """
    dark = theme.declarations("dark")
    system = f"@media screen and (prefers-color-scheme:dark){{:root:not([data-md-color-scheme]){{{dark}}}}}"
    return f"{style(text)}{system}\n"


def _checked(sources: Sequence[Source], book: Book) -> dict[str, str]:
    """Return every page expanded, or raise the faults of all of them together."""
    texts: dict[str, str] = {}
    faults: list[str] = []
    for source in sources:
        try:
            check_quizzes(source)
            texts[source.uri] = expand_page(source, book)
        except ChapterError as error:
            faults.append(str(error))
    if faults:  # a page that lists what is on others finds their faults again
        raise ChapterError("\n\n".join(dict.fromkeys(faults)))
    return texts


def _check_lists(sources: Sequence[Source], library: Library, used: set[str]) -> None:
    """Stop the build where a figure is drawn but shown nowhere, or an appendix that links need is missing."""
    pages = {source.uri for source in sources}
    for id, path in library.unused({source.slug for source in sources}, used):
        raise ChapterError(f"the figure {id!r} is drawn but no page shows it; embed it or remove it", path)
    if glossary.PAGE not in pages and any("{term}`" in source.text for source in sources):
        raise ChapterError("pages use terms, but there is no glossary", glossary.PAGE)
    if citations.PAGE not in pages and any(cited_on(source) for source in sources):
        raise ChapterError("pages cite works, but there is no bibliography", citations.PAGE)


SHEETS = {STYLE: style, "slides/deck.css": deck_style}
"""The style sheets that get the figures' colours when the site is built, and how."""
