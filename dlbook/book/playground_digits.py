"""Some digits for the widget playground: small pictures in one file, a byte a label and a byte a pixel."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dlbook.book.source import Source
from dlbook.data.embedded import embedded_digits
from dlbook.kept import write_whole
from dlbook.rng import stream

PLACE = "widgets/playground/digits.bin"
"""Where the site has the file."""

ELEMENT = "dl-playground"
EACH = 80  # digits of each class
SIDE = 14


def published(sources: Sequence[Source], folder: Path) -> dict[str, Path]:
    """Write the file if any page has the widget, and return it by its place on the site.

    Args:
        sources: the pages.
        folder: where to; a file whose content has not changed is left alone.

    Returns:
        Nothing where no page has the widget.
    """
    if not any(ELEMENT in source.text for source in sources):
        return {}
    path = folder / "digits.bin"
    write_whole(path, content())
    return {PLACE: path}


def content() -> bytes:
    """Return 800 digits of MNIST's training set in random order: all labels, then all pixels.

    A pixel is the mean of four: 14 x 14 are enough for nets of a few units, and a quarter to download.

    Returns:
        800 bytes of labels and 800 times 196 of pixels.

    Example:
        >>> file = content()
        >>> len(file), sorted(set(file[:800]))
        (157600, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    images, labels = embedded_digits()
    rows = np.concatenate([np.flatnonzero(labels == digit)[:EACH] for digit in range(10)])
    rows = stream(1, "playground").permutation(rows)
    blocks = images[rows].reshape(len(rows), SIDE, 2, SIDE, 2).astype(float)
    pixels = np.floor(blocks.mean(axis=(2, 4)) + 0.5).astype(np.uint8)
    return labels[rows].tobytes() + pixels.tobytes()
