"""What the pages show anew in every build, and why: all that `dlbook verify` lets differ."""

import re
from pathlib import PurePosixPath

_SEEDLESS = "Keras trains there without a seed: one would freeze the order of the rows (chapter 13)"
LIVE = {
    "backpropagation": (
        r"measured [\d.]+|take [\d.]+ \w+ for one step|took [\d.]+ \w*seconds",
        "its cells read the clock",
    ),
    "deep-network": (r"epoch \d+ +training.*|largest difference.*", _SEEDLESS),
    "depth-and-width": (r"epoch \d+ +training.*|largest difference.*", _SEEDLESS),
    "regression": (r"Keras, kept .*|largest difference.*", _SEEDLESS),
}
"""By chapter: a pattern of what differs, and the reason."""

_DECK_KEY = r"<!-- [0-9a-f]{64} -->"  # of slides: a hash of all that the cells printed
SEARCH = "search_index.json"


def reason(name: str, one: bytes, other: bytes) -> str:
    """Return why two contents of a file may differ, or "" if they may not.

    Args:
        name: its path in the site.
        one: a content.
        other: the other one.

    Example:
        >>> reason("training/backpropagation/index.html", b"measured 2.1", b"measured 2.3")
        'its cells read the clock'
        >>> reason("training/backpropagation/index.html", b"counted 2.1", b"counted 2.3")
        ''
    """
    path = PurePosixPath(name)
    chapters = [slug for slug in LIVE if slug in (path.stem, path.parent.name) or path.name == SEARCH]
    if not chapters:
        return ""
    patterns = [LIVE[slug][0] for slug in chapters] + [_DECK_KEY] * path.match("slides/*/index.html")
    live = re.compile("|".join(patterns))
    texts = [live.sub("", content.decode(errors="replace")) for content in (one, other)]
    return LIVE[chapters[0]][1] if texts[0] == texts[1] else ""
