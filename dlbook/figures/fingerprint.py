"""What a figure depends on, read from the source without running it: warm builds stay quick.

The key of a figure hashes the syntax trees (no comments, no docstrings) of its own function, of the rest of
its module without the other figures, and of all our modules that are imported from there, together with the
data files beside them, the records it needs and the versions of the libraries that decide its bytes.
"""

import ast
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dlbook.checks import problem
from dlbook.codebase import file_shape, file_tree, reachable, shape
from dlbook.figures.places import Places

LIBRARIES = ("matplotlib", "numpy", "pillow")
DRAWERS = ("dlbook.figures.render", "dlbook.figures.export", "dlbook.figures.registry")


@dataclass(frozen=True)
class Declared:
    """A figure as its source declares it."""

    id: str
    function: str
    module: str
    path: Path
    line: int
    options: dict[str, Any]

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the recorded runs that the figure reads."""
        return tuple(self.options.get("needs", ()))


def declared(places: Places) -> dict[str, Declared]:
    """Return the figures of all chapters by id, in the order of modules and lines.

    Raises:
        ValueError: if two figures have one id, or a figure's options are not written as literals.
    """
    found: dict[str, Declared] = {}
    folder = places.module_path(places.chapters)
    for path in sorted(folder.parent.glob("*.py")) if folder else []:
        module = f"{places.chapters}.{path.stem}"
        for node in file_tree(path).body:
            if (options := _options(node, path)) is None:
                continue
            assert isinstance(node, ast.FunctionDef)
            figure = Declared(options.pop("id"), node.name, module, path, node.lineno, options)
            if other := found.get(figure.id):
                raise problem(
                    f"two figures have the id {figure.id!r}",
                    "one",
                    f"Rename one of {other.module}.{other.function} and {module}.{figure.function}",
                )
            found[figure.id] = figure
    return found


def keys(figures: Iterable[Declared], places: Places) -> dict[str, str]:
    """Return, for each figure by id, the hash of everything that decides its bytes."""
    figures = list(figures)
    locate, common = cache(places.module_path), _libraries()
    modules = {figure.module for figure in figures}
    behind = {module: _behind(module, locate, common) for module in modules}
    return {figure.id: _key(figure, behind[figure.module], places) for figure in figures}


def _behind(module: str, locate: Callable[[str], Path | None], libraries: bytes) -> bytes:
    """Return the hash of what all figures of a module share: libraries, our other modules, styles."""
    digest = hashlib.sha256(libraries)
    for name, path in reachable([module, *DRAWERS], locate, packages=False).items():
        if name != module:
            digest.update(f"{name}\n{file_shape(path)}\n".encode())
            digest.update(_bytes(path.with_suffix(".json")))
    for style in sorted((Path(__file__).parent / "styles").glob("*.mplstyle")):
        digest.update(_bytes(style))
    return digest.digest()


def _libraries() -> bytes:
    return "".join(f"{name} {version(name)}\n" for name in LIBRARIES).encode()


def _key(figure: Declared, behind: bytes, places: Places) -> str:
    """Add to that the figure's own function, the rest of its module but other figures, and its records."""
    digest = hashlib.sha256(behind)
    for node in file_tree(figure.path).body:
        if not _is_figure(node) or _name(node) == figure.function:
            digest.update(shape(node).encode())
    for run in figure.needs:
        digest.update(_bytes(places.results / f"{run}.json") + _bytes(places.results / f"{run}.npz"))
    return digest.hexdigest()


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else ""


def _is_figure(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        _called(item) == "figure" for item in node.decorator_list
    )


def _called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _options(node: ast.stmt, path: Path) -> dict[str, Any] | None:
    if not _is_figure(node):
        return None
    assert isinstance(node, ast.FunctionDef)
    call = next(item for item in node.decorator_list if _called(item) == "figure")
    assert isinstance(call, ast.Call)
    try:
        return {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}
    except ValueError:
        raise problem(
            f"@figure at {path.name}:{node.lineno} has an option that is computed",
            "literal texts, names and tuples",
            "Write the caption, alt text and needs out",
        ) from None


def _bytes(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"-"
