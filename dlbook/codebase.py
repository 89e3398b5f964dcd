"""Our source as data: which modules some code imports, and what a module is without comments and docstrings.

Figures, chapters and recorded runs are made anew when the code behind them has changed; all three ask here.
"""

import ast
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

_HOLDERS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def bare(code: str) -> ast.Module:
    """Return the syntax tree of a module without its docstrings.

    Args:
        code: Python.

    Raises:
        SyntaxError: if it is not.
    """
    tree = ast.parse(code)
    for node in _statements(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return tree


def shape(code: str | ast.AST) -> str:
    r"""Return the hash of code as it runs: comments, docstrings and line breaks do not enter.

    Args:
        code: Python, or a tree that ``bare`` has made.

    Returns:
        Hexadecimal digits.

    Example:
        >>> shape("def f():\n    'Doc.'\n    return 1  # one") == shape("def f():\n    return 1")
        True
        >>> shape("x = 1") == shape("x = 2")
        False
    """
    tree = bare(code) if isinstance(code, str) else code
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def file_tree(path: Path) -> ast.Module:
    """Return the bare tree of a file; it is parsed once until the file changes. Do not alter it."""
    return _parsed(path, path.stat().st_mtime_ns)


def file_shape(path: Path) -> str:
    """Return the shape of a file."""
    return _shape_at(path, path.stat().st_mtime_ns)


def module_path(module: str, root: Path) -> Path | None:
    """Return the file of a dotted name, or None if it is no module below that folder."""
    path = root.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def imported_names(tree: ast.AST, inside: str = "") -> list[str]:
    """Return the dotted names that code imports anywhere; some name things in modules, and not modules.

    Args:
        tree: the code.
        inside: the package that it belongs to, to resolve relative imports.

    Example:
        >>> imported_names(ast.parse("import numpy; from ..rng import stream"), "dlbook.nn.layers")
        ['numpy', 'dlbook.nn.rng', 'dlbook.nn.rng.stream']
    """
    names: list[str] = []
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = inside.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return names


def reachable(
    start: Iterable[str], locate: Callable[[str], Path | None], *, packages: bool
) -> dict[str, Path]:
    """Return the modules that some names lead to, directly or through imports.

    Args:
        start: dotted names.
        locate: the file of a dotted name, or None if it does not count; see ``module_path``.
        packages: whether the packages above a module count too: importing it runs their ``__init__``.

    Returns:
        The files by dotted name, in the order of the names.
    """
    waiting, met, found = list(start), set(), {}
    while waiting:
        name = waiting.pop()
        if name in met:
            continue
        met.add(name)
        if packages and "." in name:
            waiting.append(name.rpartition(".")[0])
        path = locate(name)
        if path is None:
            continue
        found[name] = path
        inside = name if path.name == "__init__.py" else name.rpartition(".")[0]
        waiting.extend(_names_at(path, path.stat().st_mtime_ns, inside))
    return dict(sorted(found.items()))


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Give a tree and all statements in it, without going into expressions: those hold neither of the two."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        waiting.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, _HOLDERS))


@lru_cache(maxsize=4096)
def _parsed(path: Path, changed: int) -> ast.Module:
    return bare(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4096)
def _shape_at(path: Path, changed: int) -> str:
    return shape(_parsed(path, changed))


@lru_cache(maxsize=4096)
def _names_at(path: Path, changed: int, inside: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(imported_names(_parsed(path, changed), inside)))
