"""Figures of chapter 11 that rest on recorded runs: tuned optimisers and schedules."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.measured import interval_row
from dlbook.figures.theme import role
from dlbook.nn.schedules import Constant, Cosine, Exponential, Piecewise, Schedule, WarmUp
from dlbook.runs import Record, Results

NAMES = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adadelta": "AdaDelta",
    "adam": "Adam",
    "adamw": "AdamW",
}


def rates_of(record: Record, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the rates that a sweep has tried with an optimiser, rising, and the mean accuracy of each.

    Args:
        record: of the sweep; its variants are called after optimiser and rate.
        name: of the optimiser, such as "sgd".

    Returns:
        Rates, and validation accuracies in per cent.
    """
    settings = record.content["settings"]
    tried = [variant for variant in record.variants if variant.startswith(f"{name}-")]
    rates = np.array([settings[variant]["optimizer"]["learning_rate"] for variant in tried])
    accuracy = np.array([100 * record.summary(variant, "val_accuracy").mean for variant in tried])
    order = np.argsort(rates)
    return rates[order], accuracy[order]


@figure(
    id="optimiser-comparison",
    caption="Above, what a rate of one's own is worth: every optimiser has a hill of good rates, and the "
    "hills stand far apart. Below, each at the top of its hill, with fresh seeds: the eight means lie "
    "within a third of a point, closer together than the seeds of any one of them.",
    alt="Two charts. Above, eight lines of validation accuracy after 10 epochs against the learning rate "
    "on a logarithmic axis from 0.00003 to 30, two seeds each: hills of nearly equal height, those of "
    "Adam, AdamW and RMSProp far left, SGD and AdaGrad in the middle, AdaDelta far right. Below, a row "
    "for each optimiser with ten dots for seeds and the interval of the mean test accuracy, from 97.1 % "
    "for AdamW to 97.4 % for AdaDelta; most intervals overlap.",
    needs=("optimiser-sweep", "optimiser-comparison"),
)
def optimiser_comparison(rng: np.random.Generator) -> Figure:
    """Draw the sweep over rates, and the test accuracy of each optimiser at its best one."""
    fig = canvas(652)
    _hills(fig, Results().read("optimiser-sweep"))
    record = Results().read("optimiser-comparison")
    ax = panel(fig, 104, 338, 360, 266, xlim=(96.2, 97.95), ylim=(7.6, -0.6))
    for y, (name, title) in enumerate(NAMES.items()):
        values = 100 * record.values(name, "test_accuracy")
        ax.plot(values, np.full(len(values), y + 0.24), "o", color=role(name), markersize=3, alpha=0.55)
        interval_row(ax, y - 0.12, record.summary(name, "test_accuracy"), colour=name)
        label(ax, title, (96.15, y), name, ha="right", clip_on=False)
    ax.set_title("test accuracy at the best rate, ten seeds", pad=10)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ticks(ax, x=(96.4, 96.8, 97.2, 97.6), unit=" %")
    return fig


TOPS = {
    ("rmsprop", "RMSProp"): (2e-4, 101.2),
    ("adam", "Adam, AdamW"): (1.2e-4, 99.2),
    ("nesterov", "Momentum, Nesterov"): (2e-2, 101.2),
    ("adagrad", "AdaGrad"): (4e-2, 99.4),
    ("sgd", "SGD"): (0.7, 99.4),
    ("adadelta", "AdaDelta"): (7, 101.2),
}


def _hills(fig: Figure, record: Record) -> None:
    """Draw validation accuracy against the rate, a line for each optimiser."""
    ax = panel(fig, 56, 36, 408, 220, xlim=(1.4e-5, 60), ylim=(88, 102), xscale="log", xlabel="learning rate")
    ax.set_title("validation accuracy after 10 epochs, two seeds", pad=10)
    for name in NAMES:
        rates, accuracy = rates_of(record, name)
        dashes = (0, (4, 2)) if name in ("adamw", "nesterov") else "solid"
        ax.plot(rates, accuracy, color=role(name), linestyle=dashes, linewidth=1.8)
        best = int(accuracy.argmax())
        ax.plot(rates[best], accuracy[best], "o", color=role(name), markersize=6, zorder=4)
    for (name, text), at in TOPS.items():
        rates, accuracy = rates_of(record, name)
        top = (rates[accuracy.argmax()], accuracy.max())
        note(ax, text, at, top, colour=name, bend=0.0, fontsize=13)
    ax.set_xticks([1e-4, 1e-2, 1], ["0.0001", "0.01", "1"])
    ticks(ax, y=(88, 92, 96), unit=" %")
    ax.minorticks_off()


