"""Figure of chapter 6 from a recorded training: how long the gradient of every layer is, epoch by epoch."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs import Record, Results

RUN, NET = "learning-speed-by-layer", "sigmoid"
LAYERS = range(1, 8)
OUTPUT = 7
NAMES = {2: "layers 1 and 2", 3: "layer 3", 4: "layer 4", 5: "layer 5", 6: "layer 6", OUTPUT: "output"}
START = -14  # where the gradients before the first step stand on the axis of epochs


def speeds(record: Record, layer: int) -> np.ndarray:
    """Return the length of a layer's gradient before training and after each epoch, the seeds' middle one.

    Args:
        record: of the run.
        layer: from 1, the first hidden layer, to 7, the output.

    Returns:
        (201,) the median over seeds.
    """
    start = record.values(NET, f"start-{layer}")[:, np.newaxis]
    both = np.hstack([start, record.curve(NET, f"speed-{layer}")])
    return np.median(both, axis=0)


@figure(
    id="learning-speed-by-layer",
    caption="Six layers of sigmoids. Before the first step the gradient shrinks to about a quarter from each "
    "hidden layer to the one before it. Two hundred epochs later the first layers still get hundreds of "
    "times less than the last, and the net is no better than guessing.",
    alt="Two charts over 200 epochs, the middle one of three seeds. Above, on a logarithmic axis, the length "
    "of the gradient in seven layers: dots at the start, an even ladder from 0.43 at the output down to "
    "0.0004 in layers 1 and 2, and then seven ragged, nearly parallel lines that fall and level out, the "
    "output near 0.06, layer 6 near 0.001, layers 1 and 2 below 0.00001. Below, the accuracy, a flat line "
    "at 10 %.",
    needs=("learning-speed-by-layer",),
)
def learning_speed_by_layer(rng: np.random.Generator) -> Figure:
    """Draw each layer's gradient over the epochs, and what the net has learned meanwhile."""
    record = Results().read(RUN)
    fig = canvas(484)
    ax = panel(fig, 60, 44, 306, 284, xlim=(START - 8, 200), yscale="log", ylim=(1e-6, 1))
    ax.set_title("length of the gradient", pad=12)
    for layer in LAYERS:
        colour = role("target" if layer == OUTPUT else "gradient")
        start, *lengths = speeds(record, layer)
        width = 2.4 if layer == 1 else 1.3
        ax.plot(START, start, "o", color=colour, markersize=6.5 if layer != 1 else 8)
        ax.plot([START, 1], [start, lengths[0]], color=colour, linewidth=1, linestyle=(0, (1, 2)))
        ax.plot(range(1, 201), lengths, color=colour, linewidth=width)
        if layer in NAMES:
            height = np.exp(np.log(lengths[-20:]).mean())
            label(ax, NAMES[layer], (206, height), "target" if layer == OUTPUT else "gradient", ha="left")
    powers = {-6: "10⁻⁶", -4: "10⁻⁴", -2: "10⁻²", 0: "1"}
    ax.yaxis.set_ticks([10.0**k for k in powers], list(powers.values()))
    ax.yaxis.minorticks_off()
    ax.set_xticks([START, 100, 200], ["start", "", ""])
    _accuracy(panel(fig, 60, 384, 306, 50, xlim=(START - 8, 200), ylim=(0, 100)), record)
    return fig


def _accuracy(ax: Axes, record: Record) -> None:
    """Draw the share of training digits that the net gets right after each epoch."""
    share = 100 * np.median(record.curve(NET, "accuracy"), axis=0)
    ax.plot(range(1, len(share) + 1), share, color=role("data"))
    ax.set_title("accuracy", pad=10)
    label(ax, "10 %: guessing", (206, 22), "data", ha="left", fontsize=13)
    ticks(ax, y=(0, 100), unit=" %")
    ax.set_xticks([1, 50, 100, 150, 200])
    ax.set_xlabel("epoch")
