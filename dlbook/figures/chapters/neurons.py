"""Figures of chapter 2: a perceptron, what it decides, and why its step gave way to smooth curves."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, number, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import arrow, neuron
from dlbook.figures.primitives.tables import card
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
from dlbook.nn import sigmoid, sigmoid_derivative, step, tanh, tanh_derivative

SENSES = ("a smell of food", "company", "big ripples")
WEIGHTS = np.array([3.0, 2.0, -4.0])
BIAS = -2.0
DAYS = {"Monday": np.array([1.0, 1.0, 0.0]), "Tuesday": np.array([1.0, 1.0, 1.0])}
NUDGED = (-2.5, -0.5, 1.5)


@figure(
    id="perceptron",
    caption="A perceptron weighs what comes in, adds it up and then says yes or no, with nothing in between.",
    alt="Diagram of a perceptron from left to right. Three inputs x₁, x₂ and x₃ lead along arrows, each "
    "with its weight w₁, w₂ and w₃, to a circle with a sum sign; the bias b comes in from below. An arrow "
    "with the weighted input z leads on to a circle with a step in it, and the last arrow to the activation "
    "a, 0 or 1.",
)
def perceptron(rng: np.random.Generator) -> Figure:
    """Draw the parts of a perceptron in the order in which numbers pass through them."""
    fig, ax = board(292)
    adder, decider = (242.0, 150.0), (372.0, 150.0)
    for i, y in enumerate((228.0, 150.0, 72.0)):
        mark = "₁₂₃"[i]
        start, way = np.array([46.0, y]), np.subtract(adder, (46.0, y))
        along = way / np.linalg.norm(way)
        neuron(ax, (46, y), f"x{mark}", radius=23, colour="data")
        arrow(ax, tuple(start + 26 * along), tuple(np.array(adder) - 37 * along), colour="muted")
        x, height = start + 0.48 * way
        label(ax, f"× w{mark}", (x, height + (17, 14, -17)[i]), "model")
    neuron(ax, adder, "", radius=34)
    label(ax, "Σ", (adder[0], adder[1] - 2), fontsize=26)
    label(ax, "b", (adder[0], 66), "model")
    arrow(ax, (adder[0], 78), (adder[0], 113), colour="muted")
    arrow(ax, (279, 150), (335, 150), colour="ink")
    label(ax, "z", (305, 164))
    neuron(ax, decider, "", radius=34)
    ax.plot([350, 372, 372, 394], [138, 138, 163, 163], color=role("ink"), zorder=4)
    arrow(ax, (409, 150), (446, 150), colour="ink")
    label(ax, "a", (462, 150))
    for x, first, second, colour in (
        (46, "inputs", "", "data"),
        (242, "weigh and add", "z = w · x + b", "model"),
        (392, "decide", "1 if z > 0, else 0", "model"),
    ):
        label(ax, first, (x, 272), colour)
        label(ax, second, (x, 22))
    return fig


def weighted_input(inputs: np.ndarray) -> float:
    """Return z of the trilobite's perceptron for what it senses, three answers 0 or 1."""
    return float(WEIGHTS @ inputs + BIAS)


@figure(
    id="perceptron-decision",
    caption="One input can turn the decision: with big ripples the sum falls below the threshold, and the "
    "trilobite stays at home, rolled up.",
    alt="Diagram of a worked example in two columns, Monday and Tuesday. Four rows, multiplied out: a smell "
    "of food, weight 3, is there on both days; company, weight 2, too; big ripples, weight −4, only on "
    "Tuesday; the bias is −2. Monday adds up to 3, above 0: a trilobite walks. Tuesday adds up to −1: it "
    "has rolled up.",
)
def perceptron_decision(rng: np.random.Generator) -> Figure:
    """Work out two decisions, weight by weight, and draw what comes of them."""
    fig, ax = board(396)
    label(ax, "Shall the trilobite take a walk?", (16, 376), ha="left", fontsize=16)
    rows = [292.0 - 34 * i for i in range(4)]
    label(ax, "weight", (170, 330), "model", ha="center")
    for sense, weight, y in zip((*SENSES, "bias"), (*WEIGHTS, BIAS), rows, strict=True):
        label(ax, sense, (16, y), "data" if sense != "bias" else "model", ha="left")
        label(ax, number(weight), (186, y), "model", ha="right")
    for left, (day, inputs) in zip((210.0, 345.0), DAYS.items(), strict=True):
        _day(ax, left, day, inputs, rows)
    label(ax, "sum z", (16, 146), ha="left")
    label(ax, "above 0?", (16, 108), ha="left")
    return fig


