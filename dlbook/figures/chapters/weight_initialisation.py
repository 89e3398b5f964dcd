"""Figures of chapter 8: what first weights do to the sums and activations of one layer of 256 units."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, number, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import Activation, Dense, Initializer, RandomNormal
from dlbook.nn.initializers import get as initializer_named

INPUTS, UNITS = 784, 256
STANDARD_NORMAL = RandomNormal(stddev=1.0)
SATURATED = (0.1, 0.9)  # a sigmoid below or above these has a slope under 0.09
EDGE = float(np.log(SATURATED[1] / SATURATED[0]))  # the sums where the sigmoid reaches them


def sums(scheme: str | Initializer, rng: np.random.Generator) -> np.ndarray:
    """Return the weighted inputs of a layer with fresh weights for one image of uniform random pixels.

    Args:
        scheme: name or object of the initialiser.
        rng: where pixels and weights come from.

    Returns:
        (256,) one number a unit.
    """
    layer = Dense(UNITS, kernel_initializer=scheme)
    layer.build((INPUTS,), rng=rng)
    z: np.ndarray = layer.forward(rng.random((1, INPUTS)))[0][0]
    return z


def activations(name: str, z: np.ndarray) -> np.ndarray:
    """Return what a layer's activation makes of weighted inputs."""
    a: np.ndarray = Activation(name).forward(z)[0]
    return a


def saturated_share(a: np.ndarray) -> float:
    """Return the share of sigmoid activations below 0.1 or above 0.9.

    Example:
        >>> saturated_share(np.array([0.05, 0.5, 0.6, 0.95]))
        0.5
    """
    low, high = SATURATED
    return float(np.mean((a < low) | (a > high)))


@figure(
    id="init-standard-normal",
    caption="With standard normal weights a layer is born saturated: adding up 784 inputs gives such large "
    "sums that nine units in ten begin where the sigmoid is flat.",
    alt="Two bar charts for the 256 units of a fresh layer. Above, their weighted inputs spread from "
    "about -50 to 50. The curve of the sigmoid over them looks like a step, for only the narrow strip "
    "from -2.2 to 2.2 is its steep part. Below, their sigmoid activations: two tall bars at 0 and 1, and "
    "close to nothing in between.",
)
def init_standard_normal(rng: np.random.Generator) -> Figure:
    """Draw the sums and the sigmoid activations of one draw of standard normal weights."""
    fig, z_ax = _sums_and_activations(sums(STANDARD_NORMAL, rng), reach=56, bar=4)
    note(
        z_ax,
        "steep part\nof the sigmoid",
        (-36, 0.9 * z_ax.get_ylim()[1]),
        (-EDGE, 0.96 * z_ax.get_ylim()[1]),
        colour="good",
    )
    ticks(z_ax, x=(-40, -20, 0, 20, 40))
    return fig


@figure(
    id="init-glorot-normal",
    caption="Glorot's weights shrink as the layer grows. The sums of the same layer stay near 0, and "
    "practically every unit starts on the steep part of its curve.",
    alt="Two bar charts for the 256 units of a fresh layer. Above, their weighted inputs form a bell "
    "from about -2 to 2. The curve of the sigmoid over them rises gently, and all bars lie in its steep "
    "part from -2.2 to 2.2. Below, their sigmoid activations: a bell around 0.5 that leaves both shaded ends "
    "empty.",
)
def init_glorot_normal(rng: np.random.Generator) -> Figure:
    """Draw the sums and the sigmoid activations of one draw of Glorot's normal weights."""
    fig, z_ax = _sums_and_activations(sums("glorot_normal", rng), reach=5, bar=0.25)
    label(z_ax, "steep part\nof the sigmoid", (-EDGE - 0.2, 0.84 * z_ax.get_ylim()[1]), "good", ha="right")
    ticks(z_ax, x=(-4, -2, 0, 2, 4))
    return fig


