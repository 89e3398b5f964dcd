"""Files that are whole or not there at all, written the same way every time."""

import json
from pathlib import Path
from typing import Any

from dlbook.checks import problem
from dlbook.kept import write_whole


def write_text(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash at any moment, finds the old one or the new one.

    Args:
        path: where to; folders are made.
        text: what to write.
    """
    write_whole(path, text.encode())


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        ValueError: if it is no JSON.
        FileNotFoundError: if it is not there.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise problem(
            f"{path.name} is damaged ({error})", "a JSON file", "Delete it and record the run again"
        ) from None


def to_text(value: Any, indent: int = 0) -> str:
    """Return JSON with a line for each entry of each dictionary, and each list on one line.

    That keeps records small, and a change of one number a change of one line.

    Args:
        value: plain data.
        indent: depth of the value.

    Returns:
        Text without a final line break.

    Example:
        >>> print(to_text({"a": [1, 2], "b": {"c": None}, "d": {}}))
        {
         "a": [1,2],
         "b": {
          "c": null
         },
         "d": {}
        }
    """
    if not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    inner = " " * (indent + 1)
    entries = [
        f"{inner}{json.dumps(str(k), ensure_ascii=False)}: {to_text(v, indent + 1)}" for k, v in value.items()
    ]
    return "{\n" + ",\n".join(entries) + "\n" + " " * indent + "}"
