"""Figures of chapter 5 that rest on recorded runs: when to stop, and what several nets do together."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent__measured import results, with_intervals
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs.statistics import summarise


@figure(
    id="early-stopping",
    caption="The cost on fresh digits has a lowest point; on the digits being learned it has none. Stop once "
    "five epochs have brought nothing better, and take the best weights back.",
    alt="Line chart of the cost against 60 epochs, with bands for intervals over five seeds. The training "
    "cost falls towards 0. The validation cost falls to its lowest point near epoch 20 and creeps up from "
    "there on. A dashed line at epoch 25 says where early stopping ends on average.",
    needs=("early-stopping",),
)
def early_stopping(rng: np.random.Generator) -> Figure:
    """Draw both costs over all epochs, with the mean epochs of the best weights and of the stop."""
    fig = canvas(350)
    record = results().read("early-stopping")
    ax = panel(fig, 56, 44, 406, 242, xlim=(0, 60), ylim=(0, 0.32), xlabel="epoch")
    ax.set_title("cost", pad=10)
    for metric, colour in (("loss", "data"), ("val_loss", "model")):
        curve = record.mean_curve("to-the-end", metric)
        epochs = np.arange(1, 1 + len(curve["mean"]))
        ax.fill_between(epochs, curve["low"], curve["high"], color=role(colour), alpha=0.25, linewidth=0)
        ax.plot(epochs, curve["mean"], color=role(colour))
    best = record.summary("to-the-end", "val_loss", "best_epoch").mean
    end = record.summary("stopped", "epochs").mean
    ax.axvline(end, color=role("good"), linewidth=1.8, linestyle=(0, (4, 3)))
    label(ax, f"stops at epoch {end:.0f}", (end + 1, 0.26), "good", ha="left")
    lowest = record.mean_curve("to-the-end", "val_loss")["mean"][round(best) - 1]
    note(ax, f"best:\nepoch {best:.0f}", (15, 0.215), (best, float(lowest)), colour="model", bend=0.15)
    label(ax, "validation", (50, 0.142), "model")
    label(ax, "training", (50, 0.025), "data")
    ticks(ax, x=(0, 20, 40, 60), y=(0, 0.1, 0.2, 0.3))
    return fig


@figure(
    id="restarts-and-committee",
    caption="Ten starts give ten nets. To keep the best of them helps a little; to average what they all say "
    "helps four times as much, and the first few voices do most of it.",
    alt="Line chart of test accuracy against the size of a committee from 1 to 10 nets, with intervals over "
    "five seeds. It rises from 96.9 percent for one net by way of 97.3 for two to 97.6 for ten. Two dashed "
    "lines lie below: the mean member at 96.9 and the best restart at 97.05.",
    needs=("restarts-and-committee",),
)
def restarts_and_committee(rng: np.random.Generator) -> Figure:
    """Draw the accuracy of growing committees beside that of one net and of the best of ten."""
    fig = canvas(350)
    record = results().read("restarts-and-committee")
    grown = 100 * np.array([record.array("ten", "by_size", seed) for seed in record.seeds])
    sizes = np.arange(1, 1 + grown.shape[1])
    ax = panel(fig, 66, 44, 396, 242, xlim=(0.6, 10.4), ylim=(96.5, 97.8), xlabel="nets in the committee")
    ax.set_title("test digits recognised", pad=10)
    with_intervals(ax, sizes, [summarise(column) for column in grown.T], "model")
    for metric, colour, words, drop in (
        ("best_restart", "data", "best of ten restarts", 0.1),
        ("mean_member", "muted", "one net, on average", -0.055),
    ):
        value = record.summary("ten", metric)
        ax.axhspan(100 * value.low, 100 * value.high, color=role(f"{colour}-fill"), linewidth=0, zorder=0)
        ax.axhline(100 * value.mean, color=role(colour), linewidth=1.6, linestyle=(0, (5, 3)))
        label(ax, words, (10.3, 100 * value.mean + drop), colour, ha="right")
    label(ax, "committee", (7.5, 97.38), "model")
    ax.set_xticks([1, 2, 4, 6, 8, 10])
    ticks(ax, y=(96.5, 97, 97.5), unit=" %")
    return fig
