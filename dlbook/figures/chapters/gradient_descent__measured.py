"""Figures of chapter 5 that rest on recorded runs: learning rates, and the noise of a mini-batch."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
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
    ticks(ax, y=(0, 50, 100), unit=" %")
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


def by_size(record: Record, kind: str) -> dict[int, str]:
    """Return the batch sizes of a sweep, the smallest first, with the variant that has each.

    Args:
        record: of the sweep.
        kind: "same" for one rate, "scaled" for a rate in proportion to the batch.
    """
    settings = record.content["settings"]
    names = [name for name in record.variants if name.startswith(kind) or name == "same-128"]
    return dict(sorted((settings[name]["batch_size"], name) for name in names))


def misread(s: Summary) -> Summary:
    """Return the share of digits misread, in percent, from the share recognised."""
    return Summary(100 - 100 * s.mean, 100 * s.sd, 100 - 100 * s.high, 100 - 100 * s.low, s.n)


@figure(
    id="batch-size-sweep",
    caption="What a batch size costs, twice. At one rate, mistakes grow towards large batches, which take "
    "fewer steps, and a batch of 1 learns nothing; with the rate in proportion to the batch all do alike "
    "up to 512. The work falls 37-fold from 1 to 128, and then hardly at all.",
    alt="Two line charts against batch sizes 1, 8, 32, 128, 512 and 2,048, logarithmic on both axes, with "
    "intervals over five seeds. Above, validation digits misread after 3 epochs: at the rate 0.1 they are "
    "88 percent for a batch of 1, drop to 4 at 8 and rise to 14 at 2,048; with the rate in proportion they "
    "stay near 6 from 1 to 512 and jump to 83 at 2,048. Below, processor seconds: 23 at 1, 2.2 at 8, 0.9 at "
    "32, 0.6 from 128 on.",
    needs=("batch-size-sweep",),
)
def batch_size_sweep(rng: np.random.Generator) -> Figure:
    """Draw mistakes and processor time of the intermediate net at six batch sizes."""
    fig = canvas(520)
    record = results().read("batch-size-sweep")
    wide = {"xlim": (0.75, 2900), "xscale": "log", "yscale": "log"}
    ax = panel(fig, 62, 44, 404, 222, ylim=(2.2, 130), **wide)
    ax.set_title("digits misread after 3 epochs", pad=12)
    for kind, colour in (("scaled", "model"), ("same", "data")):
        known = by_size(record, kind)
        summaries = [misread(record.summary(name, "val_accuracy")) for name in known.values()]
        with_intervals(ax, np.array(list(known)), summaries, colour)
    label(ax, "rate 0.1 for all", (640, 3.3), "data")
    label(ax, "rate 0.1 × batch ÷ 128", (34, 11), "model")
    ax.axhline(90, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    label(ax, "guessing", (50, 67), "muted", fontsize=13)
    ticks(ax, y=(3, 10, 30, 100), unit=" %")
    work = panel(fig, 62, 326, 404, 134, ylim=(0.35, 40), xlabel="examples in the batch", **wide)
    work.set_title("processor seconds for 3 epochs", pad=12)
    known = by_size(record, "same")
    seconds = [record.summary(name, "cpu_seconds") for name in known.values()]
    with_intervals(work, np.array(list(known)), seconds, "ink")
    for size, s, side in zip(known, seconds, ((1.6, 1), (1.5, 1.35), (1.0, 1.75), (1.0, 1.75)), strict=False):
        label(work, f"{s.mean:.2g}", (size * side[0], s.mean * side[1]))
    work.set_yticks([1, 10], ["1 s", "10 s"])
    for axes in (ax, work):
        axes.set_xticks(list(known), [f"{size:,}" for size in known] if axes is work else [""] * len(known))
        axes.minorticks_off()
    return fig
