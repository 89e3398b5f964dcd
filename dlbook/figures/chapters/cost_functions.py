"""Figures of chapter 4: what a mistake costs, and why the slope of the cost decides learning."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import ramp, role
from dlbook.nn.activations.classic import sigmoid, sigmoid_derivative, tanh, tanh_derivative
from dlbook.nn.costs.entropies import cross_entropy, cross_entropy_derivative
from dlbook.nn.costs.errors import squared_error, squared_error_derivative

OUTPUTS = (0.1192, 0.6, 0.9)  # the answers that the chapter works out by hand, for the target 1
WORST = 0.1192
COSTS = {"quadratic": squared_error, "entropy": cross_entropy}
SLOPES = {"quadratic": squared_error_derivative, "entropy": cross_entropy_derivative}
NAMES = {"quadratic": "quadratic", "entropy": "cross-entropy"}
DASHES = {"quadratic": "solid", "entropy": (0, (6, 1.5))}


@figure(
    id="quadratic-cost",
    caption="The cost of a miss is the area of a square whose side is the miss: four times the side, sixteen "
    "times the cost.",
    alt="Two panels for the target 1. Left: three nested squares that reach from the outputs 0.12, 0.6 and "
    "0.9 to the target 1, with the areas 0.78, 0.16 and 0.01. Right: line chart of the quadratic cost "
    "against the output, a parabola from 1 at output 0 to 0 at output 1, with the three areas as points on it.",
)
def quadratic_cost(rng: np.random.Generator) -> Figure:
    """Draw misses as squares, and their areas as points of the parabola."""
    fig = canvas(300)
    areas = panel(fig, 14, 44, 190, 190, xlim=(0, 1), ylim=(0, 1), xlabel="output ŷ")
    curve = panel(fig, 276, 44, 190, 190, xlim=(0, 1.02), ylim=(0, 1), xlabel="output ŷ")
    areas.set_title("the miss, squared …", pad=16)
    curve.set_title("… is the cost", color=role("quadratic"), pad=16)
    areas.spines["left"].set_visible(False)
    for miss_to, tint in zip(OUTPUTS, (0.35, 0.6, 1.0), strict=True):
        _miss_square(areas, miss_to, tint)
        _miss_point(curve, miss_to)
    outputs = np.linspace(0, 1, 61)
    curve.plot(outputs, squared_error(1, outputs), color=role("quadratic"), clip_on=False)
    areas.plot([1, 1], [0, 1], color=role("target"), clip_on=False)
    label(areas, "target 1", (1.03, 0.97), "target", ha="left", rotation=90, va="top")
    ticks(areas, x=(0, 0.12, 0.6, 0.9), y=())
    ticks(curve, x=(0, 0.5, 1), y=(0, 0.5, 1))
    return fig


def _miss_square(ax: Axes, yhat: float, tint: float) -> None:
    """Draw the square between an output and the target 1, and write its area into its corner."""
    miss = 1 - yhat
    ax.add_patch(Rectangle((yhat, 0), miss, miss, color=role("quadratic-fill"), alpha=tint, linewidth=0))
    ax.add_patch(Rectangle((yhat, 0), miss, miss, fill=False, edgecolor=role("quadratic"), linewidth=1.5))
    text = f"{float(squared_error(1, yhat)):.2f}"
    if miss > 0.2:
        label(ax, text, (yhat + 0.04, miss - 0.075), "quadratic", ha="left")
    else:
        label(ax, text, (yhat - 0.03, miss / 2), "quadratic", ha="right")


def _miss_point(ax: Axes, yhat: float) -> None:
    """Mark the cost of an output on the parabola and write it beside the point."""
    cost = float(squared_error(1, yhat))
    ax.plot([yhat, yhat], [0, cost], color=role("muted"), linewidth=1, linestyle=(0, (3, 3)))
    ax.plot(yhat, cost, "o", color=role("quadratic"), clip_on=False, zorder=3)
    label(ax, f"{cost:.2f}", (yhat + 0.03, cost + 0.06), "quadratic", ha="left")


@figure(
    id="tanh-saturation",
    caption="Far from 0 the neuron is saturated: its curve is so flat that a nudge of the weighted input z hardly "
    "moves the activation.",
    alt="Line chart of the activation tanh z against the weighted input z from -5 to 5, an S from -1 to 1. Short "
    "tangents show the slope 1 at z = 0, 0.42 at z = 1 and 0.01 at z = 3. Beyond about 2.2 on both sides, where "
    "the slope is below 0.05, the background is shaded and labelled saturated.",
)
def tanh_saturation(rng: np.random.Generator) -> Figure:
    """Draw tanh with tangents, and shade where its slope is below 0.05."""
    fig = canvas(310)
    ax = panel(fig, 52, 18, 412, 232, xlim=(-5, 5), ylim=(-1.15, 1.35), xlabel="weighted input z")
    ax.set_ylabel("activation tanh z")
    z = np.linspace(-5, 5, 201)
    edge = float(z[tanh_derivative(z) > 0.05].max())
    for left, right in ((-5, -edge), (edge, 5)):
        ax.axvspan(left, right, color=role("bad-fill"), linewidth=0, zorder=0)
        label(ax, "saturated", ((left + right) / 2, -0.35), "bad")
        label(ax, "slope < 0.05", ((left + right) / 2, -0.6), "bad", fontsize=13)
    ax.plot(z, tanh(z), color=role("model"), clip_on=False)
    for place, reach, shift in ((0.0, 0.62, (0.35, -0.16)), (1.0, 0.8, (0.25, -0.22)), (3.0, 1.3, (0, 0.17))):
        _tangent(ax, place, reach, shift)
    ticks(ax, x=range(-4, 5, 2), y=(-1, 0, 1))
    return fig


def _tangent(ax: Axes, z: float, reach: float, shift: tuple[float, float]) -> None:
    """Draw a piece of the tangent of tanh at z and write its slope beside it."""
    slope, height = float(tanh_derivative(z)), float(tanh(z))
    ends = np.array([-reach, reach])
    ax.plot(z + ends, height + slope * ends, color=role("gradient"), zorder=3)
    ax.plot(z, height, "o", color=role("gradient"), zorder=4)
    side = "center" if shift[0] == 0 else "left"
    label(ax, f"slope {slope:.2g}", (z + shift[0], height + shift[1]), "gradient", ha=side)


@figure(
    id="cross-entropy-cost",
    caption="Cross-entropy measures surprise: next to nothing for an answer that is sure and right, and without "
    "limit for one that is sure and wrong.",
    alt="Line chart of the cross-entropy against the output a from 0 to 1. For the target 1 the curve -ln a falls "
    "from beyond the upper edge at a = 0, through 2.13 at 0.12, 0.51 at 0.6 and 0.11 at 0.9, to 0 at a = 1. For "
    "the target 0 the dashed curve -ln(1 - a) is its mirror image.",
)
def cross_entropy_cost(rng: np.random.Generator) -> Figure:
    """Draw both branches of the cross-entropy with the worked values on the one for the target 1."""
    fig = canvas(340)
    ax = panel(fig, 52, 20, 408, 260, xlim=(0, 1), ylim=(0, 3.6), xlabel="output a", ylabel="cross-entropy")
    outputs = sigmoid(np.linspace(-8, 8, 161))
    ax.plot(outputs, cross_entropy(1, outputs), color=role("entropy"))
    ax.plot(outputs, cross_entropy(0, outputs), color=role("entropy"), linestyle=(0, (5, 2)))
    for output in OUTPUTS:
        cost = float(cross_entropy(1, output))
        ax.plot(output, cost, "o", color=role("entropy"), clip_on=False, zorder=3)
        label(ax, f"{cost:.2f}", (output + 0.025, cost + 0.16), "entropy", ha="left")
    label(ax, "target 1: −ln a", (0.09, 3.2), "entropy", ha="left")
    label(ax, "target 0: −ln(1 − a)", (0.91, 3.2), "entropy", ha="right")
    note(ax, "sure and wrong:\nno upper limit", (0.38, 2.45), (0.075, 2.6), bend=0.15)
    ticks(ax, x=(0, WORST, 0.6, 0.9), y=(0, 1, 2, 3))
    ax.set_xticks([0, WORST, 0.6, 0.9, 1], ["0", "0.12", "0.6", "0.9", "1"])
    return fig


@figure(
    id="cost-comparison",
    caption="Both costs are highest where the neuron is most wrong, but only the cross-entropy is also steepest "
    "there: the quadratic cost goes flat where most is to be learned.",
    alt="Two line charts against the output a for the target 1. Above, the costs: at a = 0.12 the quadratic cost "
    "is 0.78 and the cross-entropy 2.13. Below, the steepness of each with respect to the weighted input z: that "
    "of the cross-entropy rises in a straight line to 1 at a = 0; that of the quadratic cost rises to 0.3 at a "
    "third and falls back to 0 at a = 0.",
)
def cost_comparison(rng: np.random.Generator) -> Figure:
    """Draw both costs over the output, and below them both slopes."""
    fig = canvas(500)
    costs = panel(fig, 40, 44, 424, 180, xlim=(0, 1), ylim=(0, 3.2))
    slopes = panel(fig, 40, 272, 424, 170, xlim=(0, 1), ylim=(0, 1.05), xlabel="output a, for the target 1")
    costs.set_title("the cost", pad=12)
    slopes.set_title("its steepness |∂C/∂z|", pad=12)
    z = np.linspace(-8, 8, 161)
    for name, cost in COSTS.items():
        style = {"color": role(name), "linestyle": DASHES[name], "clip_on": name == "entropy"}
        costs.plot(sigmoid(z), cost(1, sigmoid(z)), **style)
        slopes.plot(sigmoid(z), _steepness(name, z), **style)
        _at_worst(costs, float(cost(1, WORST)), name)
        _at_worst(slopes, float(_steepness(name, np.log(WORST / (1 - WORST)))), name)
    label(costs, "cross-entropy", (0.32, 1.45), "entropy", ha="left")
    label(costs, "quadratic", (0.3, 0.22), "quadratic")
    label(slopes, "cross-entropy: miss", (0.42, 0.74), "entropy", ha="left")
    label(slopes, "quadratic: 2 × miss × σ′(z)", (0.34, 0.1), "quadratic")
    ticks(costs, x=(0, 0.5, 1), y=(0, 1, 2, 3))
    ticks(slopes, x=(0, 0.5, 1), y=(0, 0.5, 1))
    return fig


def _steepness(name: str, z: np.ndarray, y: float = 1.0) -> np.ndarray:
    """Return the size of a cost's derivative with respect to the weighted input, by the chain rule."""
    return np.abs(SLOPES[name](y, sigmoid(z)) * sigmoid_derivative(z))


def _at_worst(ax: Axes, height: float, name: str) -> None:
    """Mark and label the value of a curve at the most wrong of the worked answers."""
    ax.axvline(WORST, color=role("muted"), linewidth=1, linestyle=(0, (2, 3)), zorder=0)
    ax.plot(WORST, height, "o", color=role(name), zorder=3)
    label(ax, f"{height:.2f}", (WORST + 0.025, height + 0.06 * ax.get_ylim()[1]), name, ha="left")
