"""The chapters that run: their pages as executed notebooks, and the notebooks that readers take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dlbook.book.compose import compose
from dlbook.book.download import FOLDER, Luggage, build_wheel, place_of, takeaway
from dlbook.book.execute import Runner
from dlbook.book.library import Library
from dlbook.book.source import Source
from dlbook.book.store import write_whole


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
    """

    runner: Runner
    cache: Path
    root: Path | None
    site: str = ""

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
            text, offer = texts[source.uri], _offer(source) if luggage else ""
            made.pages[source.uri] = self._kept(
                f"notebooks/{source.uri.removesuffix('.md')}.ipynb", compose(text, results, offer)
            )
            if luggage:
                notebook = takeaway(compose(text, results), source, luggage)
                made.files[place_of(source)] = self._kept(place_of(source), notebook)
        return made

    def _luggage(self, library: Library, files: Mapping[str, Path]) -> Luggage:
        assert self.root
        images = {id: files[f"{id}-light.png"] for id in library.pictured}
        alts = {id: str(entry["alt"]) for id, entry in library.entries.items()}
        return Luggage(images, alts, self.site, build_wheel(self.root, self.cache / "wheel"))

    def _kept(self, name: str, notebook: str) -> Path:
        path = self.cache / name
        write_whole(path, notebook.encode())
        return path


def _offer(source: Source) -> str:
    """Return the line below a page's promise that offers its notebook."""
    up = "../" * source.uri.count("/")
    return f"[Take this {source.sort} with you as a notebook]({up}{place_of(source)}){{.take-away download}}"
