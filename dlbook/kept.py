"""Files that are whole or not there at all, and files that can be proved to be what was once written.

Everything that commands make goes through here: a process that is killed, or a disk that is full, leaves the
old file or the new one, and nothing beside it that anyone would take for either.
"""

import os
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

ABANDONED_SECONDS = 3600.0
SUM = ".sha256"


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file so that no one ever sees a part of it, and only if its content changes.

    The bytes go into a new file beside it, which then takes the name in one step.

    Args:
        path: where to; folders are made.
        content: what the file is to hold.

    Returns:
        Whether the content was another before.

    Raises:
        OSError: no room, or no right to write; the message says what to do.
    """
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path)
        _write(path, content)
    except OSError as error:
        raise OSError(
            error.errno,
            f"{path} cannot be stored ({error.strerror or error}); expected room on the disk and the "
            "right to write there. Free some space, or work on a copy of the book that is yours.",
        ) from error
    return True


def _write(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:99]}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            left = memoryview(content)
            while left:
                left = left[file.write(left) or 0 :]
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _remove_abandoned(path: Path) -> None:
    """Remove parts of this file that killed processes left an hour ago or earlier."""
    for part in path.parent.glob(f".{path.name[:99]}.*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
                part.unlink()


def keep(path: Path, content: bytes) -> None:
    """Write a file of a cache, and its check sum beside it, so that damage is seen by ``is_kept``.

    The sum comes first: whoever is killed between the two leaves no file, or one that does not count.

    Args:
        path: where to.
        content: what it is to hold.

    Raises:
        OSError: as ``write_whole``.
    """
    write_whole(_sum_of(path), sha256(content).hexdigest().encode())
    write_whole(path, content)


def kept(path: Path) -> bytes | None:
    """Return what ``keep`` wrote, or None where it is not there or no longer what it was."""
    try:
        content = path.read_bytes()
        whole = sha256(content).hexdigest() == _sum_of(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return content if whole else None


def is_kept(path: Path) -> bool:
    """Return whether a file is there and still what ``keep`` wrote."""
    return kept(path) is not None


def _sum_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{SUM}")
