"""A figure of chapter 9: batch norm on batches so small that their statistics are mostly luck."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.measured import interval_points
from dlbook.runs import Results

SIZES = (2, 4, 8, 32, 128)


@figure(
    id="batch-norm-small-batches",
    caption="A mean of two digits is hardly a mean. Batch norm needs batches that stand for the data: with "
    "four it already does harm, and with two it ruins what the plain net learns without trouble.",
    alt="Line chart of validation accuracy after 3 epochs against batches of 2, 4, 8, 32 and 128, with "
    "intervals over three seeds. Without batch norm the line stays near 94 to 95 %. With it, 62 % "
    "at 2, 91.5 % at 4, 95 % at 8 and 96 % at 32 and 128.",
    needs=("batch-norm-small-batches",),
)
def batch_norm_small_batches(rng: np.random.Generator) -> Figure:
    """Draw accuracy against the batch size with and without batch norm."""
    record = Results().read("batch-norm-small-batches")
    fig = canvas(370)
    ax = panel(fig, 60, 48, 400, 250, xlim=(1.7, 150), xscale="log", xlabel="digits in a batch")
    ax.set_title("validation accuracy after 3 epochs", pad=14)
    for place, colour, marker, dashes in (
        ("none", "bad", "s", (0, (6, 1.5))),
        ("after", "good", "o", "solid"),
    ):
        summaries = [record.summary(f"{place}-{size}", "val_accuracy") for size in SIZES]
        interval_points(ax, SIZES, summaries, colour=colour, marker=marker, dashes=dashes)
    label(ax, "without", (2, 98.5), "bad", ha="left")
    label(ax, "with batch norm", (3.1, 76), "good", ha="left")
    for size, aside in ((2, 1.16), (4, 1.12)):
        mean = 100 * record.summary(f"after-{size}", "val_accuracy").mean
        label(ax, f"{mean:.0f} %", (size * aside, mean - 2), "good", ha="left", fontsize=13)
    ax.set(ylim=(50, 101))
    ticks(ax, y=(50, 75, 100), unit=" %")
    ax.set_xticks(SIZES, [str(size) for size in SIZES])
    ax.minorticks_off()
    return fig
