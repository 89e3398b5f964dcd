"""Look a name up, or say which one was probably meant."""

import difflib
from collections.abc import Mapping

from dlbook.checks import problem


def look_up[T](name: str, known: Mapping[str, T], kind: str) -> T:
    """Return what has that name.

    Args:
        name: what was asked for.
        known: everything there is, by name.
        kind: what it is called, for the message ("run", "metric of deep.classic").

    Returns:
        The value.

    Raises:
        ValueError: if the name is unknown; the message suggests the nearest.

    Example:
        >>> look_up("depp", {"deep": 1, "shallow": 2}, "run")
        Traceback (most recent call last):
        ...
        ValueError: there is no run 'depp'; expected one of deep, shallow. Perhaps 'deep' was meant.
    """
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    raise problem(
        f"there is no {kind} {name!r}",
        f"one of {', '.join(known)}" if known else "a name, but there are none yet",
        f"Perhaps {near[0]!r} was meant" if near else "Check the spelling",
    )