def _day(ax: Axes, left: float, day: str, inputs: np.ndarray, rows: list[float]) -> None:
    """Draw one column: inputs times weights, the bias, the sum and the answer."""
    middle, right = left + 60, left + 104
    z = weighted_input(inputs)
    walks = step(z) == 1
    colour = "good" if walks else "bad"
    card(ax, (left, 352), 120, 338)
    label(ax, day, (middle, 330), zorder=4)
    if not walks:
        card(ax, (left + 6, rows[2] + 15), 108, 30, colour="bad-fill")
    for x, product, y in zip(inputs, inputs * WEIGHTS, rows, strict=False):
        label(ax, f"× {number(x)} =", (left + 76, y), "data", ha="right", zorder=4)
        label(ax, number(product + 0.0), (right, y), ha="right", zorder=4)
    label(ax, number(BIAS), (right, rows[-1]), ha="right", zorder=4)
    ax.plot([left + 16, right], [rows[-1] - 20] * 2, color=role("muted"), linewidth=1, zorder=4)
    label(ax, number(z), (right, 146), colour, ha="right", weight="bold", zorder=4)
    label(ax, "yes: 1" if walks else "no: 0", (right, 108), colour, ha="right", zorder=4)
    ax.plot([left + 12, left + 108], [30, 30], color=role("muted"), linewidth=1, zorder=4)
    pose, length, shift = ("stepping", 76, -6) if walks else ("rolled-up", 58, 0)
    trilobite(ax, (middle + shift, 30), length=length, pose=pose, zorder=6)


@figure(
    id="step-and-sigmoid",
    caption="A step is hard to learn with: of equal nudges of z most change nothing and one changes "
    "everything, so that no slope tells the way. A sigmoid answers each nudge a little.",
    alt="Two line charts against the weighted input z, each with three nudges of z by 1, from −2.5, −0.5 "
    "and 1.5. Above, the step from 0 to 1: the answer changes by 0, by 1 and by 0. Below, the sigmoid: it "
    "changes by 0.11, by 0.24 and by 0.11.",
)
def step_and_sigmoid(rng: np.random.Generator) -> Figure:
    """Nudge the weighted input of a step and of a sigmoid and measure what comes out."""
    fig = canvas(470)
    steps, curve = (panel(fig, 40, top, 424, 150, xlim=(-4, 4), ylim=(-0.1, 1.15)) for top in (44, 266))
    z = np.linspace(-4, 4, 161)
    steps.set_title("step: nothing, everything, nothing", pad=8)
    steps.vlines(0, 0, 1, color=role("model"), linewidth=1, linestyle=(0, (2, 3)))
    for half in (z[z <= 0], z[z > 0]):
        steps.plot(half[[0, -1]], step(half[[0, -1]]), color=role("model"))
    curve.set_title("sigmoid: a little, more, a little", pad=8)
    curve.plot(z, sigmoid(z), color=role("model"))
    curve.set_xlabel("weighted input z, nudged by 1")
    for start in NUDGED:
        _nudge(steps, start, step)
        _nudge(curve, start, sigmoid)
    for ax in (steps, curve):
        ticks(ax, x=range(-4, 5, 2), y=(0, 0.5, 1))
    return fig


def _nudge(ax: Axes, start: float, function: Callable[[float], np.ndarray]) -> None:
    """Move z by 1, draw run and rise as a step of a stair, and write by how much the answer changed."""
    end = start + 1
    before, after = float(function(start)), float(function(end))
    change = after - before
    ax.plot([start, end], [before, before], color=role("ink"), linewidth=1.5, zorder=3)
    ax.plot([end, end], [before, after], color=role("gradient"), linewidth=3, zorder=3)
    ax.plot([start, end], [before, after], "o", color=role("gradient"), markersize=6.5, zorder=4)
    if change == 0:
        label(ax, "+0", (start + 0.5, before + (0.17 if before < 0.5 else -0.17)), "gradient")
    else:
        label(ax, f"+{change:.2g}", (end + 0.14, before + 0.25 * change), "gradient", ha="left")


