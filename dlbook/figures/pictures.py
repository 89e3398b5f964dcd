"""The figures as PDF and PNG in both themes, kept as long as their SVG files stay the same."""

import hashlib
import shutil
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from dlbook.checks import problem
from dlbook.codebase import file_shape
from dlbook.figures import build, render
from dlbook.figures.fingerprint import declared
from dlbook.figures.places import Places
from dlbook.kept import is_kept, keep
from dlbook.progress import Progress

ENDINGS = tuple(f"-{mode}.{kind}" for kind in ("pdf", "png") for mode in ("light", "dark"))
"""What follows the id of a figure in the names of its pictures."""

DIGITS = 16  # of the hash in the name of a figure's folder


def pictures(ids: Iterable[str], cache: Path, places: Places | None = None) -> dict[str, Path]:
    """Return the pictures of figures by their file names, drawing those that are not there yet.

    Args:
        ids: the figures; those that no function of the checkout draws are passed over.
        cache: a folder for them; a figure that has changed gets new ones, and its old ones are removed.
        places: the checkout.

    Returns:
        Files by name, such as ``"quadratic-cost-light.pdf"``: four for each figure.

    Raises:
        ValueError: if a figure cannot be drawn.
    """
    places = places or Places()
    known = declared(places)
    folders = {id: cache / f"{id}-{_key(places.figures / f'{id}.svg')}" for id in ids if id in known}
    files = {f"{id}{end}": folder / f"{id}{end}" for id, folder in folders.items() for end in ENDINGS}
    missing = [known[id] for id in folders if not all(is_kept(files[f"{id}{end}"]) for end in ENDINGS)]
    progress = Progress(len(missing))
    for drawn in build.draw(missing, places, formats=("pdf", "png")):
        if drawn.error:
            raise problem(
                f"figure {drawn.id!r} failed: {drawn.error}", "a picture", "See `dlbook figures` about it"
            )
        _keep(drawn, folders[drawn.id])
        progress.step(f"pictures of {drawn.id}")
    return files


def _key(svg: Path) -> str:
    """Return a hash of what decides the pictures: the drawing, and how pictures are made of it."""
    digest = hashlib.sha256(svg.read_bytes())
    digest.update(f"{version('matplotlib')} {file_shape(Path(render.__file__))}".encode())
    return digest.hexdigest()[:DIGITS]


def _keep(drawn: build.Drawn, folder: Path) -> None:
    """Put the pictures of a figure into their folder, in place of older ones."""
    for old in set(folder.parent.glob(f"{drawn.id}-{'[0-9a-f]' * DIGITS}")) - {folder}:
        shutil.rmtree(old, ignore_errors=True)
    for name, content in drawn.files.items():
        keep(folder / name, content)
