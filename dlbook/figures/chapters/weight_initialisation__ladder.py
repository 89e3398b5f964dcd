"""Figure of chapter 8: ladders of hills, where the numbers of ten layers of sigmoids lie."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.weight_initialisation__depth import LAYERS, apart, size, there_and_back
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import role

POWERS = (-10, 1)
BINS = 55


@figure(
    id="init-ladder",
    caption="Sigmoids with Glorot's weights answer loudly and say nothing. The hills of their activations "
    "stay where they are, while layer by layer the examples grow more alike. On the way down the gradients "
    "sink just as fast.",
    alt="Chart of two ladders of histograms over powers of ten, one hill a layer, the inputs at the bottom. "
    "Left, activations: the hills of layers 1 to 10 stand in a column near one half, while diamonds for the "
    "differences between examples march left to less than a millionth. Right, gradients: the hills "
    "move left from layer 10 at the top, near 1, to layer 1 at the bottom, below a hundred-thousandth.",
)
def init_ladder(rng: np.random.Generator) -> Figure:
    """Draw histograms of powers of ten for each layer, with sizes and differences."""
    fig = canvas(408)
    signals, gradients = there_and_back("sigmoid", "glorot_normal", rng)
    for i, (title, rows, colour) in enumerate(
        (("activations ↑", signals, "model"), ("gradients ↓", gradients[1:], "gradient"))
    ):
        ax = panel(fig, 34 + 234 * i, 40, 200, 324, xlim=POWERS, ylim=(-0.4, LAYERS + 1.6))
        first = LAYERS + 1 - len(rows)
        for layer, values in reversed(list(enumerate(rows, first))):
            _hill(ax, values, layer, colour)
        places = [np.log10(size(values)) for values in rows]
        ax.plot(places, range(first, LAYERS + 1), color=role(colour), marker="o", markersize=5, zorder=40)
        ax.set_title(title, color=role(colour), pad=10)
        ax.set_yticks(range(LAYERS + 1), ["in", *map(str, range(1, LAYERS + 1))])
        ax.set_xticks([-10, -5, 0], ["10⁻¹⁰", "10⁻⁵", "1"])
        ax.tick_params(axis="y", length=0)
    left = fig.axes[0]
    differences = [np.log10(apart(values)) for values in signals]
    left.plot(
        differences, range(LAYERS + 1), color=role("data"), marker="D", markersize=5, linewidth=1, zorder=41
    )
    label(left, "what tells\nexamples apart", (-6.4, LAYERS + 0.85), "data")
    label(left, "layer", (-11.85, LAYERS + 0.8), "muted", ha="left")
    for ax in fig.axes:
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("size, in powers of ten")
    return fig


def _hill(ax: Axes, values: np.ndarray, layer: int, colour: str) -> None:
    """Draw where the sizes of some numbers lie, as high as fits; lower layers lie in front."""
    powers = np.clip(np.log10(np.abs(values)), *POWERS)
    shares, edges = np.histogram(powers, bins=BINS, range=POWERS)
    middles = (edges[1:] + edges[:-1]) / 2
    top = layer + 1.45 * shares / shares.max()
    order = 2 * (LAYERS - layer) + 2
    ax.fill_between(middles, layer, top, color=role(f"{colour}-fill"), linewidth=0, zorder=order)
    ax.plot(middles, top, color=role(colour), linewidth=1, zorder=order + 1)
