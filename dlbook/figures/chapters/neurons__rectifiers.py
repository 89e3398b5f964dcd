"""Figures of chapter 2 on units that cut off: ReLU and its relatives, smooth, leaky, noisy and learned."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, number, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import Adam, Maxout, Sequential
from dlbook.nn.activations import elu, leaky_relu, noisy_relu, relu, relu_derivative, sigmoid, softplus

SHARES = (0.05, 0.25, 0.5)


@figure(
    id="relu",
    caption="ReLU is two straight lines: below 0 the neuron is off and a nudge does nothing, above 0 it "
    "passes on what it gets, unchanged and without an upper limit.",
    alt="Line chart of ReLU against the weighted input z from −4 to 4: flat at 0 up to the corner at z = 0, "
    "from there straight up at 45 degrees. The left half is shaded and labelled off, slope 0; the right "
    "half on, slope 1. Points mark that z = −2 gives 0 and z = 2 gives 2.",
)
def relu_curve(rng: np.random.Generator) -> Figure:
    """Draw ReLU with its two halves and its corner."""
    fig = canvas(330)
    ax = panel(fig, 40, 16, 424, 248, xlim=(-4, 4), ylim=(-0.35, 4.35), xlabel="weighted input z")
    z = np.array([-4.0, 0.0, 4.0])
    ax.axvspan(-4, 0, color=role("bad-fill"), linewidth=0, zorder=0)
    ax.axvspan(0, 4, color=role("good-fill"), linewidth=0, zorder=0)
    ax.plot(z, relu(z), color=role("model"), clip_on=False)
    for place, name, colour in ((-2.0, "off", "bad"), (3.1, "on", "good")):
        slope = float(relu_derivative(place))
        height = 3.6 if colour == "bad" else 1.4
        label(ax, name, (place, height), colour, fontsize=18)
        label(ax, f"slope {slope:.0f}", (place, height - 0.5), colour)
    ax.plot([2, 2], [0, 2], color=role("muted"), linewidth=1, linestyle=(0, (2, 3)), zorder=1)
    for place in (-2.0, 2.0):
        ax.plot(place, float(relu(place)), "o", color=role("model"), zorder=3)
    note(ax, "corner: slope 0\nby convention", (-1.9, 1.5), (0, 0), bend=-0.2)
    label(ax, "max(0, z)", (2.55, 3.35), "model", ha="right")
    ticks(ax, x=range(-4, 5, 2), y=range(5))
    return fig


@figure(
    id="relu-and-softplus",
    caption="Softplus runs above ReLU and never touches it: the gap is ln 2 at the corner, and small soon "
    "after, but it is 0 nowhere.",
    alt="Two line charts against the weighted input z from −4 to 4. Above, softplus, a smooth curve, and "
    "ReLU, dashed with a corner at 0, with the gap between them shaded. Below, the gap alone: a symmetrical "
    "peak of 0.693 at z = 0 that falls on both sides, to 0.049 at z = 3.",
)
def relu_and_softplus(rng: np.random.Generator) -> Figure:
    """Draw both functions, and the difference between them on a scale of its own."""
    fig = canvas(470)
    curves = panel(fig, 40, 16, 424, 200, xlim=(-4, 4), ylim=(0, 4.3))
    gaps = panel(fig, 40, 280, 424, 124, xlim=(-4, 4), ylim=(0, 0.8), xlabel="weighted input z")
    z = np.linspace(-4, 4, 161)
    curves.fill_between(z, relu(z), softplus(z), color=role("cost-fill"), linewidth=0)
    curves.plot(z, relu(z), color=role("muted"), linestyle=(0, (5, 2)))
    curves.plot(z, softplus(z), color=role("model"))
    label(curves, "softplus: ln(1 + eᶻ)", (1.55, 3.1), "model", ha="right")
    label(curves, "ReLU: max(0, z)", (1.5, 0.75), "muted", ha="left")
    gaps.set_title("the gap: softplus − ReLU", color=role("cost"), pad=8)
    gaps.fill_between(z, 0, softplus(z) - relu(z), color=role("cost-fill"), linewidth=0)
    gaps.plot(z, softplus(z) - relu(z), color=role("cost"))
    for place, words, shift in ((0.0, "ln 2 = ", (0.2, 0.0)), (3.0, "", (0.0, 0.14))):
        gap = float(softplus(place) - relu(place))
        curves.plot([place] * 2, [float(relu(place)), float(softplus(place))], color=role("cost"), zorder=3)
        gaps.plot(place, gap, "o", color=role("cost"), zorder=3)
        where = (place + shift[0], gap + shift[1])
        label(gaps, f"{words}{gap:.3f}", where, "cost", ha="left" if place == 0 else "center")
    ticks(curves, x=range(-4, 5, 2), y=range(0, 5, 2))
    ticks(gaps, x=range(-4, 5, 2), y=(0, 0.5))
    return fig


@figure(
    id="leaky-relu-family",
    caption="Three ways to keep a unit learning below 0, where ReLU stops: leak a fixed share, learn the "
    "share, or level off smoothly. Above 0 all of them are ReLU.",
    alt="Four line charts against the weighted input z from −4 to 2. ReLU is flat below 0, a zone shaded "
    "and labelled slope 0. Leaky ReLU falls there in a straight line of slope 0.2; parametric ReLU is a fan "
    "of lines of slopes 0.05, 0.25 and 0.5; ELU curves down towards −1. Above 0 all follow the same "
    "diagonal.",
)
def leaky_relu_family(rng: np.random.Generator) -> Figure:
    """Draw ReLU, leaky ReLU, a fan of parametric ReLUs and ELU on equal axes."""
    fig = canvas(448)
    z = np.linspace(-4, 2, 61)
    panels = {
        "ReLU": [relu(z)],
        "leaky ReLU": [leaky_relu(z, 0.2)],
        "parametric ReLU": [leaky_relu(z, share) for share in SHARES],
        "ELU": [elu(z)],
    }
    for i, (name, curves) in enumerate(panels.items()):
        ax = panel(fig, 40 + 226 * (i % 2), 34 + 208 * (i // 2), 200, 142, xlim=(-4, 2), ylim=(-2.2, 2.2))
        ax.set_title(name, pad=8)
        ax.hlines(0, -4, 2, color=role("muted"), linewidth=1, linestyle=(0, (4, 4)), zorder=1)
        for curve in curves:
            ax.plot(z, curve, color=role("model"))
        ticks(ax, x=(-4, -2, 0, 2), y=(-2, 0, 2) if i % 2 == 0 else ())
    plain, leaky, fan, smooth = fig.axes
    plain.axvspan(-4, 0, color=role("bad-fill"), linewidth=0, zorder=0)
    label(plain, "slope 0", (-2, 1), "bad")
    label(leaky, "slope 0.2", (-2.2, -1.2), "gradient")
    label(smooth, "eᶻ − 1", (-2.4, -1.5), "model")
    patch = {"boxstyle": "square,pad=0.08", "facecolor": role("paper"), "linewidth": 0}
    for share in SHARES:
        label(fan, number(share), (-3.1, -3.1 * share), "gradient", bbox=patch)
    for ax in (fan, smooth):
        ax.set_xlabel("z")
    return fig


@figure(
    id="noisy-relu",
    caption="Noisy ReLU shakes its input before it cuts: the noise has the variance σ(z), so that the more "
    "a neuron has to say, the less sure it is how loudly.",
    alt="Scatter chart of 300 draws of noisy ReLU against the weighted input z from −5 to 5, around the "
    "corner line of ReLU. A shaded band shows one standard deviation of the noise on both sides. Far left "
    "all draws lie at 0; to the right they scatter about the line. A row above gives the variance, from "
    "0.02 at z = −4 over 0.50 at 0 to 0.98 at 4.",
)
def noisy_relu_draws(rng: np.random.Generator) -> Figure:
    """Draw from noisy ReLU at random places and show the spread that its noise has there."""
    fig = canvas(392)
    ax = panel(fig, 40, 62, 424, 264, xlim=(-5, 5), ylim=(-0.3, 7.8), xlabel="weighted input z")
    z = np.linspace(-5, 5, 101)
    spread = np.sqrt(sigmoid(z))
    ax.fill_between(z, relu(z - spread), relu(z + spread), color=role("model-fill"), linewidth=0, zorder=0)
    places = rng.uniform(-5, 5, size=300)
    draws = noisy_relu(places, rng=rng)
    ax.plot(places, draws, "o", color=role("data"), markersize=4, markeredgewidth=0, zorder=2, clip_on=False)
    ax.plot(z, relu(z), color=role("model"), zorder=3)
    ax.set_title("variance of the noise, σ(z)", color=role("model"), pad=32)
    for place in range(-4, 5, 2):
        label(ax, f"{float(sigmoid(place)):.2f}", (place, 8.2), "model")
    ticks(ax, x=range(-4, 5, 2), y=range(0, 7, 2))
    return fig


PARABOLA = np.linspace(-2, 2, 81)[:, None]


def fitted_maxout(pieces: int, epochs: int = 3000) -> Sequential:
    """Train one maxout unit to follow x^2 between −2 and 2, from lines of evenly spread slopes.

    Args:
        pieces: how many affine maps it has.
        epochs: how many steps of Adam on all 81 examples.

    Returns:
        The trained net, in float64.
    """
    net = Sequential([Maxout(1, pieces=pieces)])
    net.build(input_shape=(1,), rng=np.random.default_rng(0), dtype=np.float64)
    net.params["maxout_1/kernel"][...] = np.linspace(-3, 3, pieces)
    optimizer = Adam(learning_rate=0.03)
    state = optimizer.init(net.params)
    for _ in range(epochs):
        _, gradients = net.cost_and_gradients(PARABOLA, PARABOLA**2, "mean_squared_error")
        updates, state = optimizer.update(gradients, state, net.params)
        for name, update in updates.items():
            net.params[name] += update
    return net


@figure(
    id="maxout",
    caption="Maxout learns several straight lines and answers with the highest: the more lines, the closer "
    "it comes to a curve, but a curve it never is.",
    alt="Two line charts of a maxout unit trained to follow the parabola x², dashed, between −2 and 2. On "
    "the left its three lines cross below the answer, which follows the highest of them in three straight "
    "pieces; the largest miss is 0.27. On the right six lines follow the parabola much closer; the largest "
    "miss is 0.09.",
)
def maxout_pieces(rng: np.random.Generator) -> Figure:
    """Train maxout units of three and six pieces on a parabola and draw their lines."""
    fig = canvas(300)
    for i, pieces in enumerate((3, 6)):
        net = fitted_maxout(pieces)
        ax = panel(fig, 30 + 232 * i, 40, 208, 196, xlim=(-2, 2), ylim=(-1.2, 4.2), xlabel="input x")
        answers = net.predict(PARABOLA)
        lines = PARABOLA[[0, -1]] * net.params["maxout_1/kernel"][0, 0] + net.params["maxout_1/bias"][0]
        ax.plot([-2, 2], lines, color=role("muted"), linewidth=1)
        ax.plot(PARABOLA, answers, color=role("model"))
        ax.plot(PARABOLA, PARABOLA**2, color=role("target"), linestyle=(0, (1, 1.6)), linewidth=2)
        ax.set_title(f"{pieces} lines", color=role("model"), pad=10)
        if i == 0:
            label(ax, "x²", (0, -0.4), "target")
        miss = float(np.abs(answers - PARABOLA**2).max())
        label(ax, f"largest\nmiss {miss:.2f}", (0, 2.7))
        ticks(ax, x=(-2, 0, 2), y=(0, 2, 4) if i == 0 else ())
    return fig