@figure(
    id="sigmoid",
    caption="The sigmoid squashes any number into the range from 0 to 1: large ones to almost 1, very "
    "negative ones to almost 0, and only near 0 is it in two minds.",
    alt="Line chart of the sigmoid against the weighted input z from −6 to 6, an S between dashed lines at "
    "heights 0 and 1. Points on it: 0.02 at −4, 0.12 at −2, 0.27 at −1, 0.5 at 0, 0.73 at 1, 0.88 at 2 and "
    "0.98 at 4.",
)
def sigmoid_curve(rng: np.random.Generator) -> Figure:
    """Draw the sigmoid with worked values on it."""
    fig = canvas(310)
    ax = panel(fig, 40, 24, 424, 220, xlim=(-6, 6), ylim=(-0.08, 1.12), xlabel="weighted input z")
    z = np.linspace(-6, 6, 161)
    ax.hlines((0, 1), -6, 6, color=role("muted"), linewidth=1, linestyle=(0, (4, 4)))
    ax.plot(z, sigmoid(z), color=role("model"), clip_on=False)
    for place in (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0):
        value = float(sigmoid(place))
        ax.plot(place, value, "o", color=role("model"), markersize=7, zorder=3)
        text = "0.5" if place == 0 else f"{value:.2f}"
        side, ha = (-1, "right") if place <= 0 else (1, "left")
        label(ax, text, (place + 0.18 * side, value - 0.07 * side), "model", ha=ha)
    label(ax, "σ(z) = 1 ∕ (1 + e⁻ᶻ)", (-5.8, 0.78), ha="left", fontsize=16)
    ticks(ax, x=range(-6, 7, 2), y=(0, 0.5, 1))
    return fig


@figure(
    id="tanh",
    caption="Tanh is a sigmoid stretched to twice the height and squeezed to half the width: it is centred "
    "on 0, and four times as steep there.",
    alt="Line chart of two S-shaped curves against the weighted input z from −4 to 4. Tanh runs from −1 to "
    "1 through 0; its tangent at z = 0 has the slope 1. The sigmoid, dashed, runs from 0 to 1 through 0.5; "
    "its tangent there has the slope 0.25.",
)
def tanh_curve(rng: np.random.Generator) -> Figure:
    """Draw tanh above the sigmoid it is made from, with both tangents at 0."""
    fig = canvas(330)
    ax = panel(fig, 40, 20, 424, 244, xlim=(-4, 4), ylim=(-1.12, 1.18), xlabel="weighted input z")
    z = np.linspace(-4, 4, 161)
    ax.hlines((-1, 0, 1), -4, 4, color=role("muted"), linewidth=1, linestyle=(0, (4, 4)))
    ax.plot(z, sigmoid(z), color=role("muted"), linestyle=(0, (6, 1.5)))
    ax.plot(z, tanh(z), color=role("model"))
    for function, slope_at, reach in ((sigmoid, sigmoid_derivative, 1.2), (tanh, tanh_derivative, 0.55)):
        slope, height = float(slope_at(0.0)), float(function(0.0))
        ends = np.array([-reach, reach])
        ax.plot(ends, height + slope * ends, color=role("gradient"), linewidth=2, zorder=3)
        ax.plot(0, height, "o", color=role("gradient"), markersize=7, zorder=4)
    label(ax, f"slope {float(tanh_derivative(0.0)):.0f}", (0.25, -0.16), "gradient", ha="left")
    label(ax, f"slope {number(float(sigmoid_derivative(0.0)))}", (-0.25, 0.62), "gradient", ha="right")
    label(ax, "tanh z = 2 σ(2z) − 1", (-0.4, -0.62), "model", ha="left")
    label(ax, "σ(z)", (2.2, 0.75), "muted")
    ticks(ax, x=range(-4, 5, 2), y=(-1, 0, 1))
    return fig
