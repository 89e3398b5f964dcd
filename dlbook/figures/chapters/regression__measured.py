"""Figures of chapter 13 that rest on recorded runs: twenty nets a curve, what scaling does, what is kept."""

import numpy as np
from matplotlib import ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent__measured import results
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.theme import role
from dlbook.runs.classic import CLASSICS
from dlbook.runs.jobs.tables import Table, load_boston, load_diabetes_rows

ONE = 8  # the seed whose training is drawn on its own: it ends on a jump


def published() -> dict[int, float]:
    """Return the published validation errors by epoch.

    Example:
        >>> published()
        {1: 56.6, 3: 23.9, 22: 25.7, 32: 56.5}
    """
    values = [classic.published for classic in CLASSICS if classic.run == "regression"]
    return dict(zip((1, 3, 22, 32), values, strict=False))


@figure(
    id="regression-curve",
    caption="Twenty fresh nets, one program. All of them need some twenty epochs to arrive, and then they "
    "jump. The published run has an end like ours, but a beginning like none of them.",
    alt="Line chart of validation error on a logarithmic axis over 32 epochs, twenty seeds. All curves start "
    "between 386 and 929, come down together until epoch 20 and then zigzag between 23 and 150. Four "
    "published points: 56.6 at epoch 1 and 23.9 at 3, far below all curves, 25.7 at 22 and 56.5 at 32.",
    needs=("regression",),
)
def regression_curve(rng: np.random.Generator) -> Figure:
    """Draw the validation error of every seed on raw inputs, and the published numbers."""
    fig = canvas(400)
    curves = results().read("regression").curve("raw", "val_mse")
    epochs = np.arange(1, 1 + curves.shape[1])
    ax = panel(fig, 60, 44, 402, 292, xlim=(0, 33), ylim=(15, 1100), yscale="log", xlabel="epoch")
    ax.set_title("validation error (mean squared)", pad=10)
    for curve in curves:
        ax.plot(epochs, curve, color=role("model"), linewidth=1, alpha=0.5)
    points = published()
    ax.plot([*points], [*points.values()], "D", color=role("data"), markersize=7.5, zorder=5, clip_on=False)
    for (epoch, value), (x, y) in zip(
        points.items(), ((2.6, 74), (4.7, 20.5), (20.5, 20.2), (30.4, 84)), strict=True
    ):
        label(ax, f"{value}", (x, y) if epoch != 32 else (30.6, 190), "data")
    label(ax, "as published", (6.2, 38), "data")
    label(ax, "our twenty nets", (17.5, 560), "model")
    _log_ticks(ax, (20, 50, 100, 200, 500, 1000))
    ax.set_xticks([1, 8, 16, 24, 32])
    return fig


def _log_ticks(ax: Axes, places: tuple[int, ...]) -> None:
    """Label a logarithmic axis at some places and nowhere else."""
    ax.set_yticks(places, [f"{place:,}" for place in places])
    ax.yaxis.set_minor_locator(ticker.NullLocator())


@figure(
    id="regression-scaling",
    caption="Scaled inputs make the way down smooth; scaled targets make it short. On diabetes, whose "
    "targets lie near 150, nets with raw targets have not even arrived when training ends.",
    alt="Two line charts of validation error on logarithmic axes over 32 epochs, means of twenty seeds with "
    "intervals, dashed lines for always guessing the mean. Homes: with raw and with scaled inputs it falls "
    "from 600 to 45 and 26, with scaled targets from 70 to 24. Diabetes: the first two stay above the dashed "
    "line, scaled targets below it.",
    needs=("regression", "regression-diabetes"),
)
def regression_scaling(rng: np.random.Generator) -> Figure:
    """Draw mean validation errors with raw inputs, scaled inputs, and scaled targets too."""
    fig = canvas(600)
    homes = panel(fig, 66, 44, 396, 212, xlim=(0, 33), ylim=(15, 1100), yscale="log")
    homes.set_title("homes in Boston", pad=10)
    patients = panel(fig, 66, 326, 396, 212, xlim=(0, 33), ylim=(2300, 48000), yscale="log", xlabel="epoch")
    patients.set_title("diabetes", pad=10)
    _three(homes, "regression")
    _three(patients, "regression-diabetes")
    for ax, table in ((homes, load_boston(False)), (patients, load_diabetes_rows(False))):
        value = guessing_the_mean(table)
        ax.axhline(value, color=role("muted"), linewidth=1.6, linestyle=(0, (5, 3)))
        label(ax, "always the mean", (32.8, value * (1.2 if ax is homes else 0.8)), "muted", ha="right")
    label(homes, "raw", (14.6, 440), "bad")
    label(homes, "inputs scaled", (6.4, 215), "data")
    label(homes, "targets too", (8.5, 24.5), "good")
    label(patients, "raw", (19, 31500), "bad")
    label(patients, "inputs scaled", (13.5, 18200), "data")
    label(patients, "targets too", (20, 2750), "good")
    _log_ticks(homes, (20, 50, 100, 200, 500, 1000))
    _log_ticks(patients, (3000, 5000, 10000, 20000, 40000))
    for ax in (homes, patients):
        ax.set_xticks([1, 8, 16, 24, 32])
    return fig


