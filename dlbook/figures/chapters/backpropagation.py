"""Figures of chapter 6: derivatives that flow back through a network, and the proof that they are right."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook import worked
from dlbook.figures import figure
from dlbook.figures.labels import label, number
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import Point, arrow, column, neuron
from dlbook.figures.primitives.tables import card, decimals, on_edge
from dlbook.figures.theme import role

STOPS = (30, 140, 242, 344, 450)  # where the values of the chain stand, from w to C
NODES = (89, 191, 293, 395)  # and the nodes between them


@figure(
    id="computation-graph",
    caption="The chain rule on one neuron. On the way forward every node works out its value; on the way "
    "back what arrives is multiplied by the node's own slope. The product of all slopes along the way "
    "tells how the cost reacts to the weight.",
    alt="Diagram of a chain of four nodes: times x, plus b, sigmoid, squared miss. Above, from left to "
    "right, the values: w is 1, then 2, then z = 1, a = 0.731 and C = 0.534. Below, arrows from right to "
    "left: 1 is multiplied by 1.462, 0.197, 1 and 2 in turn and becomes 0.575 at w.",
)
def computation_graph(rng: np.random.Generator) -> Figure:
    """Walk the worked neuron forward and back, with the number at every node."""
    fig, ax = board(312)
    walk = worked.Neuron()
    ax.plot([STOPS[0] - 16, STOPS[-1] + 16], [202, 202], color=role("ink"), linewidth=1.6)
    for x, text in zip(NODES, ("×", "+", "σ", "miss²"), strict=True):
        neuron(ax, (x, 202), text, radius=25)
    for x, name, value, colour in (
        (NODES[0], "x", walk.x, "data"),
        (NODES[1], "b", walk.b, "model"),
        (NODES[3], "y", walk.y, "target"),
    ):
        label(ax, f"{name} = {number(value)}", (x, 290), colour)
        arrow(ax, (x, 276), (x, 229), colour=colour)
    names = ("w", "w x", "z", "a", "C")
    for x, name, value in zip(STOPS, names, walk.values(), strict=True):
        colour = {"w": "model", "C": "cost"}.get(name, "ink")
        label(ax, name, (x, 236), colour)
        label(ax, short(value), (x, 216), colour)
    _way_back(ax, walk)
    return fig


def short(value: float) -> str:
    """Return a number with three decimals, or with none if it is whole."""
    return number(value) if value == round(value) else decimals(value, 3)


def _way_back(ax: Axes, walk: worked.Neuron) -> None:
    """Draw the slopes of the nodes and what is carried back through them."""
    slopes, carried = walk.slopes(), walk.carried()
    ax.plot([16, 464], [150, 150], color=role("muted"), linewidth=1, linestyle=(0, (2, 3)))
    for x, name, slope in zip(NODES, ("x", "1", "σ′(z)", "2(a − y)"), slopes, strict=True):
        label(ax, name, (x, 126), "muted", fontsize=13)
        label(ax, f"× {short(slope)}", (x, 104), "gradient")
    for x, value in zip(STOPS, carried, strict=True):
        label(ax, short(value), (x, 66), "gradient", weight="bold" if x == STOPS[0] else "normal")
    for left, right in pairwise(STOPS):
        arrow(ax, (right - 26, 66), (left + 26, 66), colour="gradient")
    label(ax, "∂C/∂w", (STOPS[0], 40), "gradient", weight="bold")
    label(ax, "∂C/∂z", (STOPS[2], 40), "gradient")
    label(ax, "∂C/∂a", (STOPS[3], 40), "gradient")


@figure(
    id="backprop-flow",
    caption="Backpropagation retraces the forward pass. A neuron receives how the cost reacts to its z, and "
    "every weight learns its own slope from the two ends of its edge: what went in at the left, "
    "times what comes back from the right.",
    alt="Two diagrams of the same network, two inputs, two hidden sigmoid neurons, one output. Above, "
    "forward with values: inputs 1 and 2, weights on the edges, activations 0.500 and 0.731, output 0.567, "
    "cost 0.188. Below, backward with derivatives: arrows run from right to left; −0.213 at the output, "
    "−0.106 and 0.042 at the hidden neurons, the slope of the cost for each weight on its edge.",
)
def backprop_flow(rng: np.random.Generator) -> Figure:
    """Draw the worked 2-2-1 net twice: with its values, and with the derivatives of its cost."""
    fig, ax = board(560)
    net = worked.small_net()
    value, _ = net.cost_and_gradients(worked.POINT, worked.ANSWER, "quadratic")
    z = worked.weighted_inputs(net, worked.POINT)
    steps = [worked.POINT, *net.layer_outputs(worked.POINT).values()]
    back = worked.nudges(net, worked.POINT, worked.ANSWER)
    label(ax, "forward: a in the neurons, w on the edges", (14, 544), ha="left")
    label(ax, "backward: ∂C/∂z in the neurons, ∂C/∂w on the edges", (14, 266), "gradient", ha="left")
    for middle, forward in ((414.0, True), (136.0, False)):
        columns = [column(40, 2, centre=middle, gap=122), column(208, 2, centre=middle, gap=122)]
        columns.append([(352.0, middle)])
        weights = [w for key, w in (net.params if forward else back.params).items() if "kernel" in key]
        for left, right, matrix in zip(columns, columns[1:], weights, strict=False):
            _weighted_edges(ax, left, right, matrix, forward)
        for at, x in zip(columns[0], worked.POINT[0], strict=True):
            neuron(ax, at, number(x), radius=20, colour="data")
        for k, places in enumerate(columns[1:]):
            inside = steps[k + 1][0] if forward else back.z[k]
            bias = net.layers[k].params["bias"]
            beside = [f"bias {number(b)}, z {decimals(v)}" for b, v in zip(bias, z[k][0], strict=True)]
            if not forward:
                beside = [f"∂C/∂a {decimals(v, 3)}" for v in back.a[k]]
            _neurons(ax, places, inside, beside, forward)
        word = ("C", decimals(value, 3)) if forward else ("∂C/∂C", "1")
        _cost(ax, (440, middle), word, forward)
    return fig


def _weighted_edges(
    ax: Axes, left: list[Point], right: list[Point], matrix: np.ndarray, forward: bool
) -> None:
    """Draw arrows along the edges, forward or back, and write a number on each."""
    for i, here in enumerate(left):
        for j, there in enumerate(right):
            way = np.subtract(there, here) / np.hypot(*np.subtract(there, here))
            ends = [tuple(here + 24 * way), tuple(there - 32 * way)]
            start, end = ends if forward else ends[::-1]
            arrow(ax, start, end, colour="muted" if forward else "gradient")
            share = 0.5 if len(right) == 1 else (0.42 if i == j else 0.31)
            text = number(matrix[i, j]) if forward else decimals(matrix[i, j], 3)
            on_edge(ax, text, here, there, share=share, colour="model" if forward else "gradient")


def _neurons(ax: Axes, places: list[Point], inside: np.ndarray, beside: list[str], forward: bool) -> None:
    """Draw a layer with a number inside each neuron and one above or below it."""
    low = min(y for _, y in places)
    for at, value, text in zip(places, inside, beside, strict=True):
        neuron(ax, at, decimals(value, 3), radius=30, colour="model" if forward else "gradient")
        side = -44 if at[1] == low else 44
        label(ax, text, (at[0], at[1] + side), "muted" if forward else "gradient", fontsize=13)


def _cost(ax: Axes, at: Point, words: tuple[str, str], forward: bool) -> None:
    """Draw the end of the chain: the cost, or where the way back begins."""
    x, y = at
    colour = "cost" if forward else "gradient"
    card(ax, (x - 32, y + 28), 64, 56, colour=f"{colour}-fill")
    label(ax, words[0], (x, y + 12), colour, zorder=4)
    label(ax, words[1], (x, y - 11), colour, zorder=4)
    ends = ((384, y), (x - 34, y))
    start, end = ends if forward else ends[::-1]
    arrow(ax, start, end, colour="muted" if forward else "gradient")