def _sums_and_activations(z: np.ndarray, *, reach: float, bar: float) -> tuple[Figure, Axes]:
    """Draw a histogram of sums above one of their sigmoids; bars that are saturated are in the role bad."""
    fig = canvas(446)
    above = panel(fig, 22, 42, 436, 142, xlim=(-reach, reach))
    below = panel(fig, 22, 266, 436, 142, xlim=(0, 1))
    above.set_title("weighted inputs z of 256 units", pad=10)
    below.set_title("their activations σ(z)", pad=10)
    a = activations("sigmoid", z)
    above.axvspan(-EDGE, EDGE, color=role("good-fill"), linewidth=0, zorder=0)
    for left, right in ((0, SATURATED[0]), (SATURATED[1], 1)):
        below.axvspan(left, right, color=role("bad-fill"), linewidth=0, zorder=0)
    _bars(above, z, np.arange(-reach, reach + bar / 2, bar))
    _bars(below, a, np.linspace(0, 1, 21), bad=SATURATED)
    _sigmoid_curve(above)
    share = saturated_share(a)
    if share < 0.5:
        below.set_ylim(0, 1.2 * below.get_ylim()[1])
    top = below.get_ylim()[1]
    label(
        below,
        f"{100 * share:.0f} % saturated",
        (0.5, 0.86 * top),
        "bad" if share > 0.5 else "good",
        fontsize=18,
    )
    if share > 0.5:
        label(below, "below 0.1 or above 0.9", (0.5, 0.66 * top), "bad")
    ticks(below, x=(0, 0.1, 0.5, 0.9, 1))
    return fig, above


def _sigmoid_curve(ax: Axes) -> None:
    """Draw the sigmoid over the whole panel, from 0 at the bottom to 1 a little below the top."""
    low, high = ax.get_xlim()
    z = np.unique(np.concatenate([np.linspace(low, high, 121), np.linspace(-EDGE, EDGE, 23)]))
    top = 0.96 * ax.get_ylim()[1]
    ax.plot(z, top * activations("sigmoid", z), color=role("ink"), linewidth=1.6, zorder=5)
    label(ax, "σ(z)", (0.985 * high, 0.87 * top), ha="right")


def _bars(
    ax: Axes,
    values: np.ndarray,
    edges: np.ndarray,
    *,
    colour: str = "model",
    bad: tuple[float, float] = (-np.inf, np.inf),
) -> None:
    """Draw a histogram without a vertical scale; bars outside the limits are in the role bad."""
    counts, _ = np.histogram(values, edges)
    middles, widths = (edges[1:] + edges[:-1]) / 2, np.diff(edges)
    colours = [role(colour if bad[0] < middle < bad[1] else "bad") for middle in middles]
    ax.bar(middles, counts, 0.86 * widths, color=colours, linewidth=0)
    ax.set_ylim(0, 1.18 * counts.max())
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())


GRID_SCHEMES: dict[str, str | Initializer] = {
    "s = 1: sigmoid and tanh at their ends, ReLU huge": STANDARD_NORMAL,
    "He: all of the range in use": "he_normal",
    "Glorot: a little narrower": "glorot_normal",
    "s = 0.01: all 256 units answer much the same": RandomNormal(stddev=0.01),
}
GRID_COLOURS = ("bad", "good", "model", "bad")
GRID_ACTIVATIONS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "relu": (0.0, None)}


@figure(
    id="init-grid",
    caption="The scheme decides what a fresh layer passes on: standard normal weights drive sigmoid and "
    "tanh to their ends and ReLU to huge values, tiny ones make all units say nearly the same, "
    "Glorot and He fill the range in between.",
    alt="Grid of twelve bar charts of 256 activations: four rows for the schemes standard normal, He, "
    "Glorot and normal with standard deviation 0.01, three columns for sigmoid, tanh and ReLU. Top "
    "row: bars at both ends, and ReLU up to about 40. Middle rows: broad humps. Bottom row: narrow "
    "spikes, and ReLU below 1.",
)
def init_grid(rng: np.random.Generator) -> Figure:
    """Draw activation histograms of one draw of the sums for each scheme."""
    fig = canvas(612)
    for row, (title, scheme) in enumerate(GRID_SCHEMES.items()):
        z = sums(scheme, rng)
        for i, (name, limits) in enumerate(GRID_ACTIVATIONS.items()):
            ax = panel(fig, 18 + 156 * i, 66 + 144 * row, 132, 76)
            _cell(ax, activations(name, z), limits, GRID_COLOURS[row])
            if row == 0:
                label(
                    ax, "ReLU" if name == "relu" else name, (0.5, 1.52), transform=ax.transAxes, fontsize=15
                )
            if i == 0:
                ax.text(
                    0,
                    1.12,
                    title,
                    transform=ax.transAxes,
                    color=role(GRID_COLOURS[row]),
                    ha="left",
                    va="center",
                )
    return fig


