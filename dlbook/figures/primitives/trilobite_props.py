"""What belongs to some poses of the trilobite besides its body: strokes of haste, a handful of pebbles."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.path import Path as Curve

from dlbook.figures.theme import role

Paint = dict[str, Any]


def props(parts: dict[str, Any], names: list[str], stroke: Paint) -> Iterator[tuple[Curve, Paint]]:
    """Yield what a pose has besides the body, with how each piece is painted.

    Args:
        parts: the outline as data, with "motion" (strokes) and "pebbles" (x, y, half width, half height).
        names: which of the two the pose has.
        stroke: how the lines of the body are painted.
    """
    if "motion" in names:
        haste = {**stroke, "edgecolor": role("muted")}
        for points in parts["motion"]:
            yield Curve(np.array(points), [Curve.MOVETO, *[Curve.CURVE4] * 3]), haste
    if "pebbles" in names:
        stone = {**stroke, "facecolor": role("data-fill"), "edgecolor": role("data")}
        for x, y, wide, high in parts["pebbles"]:
            unit = Curve.unit_circle()
            yield Curve(np.asarray(unit.vertices) * (wide, high) + (x, y), unit.codes), stone
