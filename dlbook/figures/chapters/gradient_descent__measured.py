"""Figures of chapter 5 that rest on recorded runs: learning rates, and the noise of a mini-batch."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.record import Record
from dlbook.runs.statistics import Summary


@cache
def results() -> Results:
    """Return the book's records."""
    return Results()


def with_intervals(ax: Axes, x: np.ndarray, summaries: list[Summary], colour: str) -> None:
    """Draw means over seeds as a line with points, and their 95 % intervals as bars.

    Args:
        ax: the axes.
        x: a place for each.
        summaries: what was measured there.
        colour: a role.
    """
    means = np.array([s.mean for s in summaries])
    ax.vlines(x, [s.low for s in summaries], [s.high for s in summaries], color=role(colour), linewidth=2)
    ax.plot(x, means, "o-", color=role(colour), markersize=5.5, linewidth=1.8, zorder=3)


def rates(record: Record) -> dict[float, str]:
    """Return the learning rates of a sweep, the smallest first, with the variant that has each."""
    settings = record.content["settings"]
    found = {settings[name]["optimizer"]["learning_rate"]: name for name in record.variants}
    return dict(sorted(found.items()))


@figure(
    id="learning-rate-sweep",
    caption="Three powers of ten too small, and ten epochs teach the net next to nothing; one power too "
    "large, and it is left guessing. The best rate of this sweep lies just below the drop.",
    alt="Line chart of validation accuracy after 10 epochs against the learning rate, from 0.0001 to 3 on a "
    "logarithmic axis, with intervals over five seeds. It rises from 25 percent by way of 80 at 0.001 and "
    "92 at 0.01 to 97 at 0.3, falls to 93 with a wide interval at 1, and to 10, a dashed line for guessing, "
    "at 3.",
    needs=("learning-rate-sweep",),
)
def learning_rate_sweep(rng: np.random.Generator) -> Figure:
    """Draw the validation accuracy of the intermediate net at eight learning rates."""
    fig = canvas(330)
    record = results().read("learning-rate-sweep")
    known = rates(record)
    ax = panel(fig, 58, 44, 404, 222, xlim=(7e-5, 4.5), ylim=(0, 102), xscale="log", xlabel="learning rate")
    ax.set_title("digits recognised after 10 epochs", pad=14)
    summaries = [_percent(record.summary(name, "val_accuracy")) for name in known.values()]
    ax.axhline(10, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    label(ax, "guessing", (1e-4, 4.5), "muted", ha="left", fontsize=13)
    with_intervals(ax, np.array(list(known)), summaries, "sgd")
    best = int(np.argmax([s.mean for s in summaries]))
    rate, top = list(known)[best], summaries[best].mean
    note(ax, f"best: {rate:g}, {top:.1f} %", (0.045, 70), (rate, top), colour="good", bend=0.25)
    note(ax, "too small:\ncrawls", (5e-4, 20), (min(known), summaries[0].mean), bend=0.2)
    note(ax, "too large:\nlearns nothing", (0.25, 36), (max(known), summaries[-1].mean), bend=-0.2)
    ax.set_xticks([1e-4, 1e-3, 1e-2, 0.1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])
    ax.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"])
    ax.minorticks_off()
    return fig


def _percent(s: Summary) -> Summary:
    return Summary(100 * s.mean, 100 * s.sd, 100 * s.low, 100 * s.high, s.n)


def batch_sizes(record: Record, variant: str) -> list[int]:
    """Return the batch sizes at which noise was measured, rising."""
    names = [name for name in record.metrics(variant) if name.startswith("noise-")]
    return sorted(int(name.partition("-")[2]) for name in names)


@figure(
    id="batch-size-noise",
    caption="Twice the batch, half the squared noise, and no more: it takes four times the work to halve "
    "the error of a gradient. As training goes on and the gradient itself shrinks, the noise weighs more.",
    alt="Line chart, logarithmic on both axes, of the squared noise of a gradient, as a multiple of the "
    "squared gradient, against batch sizes from 1 to 4,096, with intervals over five seeds. Two lines fall "
    "side by side: at the start from 84 to 0.02, after 5 epochs from 630 to 0.23. A dashed line at 1 says "
    "where noise and gradient are equally large.",
    needs=("gradient-noise",),
)
def batch_size_noise(rng: np.random.Generator) -> Figure:
    """Draw how far mini-batch gradients lie from the whole one, at two points of a training."""
    fig = canvas(380)
    record = results().read("gradient-noise")
    ax = panel(fig, 62, 50, 402, 266, xlim=(0.8, 5200), ylim=(8e-3, 1.6e3), xscale="log", yscale="log")
    ax.set(xlabel="examples in the batch")
    ax.set_title("squared noise ÷ squared gradient", pad=14)
    ax.axhline(1, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    label(ax, "as much noise as gradient", (1, 0.62), "muted", ha="left", fontsize=13)
    for variant, colour in (("epoch-0", "data"), ("epoch-5", "model")):
        sizes = batch_sizes(record, variant)
        summaries = [record.summary(variant, f"noise-{size}") for size in sizes]
        with_intervals(ax, np.array(sizes), summaries, colour)
    label(ax, "after 5 epochs", (60, 110), "model", ha="left")
    label(ax, "at the start", (1.3, 7), "data", ha="left")
    ax.set_xticks([1, 8, 64, 512, 4096], ["1", "8", "64", "512", "4,096"])
    ax.set_yticks([0.01, 1, 100], ["1/100", "1", "100"])
    ax.minorticks_off()
    return fig
