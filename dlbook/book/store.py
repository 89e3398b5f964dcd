"""A folder of results by key, each entry written whole and proved right when it is read."""

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


class Store:
    """Results by key.

    Args:
        folder: where they are kept; made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def get(self, key: str) -> Any | None:
        """Return the entry of a key, or None if there is none or if it has been damaged, which removes it."""
        path = self._path(key)
        try:
            digest, _, text = path.read_text(encoding="utf-8").partition("\n")
            if digest == _digest(text):
                return json.loads(text)
        except (OSError, ValueError):
            pass
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, value: Any) -> None:
        """Keep an entry; a folder that cannot be written to is no error, the next build then runs again."""
        text = json.dumps(value, ensure_ascii=False)
        with contextlib.suppress(OSError):
            write_whole(self._path(key), f"{_digest(text)}\n{text}".encode())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no one ever sees a part of it, and only if its content changes."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
