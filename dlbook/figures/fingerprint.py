"""What a figure depends on, read from the source without running it: warm builds stay quick.

The key of a figure hashes the syntax trees (no comments, no docstrings) of its own function, of the rest of
its module without the other figures, and of all our modules that are imported from there, together with the
data files beside them, the records it needs and the versions of the libraries that decide its bytes.
"""

import ast
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dlbook.checks import problem
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
        for node in _tree(path).body:
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


def key(figure: Declared, places: Places) -> str:
    """Return the hash of everything that decides the bytes of one figure."""
    digest = hashlib.sha256()
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    others = [node for node in _tree(figure.path).body if _is_figure(node) and _name(node) != figure.function]
    digest.update(_shape([node for node in _tree(figure.path).body if node not in others]).encode())
    imported = sorted(_imported(figure.module, places) | {m for d in DRAWERS for m in _imported(d, places)})
    for module in imported:
        path = places.module_path(module)
        if path and path != figure.path:
            digest.update(f"{module}\n{_module_shape(path)}\n".encode())
            digest.update(_bytes(path.with_suffix(".json")))
    for style in sorted((Path(__file__).parent / "styles").glob("*.mplstyle")):
        digest.update(_bytes(style))
    for run in figure.needs:
        digest.update(_bytes(places.results / f"{run}.json") + _bytes(places.results / f"{run}.npz"))
    return digest.hexdigest()


def _tree(path: Path) -> ast.Module:
    return _parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


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


@cache
def _module_shape_at(path: Path, changed: int) -> str:
    return hashlib.sha256(_shape(_parsed(path, changed).body).encode()).hexdigest()


def _module_shape(path: Path) -> str:
    return _module_shape_at(path, path.stat().st_mtime_ns)


def _shape(body: list[ast.stmt]) -> str:
    """Write statements as their syntax tree without positions, comments and docstrings."""
    texts = []
    for statement in body:
        docs = [
            (node, node.body)
            for node in ast.walk(statement)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node, clean=False)
        ]
        for node, full in docs:
            node.body = full[1:]
        texts.append(ast.dump(statement))
        for node, full in docs:
            node.body = full
    is_text = body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return "\n".join(texts[1:] if is_text else texts)


def _imported(module: str, places: Places) -> set[str]:
    """Return our modules that a module imports, directly or through others, itself included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = places.module_path(name)
        if path is None or name in seen:
            continue
        seen.add(name)
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Import):
                waiting.extend(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                waiting.append(node.module)
                waiting.extend(f"{node.module}.{alias.name}" for alias in node.names)
    return seen


def _bytes(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"-"
