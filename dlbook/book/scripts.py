"""The widgets' modules as the site publishes them: without comments, which are a third of them."""

import re

_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S)
_CAST = re.compile(r"/\*\* @(?:type|param|returns)(?:(?!\*/).)*\*/ ?")


def published(text: str) -> str:
    r"""Return a module without its documentation: comments in lines of their own, types beside values.

    Args:
        text: an ES module that is commented as those of ``docs/widgets`` are.

    Returns:
        The same program.

    Example:
        >>> published("/** Twice. */\nconst f = (/** @type {number} */ x) => 2 * x;\n")
        'const f = (x) => 2 * x;\n'
    """
    return _CAST.sub("", _BLOCK.sub("", text))
