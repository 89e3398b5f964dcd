"""Golden numbers for the widget draw-a-digit: drawings prepared, and what the book's nets make of them."""

from typing import Any

import numpy as np

from dlbook.book import digit_nets
from dlbook.data import drawing
from dlbook.nn import Sequential, models
from dlbook.nn.arrays import Array
from dlbook.runs import Results
from dlbook.runs.jobs.quantised import load_into
from dlbook.runs.stores import NETS, kept_arrays

_SIDE = 14
_STROKES: list[list[tuple[float, float]]] = [
    [(14.0, 14.0)],
    [(3.0, 3.0), (9.5, 25.0)],
    [(2.0, 20.0), (26.0, 20.0), (26.0, 20.0), (13.0, 4.5)],
]
_SIZES = [(1, 1), (3, 8), (40, 13), (23, 60), (20, 20)]
_SHOWN = (0, 5, 8, 10, 13, 14, 17, 19)


def drawings() -> dict[str, Any]:
    """Return strokes as ink, and pieces of ink scaled into the box and centred.

    Example:
        >>> golden = drawings()
        >>> np.array(golden["pieces"][3]["fitted"]).shape
        (8, 20)
    """
    whole = drawing.as_it_is(_sheet(*_SIZES[3]))
    inked = [{"stroke": list(map(list, s)), "ink": drawing.inked([s], side=_SIDE).tolist()} for s in _STROKES]
    pieces = [_piece(rows, columns) for rows, columns in _SIZES]
    return {"side": _SIDE, "strokes": inked, "pieces": pieces, "whole": whole.tolist()}


def _sheet(rows: int, columns: int) -> Array:
    """Return ink of a size, heavier towards the lower right, in a larger sheet."""
    row, column = np.mgrid[1 : rows + 1, 1 : columns + 1]
    sheet = np.zeros((rows + 7, columns + 4))
    sheet[5:-2, 1:-3] = row * column / (rows * columns)
    return sheet


def _piece(rows: int, columns: int) -> dict[str, Any]:
    """Return what becomes of such a sheet: the box, and where its corner comes to lie."""
    box = drawing.fitted(_sheet(rows, columns))
    picture = drawing.centred(box)
    corner = [int(np.flatnonzero(picture.any(axis=axis))[0]) for axis in (1, 0)]
    mass = list(drawing.centre_of_mass(box))
    return {"rows": rows, "columns": columns, "fitted": box.tolist(), "mass": mass, "corner": corner}


def answers() -> dict[str, Any]:
    """Return the three nets' probabilities, and what some pixels add to the winner's logit, in float64.

    Example:
        >>> [case["digit"] for case in answers()["cases"]]
        [None, 0, 5, 8, 10, 13, 14, 17, 19]
    """
    results = Results()
    images = np.frombuffer(digit_nets.contents(results)["digits.bin"], np.uint8).reshape(-1, 784)
    pictures: list[tuple[int | None, Array]] = [(i, images[i] / 255) for i in _SHOWN]
    pictures.insert(0, (None, drawing.prepared(drawing.inked(drawing.EXAMPLE)).ravel()))
    nets = {name: precise_net(results, name) for name in NETS}
    cases = [{"digit": i} | {name: _answer(nets[name], x) for name in NETS} for i, x in pictures]
    return {"cases": cases}


def precise_net(results: Results, name: str) -> Sequential:
    """Return one of the book's nets with the recorded weights, computing in float64."""
    net = models.get(name).build(rng=np.random.default_rng(0), dtype=np.float64)
    load_into(net, kept_arrays(results, name))
    return net


def _answer(net: Sequential, x: Array) -> dict[str, Any]:
    said = net.forward(x[np.newaxis])[0][0]
    share = spoke_for(net, x, int(said.argmax()))
    pixels = np.flatnonzero(x)[:: max(1, np.count_nonzero(x) // 12)]
    return {
        "probabilities": said.tolist(),
        "pixels": pixels.tolist(),
        "spoke": np.round(share[pixels], 9).tolist(),
    }


def spoke_for(net: Sequential, x: Array, digit: int) -> Array:
    """Return for each pixel its ink times the slope of a digit's logit with respect to it.

    Args:
        net: a net whose last layer is dense.
        x: one picture, shape (784,).
        digit: which logit.

    Returns:
        Shape (784,).
    """
    *hidden, last = net.layers
    values, caches = x[np.newaxis], []
    for layer in hidden:
        values, cache = layer.forward(values)
        caches.append(cache)
    slope = last.params["kernel"].T[[digit]]
    for layer, cache in zip(reversed(hidden), reversed(caches), strict=True):
        slope, _ = layer.backward(slope, cache)
    return np.asarray(slope[0] * x)
