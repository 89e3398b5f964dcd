"""What a chapter's results depend on besides its prose, as one key: code, modules, records, data, versions.

Modules count by their syntax trees without docstrings, so that a comment in the engine reruns nothing, and
only those that the chapter's code imports, directly or through others.
"""

import ast
import hashlib
import json
import platform
from collections.abc import Iterable
from functools import lru_cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("numpy", "matplotlib", "scipy", "mlxtend", "keras", "tensorflow", "torch", "ipykernel", "ipython")
"""Distributions whose version may change what a cell shows."""


def own_modules(code: Iterable[str], package: Path) -> set[Path]:
    """Return the files of our package that some code imports, directly or through other files.

    Args:
        code: pieces of Python; what cannot be parsed is passed over, since running it will tell.
        package: the folder of the package.

    Returns:
        The files, those of the packages on the way included.
    """
    found: set[Path] = set()
    waiting = {path for piece in code for path in _imported(piece, "", package)}
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            dotted = ".".join(path.relative_to(package.parent).parent.parts)
            waiting |= _imported(path.read_text(encoding="utf-8"), dotted, package) - found
    return found


def _imported(code: str, inside: str, package: Path) -> set[Path]:
    """Return the files that one piece of code imports; `inside` is the package that it belongs to."""
    names = [name for name in _import_names(code, inside) if name.split(".")[0] == package.name]
    return {path for name in names for path in _files(name, package)}


@lru_cache(maxsize=4096)
def _import_names(code: str, inside: str) -> tuple[str, ...]:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ()
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = inside.split(".")
            base = ".".join(parents[: len(parents) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return tuple(names)


def _files(name: str, package: Path) -> list[Path]:
    """Return the files that importing a dotted name runs: the packages above it and the module itself."""
    files = []
    path = package.parent
    for part in name.split("."):
        path = path / part
        files += [file for file in (path / "__init__.py", path.with_suffix(".py")) if file.exists()]
    return files


@lru_cache(maxsize=1024)
def _digest(code: str) -> str:
    return hashlib.sha256(_bare(code).encode()).hexdigest()


def _bare(code: str) -> str:
    """Return the syntax tree of a module without docstrings, as text.

    Example:
        >>> _bare('"Doc."; x = 1  # one') == _bare("x = 1")
        True
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
            first = body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                node.body = body[1:]
    return ast.dump(tree)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that results may depend on."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def data_state() -> str:
    """Return which MNIST a cell would get: the check sum of all of it, or "sample"; nothing is loaded."""
    from dlbook.data.errors import DataError
    from dlbook.data.search import candidate, places
    from dlbook.data.sources import MNIST

    try:
        return MNIST.checksum if any(candidate(place, MNIST) for place in places()) else "sample"
    except DataError as error:
        return str(error)


def records(code: str, modules: Iterable[Path], results: Path) -> dict[str, str]:
    """Return digests of the records that a chapter may read: those it names, or all if it names none."""
    if not results.is_dir() or not any("runs" in path.parts for path in modules):
        return {}
    files = sorted(path for path in results.iterdir() if path.suffix in (".json", ".npz"))
    named = [path for path in files if path.stem in code]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in named or files}


def chapter_key(
    code: list[str], expressions: list[str], package: Path, results: Path, chapter: str = ""
) -> str:
    """Return the key of a chapter's results.

    Args:
        code: its cells with their tags, in order.
        expressions: its inline expressions, in order.
        package: the folder of `dlbook`.
        results: the folder of recorded runs.
        chapter: its number, for the module with the answers of its exercises.
    """
    modules = own_modules([*code, *expressions], package)
    if package / "exercises" / "__init__.py" in modules and chapter.isdigit():
        answers = package / "exercises" / f"ch{int(chapter):02d}.py"
        if answers.exists():
            modules |= {answers} | own_modules([answers.read_text(encoding="utf-8")], package)
    parts = {
        "format": 1,
        "code": code,
        "expressions": expressions,
        "modules": {
            str(path.relative_to(package)): _digest(path.read_text(encoding="utf-8"))
            for path in sorted(modules)
        },
        "results": records("\n".join(code), modules, results),
        "data": data_state() if any("data" in path.parts for path in modules) else "",
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
