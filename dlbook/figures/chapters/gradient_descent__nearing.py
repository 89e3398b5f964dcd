"""Figure of chapter 5: incremental descent comes as near to batch descent as one likes."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent__ground import PEBBLES, START, line_gradient, pebble_map
from dlbook.figures.chapters.gradient_descent__measured import results, with_intervals
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.primitives.paths import follow
from dlbook.figures.theme import role
from dlbook.nn.batches import Batches
from dlbook.runs.record import Record
from dlbook.runs.statistics import summarise

TRAVEL, RATES, ORDERS = 3.2, (0.05, 0.1, 0.2, 0.4), 20
"""Rate times epochs; the rates of a batch step; in how many orders the examples are gone through."""


def all_at_once(rate: float) -> np.ndarray:
    """Return the points that batch descent visits on the map of the twelve examples."""
    return follow(line_gradient, START, rate, round(TRAVEL / rate))


def one_at_a_time(rate: float, rng: np.random.Generator) -> np.ndarray:
    """Return the points of incremental descent, each of whose steps has a twelfth of the rate.

    Args:
        rate: of a batch step, or of an epoch of twelve small ones.
        rng: shuffles.

    Returns:
        (12 epochs + 1, 2) weight and bias.
    """
    ones = Batches({"row": np.arange(len(PEBBLES))}, 1)
    path = [np.array(START)]
    for _ in range(round(TRAVEL / rate)):
        for one in ones.epoch(rng):
            path.append(path[-1] - rate / len(PEBBLES) * line_gradient(path[-1], one["row"]))
    return np.array(path)


def apart(rate: float, rng: np.random.Generator) -> float:
    """Return the distance between both ends, as a multiple of the way that batch descent has gone."""
    whole, single = all_at_once(rate), one_at_a_time(rate, rng)
    return float(np.linalg.norm(single[-1] - whole[-1]) / np.linalg.norm(whole[-1] - whole[0]))


def measured_rates(record: Record) -> dict[float, str]:
    """Return the rates of the recorded descents, the smallest first, with the variant that has each."""
    settings = record.content["settings"]
    return dict(sorted((settings[name]["learning_rate"], name) for name in record.variants))


@figure(
    id="incremental-limit",
    caption="Give the incremental walker a twelfth of the batch walker's rate, so that an epoch takes both "
    "about as far. The smaller the rate, the closer they keep: once it is small enough, half the rate "
    "leaves half the gap or less, for twelve pebbles and for a net on digits alike.",
    alt="Above, three contour maps with a dotted path of batch descent and a thin jagged one of incremental "
    "descent: at the rate 0.4 they differ widely, at 0.2 a little, at 0.05 one lies on the other. Below, a "
    "line chart, logarithmic on both axes, of the gap between their ends against the rate from 0.05 to 0.8, "
    "with intervals: the line of a net on 200 digits rises from 0.5 percent to 64, that of the pebbles from "
    "0.1 percent to 2.1 at 0.4.",
    needs=("incremental-limit",),
)
def incremental_limit(rng: np.random.Generator) -> Figure:
    """Walk both ways on the map, and draw how far apart they end, there and on digits."""
    fig = canvas(470)
    for i, rate in enumerate((0.4, 0.2, 0.05)):
        ax = panel(fig, 62 + 138 * i, 34, 128, 128, xlim=(0.35, 3.25), ylim=(-0.75, 2.15))
        _both(ax, rate, rng)
    label(fig.axes[0], "incremental", (1.35, 1.75), "data", fontsize=13)
    label(fig.axes[0], "batch", (1.4, -0.4), "model", fontsize=13)
    ax = panel(fig, 62, 210, 404, 200, xlim=(0.042, 0.95), ylim=(6e-4, 1.6), xscale="log", yscale="log")
    ax.set(xlabel="learning rate of a batch step")
    ax.set_title("gap between both ends ÷ way gone", pad=10)
    pebbles = [summarise([apart(rate, rng) for _ in range(ORDERS)]) for rate in RATES]
    with_intervals(ax, np.array(RATES), pebbles, "muted")
    record = results().read("incremental-limit")
    known = measured_rates(record)
    with_intervals(ax, np.array(list(known)), [record.summary(v, "gap") for v in known.values()], "ink")
    label(ax, "a net on 200 digits", (0.062, 0.035), ha="left")
    label(ax, "twelve pebbles", (0.18, 0.0019), "muted", ha="left")
    ax.set_xticks([0.05, 0.1, 0.2, 0.4, 0.8], ["0.05", "0.1", "0.2", "0.4", "0.8"])
    ax.set_yticks([0.01, 0.1, 1], ["1 %", "10 %", "100 %"])
    ax.minorticks_off()
    return fig


def _both(ax: Axes, rate: float, rng: np.random.Generator) -> None:
    """Draw batch and incremental descent over the same way on one small map."""
    pebble_map(ax)
    ax.plot(*one_at_a_time(rate, rng).T, color=role("data"), linewidth=1.2, zorder=4)
    ax.plot(*all_at_once(rate).T, "-o", color=role("model"), linewidth=1.4, markersize=4.5, zorder=3)
    ax.set_title(f"rate {rate:g}", fontsize=14, pad=6)
