"""How the API reference reads docstrings: an extension of Griffe, which reads the code for mkdocstrings."""

import re
from collections.abc import Sequence
from inspect import cleandoc
from typing import Any

from griffe import Docstring, Extension, Object

_EXAMPLE = re.compile(r"^Example:$", re.M)
_WORKS = re.compile(r"^References:\n((?:[ ]{4}.*\n?|\n(?=[ ]{4}))+)", re.M)
_MARK = "#:"


def adapted(text: str) -> str:
    r"""Return a docstring as Griffe's parser for Google style understands it.

    Args:
        text: a docstring without its indentation.

    Returns:
        The same with ``Examples:`` in place of ``Example:``, so that prompts become code and not quotations,
        and with the cited works as a paragraph like that on what differs.

    Example:
        >>> adapted("Say hello.\n\nExample:\n    >>> 1 + 1\n    2").splitlines()[2]
        'Examples:'
        >>> adapted("Say hello.\n\nReferences:\n    Hi & Lo (1999).\n")
        'Say hello.\n\n*References:* Hi & Lo (1999).\n'
    """
    text = _WORKS.sub(lambda match: f"*References:* {cleandoc(match[1])}\n", text)
    return _EXAMPLE.sub("Examples:", text)


def comment_above(lines: Sequence[str], number: int) -> str:
    """Return what the comment ``#:`` above a line says, which is how a constant is documented here.

    Args:
        lines: the module.
        number: the line of the constant, counted from 1.

    Returns:
        The text of the comment, or "".

    Example:
        >>> comment_above(["#: As many as", "#: there are.", "N = 3"], 3)
        'As many as there are.'
    """
    found: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.strip().startswith(_MARK):
            break
        found.insert(0, line.strip().removeprefix(_MARK).strip())
    return " ".join(found)


class Docstrings(Extension):
    """Adapts every docstring of the package, and gives constants what their comments say."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Adapt the docstring of one object, or make one of the comment above it."""
        if obj.docstring:
            obj.docstring.value = adapted(obj.docstring.value)
        elif obj.is_attribute and obj.lineno and (said := comment_above(_lines(obj), obj.lineno)):
            obj.docstring = Docstring(said, lineno=obj.lineno, parent=obj)


def _lines(obj: Object) -> Sequence[str]:
    path = obj.filepath
    return obj.lines_collection[path] if not isinstance(path, list) else []