SCHEDULES = {
    "constant": "constant 0.3",
    "constant-1e-1": "constant 0.1",
    "constant-3e-2": "constant 0.03",
    "exponential": "exponential",
    "piecewise": "in two drops",
    "cosine": "half a cosine",
    "warm-up-cosine": "warm-up first",
}


def schedule_of(settings: dict[str, Any]) -> Schedule:
    """Return the schedule that a record's settings describe."""
    kinds: dict[str, Callable[..., Schedule]] = {
        kind.__name__: kind for kind in (Constant, Cosine, Exponential, Piecewise, WarmUp)
    }
    values: dict[str, Any] = {
        key: schedule_of(value)
        if isinstance(value, dict)
        else tuple(value)
        if isinstance(value, list)
        else value
        for key, value in settings.items()
        if key != "class"
    }
    return kinds[settings["class"]](**values)


def corners(schedule: Schedule, steps: int) -> np.ndarray:
    """Return steps between which a schedule is nearly straight: some forty, and both sides of each drop."""
    jumps = [step for step in range(1, steps) if schedule(step) < 0.7 * schedule(step - 1)]
    sides = [side for step in jumps for side in (step - 1, step)]
    even = np.linspace(0, steps - 1, 41).astype(int)
    return np.unique([*even, steps // 10, steps // 10 - 1, *sides])


@figure(
    id="schedules",
    caption="Long strides first, short ones at the end: the three schedules that stay high for long and "
    "then come down beat every constant rate that was tried. One that falls too early, the exponential, "
    "is worse than the rate it starts with.",
    alt="Chart of seven rows, each with a small curve of the learning rate over ten epochs and the test "
    "accuracy that it leads to, with an interval over eight seeds. Constant rates: 97.2 % at 0.3, 96.8 at "
    "0.1, 94.9 at 0.03. Exponential fall to a hundredth: 96.6. In two drops: 97.5. Half a cosine: 97.5. "
    "Warm-up and then a cosine: 97.5.",
    needs=("schedules",),
)
def schedules(rng: np.random.Generator) -> Figure:
    """Draw each schedule as a small curve beside the accuracy that it has led to."""
    fig = canvas(432)
    record = Results().read("schedules")
    steps = 3910
    ax = panel(fig, 262, 36, 210, 352, xlim=(94.6, 98.15), ylim=(352, 0))
    for i, (variant, title) in enumerate(SCHEDULES.items()):
        small = panel(fig, 130, 44 + 50 * i, 112, 34, xlim=(0, steps), ylim=(0, 0.33))
        rate = schedule_of(record.content["settings"][variant]["optimizer"]["learning_rate"])
        t = corners(rate, steps)
        eta = np.array([rate(int(step)) for step in t])
        small.fill_between(t, 0, eta, color=role("sgd-fill"), linewidth=0)
        small.plot(t, eta, color=role("sgd"), linewidth=1.8, clip_on=False)
        ticks(small, x=(), y=())
        small.spines["left"].set_visible(False)
        label(small, title, (-260, 0.14), "ink", ha="right", clip_on=False, fontsize=14)
        summary = record.summary(variant, "test_accuracy")
        colour = "good" if variant in ("piecewise", "cosine", "warm-up-cosine") else "sgd"
        interval_row(ax, 26 + 50 * i, summary, colour=colour)
    ax.set_title("test accuracy, eight seeds", pad=10)
    label(small, "10 epochs", (steps / 2, -0.13), "muted", clip_on=False, fontsize=13)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ticks(ax, x=(95, 96, 97), unit=" %")
    return fig
