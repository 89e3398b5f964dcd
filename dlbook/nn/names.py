"""Looking things up by name, with a suggestion when the name is misspelt."""

import difflib
from collections.abc import Mapping

from dlbook.checks import problem


def look_up[T](name: object, table: Mapping[str, T], what: str) -> T:
    """Return the entry of a table, or say which name was probably meant.

    Args:
        name: what the caller wrote.
        table: the entries by name.
        what: the kind of thing looked for, for the message ("activation").

    Returns:
        The entry.

    Raises:
        ValueError: if there is no entry of that name.

    Example:
        >>> look_up("rleu", {"relu": 1, "tanh": 2}, "activation")
        Traceback (most recent call last):
        ...
        ValueError: activation is 'rleu'; expected one of relu, tanh. Did you mean 'relu'? Correct the name.
    """
    if isinstance(name, str) and name in table:
        return table[name]
    near = difflib.get_close_matches(str(name), table, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    raise problem(f"{what} is {name!r}", f"one of {', '.join(table)}", f"{hint}Correct the name")