def guessing_the_mean(table: Table) -> float:
    """Return the squared error on the test rows of always predicting the mean target of the others."""
    return float(np.mean((table.y_test - table.y_train.mean()) ** 2))


def _three(ax: Axes, run: str) -> None:
    """Draw mean and interval of the validation error of three ways to scale."""
    record = results().read(run)
    for variant, colour, dashes in (
        ("raw", "bad", (0, (2, 1.2))),
        ("standardised", "data", "solid"),
        ("targets-too", "good", "solid"),
    ):
        curve = record.mean_curve(variant, "val_mse")
        epochs = np.arange(1, 1 + len(curve["mean"]))
        ax.fill_between(epochs, curve["low"], curve["high"], color=role(colour), alpha=0.25, linewidth=0)
        ax.plot(epochs, curve["mean"], color=role(colour), linestyle=dashes)


@figure(
    id="regression-checkpoint",
    caption="A checkpoint keeps the best net so far: a staircase that only goes down. Above, one net that "
    "ends on a jump; below, what going back is worth to each of the twenty.",
    alt="Two charts. Above, a line chart of validation error for epochs 12 to 32 of one seed: it zigzags, "
    "jumps to 150 at epoch 24 and to 91 at 32, while a thick staircase for the lowest value falls to 27 at "
    "epoch 25. Below, twenty pairs of dots on a logarithmic axis, last above lowest, the longest gap first.",
    needs=("regression",),
)
def regression_checkpoint(rng: np.random.Generator) -> Figure:
    """Draw the epochs that one seed keeps, and the last and the best error of all seeds."""
    fig = canvas(600)
    record = results().read("regression")
    curve = record.curve("raw", "val_mse")[record.seeds.index(ONE)]
    ax = panel(fig, 60, 44, 402, 240, xlim=(11.5, 33), ylim=(0, 190), xlabel="epoch")
    ax.set_title("validation error of one net", pad=10)
    _staircase(ax, curve)
    below = panel(fig, 60, 366, 402, 168, xlim=(0, 21), ylim=(17, 190), yscale="log")
    below.set_title("the last and the kept error of all twenty", pad=10)
    _drops(below, record.values("raw", "val_mse", "final"), record.values("raw", "val_mse", "best"))
    _log_ticks(below, (20, 50, 100))
    below.set_xticks([])
    below.set_xlabel("twenty nets, largest gain first")
    return fig


def _staircase(ax: Axes, curve: np.ndarray) -> None:
    """Draw a history, the lowest value so far, and the epochs at which a checkpoint is written."""
    epochs = np.arange(1, 1 + len(curve))
    lowest = np.minimum.accumulate(curve)
    saved = np.flatnonzero(curve == lowest)
    late = epochs >= 12
    ax.plot(epochs[late], curve[late], color=role("model"), linewidth=1.6)
    ax.step(epochs[late], lowest[late], where="post", color=role("good"), linewidth=3)
    kept = saved[saved >= 11]
    ax.plot(epochs[kept], curve[kept], "o", color=role("good"), markersize=7, zorder=4)
    best, last = int(saved[-1]), len(curve) - 1
    note(ax, f"kept: epoch {best + 1}", (21.2, 12), (best + 1, float(curve[best])), colour="good", bend=0.25)
    label(ax, f"last: {curve[last]:.0f}", (33, curve[last] + 13), "model", ha="right")
    label(ax, "each dot a saved file", (20, 172), "good")
    label(ax, "the net itself", (28.3, 146), "model")
    ax.set_xticks([12, 16, 20, 24, 28, 32])
    ax.set_yticks([0, 50, 100, 150])


def _drops(ax: Axes, last: np.ndarray, best: np.ndarray) -> None:
    """Draw an arrow from the last to the best error of every seed, ordered by their ratio."""
    order = np.argsort(best / last, kind="stable")
    for place, i in enumerate(order, 1):
        ax.plot([place, place], [last[i], best[i]], color=role("muted"), linewidth=1.6, zorder=2)
    places = np.arange(1, 1 + len(order))
    ax.plot(places, last[order], "o", color=role("model"), markersize=6, zorder=3)
    ax.plot(places, best[order], "o", color=role("good"), markersize=6, zorder=4)
    label(ax, "last", (2.6, last[order[1]]), "model", ha="left")
    label(ax, "kept", (2.6, best[order[1]]), "good", ha="left")
