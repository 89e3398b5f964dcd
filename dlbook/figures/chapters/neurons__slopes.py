"""Figure of chapter 2 that puts the slopes of all activation functions side by side."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import activations

SLOPES = {
    "step": activations.step_derivative,
    "identity": activations.identity_derivative,
    "sigmoid": activations.sigmoid_derivative,
    "tanh": activations.tanh_derivative,
    "ReLU": activations.relu_derivative,
    "softplus": activations.softplus_derivative,
    "leaky ReLU": activations.leaky_relu_derivative,
    "ELU": activations.elu_derivative,
}
SATURATED = 0.05
REACH = 9.0


def flat_zones(slopes: np.ndarray) -> list[tuple[str, slice]]:
    """Return where a slope is exactly 0, "dead zone", and where it is above 0 but below 0.05, "saturated".

    Args:
        slopes: (points,) slopes along z.

    Returns:
        The name and the range of indices of every zone, from left to right.
    """
    kinds = np.where(slopes == 0, "dead zone", np.where(slopes < SATURATED, "saturated", ""))
    edges = [0, *(np.flatnonzero(kinds[1:] != kinds[:-1]) + 1), len(kinds)]
    zones = [(str(kinds[a]), slice(int(a), int(b))) for a, b in pairwise(edges)]
    return [zone for zone in zones if zone[0]]


@figure(
    id="activation-derivatives",
    caption="Where the slope is 0 an example teaches a neuron nothing, and a neuron that is there for all "
    "examples is dead. Where it is below 0.05 the neuron is saturated and learns slowly. Each function has "
    "its own such zones, or none.",
    alt="Eight line charts of the slope of an activation function against the weighted input z from −9 to "
    "9, all with slopes from 0 to 1. Step: 0, a dead zone from end to end. Identity: 1. Sigmoid: a bump of "
    "0.25, saturated on both sides. Tanh: a narrower bump of 1, saturated on both sides. ReLU: 0 and dead "
    "on the left, 1 on the right. Softplus: an S, saturated far left. Leaky ReLU: 0.2, then 1, no zone. "
    "ELU: rises to 1, saturated far left.",
)
def activation_derivatives(rng: np.random.Generator) -> Figure:
    """Draw eight slopes on one scale and shade the zones in which they are 0 or small."""
    fig = canvas(632)
    z = np.linspace(-REACH, REACH, 241)
    for i, (name, slope) in enumerate(SLOPES.items()):
        left, top = 40 + 224 * (i % 2), 34 + 146 * (i // 2)
        ax = panel(fig, left, top, 200, 88, xlim=(-REACH, REACH), ylim=(-0.06, 1.12))
        ax.set_title(name, pad=8)
        slopes = slope(z)
        zones = flat_zones(slopes)
        for zone in zones:
            _shade(ax, z, *zone)
        if not zones:
            label(ax, "never flat", (-4.5, 0.72), "good", fontsize=12)
        _curve(ax, z, slopes)
        ticks(ax, x=(-5, 0, 5), y=(0, 0.5, 1) if i % 2 == 0 else ())
    for ax in fig.axes[-2:]:
        ax.set_xlabel("z")
    return fig


def _shade(ax: Axes, z: np.ndarray, kind: str, where: slice) -> None:
    """Fill a zone and write into it what it is."""
    left, right = float(z[where][0]), float(z[where][-1])
    ax.axvspan(left, right, color=role("bad-fill"), linewidth=0, zorder=0)
    label(ax, kind, ((left + right) / 2, 0.72), "bad", fontsize=12)


def _curve(ax: Axes, z: np.ndarray, slopes: np.ndarray) -> None:
    """Draw a slope, in two pieces where it jumps."""
    jump = np.flatnonzero(np.abs(np.diff(slopes)) > 0.5)
    for piece in np.split(np.arange(len(z)), jump + 1):
        ax.plot(z[piece], slopes[piece], color=role("gradient"))
