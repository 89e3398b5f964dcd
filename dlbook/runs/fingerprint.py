"""What code a job runs, as one hash that comments and docstrings do not change."""

import ast
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from dlbook.runs.places import PACKAGE

#: Not followed: how data are found (what they hold is proved by check sums) and how records are kept.
TRUSTED = ("dlbook.data", "dlbook.runs")
#: Of these, what shapes the numbers is followed all the same.
SHAPING = ("dlbook.data.preprocess", "dlbook.data.toy", "dlbook.runs.digits", "dlbook.runs.jobs")


def code_fingerprint(job: Callable[..., Any], root: Path = PACKAGE.parent) -> str:
    """Return the hash of the syntax trees of all our modules that a job's module imports, itself included.

    Args:
        job: a function of a module.
        root: folder that holds the package.

    Returns:
        16 hexadecimal digits.

    Example:
        >>> from dlbook.runs.jobs.classify import train
        >>> len(code_fingerprint(train))
        16
    """
    digest = hashlib.sha256()
    for module in sorted(modules_of(job, root)):
        path = module_path(module, root)
        assert path is not None
        digest.update(f"{module} {_shape_at(path, path.stat().st_mtime_ns)}\n".encode())
    return digest.hexdigest()[:16]


def modules_of(job: Callable[..., Any], root: Path = PACKAGE.parent) -> set[str]:
    """Return the names of our modules that the job's module imports, directly or through others.

    Args:
        job: a function of a module; one of another package counts with its own file alone.
        root: folder that holds the package.

    Returns:
        Dotted names.
    """
    waiting, seen = [job.__module__], set()
    while waiting:
        name = waiting.pop()
        path = module_path(name, root)
        if name in seen or path is None or _is_trusted(name):
            continue
        seen.add(name)
        if "." in name:
            waiting.append(name.rpartition(".")[0])
        waiting.extend(_imports(path, name))
    return seen


def module_path(module: str, root: Path) -> Path | None:
    """Return the file of a module of the package, or None if it is no module of ours."""
    path = root.joinpath(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate
    return None


def shape(code: str) -> str:
    r"""Return the hash of a module's syntax tree without docstrings.

    Args:
        code: Python.

    Returns:
        Hexadecimal digits.

    Example:
        >>> shape("def f():\n    'Doc.'\n    return 1  # one") == shape("def f():\n    return 1")
        True
        >>> shape("x = 1") == shape("x = 2")
        False
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


@cache
def _shape_at(path: Path, changed: int) -> str:
    return shape(path.read_text(encoding="utf-8"))


@cache
def _imports_at(path: Path, changed: int, package: str) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(names)


def _imports(path: Path, module: str) -> tuple[str, ...]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return _imports_at(path, path.stat().st_mtime_ns, package)


def _is_trusted(module: str) -> bool:
    return _is_inside(module, TRUSTED) and not _is_inside(module, SHAPING)


def _is_inside(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)
