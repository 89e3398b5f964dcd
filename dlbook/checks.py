"""Error messages in three parts: what came, what was expected, how to mend it."""


def problem(came: str, expected: str, mend: str) -> ValueError:
    """Return the error for one bad input, to be raised by the caller.

    Args:
        came: what was given, as a clause ("`units` is -3").
        expected: what would have been right ("a whole number of at least 1").
        mend: what to do about it, as a sentence without its full stop.

    Returns:
        A ``ValueError`` whose text reads "came; expected ... mend.".

    Example:
        >>> raise problem("units is -3", "a whole number of at least 1", "Pass the number of neurons")
        Traceback (most recent call last):
        ...
        ValueError: units is -3; expected a whole number of at least 1. Pass the number of neurons.
    """
    return ValueError(f"{came}; expected {expected}. {mend}.")
