"""The chapters that run: their pages as executed notebooks, and the notebooks that readers take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlbook.book.compose import compose
from dlbook.book.download import FOLDER, Luggage, build_wheel, place_of, takeaway
from dlbook.book.execute import Runner
from dlbook.book.library import Library
from dlbook.book.slide_page import deck_key, deck_of, has_slides, place_of_slides
from dlbook.book.source import Source
from dlbook.kept import is_kept, keep, write_whole


@dataclass(frozen=True)
class Made:
    """What running gave: the page of each chapter by its place in docs/, other files by theirs."""

    pages: dict[str, Path]
    files: dict[str, Path]


@dataclass(frozen=True)
class Workshop:
    """Where chapters are made.

    Args:
        runner: runs them.
        cache: the folder for what is made.
        root: the folder of the package's sources, or None where no package is to be offered.
        site: the address of the site with a final slash, or "".
        author: the author line, or "".
    """

    runner: Runner
    cache: Path
    root: Path | None
    site: str = ""
    author: str = ""

    def make(
        self,
        chapters: Sequence[Source],
        texts: Mapping[str, str],
        library: Library,
        files: Mapping[str, Path],
    ) -> Made:
        """Return the files of all chapters.

        Args:
            chapters: those that run.
            texts: the pages with roles and references resolved.
            library: the figures.
            files: pictures of figures by name.
        """
        made = Made({}, {})
        ran = self.runner.run_all(chapters)
        luggage = self._luggage(library, files) if self.root and chapters else None
        if luggage:
            made.files[f"{FOLDER}/{luggage.wheel.name}"] = luggage.wheel
        for source, results in zip(chapters, ran, strict=True):
            text, offer = texts[source.uri], _offer(source, notebook=luggage is not None)
            made.pages[source.uri] = self._kept(
                f"notebooks/{source.uri.removesuffix('.md')}.ipynb", compose(text, results, offer)
            )
            whole = compose(text, results)
            if has_slides(source):
                made.files[place_of_slides(source)] = self._slides(whole, source, library)
            if luggage:
                notebook = takeaway(whole, source, luggage)
                made.files[place_of(source)] = self._kept(place_of(source), notebook)
        return made

    def _luggage(self, library: Library, files: Mapping[str, Path]) -> Luggage:
        assert self.root
        images = {id: files[f"{id}-light.png"] for id in library.pictured}
        alts = {id: str(entry["alt"]) for id, entry in library.entries.items()}
        return Luggage(images, alts, self.site, build_wheel(self.root, self.cache / "wheel"))

    def _slides(self, executed: str, source: Source, library: Library) -> Path:
        """Return the file with the slides of a chapter, made anew only when what decides them has changed."""
        path = self.cache / place_of_slides(source)
        key = deck_key(executed, library, self.author)
        if not (is_kept(path) and path.read_text(encoding="utf-8").endswith(key)):
            keep(path, f"{deck_of(executed, source, library, self.author)}{key}".encode())
        return path

    def _kept(self, name: str, text: str) -> Path:
        path = self.cache / name
        write_whole(path, text.encode())
        return path


def _offer(source: Source, *, notebook: bool) -> str:
    """Return the line below a page's promise that offers its notebook, and its slides if it is a chapter."""
    up = "../" * source.uri.count("/")
    offers = []
    if notebook:
        offers.append(
            f"[Take this {source.sort} with you as a notebook]({up}{place_of(source)})"
            "{.take-away download data-search-exclude}"
        )
    if has_slides(source):
        offers.append(f"[Show it as slides]({up}{place_of_slides(source)}){{.as-slides data-search-exclude}}")
    return "\n".join(offers)
