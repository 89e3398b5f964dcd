"""What code a job runs, as one hash that comments and docstrings do not change."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dlbook.codebase import file_shape, module_path, reachable
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
    for module, path in _reached(job, root).items():
        digest.update(f"{module} {file_shape(path)}\n".encode())
    return digest.hexdigest()[:16]


def modules_of(job: Callable[..., Any], root: Path = PACKAGE.parent) -> set[str]:
    """Return the names of our modules that the job's module imports, directly or through others.

    Args:
        job: a function of a module; one of another package counts with its own file alone.
        root: folder that holds the package.

    Returns:
        Dotted names.
    """
    return set(_reached(job, root))


def _reached(job: Callable[..., Any], root: Path) -> dict[str, Path]:
    def locate(name: str) -> Path | None:
        return None if _is_trusted(name) else module_path(name, root)

    return reachable([job.__module__], locate, packages=True)


def _is_trusted(module: str) -> bool:
    return _is_inside(module, TRUSTED) and not _is_inside(module, SHAPING)


def _is_inside(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)
