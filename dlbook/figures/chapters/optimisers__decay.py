"""A figure of chapter 11: weight decay that goes through Adam, and one that goes past it."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import Adam, AdamW
from dlbook.runs import Record, Results

LOUD, QUIET = 1.0, 0.0
DECAY, PENALTY, RATE = 0.5, 0.01, 0.01


def decayed(kind: str, size: float, steps: int = 300) -> np.ndarray:
    """Return the way of a weight from 1 under gradients of alternating sign that lead nowhere.

    Args:
        kind: "l2", whose penalty is part of the gradient that Adam sees, or "decay", AdamW's.
        size: of the gradients.
        steps: how many.

    Returns:
        (steps + 1,) weights.
    """
    optimizer = AdamW(RATE, weight_decay=DECAY) if kind == "decay" else Adam(RATE)
    params, path = {"w": np.ones(1)}, [1.0]
    state = optimizer.init(params)
    for t in range(steps):
        penalty = 2 * PENALTY * params["w"] if kind == "l2" else 0.0
        gradient = size * (-1.0) ** t + penalty
        params = {"w": params["w"] + optimizer.advance({"w": gradient + np.zeros(1)}, state, params)["w"]}
        path.append(float(params["w"][0]))
    return np.array(path)


WHAT = {
    "adam": ("Adam alone", "adam"),
    "l2-1e-5-rate-1e-3": ("Adam with L2, 0.00001", "bad"),
    "decay-1e-2-rate-1e-3": ("AdamW, decay 0.01", "adamw"),
}


@figure(
    id="adamw-and-l2",
    caption="A penalty that goes through Adam is scaled like everything else: weights with large "
    "gradients hardly feel it, and weights without any run to 0 at full stride, however weak it is. In a "
    "trained net a fifth of all weights is gone. AdamW's decay treats all alike.",
    alt="Two line charts above three histograms. The charts show two weights from 1 on over 300 steps: "
    "with L2 inside Adam the one with large gradients stays above 0.9 while the one that feels only the "
    "penalty is at 0 after 200 steps; with AdamW both follow the same falling curve. The histograms show "
    "the weights of a trained net: a smooth hump for Adam alone, the same with a tall spike at 0 for Adam "
    "with L2, and the smooth hump again for AdamW; 1, 19 and 1 percent of the weights are next to 0.",
    needs=("adamw-and-l2",),
)
def adamw_and_l2(rng: np.random.Generator) -> Figure:
    """Draw two weights under both kinds of decay, and the weights of trained nets."""
    fig = canvas(520)
    for i, (kind, title, colour) in enumerate((("l2", "L2 inside Adam", "bad"), ("decay", "AdamW", "adamw"))):
        ax = panel(fig, 30 + 232 * i, 36, 200, 140, xlim=(0, 300), ylim=(-0.03, 1.05), xlabel="step")
        ax.set_title(title, color=role(colour), pad=8)
        loud, quiet = decayed(kind, LOUD), decayed(kind, QUIET)
        ax.plot(loud, color=role("ink"), linewidth=1.6)
        ax.plot(quiet, color=role(colour), linestyle=(0, (3, 2)), linewidth=2.6)
        ticks(ax, x=(0, 150, 300), y=(0, 1))
        if kind == "l2":
            label(ax, "large gradients", (290, 0.83), "ink", ha="right", fontsize=13)
            label(ax, "none but\nthe penalty's", (290, 0.3), colour, ha="right", fontsize=13)
        else:
            label(ax, "both alike", (120, 0.68), colour, ha="left", fontsize=13)
    record = Results().read("adamw-and-l2")
    for i, (variant, (title, colour)) in enumerate(WHAT.items()):
        _weights(panel(fig, 16, 250 + 78 * i, 448, 62), record, variant, title, colour)
    ticks(fig.axes[-1], x=(-0.2, 0, 0.2))
    label(fig.axes[-1], "weight", (0.1, -0.032), "muted", clip_on=False, fontsize=13)
    return fig


def _weights(ax: Axes, record: Record, variant: str, title: str, colour: str) -> None:
    """Draw the histogram of a trained net's weights and say how many of them are next to 0."""
    share = record.array(variant, "weight_histogram").astype(float)
    edges = np.linspace(-0.3, 0.3, len(share) + 1)
    ax.set(ylim=(0, 0.14), xlim=(-0.3, 0.3))
    ax.stairs(share, edges, fill=True, color=role(colour))
    ticks(ax, x=(), y=())
    ax.spines["left"].set_visible(False)
    tiny = record.summary(variant, "tiny").mean
    label(ax, title, (-0.3, 0.105), colour, ha="left", fontsize=14)
    label(ax, f"{tiny:.0%} next to 0".replace("%", " %"), (0.3, 0.105), colour, ha="right", fontsize=14)
