"""A figure of chapter 11: what AdaGrad is worth on sparse features, against a tuned plain descent."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs import Results, summarise

RIVALS = {"adagrad": "AdaGrad", "adam": "Adam", "momentum": "Momentum"}
PARTS = {
    "val_loss": "cost on new texts",
    "common_agreement": "weights of common words: agreement with the truth",
    "rare_agreement": "weights of rare words: agreement with the truth",
}


def gains(metric: str, name: str) -> np.ndarray:
    """Return by how much an optimiser differs from plain descent, seed by seed; above 0 is better.

    Args:
        metric: of the record.
        name: of the optimiser, a variant of the record.

    Returns:
        (seeds,) differences in hundredths.
    """
    record = Results().read("adagrad-sparse")
    difference = record.values(name, metric) - record.values("sgd", metric)
    return 100 * (-difference if metric.endswith("loss") else difference)


@figure(
    id="adagrad-sparse",
    caption="Sparse features, every optimiser at its own best rate. AdaGrad beats plain descent, by a "
    "little and on each of ten sets of texts. But not on the rare words: SGD's large best rate serves "
    "them as well, and shakes the common ones, which AdaGrad lets come to rest.",
    alt="Three charts with a row each for AdaGrad, Adam and momentum, and in each row ten dots and an "
    "interval: by how many hundredths it does better than plain descent. In cost on new texts and in the "
    "weights of the 30 most common words all or nearly all dots of AdaGrad and Adam lie right of 0; in "
    "the weights of the 100 rarest words the dots of all three lie on both sides of 0. Momentum's lie on "
    "both sides everywhere.",
    needs=("adagrad-sparse",),
)
def adagrad_sparse(rng: np.random.Generator) -> Figure:
    """Draw the differences to plain descent in three measures, seed by seed."""
    fig = canvas(494)
    for i, (metric, title) in enumerate(PARTS.items()):
        ax = panel(fig, 92, 60 + 132 * i, 372, 92, xlim=(-2.1, 2.6), ylim=(2.6, -0.6))
        ax.set_title(title, pad=6, fontsize=14)
        ax.axvline(0, color=role("sgd"), linewidth=1.6)
        for y, (name, words) in enumerate(RIVALS.items()):
            found = gains(metric, name)
            s = summarise(found)
            ax.plot(found, np.full(len(found), y + 0.24), "o", color=role(name), markersize=3.4, alpha=0.6)
            ax.plot([s.low, s.high], [y - 0.1, y - 0.1], color=role(name), linewidth=2.5)
            ax.plot(s.mean, y - 0.1, "o", color=role(name), markersize=8, zorder=4)
            label(ax, words, (-2.2, y), name, ha="right", clip_on=False)
        ax.spines["left"].set_visible(False)
        ticks(ax, x=(), y=())
        ax.spines["bottom"].set_visible(False)
    ticks(ax, x=(-2, -1, 0, 1, 2))
    ax.spines["bottom"].set_visible(True)
    ax.set_xlabel("hundredths")
    top = fig.axes[0]
    label(top, "SGD", (0, -1.75), "sgd", clip_on=False)
    label(top, "better →", (0.5, -1.75), "good", ha="left", clip_on=False)
    label(top, "← worse", (-0.5, -1.75), "bad", ha="right", clip_on=False)
    return fig
