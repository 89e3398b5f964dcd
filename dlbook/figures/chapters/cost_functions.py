"""Figures of chapter 4: what a mistake costs, and why the slope of the cost decides learning."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.surface import oblique, surface
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
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
    caption="The cost of a miss is the area of a square whose side is the miss: four times the side, "
    "sixteen times the cost.",
    alt="Two panels for the target 1. Left: three nested squares that reach from the outputs 0.12, 0.6 "
    "and 0.9 to the target 1, with the areas 0.78, 0.16 and 0.01. Right: line chart of the "
    "quadratic cost against the output, a parabola from 1 at output 0 to 0 at output 1, with the "
    "three areas as points on it.",
)
def quadratic_cost(rng: np.random.Generator) -> Figure:
    """Draw misses as squares, and their areas as points of the parabola."""
    fig = canvas(300)
    areas = panel(fig, 14, 44, 190, 190, xlim=(0, 1), ylim=(0, 1), xlabel="output ŷ")
    curve = panel(fig, 270, 44, 190, 190, xlim=(0, 1.02), ylim=(0, 1), xlabel="output ŷ")
    areas.set_title("the miss, squared …", pad=16)
    curve.set_title("… is the cost", color=role("quadratic"), pad=16)
    areas.spines["left"].set_visible(False)
    for miss_to, tint in zip(OUTPUTS, (0.7, 1.0, 1.0), strict=True):
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
    caption="Far from 0 the neuron is saturated: its curve is so flat that a nudge of the weighted input z "
    "hardly moves the activation.",
    alt="Line chart of the activation tanh z against the weighted input z from -5 to 5, an S from -1 to "
    "1. Short tangents show the slope 1 at z = 0, 0.42 at z = 1 and 0.01 at z = 3. Beyond about 2.2 "
    "on both sides, where the slope is below 0.05, the background is shaded and labelled saturated.",
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
    for place, reach, shift in (
        (0.0, 0.62, (0.35, -0.16)),
        (1.0, 0.8, (-0.4, 0.2)),
        (3.0, 1.3, (-0.62, 0.18)),
    ):
        _tangent(ax, place, reach, shift)
    ticks(ax, x=range(-4, 5, 2), y=(-1, 0, 1))
    return fig


def _tangent(ax: Axes, z: float, reach: float, shift: tuple[float, float]) -> None:
    """Draw a piece of the tangent of tanh at z and write its slope beside it."""
    slope, height = float(tanh_derivative(z)), float(tanh(z))
    ends = np.array([-reach, reach])
    ax.plot(z + ends, height + slope * ends, color=role("gradient"), zorder=3)
    ax.plot(z, height, "o", color=role("gradient"), zorder=4)
    side = "right" if z == 1 else "left"
    label(ax, f"slope {slope:.2f}", (z + shift[0], height + shift[1]), "gradient", ha=side)


@figure(
    id="cross-entropy-cost",
    caption="Cross-entropy measures surprise: next to nothing for an answer that is sure and right, and "
    "without limit for one that is sure and wrong.",
    alt="Line chart of the cross-entropy against the output a from 0 to 1. For the target 1 the curve "
    "-ln a falls from beyond the upper edge at a = 0, through 2.13 at 0.12, 0.51 at 0.6 and 0.11 at "
    "0.9, to 0 at a = 1. For the target 0 the dashed curve -ln(1 - a) is its mirror image.",
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
    label(ax, "target 1: −ln a", (0.09, 3.35), "entropy", ha="left")
    label(ax, "target 0: −ln(1 − a)", (0.91, 3.35), "entropy", ha="right")
    note(ax, "sure and wrong:\nno upper limit", (0.42, 2.72), (0.07, 2.7), bend=0.15)
    ticks(ax, y=(0, 1, 2, 3))
    ax.set_xticks([0, *OUTPUTS, 1], ["0", "0.12", "0.6", "0.9", "1"])
    return fig


@figure(
    id="cost-comparison",
    caption="Both costs are highest where the neuron is most wrong, but only the cross-entropy is also "
    "steepest there: the quadratic cost goes flat where most is to be learned.",
    alt="Two line charts against the output a for the target 1. Above, the costs: at a = 0.12 the "
    "quadratic cost is 0.78 and the cross-entropy 2.13. Below, the steepness of each with respect "
    "to the weighted input z: that of the cross-entropy rises in a straight line to 1 at a = 0; "
    "that of the quadratic cost rises to 0.3 at a third and falls back to 0 at a = 0.",
)
def cost_comparison(rng: np.random.Generator) -> Figure:
    """Draw both costs over the output, and below them both slopes."""
    fig = canvas(540)
    costs = panel(fig, 40, 40, 424, 184, xlim=(0, 1), ylim=(0, 3.2))
    slopes = panel(fig, 40, 296, 424, 184, xlim=(0, 1), ylim=(0, 1.05))
    costs.set_title("the cost", pad=10)
    slopes.set_title("how steep it is: |∂C/∂z|", pad=10)
    z = np.linspace(-8, 8, 161)
    for name, cost in COSTS.items():
        for ax, heights in ((costs, cost(1, sigmoid(z))), (slopes, _steepness(name, z))):
            ax.plot(sigmoid(z), heights, color=role(name), linestyle=DASHES[name])
    _at_worst(costs, {name: float(cost(1, WORST)) for name, cost in COSTS.items()})
    logit = np.log(WORST / (1 - WORST))
    _at_worst(slopes, {name: float(_steepness(name, logit)) for name in COSTS})
    label(costs, "cross-entropy", (0.32, 1.45), "entropy", ha="left")
    label(costs, "quadratic", (0.3, 0.22), "quadratic")
    label(slopes, "cross-entropy: miss", (0.42, 0.74), "entropy", ha="left")
    label(slopes, "quadratic: 2 × miss × σ′(z)", (0.39, 0.08), "quadratic", fontsize=13)
    ticks(costs, x=(0, 0.5, 1), y=(0, 1, 2, 3))
    ticks(slopes, y=(0, 0.5, 1))
    slopes.set_xticks([0, 0.5, 1], ["0\nwrong", "0.5\noutput a, for the target 1", "1\nright"])
    return fig


def _steepness(name: str, z: np.ndarray, y: float = 1.0) -> np.ndarray:
    """Return the size of a cost's derivative with respect to the weighted input, by the chain rule."""
    return np.abs(SLOPES[name](y, sigmoid(z)) * sigmoid_derivative(z))


