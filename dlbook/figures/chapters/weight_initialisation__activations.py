"""Figure of chapter 8: what ten layers of sigmoids, tanhs and ReLUs do to differences and to gradients."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.weight_initialisation__depth import (
    DEEP_SCHEMES,
    LAYERS,
    LOOKS,
    apart,
    powers,
    size,
    there_and_back,
)
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import role
from dlbook.nn import Initializer

ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
FLOOR = 1e-12
"""What lies below is not drawn: there, rounding begins to show beside an activation of 0.5."""


def differences(
    activation: str, scheme: str | Initializer, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Measure what goes up and comes down through ten fresh layers.

    Args:
        activation: name of the activation of all layers.
        scheme: name or object of their initialiser.
        rng: where weights, inputs and gradients come from.

    Returns:
        Two arrays of shape (11,), from the inputs to layer 10: how far the examples typically lie from their
        mean, divided by the same for the inputs; and how large the gradient is, divided by that at the top.
    """
    signals, gradients = there_and_back(activation, scheme, rng)
    up = np.array([apart(a) for a in signals])
    down = np.array([size(d) for d in gradients])
    return up / up[0], down / down[-1]


@figure(
    id="init-activations",
    caption="Each activation has first weights of its own. What suits a tanh or a ReLU makes all inputs "
    "alike within a few layers of sigmoids, whose gradients vanish as well; and what keeps sigmoids apart "
    "tears the others to pieces.",
    alt="Six line charts with logarithmic scales over layers 0 to 10, for four schemes, in three columns for "
    "sigmoid, tanh and ReLU. Above, how much 64 inputs still differ; below, the size of gradients. Sigmoid: "
    "He and Glorot fall below a hundred thousandth, standard deviation 1 stays near 1. Tanh: He and Glorot "
    "stay near 1, and the gradients of standard deviation 1 grow ten thousandfold. ReLU: He stays near 1, "
    "Glorot sinks, standard deviation 1 rises above a billion. Weights of 0.01 fall steeply in all six.",
)
def init_activations(rng: np.random.Generator) -> Figure:
    """Draw differences and gradients by layer for three activations and four schemes."""
    fig = canvas(560)
    for i, (activation, title) in enumerate(ACTIVATIONS.items()):
        axes = [panel(fig, 56 + 120 * i, top, 106, 180, yscale="log") for top in (78, 322)]
        for name, scheme in DEEP_SCHEMES.items():
            colour, dashes, marker = LOOKS[name]
            for ax, sizes in zip(axes, differences(activation, scheme, rng), strict=True):
                kept = np.where(sizes < FLOOR, np.nan, sizes)
                ax.plot(
                    kept, color=role(colour), linestyle=dashes, marker=marker, markersize=4.5, linewidth=1.8
                )
                if activation == "relu":
                    end = sizes[LAYERS if ax is axes[0] else 0]
                    _name(ax, name, end, colour, last=ax is axes[0])
        for ax in axes:
            ax.set(xlim=(-0.4, 10.4), ylim=(FLOOR, 1e12), xticks=(0, 5, 10))
            powers(ax, named=i == 0)
        axes[1].invert_xaxis()
        label(axes[0], title, (5, 1e14), fontsize=16)
    fig.axes[0].text(0, 1.27, "how much the inputs still differ →", transform=fig.axes[0].transAxes)
    fig.axes[1].text(0, 1.08, "← size of the gradients", transform=fig.axes[1].transAxes)
    fig.axes[3].set_xlabel("layer (0: the inputs)")
    return fig


def _name(ax: Axes, name: str, size: float, colour: str, *, last: bool) -> None:
    """Write a scheme's name to the right of the end of its line."""
    shift = {"Glorot": 0.1, "He": 6.0}.get(name, 1.0)
    label(ax, name, (10.8 if last else -0.8, size * shift), colour, ha="left", fontsize=13)