def _cell(ax: Axes, a: np.ndarray, limits: tuple[float, float | None], colour: str) -> None:
    """Draw one histogram; activations without an upper limit reach as far as their largest one."""
    low, high = limits
    open_end = high is None
    high = float(a.max()) if high is None else high
    _bars(ax, a, np.linspace(low, high, 17), colour=colour)
    ax.set_xlim(low - 0.02 * (high - low), high + 0.02 * (high - low))
    if open_end:
        label(ax, f"up to {high:.2g}", (0.97, 0.72), colour, ha="right", transform=ax.transAxes, fontsize=15)
    ends = (low, high) if open_end else (low, (low + high) / 2, high)
    ax.set_xticks(ends, [number(float(f"{end:.2g}")) for end in ends])


DENSITY_SCHEMES: dict[str, str | Initializer] = {
    "He normal": "he_normal",
    "Glorot uniform": "glorot_uniform",
    "Glorot normal": "glorot_normal",
    "LeCun normal": "lecun_normal",
    "standard normal": STANDARD_NORMAL,
}


@figure(
    id="init-densities",
    caption="For 784 inputs and 256 units, all named schemes draw weights of a few hundredths; normal or "
    "uniform, LeCun, Glorot and He differ little from each other and a lot from the standard normal"
    " distribution.",
    alt="Five charts of the density of weights between -0.13 and 0.13, one below the other. He, Glorot "
    "and LeCun normal are bells cut off at both sides, Glorot uniform is a box; each has a bar of "
    "one standard deviation, from 0.036 to 0.051. The standard normal is a low flat strip that runs"
    " on beyond both edges.",
)
def init_densities(rng: np.random.Generator) -> Figure:
    """Draw the density of the weights that each scheme draws for the layer."""
    fig = canvas(474)
    edges = np.linspace(-0.13, 0.13, 66)
    for i, (title, scheme) in enumerate(DENSITY_SCHEMES.items()):
        ax = panel(fig, 150, 24 + 80 * i, 310, 64, xlim=(-0.13, 0.13), ylim=(0, 12))
        weights = initializer_named(scheme)((INPUTS, UNITS), rng=rng)
        counts, _ = np.histogram(weights, edges)
        density = counts / weights.size / np.diff(edges)
        colour = {"He normal": "good", "standard normal": "bad"}.get(title, "model")
        ax.stairs(density, edges, fill=True, color=role(f"{colour}-fill"))
        ax.stairs(density, edges, color=role(colour), linewidth=1.8)
        spread = float(weights.std())
        ax.spines["left"].set_visible(False)
        ticks(ax, x=(-0.1, 0, 0.1), y=())
        if i < len(DENSITY_SCHEMES) - 1:
            ax.tick_params(labelbottom=False)
        label(ax, title, (-0.14, 7), colour, ha="right")
        label(ax, f"s = {spread:.{0 if spread > 0.5 else 3}f}", (-0.14, 2.5), colour, ha="right")
        if spread < 0.5:
            ax.plot([-spread, spread], [1.6, 1.6], color=role(colour), linewidth=3, solid_capstyle="butt")
        else:
            label(ax, "← to −4", (-0.125, 4), colour, ha="left")
            label(ax, "to 4 →", (0.125, 4), colour, ha="right")
    ax.set_xlabel("weight")
    return fig
