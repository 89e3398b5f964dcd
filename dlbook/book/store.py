"""A folder of results by key, each entry written whole and proved right when it is read."""

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from dlbook.kept import write_whole


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
