"""Figures of chapter 9: what batch norm does to a layer, and what it did in recorded trainings."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.data import flatten_pixels, load_mnist
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.measured import band, interval_points, interval_row
from dlbook.figures.theme import role
from dlbook.nn import BatchNorm, Dense
from dlbook.runs import Results

BATCH = 512


def transformed(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send a batch of digits through a fresh layer, then through batch norm twice.

    Args:
        rng: where the weights come from.

    Returns:
        (512, 4) each: the weighted inputs of four very different units of the 64; the same normalised; and
        normalised with the gammas set to their standard deviations and the betas to their means.
    """
    x = flatten_pixels(load_mnist(sample="only").x_train[:BATCH])
    layer = Dense(64)
    layer.build(x.shape[1:], rng=rng)
    z = layer.forward(x)[0]
    z = z[:, different_units(z)]
    norm = BatchNorm(epsilon=1e-9)
    norm.build(z.shape[1:], rng=rng)
    x_hat = norm.forward(z, training=True)[0]
    norm.params["gamma"][:], norm.params["beta"][:] = z.std(axis=0), z.mean(axis=0)
    return z, x_hat, norm.forward(z, training=True)[0]


def different_units(z: np.ndarray) -> list[int]:
    """Return the units with the smallest and largest mean, and with the smallest and largest spread.

    Example:
        >>> different_units(np.array([[-5.0, 4.0, 0.0, -2.0], [-4.0, 5.0, 0.1, 2.0]]))
        [0, 2, 3, 1]
    """
    mean, spread = z.mean(axis=0), z.std(axis=0)
    return [int(i) for i in (mean.argmin(), spread.argmin(), spread.argmax(), mean.argmax())]


@figure(
    id="batch-norm-transform",
    caption="Batch norm moves every unit to mean 0 and standard deviation 1. Nothing is lost by it: with "
    "its γ set to the old standard deviation and its β to the old mean, a unit is back where it "
    "was.",
    alt="Twelve small charts: in four rows the distribution of a unit's weighted inputs over 512 "
    "digits, in three columns before, after normalisation, and with gamma and beta. Left, centres "
    "and widths all differ. In the middle, all are centred on 0 and equally wide. Right, they are "
    "as on the left.",
)
def batch_norm_transform(rng: np.random.Generator) -> Figure:
    """Draw four units' distributions as they come, normalised, and scaled and shifted back."""
    fig = canvas(466)
    columns = zip(
        ("as they come", "normalised", "γ and β set"),
        ("data", "model", "data"),
        transformed(rng),
        strict=True,
    )
    for i, (title, colour, values) in enumerate(columns):
        for row in range(4):
            ax = panel(fig, 14 + 156 * i, 76 + 94 * row, 138, 58, xlim=(-3, 3))
            _distribution(ax, values[:, row], colour)
            if row == 0:
                ax.text(
                    0.5, 1.72, title, transform=ax.transAxes, color=role(colour), ha="center", va="center"
                )
            if row < 3:
                ax.tick_params(labelbottom=False)
    return fig


def _distribution(ax: Axes, values: np.ndarray, colour: str) -> None:
    """Draw a histogram as an area, with a line at the mean and a bar of one standard deviation each way."""
    edges = np.linspace(-3, 3, 37)
    counts, _ = np.histogram(values, edges)
    heights = counts / counts.max()
    ax.stairs(heights, edges, fill=True, color=role(f"{colour}-fill"))
    ax.stairs(heights, edges, color=role(colour), linewidth=1.5)
    mean, spread = float(values.mean()), float(values.std())
    ax.plot([mean, mean], [0, 1.1], color=role(colour), linewidth=1.5)
    ax.plot(
        [mean - spread, mean + spread], [1.1, 1.1], color=role(colour), linewidth=3, solid_capstyle="butt"
    )
    label(
        ax,
        f"{mean:.1f} ± {spread:.1f}".replace("-", "−").replace("−0.0", "0.0"),
        (0, 1.42),
        colour,
        fontsize=12,
    )
    ax.set_ylim(0, 1.2)
    ax.spines["left"].set_visible(False)
    ticks(ax, x=(-2, 0, 2), y=())


