"""The figure of chapter 3 that measures how many hidden units a curve takes, from its record."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.jobs.approximation import curve
from dlbook.runs.record import Record

SHOWN = ("2", "4", "10", "50")
"""Numbers of hidden units whose curves are drawn."""


def units(record: Record) -> dict[int, str]:
    """Return the numbers of hidden units that were tried, the smallest first, with the variant of each."""
    return dict(sorted((int(name), name) for name in record.variants))


@figure(
    id="universal-approximation",
    caption="More hidden units, a closer fit: that this goes on for ever is a theorem. How it goes is not: "
    "with 4 or 7 units some seeds find a good curve and others miss it, though it is there to be found.",
    alt="Above, four small charts of a wavy curve with a corner, dashed, and what nets with 2, 4, 10 and 50 "
    "hidden units make of it, closer each time. Below, a chart of the typical error against 1 to 50 hidden "
    "units, both axes logarithmic, with a dot for each of five seeds and a line through the means with "
    "intervals: from 0.6 at 1 to 0.013 at 50, with a wide scatter from 2 to 10 units.",
    needs=("universal-approximation",),
)
def universal_approximation(rng: np.random.Generator) -> Figure:
    """Draw some fitted curves of the first seed and the errors of all."""
    fig = canvas(452)
    record = Results().read("universal-approximation")
    for i, name in enumerate(SHOWN):
        ax = panel(fig, 10 + 118 * i, 34, 104, 112, xlim=(-1, 1), ylim=(-1.6, 2.4), xticks=[], yticks=[])
        _fit(ax, record.array(name, "curve"))
        ax.set_title(f"{name} units", color=role("model"))
        if name == SHOWN[0]:
            label(ax, "wanted", (0.25, 1.9), "target", fontsize=13)
            label(ax, "found", (0.25, 1.2), "model", fontsize=13)
    ax = panel(fig, 58, 204, 404, 196, xscale="log", yscale="log", xlim=(0.85, 58), ylim=(5e-3, 1.3))
    ax.set(xlabel="hidden units")
    ax.set_title("typical error (root mean square)", pad=12)
    _errors(ax, record)
    label(ax, "a dot: one seed", (13, 0.5), "muted", ha="left")
    ax.set_xticks(list(units(record)), [_mark(count) for count in units(record)])
    ax.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    ax.minorticks_off()
    return fig


def _mark(count: int) -> str:
    return str(count) if count in (1, 2, 3, 5, 10, 20, 50) else ""


def _fit(ax: Axes, found: np.ndarray) -> None:
    """Draw the curve that was wanted, dashed, over the one that was found."""
    x = np.linspace(-1, 1, len(found))
    ax.plot(x, found, color=role("model"), linewidth=2.5)
    ax.plot(x, curve(x), color=role("target"), linewidth=1.6, linestyle=(0, (3, 1.8)))


def _errors(ax: Axes, record: Record) -> None:
    """Draw every seed's error, the means and their intervals against the number of hidden units."""
    known = units(record)
    for count, name in known.items():
        values = record.values(name, "rms_error")
        ax.plot([count * 1.07] * len(values), values, "o", color=role("muted"), markersize=3.6, zorder=2)
    summaries = [record.summary(name, "rms_error") for name in known.values()]
    ends = [s.low for s in summaries], [s.high for s in summaries]
    ax.vlines(list(known), *ends, color=role("model"), linewidth=2, zorder=3)
    ax.plot(list(known), [s.mean for s in summaries], "o-", color=role("model"), markersize=6, zorder=4)
