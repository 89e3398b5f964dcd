"""Whether the site would come out as it is: then building it once more can be left out."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from dlbook.book.fingerprint import data_state
from dlbook.kept import write_whole

RECORD = Path(".cache/site.json")
MADE = ("site", "build", "node_modules")
"""Folders of a checkout from which no site is made; hidden ones are none either."""

VARIABLES = ("SITE_URL", "SOURCE_DATE_EPOCH", "DLBOOK_")
"""How the environment variables begin that a site depends on."""


def sources(root: Path, target: Path) -> str:
    """Return a digest of all that a site is made of: files, packages, data and environment.

    Files enter with size and time, as for make.

    Args:
        root: the folder with mkdocs.yml.
        target: where the site is to be, which may be inside.
    """
    parts = [path for path in sorted(root.iterdir()) if path.name not in MADE and path.name[0] != "."]
    files = [line for part in parts if part != target for line in _states(part)]
    packages = sorted(f"{found.name} {found.version}" for found in metadata.distributions())
    environment = sorted(
        f"{name}={value}" for name, value in os.environ.items() if name.startswith(VARIABLES)
    )
    return _digest([*files, *packages, *environment, data_state()])


def is_current(root: Path, target: Path) -> bool:
    """Return whether a site is there that was made of just these sources, and was not touched since."""
    return _record(root).get(str(target)) == _digest([sources(root, target), *_states(target)])


def remember(root: Path, target: Path, made_of: str) -> None:
    """Note what a site was made of.

    Args:
        root: the folder with mkdocs.yml.
        target: where the site is.
        made_of: what `sources` returned before it was built.
    """
    record = _record(root) | {str(target): _digest([made_of, *_states(target)])}
    with suppress(OSError):  # a checkout that is not ours to write into builds anew each time
        write_whole(root / RECORD, (json.dumps(record, indent=1) + "\n").encode())


def _record(root: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((root / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _states(place: Path) -> Iterator[str]:
    """Yield the name, size and time of each file of a folder, or of one file."""
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if "__pycache__" not in path.parts and path.is_file():
            state = path.stat()
            yield f"{path} {state.st_size} {state.st_mtime_ns}"


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()