@figure(
    id="batch-norm-effect",
    caption="For three layers of sigmoids batch norm is the difference between dawdling and learning at "
    "once; for ReLUs, which started well anyway, it buys a quick first epoch and half a point in "
    "the end.",
    alt="Two line charts of validation accuracy over 10 epochs, means of five seeds with shaded "
    "intervals. Left, sigmoids: without batch norm the curve climbs from 15 % to 89 %; with it, "
    "from 90 % to 97 %. Right, ReLUs: without it from 91 % to 96.6 %, with it from 95 % to 97 %.",
    needs=("batch-norm-effect",),
)
def batch_norm_effect(rng: np.random.Generator) -> Figure:
    """Draw validation accuracy with and without batch norm for sigmoids and ReLUs."""
    record = Results().read("batch-norm-effect")
    fig = canvas(376)
    fig.text(58 / 480, 1 - 22 / 376, "validation accuracy", color=role("ink"), va="center")
    for i, (name, limits) in enumerate({"sigmoid": (0, 112), "relu": (90, 98)}.items()):
        ax = panel(fig, 58 + 228 * i, 72, 170, 234, xlim=(0.6, 10.4), ylim=limits, xlabel="epoch")
        ax.set_title({"sigmoid": "of sigmoids", "relu": "of ReLUs, magnified"}[name], pad=14)
        band(ax, record, f"{name}-none", colour="bad", dashes=(0, (6, 1.5)))
        band(ax, record, f"{name}-after", colour="good")
        ticks(ax, x=(1, 5, 10))
        marks = (0, 50, 100) if name == "sigmoid" else (90, 92, 94, 96, 98)
        ticks(ax, y=marks, unit=" %")
    sigmoid, relu = fig.axes
    for ax, with_at, without_at in ((sigmoid, (1, 105), (5.2, 58)), (relu, (1, 97.4), (4.2, 94.2))):
        label(ax, "with batch norm", with_at, "good", ha="left")
        label(ax, "without", without_at, "bad", ha="left")
    return fig


RATES = {"1e-2": 0.01, "3e-2": 0.03, "1e-1": 0.1, "3e-1": 0.3, "1": 1.0, "3": 3.0}


@figure(
    id="batch-norm-rates",
    caption="Batch norm forgives: over a range of learning rates where the plain net crawls, peaks and "
    "falls apart, the net with batch norm hardly changes.",
    alt="Line chart of validation accuracy after 5 epochs against six learning rates from 0.01 to 3 on "
    "a logarithmic scale, with intervals over five seeds. With batch norm the line stays between 94"
    " % and 97 %. Without it, it rises from 91 % to 96.5 % at 0.3, falls to 93 % at 1, and to "
    "guessing at 3.",
    needs=("batch-norm-rates",),
)
def batch_norm_rates(rng: np.random.Generator) -> Figure:
    """Draw accuracy against the learning rate with and without batch norm."""
    record = Results().read("batch-norm-rates")
    fig = canvas(370)
    ax = panel(fig, 60, 48, 400, 250, xlim=(0.008, 3.8), ylim=(88, 98.4), xscale="log")
    ax.set_title("validation accuracy after 5 epochs", pad=14)
    for place, colour, marker, dashes in (
        ("none", "bad", "s", (0, (6, 1.5))),
        ("after", "good", "o", "solid"),
    ):
        kept = [name for name in RATES if np.isfinite(record.values(f"{place}-{name}", "val_accuracy")).all()]
        rates = [RATES[name] for name in kept]
        summaries = [record.summary(f"{place}-{name}", "val_accuracy") for name in kept]
        interval_points(ax, rates, summaries, colour=colour, marker=marker, dashes=dashes)
    values = record.values("none-3", "val_accuracy")
    broke, worst = int(np.isnan(values).sum()), 100 * np.nanmax(values)
    ax.annotate(
        "",
        (2.6, 88.2),
        (1.08, 92.6),
        arrowprops={"arrowstyle": "->", "color": role("bad"), "linestyle": "--"},
    )
    text = f"at 3: {worst:.0f} % at best,\n{broke} of {len(values)} blew up"
    label(ax, text, (1.25, 89.6), "bad", ha="right", fontsize=13)
    label(ax, "with batch norm", (0.1, 97.6), "good")
    label(ax, "without", (0.055, 93.2), "bad", ha="left")
    ax.set_xticks(list(RATES.values()), [f"{rate:g}" for rate in RATES.values()])
    ax.minorticks_off()
    ticks(ax, y=(88, 90, 92, 94, 96, 98), unit=" %")
    ax.set_xlabel("learning rate")
    return fig


NOISES = {
    "norm": ("with batch norm", "good"),
    "norm-noise": ("with batch norm, then noise", "good"),
    "plain": ("without", "bad"),
    "plain-noise": ("without, but with the noise", "bad"),
}


@figure(
    id="batch-norm-noise",
    caption="Noise that shifts and stretches every layer anew at each step does not take away what batch "
    "norm gains: which speaks against steady distributions as the reason for it.",
    alt="Chart of validation accuracy after 10 epochs in four rows, with intervals over five seeds. "
    "With batch norm 97.0 %, with batch norm and noise behind it 97.2 %, without batch norm 96.6 %,"
    " without it and with the same noise 95.7 %.",
    needs=("batch-norm-noise",),
)
def batch_norm_noise(rng: np.random.Generator) -> Figure:
    """Draw a row for each of the four nets."""
    record = Results().read("batch-norm-noise")
    fig = canvas(316)
    ax = panel(fig, 24, 20, 432, 234, xlim=(95, 97.6), ylim=(-7.6, 0.6))
    for i, (variant, (title, colour)) in enumerate(NOISES.items()):
        label(ax, title, (95.02, -2 * i), colour, ha="left")
        interval_row(ax, -2 * i - 0.9, record.summary(variant, "val_accuracy"), colour=colour)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ticks(ax, x=(95, 96, 97), unit=" %")
    ax.set_xlabel("validation accuracy after 10 epochs")
    return fig
