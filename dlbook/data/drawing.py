"""From a drawing to what MNIST would have made of it: scaled into a box of 20 x 20, centred by its mass."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlbook.checks import problem

Array = np.ndarray[Any, Any]
Stroke = Sequence[tuple[float, float]]

SIDE, BOX = 28, 20
#: A sheet of paper has SHEET pixels a side, ten for each of the 28; the pen is 2.2 of the 28 wide.
SHEET = 280
PEN = 1.1
#: A digit three, drawn small and into the upper left corner, as (x, y) in units of the 28 x 28 grid.
EXAMPLE: tuple[Stroke, ...] = (
    (
        *((3.2, 4.6), (3.9, 3.5), (5.2, 2.7), (7.0, 2.5), (8.6, 3.0), (9.5, 4.2), (9.4, 5.6), (8.5, 6.8)),
        *((7.0, 7.6), (5.6, 7.9), (7.3, 8.1), (8.9, 8.8), (9.9, 10.1), (10.0, 11.7), (9.1, 13.1)),
        *((7.4, 13.9), (5.4, 13.9), (3.7, 13.2), (2.9, 12.2)),
    ),
)


def inked(strokes: Sequence[Stroke], side: int = SHEET) -> Array:
    """Return a sheet on which strokes have been drawn with a round pen.

    A pixel whose centre lies at the distance d from the nearest stroke has the ink r + 1/2 - d, but at least
    0 and at most 1, where r is half the width of the pen in pixels.

    Args:
        strokes: each a line through points (x, y), x to the right and y down, in units of a 28 x 28 grid.
        side: pixels a side.

    Returns:
        Ink from 0 to 1, shape (side, side).

    Example:
        >>> inked([[(14.0, 14.0)]], side=28)[13:15, 12:16].round(2)
        array([[0.02, 0.89, 0.89, 0.02],
               [0.02, 0.89, 0.89, 0.02]])
    """
    scale = side / SIDE
    x = np.arange(side) + 0.5
    points = np.stack(np.meshgrid(x, x), axis=-1)
    ink = np.zeros((side, side))
    for stroke in strokes:
        ends = scale * np.array(stroke, dtype=float)
        for one, other in zip(ends, ends[1:] if len(ends) > 1 else ends, strict=False):
            along = other - one
            share = ((points - one) @ along) / max(along @ along, 1e-12)
            nearest = one + np.clip(share, 0, 1)[..., np.newaxis] * along
            distance = np.sqrt(((points - nearest) ** 2).sum(axis=-1))
            ink = np.maximum(ink, np.clip(scale * PEN + 0.5 - distance, 0, 1))
    return ink


def averaging(n: int, m: int) -> Array:
    """Return the matrix that shrinks (or stretches) n pixels to m, each the mean of the stretch it covers.

    Args:
        n: pixels there are.
        m: pixels there shall be.

    Returns:
        Shape (m, n); every row adds up to 1.

    Example:
        >>> averaging(3, 2).round(2)
        array([[0.67, 0.33, 0.  ],
               [0.  , 0.33, 0.67]])
    """
    edges = np.arange(m + 1) * n / m
    pixel = np.arange(n)
    covered = np.minimum(edges[1:, np.newaxis], pixel + 1) - np.maximum(edges[:-1, np.newaxis], pixel)
    return np.maximum(covered, 0) * m / n


def fitted(ink: Array) -> Array:
    """Return the ink cut out and scaled so that its longer side is 20 pixels, its shape kept.

    Args:
        ink: from 0 to 1, shape (rows, columns).

    Returns:
        Shape (20, at most 20) or (at most 20, 20).

    Raises:
        ValueError: if there is no ink.

    Example:
        >>> fitted(inked([[(3.0, 3.0), (3.0, 9.0)]])).shape
        (20, 5)
    """
    if ink.ndim != 2 or not ink.max(initial=0) > 0:
        raise problem(f"a drawing of shape {ink.shape} has no ink", "some ink in a matrix", "Draw something")
    (top, bottom), (left, right) = (np.flatnonzero(ink.max(axis=axis))[[0, -1]] for axis in (1, 0))
    cut = ink[top : bottom + 1, left : right + 1]
    rows, columns = (max(1, int(BOX * side / max(cut.shape) + 0.5)) for side in cut.shape)
    scaled: Array = averaging(cut.shape[0], rows) @ cut @ averaging(cut.shape[1], columns).T
    return scaled


def centre_of_mass(ink: Array) -> tuple[float, float]:
    """Return the row and the column, counted from 0, on which a cut-out of the ink would balance.

    Example:
        >>> centre_of_mass(np.array([[0.0, 0.0], [1.0, 3.0]]))
        (1.0, 0.75)
    """
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)
    row, column = (float(side @ np.arange(len(side)) / side.sum()) for side in (rows, columns))
    return row, column


def centred(box: Array) -> Array:
    """Return a picture of 28 x 28 with a box moved, by whole pixels, until it balances on pixel (14, 14).

    Args:
        box: what `fitted` returned.

    Returns:
        Shape (28, 28). Where the box would stick out, it stays at the rim. The centre of mass is rounded
        to six digits first, so that rounding noise cannot decide where an even box goes.

    Example:
        >>> row, column = centre_of_mass(centred(fitted(inked([[(3.0, 3.0), (3.0, 9.0)]]))))
        >>> round(row, 6), round(column, 6)
        (13.5, 14.0)
    """
    picture = np.zeros((SIDE, SIDE))
    places = zip(centre_of_mass(box), box.shape, strict=True)
    top, left = (min(max(int(np.ceil(round(13.5 - mass, 6))), 0), SIDE - size) for mass, size in places)
    picture[top : top + box.shape[0], left : left + box.shape[1]] = box
    return picture


def prepared(ink: Array) -> Array:
    """Return a drawing as MNIST would have it: `centred(fitted(ink))`.

    Nearly all digits of MNIST come out as they went in, which shows that it was made in this way.

    Args:
        ink: from 0 (paper) to 1, any size.

    Returns:
        Shape (28, 28).
    """
    return centred(fitted(ink))


def as_it_is(ink: Array) -> Array:
    """Return a whole sheet shrunk to 28 x 28, wherever on it the ink may be."""
    rows, columns = (averaging(side, SIDE) for side in ink.shape)
    shrunk: Array = rows @ ink @ columns.T
    return shrunk
