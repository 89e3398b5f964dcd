"""Figures of chapter 8 from recorded runs: what first weights and the scale of the inputs do to training."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.measured import interval_points, interval_row
from dlbook.figures.theme import role
from dlbook.runs import Results

SCALINGS = {
    "raw pixels, 0 to 255": {
        "raw-1e-1": "rate 0.1",
        "raw-1e-2": "0.01",
        "raw-1e-3": "0.001",
        "raw-1e-4": "0.0001",
    },
    "divided by 255, 0 to 1": {"unit-1e-1": "rate 0.1"},
    "minus their mean": {"centred-1e-1": "rate 0.1"},
    "standardised": {"standardised-1e-1": "rate 0.1", "standardised-3e-2": "0.03"},
}


@figure(
    id="input-scaling",
    caption="Scale the inputs and an ordinary learning rate works. Raw pixels push it over the edge: they "
    "need a rate a hundred times smaller, and even then fall behind. Which sensible scale hardly "
    "matters.",
    alt="Chart of validation accuracy after 10 epochs with intervals over five seeds, one row for each "
    "scale and rate. Raw pixels: 11 % at the rates 0.1 and 0.01, 89 % at 0.001 and 84 % at 0.0001. "
    "Pixels from 0 to 1, centred and standardised all lie between 95 and 97 %.",
    needs=("input-scaling",),
)
def input_scaling(rng: np.random.Generator) -> Figure:
    """Draw a row for each scale of the inputs and learning rate."""
    record = Results().read("input-scaling")
    fig = canvas(486)
    ax = panel(fig, 92, 18, 352, 404, xlim=(0, 100), ylim=(-12.6, 0.6))
    ax.axvline(10, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    label(ax, "guessing", (11, -12.0), "muted", ha="left", fontsize=13)
    y = 0.0
    for title, rates in SCALINGS.items():
        colour = "bad" if title.startswith("raw") else "good"
        label(ax, title, (13, y), colour, ha="left")
        for variant, rate in rates.items():
            y -= 1
            label(ax, rate, (-4, y), "ink", ha="right", fontsize=13)
            interval_row(ax, y, record.summary(variant, "val_accuracy"), colour=colour)
        y -= 1.2
    ax.spines["left"].set_visible(False)
    ticks(ax, x=(0, 50, 100), unit=" %")
    ticks(ax, y=())
    ax.set_xlabel("digits recognised after 10 epochs")
    return fig


SPREADS = {"normal-1e-2": "s = 0.01", "glorot-normal": "Glorot", "he-normal": "He", "normal-1": "s = 1"}
LOOKS: dict[str, tuple[str, str, str, str | tuple[int, tuple[float, float]]]] = {
    "relu": ("ReLU", "model", "o", "solid"),
    "tanh": ("tanh", "data", "s", (0, (6, 1.5))),
    "sigmoid": ("sigmoid", "target", "^", (0, (2, 1.5))),
}


@figure(
    id="init-training",
    caption="The right spread of first weights depends on the activation: ReLU and tanh learn from Glorot's"
    " and He's and from nothing much smaller; deep stacks of sigmoids, of which Glorot's promise "
    "does not speak, get going sooner with large ones.",
    alt="Line chart of validation accuracy after 5 epochs, with intervals over five seeds, against four"
    " spreads of first weights from small to large. ReLU and tanh: 11 % at 0.01, 96 % with Glorot "
    "and He; at standard deviation 1 tanh falls to 68 %, and ReLU broke off in four seeds of five. "
    "Sigmoid rises from 11 % over 15 % and 62 % to 80 %.",
    needs=("init-training",),
)
def init_training(rng: np.random.Generator) -> Figure:
    """Draw accuracy against the spread of the first weights for three activations."""
    record = Results().read("init-training")
    fig = canvas(400)
    ax = panel(fig, 54, 50, 400, 270, xlim=(-0.3, 3.3), ylim=(0, 100))
    ax.set_title("digits recognised after 5 epochs", pad=16)
    ax.axhline(10, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)), zorder=0)
    label(ax, "guessing", (-0.25, 5), "muted", ha="left", fontsize=13)
    for name, (_, colour, marker, dashes) in LOOKS.items():
        kept = [s for s in SPREADS if np.isfinite(record.values(f"{name}-{s}", "val_accuracy")).all()]
        places = [list(SPREADS).index(s) + {"relu": -0.06, "tanh": 0.06}.get(name, 0) for s in kept]
        summaries = [record.summary(f"{name}-{s}", "val_accuracy") for s in kept]
        interval_points(ax, places, summaries, colour=colour, marker=marker, dashes=dashes)
    broke = int(record.values("relu-normal-1", "diverged").sum())
    ax.plot(3, 10, "x", color=role("model"), markeredgewidth=3, markersize=10, clip_on=False, zorder=4)
    label(ax, f"ReLU: {broke} of {len(record.seeds)}\nblew up", (3.3, 24), "model", ha="right")
    label(ax, "ReLU", (0.45, 75), "model", ha="right")
    label(ax, "tanh", (0.72, 52), "data", ha="left")
    label(ax, "sigmoid", (1.56, 30), "target", ha="left")
    ax.set_xticks(range(4), list(SPREADS.values()))
    ticks(ax, y=(0, 50, 100), unit=" %")
    ax.set_xlabel("first weights, from small to large")
    return fig
