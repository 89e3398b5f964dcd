"""Chapters to take away: executed notebooks that run wherever Jupyter does, and the package they need."""

import base64
import posixpath
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from dlbook.book.plain import plain
from dlbook.book.source import Source
from dlbook.kept import is_kept, keep

FOLDER = "downloads"
_EXTRAS = {
    "keras": r"\b(import|from) keras\b",
    "figures": r"\b(import|from) matplotlib\b",
    "augment": r"dlbook\.augment",
}


def place_of(source: Source) -> str:
    """Return where the site keeps the notebook of a chapter."""
    return f"{FOLDER}/{source.slug}.ipynb"


@dataclass(frozen=True)
class Luggage:
    """What all notebooks to take away are packed with.

    Args:
        pictures: PNG files by figure, to put inside.
        alts: what each figure shows, in words.
        site: the address of the site with a final slash, or "".
        wheel: the file of the package.
    """

    pictures: Mapping[str, Path]
    alts: Mapping[str, str]
    site: str
    wheel: Path


def takeaway(executed: str, source: Source, luggage: Luggage) -> str:
    """Return a chapter as a notebook that needs nothing of the site.

    Args:
        executed: the executed notebook of the chapter's page, as JSON.
        source: the chapter.
        luggage: what it is packed with.

    Returns:
        The notebook as JSON, with a first cell that installs the package where it is missing.
    """
    book = nbformat.reads(executed, as_version=4)
    cells = [cell for cell in book.cells if not cell.source.startswith("---\n")]
    for cell in cells:
        if cell.cell_type == "markdown":
            _simplify(cell, source, luggage)
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    book.cells = [*_first_cells(code, source, luggage), *cells]
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
    return nbformat.writes(book) + "\n"


def _simplify(cell: NotebookNode, source: Source, luggage: Luggage) -> None:
    """Turn a cell's text into plain Markdown and put its figures inside."""
    shown: list[str] = []

    def image(id: str) -> str:
        alt = luggage.alts.get(id, id)
        if id not in luggage.pictures:
            return f"*{alt}*"
        shown.append(id)
        return f"![{alt}](attachment:{id}.png)"

    cell.source = plain(cell.source, image, lambda link: _address(link, source, luggage.site))
    if shown:
        cell.attachments = {
            f"{id}.png": {"image/png": base64.b64encode(luggage.pictures[id].read_bytes()).decode()}
            for id in shown
        }


def _address(link: str, source: Source, site: str) -> str:
    """Return the full address of a link between pages, or "" where the site has none."""
    path, _, anchor = link.partition("#")
    page = posixpath.normpath(posixpath.join(posixpath.dirname(source.uri), path)) if path else source.uri
    if not site:
        return ""
    place = re.sub(r"(^|/)index\.md$", r"\1", page).replace(".md", "/")
    return f"{site}{place}" + (f"#{anchor}" if anchor else "")


def _first_cells(code: str, source: Source, luggage: Luggage) -> list[NotebookNode]:
    """Return a word of welcome and the cell that installs what the chapter needs."""
    site, wheel = luggage.site, luggage.wheel.name
    extras = ",".join(["data", *(name for name, used in _EXTRAS.items() if re.search(used, code))])
    where = f"dlbook[{extras}] @ {site}{FOLDER}/{wheel}" if site else f"./{wheel}[{extras}]"
    beside = "" if site else f" It looks for the file `{wheel}` of the same site in its own folder."
    page = f"[its page]({_address('', source, site)})" if site else "its page"
    welcome = (
        f"*{source.sort.capitalize()} {source.chapter} of* Deep Learning, Drawn in Code, *with the results "
        f"of its cells. What can be touched is on {page}. The next cell installs what is missing.{beside}*"
    )
    install = (
        f"# Run this cell first: it installs what the {source.sort} needs, where it is missing.\n"
        "import importlib.util\n\n"
        'if importlib.util.find_spec("dlbook") is None:\n'
        f'    %pip install --quiet "{where}"'
    )
    return [nbformat.v4.new_markdown_cell(welcome), nbformat.v4.new_code_cell(install)]


def build_wheel(root: Path, cache: Path) -> Path:
    """Return the package as a wheel, built anew when a file of it has changed.

    Args:
        root: the folder with pyproject.toml.
        cache: where to keep it.

    Raises:
        RuntimeError: if the build fails; the message has what the builder said.
    """
    digest = sha256()
    sources = [path for part in ("dlbook", "results") for path in (root / part).rglob("*")]
    for path in sorted([root / "pyproject.toml", root / "README.md", *sources]):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    folder = cache / digest.hexdigest()[:16]
    whole = [path for path in folder.glob("*.whl") if is_kept(path)]
    return whole[0] if whole else _built(root, folder)


def _built(root: Path, folder: Path) -> Path:
    """Build the package elsewhere, and keep the wheel in a folder."""
    with tempfile.TemporaryDirectory(prefix="dlbook-wheel-") as passing:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", passing]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the package could not be built: {done.stderr or done.stdout}")
        wheel = next(Path(passing).glob("*.whl"))
        keep(folder / wheel.name, wheel.read_bytes())
        return folder / wheel.name