def _at_worst(ax: Axes, heights: dict[str, float]) -> None:
    """Mark and label the values of both curves at the most wrong of the worked answers."""
    top = ax.get_ylim()[1]
    ax.vlines(WORST, 0, max(heights.values()), color=role("muted"), linewidth=1, linestyle=(0, (2, 3)))
    for name, height in heights.items():
        low = height < top / 5
        place = (WORST - 0.02, height + 0.06 * top) if low else (WORST + 0.025, height + 0.06 * top)
        ax.plot(WORST, height, "o", color=role(name), zorder=3)
        label(ax, f"{height:.2f}", place, name, ha="right" if low else "left")


START = (2.0, 2.0)
LEARNING_RATE = 0.15


def race(name: str, epochs: int) -> np.ndarray:
    """Train one sigmoid neuron on one example, x = 1 with the target 0, from the bad start w = b = 2.

    Args:
        name: "quadratic" or "entropy".
        epochs: how many steps of gradient descent to take.

    Returns:
        (epochs + 1, 2) the weight and the bias before the first step and after each.
    """
    w, b = START
    path = [START]
    for _ in range(epochs):
        z = w + b
        d_z = float(SLOPES[name](0.0, sigmoid(z)) * sigmoid_derivative(z))
        w, b = w - LEARNING_RATE * d_z, b - LEARNING_RATE * d_z
        path.append((w, b))
    return np.array(path)


