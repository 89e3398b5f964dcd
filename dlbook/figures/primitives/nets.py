"""Diagrams of networks drawn from the network itself: its layers as columns, its weights as edges."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from dlbook.figures.primitives.network import Point, column, edges, layer
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential

Columns = list[dict[int, Point]]


def sizes(net: Sequential) -> list[int]:
    """Return the number of inputs of a network of dense layers, and the units of each layer.

    Example:
        >>> net = Sequential([Dense(3), Dense(8)]).build((8,), rng=np.random.default_rng(0))
        >>> sizes(net)
        [8, 3, 8]
    """
    assert net.input_shape is not None
    return [net.input_shape[0], *(layer.units for layer in net.layers if isinstance(layer, Dense))]


def shown(units: int, most: int) -> list[int | None]:
    """Return which units of a layer are drawn: all, or the first few and the last, with None between.

    Example:
        >>> shown(3, 6), shown(64, 4)
        ([0, 1, 2], [0, 1, 2, None, 63])
    """
    return [*range(units)] if units <= most else [*range(most - 1), None, units - 1]


def net_diagram(
    ax: Axes,
    net: Sequential,
    xs: Sequence[float],
    *,
    centre: float,
    gap: float | Sequence[float] = 40,
    radius: float = 14,
    most: int | Sequence[int] = 10,
    colours: Sequence[str] = (),
    weighted: bool = True,
) -> Columns:
    """Draw a network of dense layers: neurons in columns, edges as wide as the weights are large.

    Args:
        ax: a drawing board.
        net: a built network of dense layers.
        xs: where the column of the inputs stands and that of each layer.
        centre: the height about which columns are centred.
        gap: distance of two neurons, one for all columns or one for each.
        radius: of a neuron.
        most: how many neurons a column may show, one for all or one for each; of more, dots stand for
            those before the last.
        weighted: whether edges show the weights; a schematic draws all alike.
        colours: a role for each column; inputs are "data" and the rest "model" by default.

    Returns:
        The centres of the drawn neurons, column by column, by their index in the layer.
    """
    units = sizes(net)
    gaps, mosts = (list(np.broadcast_to(value, len(units))) for value in (gap, most))
    colours = colours or ["data", *["model"] * (len(units) - 1)]
    columns: Columns = []
    for x, count, space, limit in zip(xs, units, gaps, mosts, strict=True):
        drawn = shown(count, int(limit))
        places = column(x, len(drawn), centre=centre, gap=float(space))
        columns.append({i: at for i, at in zip(drawn, places, strict=True) if i is not None})
        if None in drawn:
            _dots(ax, places[drawn.index(None)], radius)
    for before, after, dense in zip(columns, columns[1:], net.layers, strict=False):
        weights = dense.params["kernel"][np.ix_(list(before), list(after))]
        edges(ax, list(before.values()), list(after.values()), weights if weighted else None, widest=1.6)
    for places_of, colour in zip(columns, colours, strict=True):
        layer(ax, list(places_of.values()), radius=radius, colour=colour)
    return columns


def _dots(ax: Axes, at: Point, radius: float) -> None:
    """Draw three dots, one above the other, for the neurons that are left out."""
    x, y = at
    spread = 0.45 * radius
    ax.plot([x] * 3, [y - spread, y, y + spread], "o", color=role("muted"), markersize=3.2, zorder=3)
