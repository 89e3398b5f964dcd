"""The folders where data sets are kept, and how a file gets in: written beside, checked, then renamed."""

import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dlbook.data.errors import NotWritableError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ABANDONED_SECONDS = 3600.0


def cache_folder() -> Path:
    r"""Return the folder of our own cache; it need not exist.

    Returns:
        `$XDG_CACHE_HOME/dlbook`; where that variable is unset or relative, the folder that the system has
        for caches: `~/.cache/dlbook`, on macOS `~/Library/Caches/dlbook`, on Windows
        `%LOCALAPPDATA%\dlbook\Cache`.

    References:
        freedesktop.org, *XDG Base Directory Specification*.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return Path(named) / "dlbook"
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "dlbook"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "dlbook" / "Cache"
    return home / ".cache" / "dlbook"


def keras_folder() -> Path:
    """Return the folder where Keras keeps what it downloads; it need not exist."""
    named = os.environ.get("KERAS_HOME", "")
    return (Path(named) if named else Path(os.path.expanduser("~")) / ".keras") / "datasets"


def identity(path: Path) -> tuple[int, ...] | None:
    """Return what tells this very file from a later one of the same name, or None if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def set_aside(path: Path, seen: tuple[int, ...] | None) -> Path | None:
    """Rename a bad file, unless another process has put a new one there since it was `seen`.

    Args:
        path: the bad file.
        seen: its `identity` from before it was read.

    Returns:
        Its new name, `NAME.bad-TIMESTAMP`, or None if it could not or need not be renamed.
    """
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    aside = path.with_name(f"{path.name}.bad-{stamp}-{uuid.uuid4().hex[:4]}")
    if seen is None or identity(path) != seen:
        return None
    try:
        path.rename(aside)
    except OSError:
        return None
    return aside


@contextmanager
def part_beside(target: Path) -> Iterator[Path]:
    """Give a name beside `target` that no other process has; whatever is still there at the end is removed.

    Raises:
        NotWritableError: the folder cannot be made.
    """
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(target)
    part = target.with_name(f".{target.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.part")
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def storage_errors(target: Path) -> Iterator[None]:
    """Say of errors of the system what they mean for storing `target`, and what to do."""
    try:
        yield
    except OSError as error:
        folder, reason = target.parent, error.strerror or str(error)
        elsewhere = (
            "set XDG_CACHE_HOME to a folder on a disk with room where you may write, "
            f"or put {target.name} into a folder of yours and point DLBOOK_DATA at it"
        )
        if error.errno in NO_ROOM:
            raise NotWritableError(
                f"there is no room for {target.name} in {folder} ({reason})",
                "some 12 MB of free space",
                f"Free some space there, or {elsewhere}",
            ) from error
        raise NotWritableError(
            f"{target.name} cannot be stored in {folder} ({reason})",
            "a folder where you may write",
            elsewhere[0].upper() + elsewhere[1:],
        ) from error


def _remove_abandoned(target: Path) -> None:
    """Remove parts that a killed process left an hour ago or earlier."""
    for part in target.parent.glob(f".{target.name}.*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
                part.unlink()