@figure(
    id="saturated-start",
    caption="Two neurons start equally wrong, with the same learning rate: the quadratic one waits on its "
    "plateau until σ′(z) lets the miss through, the other sets off at once.",
    alt="Two line charts over 150 epochs for one sigmoid neuron that should answer 0 and starts at "
    "0.98. Above, the output: with the cross-entropy it falls at once, to 0.1 after some 50 epochs; "
    "with the quadratic cost it stays above 0.9 for some 80 epochs and then drops. Below, the size "
    "of the slope: that of the cross-entropy starts at 0.98 and falls; that of the quadratic cost "
    "starts at 0.03, where σ′(z) is 0.02, and peaks at 0.3 near epoch 108, where σ′(z) is 0.22.",
)
def saturated_start(rng: np.random.Generator) -> Figure:
    """Train the neuron with both costs and draw its output and the slope that drives it."""
    fig = canvas(540)
    outputs = panel(fig, 40, 40, 424, 190, xlim=(0, 150), ylim=(0, 1.05))
    slopes = panel(fig, 40, 296, 424, 190, xlim=(0, 150), ylim=(0, 1.05), xlabel="epoch")
    outputs.set_title("the output a, which should be 0", pad=10)
    slopes.set_title("how steep the ground is: |∂C/∂z|", pad=10)
    for name in COSTS:
        z = race(name, 150).sum(axis=1)
        for ax, heights in ((outputs, sigmoid(z)), (slopes, _steepness(name, z, y=0.0))):
            ax.plot(heights, color=role(name), linestyle=DASHES[name])
    for ax in (outputs, slopes):
        label(ax, "cross-entropy", (18, 0.6), "entropy", ha="left")
        ticks(ax, x=(0, 50, 100, 150), y=(0, 0.5, 1))
    label(outputs, "quadratic", (80, 0.78), "quadratic", ha="right")
    label(slopes, "quadratic", (128, 0.34), "quadratic")
    _factor(slopes, 0, (42, 0.27))
    _factor(slopes, 108, (92, 0.47))
    return fig


def _factor(ax: Axes, epoch: int, at: tuple[float, float]) -> None:
    """Point to the slope of the quadratic cost at an epoch and write what the factor s'(z) was then."""
    z = race("quadratic", epoch)[-1].sum()
    text = f"σ′(z) = {float(sigmoid_derivative(z)):.2f}"
    note(ax, text, at, (epoch, float(_steepness("quadratic", z, y=0.0))), colour="gradient", bend=0.1)


CORNER = 4.0  # the landscapes reach from -4 to 4 in weight and bias


@figure(
    id="cost-surfaces",
    caption="The landscape of one neuron under both costs. High up, the quadratic cost levels out into a "
    "plateau where there is nothing to feel; the cross-entropy goes on climbing at an even grade. "
    "Both are drawn equally tall; the right one is really eight times as high.",
    alt="Two landscapes of cost over weight and bias for one sigmoid neuron, seen obliquely, with a "
    "trilobite at the same start high up on each and dots every ten epochs on its way down. Left, "
    "the quadratic cost: a flat plateau, a steep slope and a plain; the first dots crowd on the "
    "plateau. Right, the cross-entropy: a slope that keeps rising; the first dots are far apart.",
)
def cost_surfaces(rng: np.random.Generator) -> Figure:
    """Draw both costs as landscapes over weight and bias, with the race on them."""
    fig = canvas(330)
    for i, name in enumerate(COSTS):
        ax = panel(fig, 8 + 236 * i, 34, 228, 290, xlim=(-6.2, 6.2), ylim=(-3.2, 6.6))
        ax.axis("off")
        ax.set_title(NAMES[name], color=role(name))
        w, b = np.linspace(-CORNER, CORNER, 25), np.linspace(-CORNER, CORNER, 13)
        surface(ax, w, b, _height(name, w + b[:, None]))
        path = race(name, 300)
        x, y = oblique(path[:, 0], path[:, 1], _height(name, path.sum(axis=1)))
        ax.plot(x, y, color=role(name), zorder=30)
        ax.plot(x[::10], y[::10], "o", color=role(name), markersize=6, zorder=30)
        trilobite(ax, (x[0], y[0]), length=-44, zorder=40)
        label(ax, "weight w →", (-3.2, -2.35), "muted", fontsize=13)
        label(ax, "bias b →", (4.6, -0.85), "muted", fontsize=13, rotation=45)
    note(fig.axes[0], "plateau", (-2.4, 5.9), (1.2, 5.45), bend=-0.2)
    note(fig.axes[1], "an even grade", (-1.5, 5.0), (2.6, 4.3), bend=-0.2)
    return fig


def _height(name: str, z: np.ndarray) -> np.ndarray:
    """Return the cost for the target 0, scaled so that either landscape is 4 units tall."""
    return COSTS[name](0.0, sigmoid(z)) * 4 / float(COSTS[name](0.0, sigmoid(2 * CORNER)))
