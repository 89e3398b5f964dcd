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

from dlbook.codebase import file_shape, imported_names, module_path, reachable

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
    start = [name for piece in code for name in _names(piece)]
    ours = [name for name in start if name.split(".")[0] == package.name]
    return set(reachable(ours, lambda name: module_path(name, package.parent), packages=True).values())


def _names(code: str) -> list[str]:
    try:
        return imported_names(ast.parse(code))
    except SyntaxError:
        return []


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
        "format": 2,
        "code": code,
        "expressions": expressions,
        "modules": {str(path.relative_to(package)): file_shape(path) for path in sorted(modules)},
        "results": records("\n".join(code), modules, results),
        "data": data_state() if any("data" in path.parts for path in modules) else "",
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
