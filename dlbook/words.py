"""Text for the terminal that may hold whatever someone typed."""

import re


def readable(message: str) -> str:
    r"""Return a message that harms no terminal: control characters escaped, endless words cut.

    Example:
        >>> readable("there is no 'a\x00b'")
        "there is no 'a\\x00b'"
    """
    shown = "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in message)
    return re.sub(r"(\S{60})\S{200,}(\S{20})", r"\1...\2", shown)
