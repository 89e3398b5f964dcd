"""Figures of chapter 3: layers of neurons, what flows through them, and how many numbers they keep."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook import worked
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, number, panel
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import brace, column, edges, layer, neuron
from dlbook.figures.primitives.shells import shell
from dlbook.figures.primitives.tables import addition, card, cells, decimals, on_edge
from dlbook.figures.theme import role
from dlbook.nn import models

WHELK = 2  # the shell that is worked through, and its kind


@figure(
    id="forward-propagation",
    caption="Forward propagation, every number shown: each neuron multiplies what comes in by its weights, "
    "adds its bias, bends the sum z by its activation function and hands the result on. The net holds the "
    "shell for a whelk, with 98 %.",
    alt="Diagram of a network with two inputs, three hidden neurons and three outputs, from top to bottom. "
    "The inputs are 2 and 3. Each neuron is a sum in columns: weight times input, bias, total z. "
    "The hidden totals −1.5, 2 and 2 become 0, 2 and 2 by ReLU; the totals of the output layer, −1, 1 and "
    "5, become 0.00, 0.02 and 0.98 by softmax, for limpet, razor clam and whelk, each shell drawn below.",
)
def forward_propagation(rng: np.random.Generator) -> Figure:
    """Send one shell through the worked network and write out each sum."""
    fig, ax = board(564)
    net, x = worked.shell_net(), worked.SHELLS[[WHELK]]
    steps = [x, *net.layer_outputs(x).values()]
    inputs = [(165.0, 528.0), (315.0, 528.0)]
    layer(ax, inputs, [number(v) for v in x[0]], radius=20, colour="data")
    label(ax, worked.MEASURES[0], (136, 528), "data", ha="right")
    label(ax, worked.MEASURES[1], (344, 528), "data", ha="left")
    shell(ax, worked.KINDS[WHELK], (240, 531), size=54)
    centres = (84.0, 240.0, 396.0)
    places = inputs
    for k, (top, name) in enumerate(((448.0, "ReLU"), (252.0, "softmax"))):
        kernel, bias = (net.layers[k].params[key] for key in ("kernel", "bias"))
        foot = [(px, py - 20) for px, py in places]
        edges(ax, foot, [(c, top) for c in centres], kernel)
        places = [
            _neuron_card(ax, c, top, steps[k][0], kernel[:, j], float(bias[j])) for j, c in enumerate(centres)
        ]
        texts = [decimals(v, 2) if k else number(v) for v in steps[k + 1][0]]
        layer(ax, places, texts, radius=20 + 2 * k)
        label(ax, name, (centres[1] + 62, places[0][1]), "muted")
        label(ax, name, (centres[0] + 62, places[0][1]), "muted")
    for kind, (cx, cy) in zip(worked.KINDS, places, strict=True):
        label(ax, kind, (cx, cy - 38), weight="bold" if kind == worked.KINDS[WHELK] else "normal")
        shell(ax, kind, (cx, cy - 78), size=52)
    return fig


def _neuron_card(
    ax: Axes, centre: float, top: float, inputs: np.ndarray, weights: np.ndarray, bias: float
) -> tuple[float, float]:
    """Write out the weighted input of one neuron and return where its activation goes."""
    terms = [(number(w), f"× {number(a)}", number(w * a + 0.0)) for w, a in zip(weights, inputs, strict=True)]
    height = 19 * (len(terms) + 2) + 16
    card(ax, (centre - 72, top), 144, height)
    addition(
        ax,
        (centre - 62, top - 6),
        [*terms, ("bias", "", number(bias))],
        number(float(inputs @ weights + bias)),
        width=124,
    )
    return centre, top - height - 24


@figure(
    id="dense-layer",
    caption="In a dense layer every neuron looks at everything that the layer before puts out, each through "
    "weights of its own: one column of the matrix is one neuron.",
    alt="Diagram beside a table. Left, three neurons with the activations 0, 2 and 2, each joined to three "
    "neurons of the next layer; the edges into the last of those are drawn strongly and marked −1, 1 "
    "and 1.5. Right, the kernel as a table of three rows and three columns with the bias as a row below; "
    "its third column, lit, holds the same −1, 1 and 1.5, and the bias 0.",
)
def dense_layer(rng: np.random.Generator) -> Figure:
    """Draw the output layer of the shell net twice: as edges and as a matrix, one neuron lit in both."""
    fig, ax = board(290)
    net = worked.shell_net()
    kernel, bias = (net.layers[1].params[key] for key in ("kernel", "bias"))
    activations = net.layer_outputs(worked.SHELLS[[WHELK]])["dense_1"][0]
    left, right = column(40, 3, centre=132, gap=84), column(196, 3, centre=132, gap=84)
    edges(ax, left, right[:WHELK])
    for weight, start in zip(kernel[:, WHELK], left, strict=True):
        ax.plot(*zip(start, right[WHELK], strict=True), color=role("model"), linewidth=2.5, zorder=2)
        on_edge(ax, number(weight), start, right[WHELK], share=0.36)
    layer(ax, left, [number(a) for a in activations], radius=21, colour="data")
    layer(ax, right[:WHELK], radius=21, colour="muted")
    neuron(ax, right[WHELK], radius=21)
    label(ax, "a", (40, 262), "data")
    label(ax, "the layer", (196, 262), "muted")
    lit = np.array([[False, False, True]] * 3)
    cells(
        ax, (286, 238), [[number(w) for w in row] for row in kernel], size=(58, 42), colour="model", lit=lit
    )
    cells(ax, (286, 94), [[number(b) for b in bias]], size=(58, 42), colour="model", lit=lit[:1])
    label(ax, "kernel W", (286, 262), ha="left")
    label(ax, "bias b", (286, 34), ha="left")
    label(ax, "one neuron", (431, 34), "model")
    return fig


@figure(
    id="softmax-steps",
    caption="Softmax in three steps: take the weighted inputs, raise e to each, divide by the sum. The "
    "powers are never negative and turn a lead into a factor; the division makes shares of a whole.",
    alt="Three columns of horizontal bars for the outputs limpet, razor clam and whelk. The weighted "
    "inputs z are −1, 1 and 5; the powers of e are 0.37, 2.72 and 148.41, which add up to 151.50; divided "
    "by that they are 0.002, 0.018 and 0.980, which add up to 1, as a bar chart in three panels shows.",
)
def softmax_steps(rng: np.random.Generator) -> Figure:
    """Draw the logits of the worked shell, their exponentials and the shares."""
    fig = canvas(232)
    net, x = worked.shell_net(), worked.SHELLS[[WHELK]]
    z, shares = worked.weighted_inputs(net, x)[-1][0], net.predict(x)[0]
    powers = np.exp(z)
    total = decimals(powers.sum(), 2)
    for left, width, title, values, digits, colour in (
        (106, 64, "z", z, 0, "ink"),
        (226, 64, "e to the z", powers, 2, "data"),
        (366, 64, f"÷ {total}", shares, 3, "model"),
    ):
        ax = panel(fig, left, 40, width, 150, ylim=(2.5, -0.5), xlim=(min(0, values.min()), values.max()))
        ax.axis("off")
        ax.barh(range(3), values, 0.44, color=role(colour), linewidth=0)
        ax.plot([0, 0], [-0.5, 2.5], color=role("muted"), linewidth=1)
        gap = 0.1 * np.ptp(ax.get_xlim())
        for row, value in enumerate(values):
            label(ax, decimals(value, digits), (max(value, 0) + gap, row), colour, ha="left")
        label(ax, title, (0, -0.82), colour, ha="left")
        if digits:
            label(ax, f"sum {number(round(values.sum(), 2))}", (0, 2.84), "muted", ha="left")
        else:
            for row, kind in enumerate(worked.KINDS):
                label(ax, kind, (-1 - 2 * gap, row), ha="right")
    return fig


@figure(
    id="parameter-count",
    caption="Where the 50,890 parameters of the shallow net are: drawn to scale, nearly all weigh pixels. "
    "The ten output neurons together own no more than 1.3 % of them.",
    alt="Diagram of four rectangles to one scale. The kernel of the hidden layer, lying on its side, 784 "
    "wide and 64 high, has 50,176 weights; a strip of 64 biases stands beside it. Below, tiny, the output "
    "layer: a kernel 64 wide and 10 high with 640 weights and a strip of 10 biases: 50,240 and 650.",
)
def parameter_count(rng: np.random.Generator) -> Figure:
    """Draw kernels and biases of the shallow net as areas, a parameter being the same area everywhere."""
    fig, ax = board(250)
    net = models.get("shallow").build(rng=rng)
    scale = 440 / len(net.params["dense_1/kernel"])
    for name, top, colour in (("dense_1", 192.0, "model"), ("dense_2", 92.0, "data")):
        kernel, bias = (net.params[f"{name}/{key}"] for key in ("kernel", "bias"))
        wide, high = (scale * side for side in kernel.shape)
        for left, width in ((14.0, wide), (14 + wide + 5, scale)):
            ax.add_patch(Rectangle((left, top - high), width, high, facecolor=role(colour), linewidth=0))
        counts = f"{fan(kernel)} weights + {bias.size} biases = {kernel.size + bias.size:,}"
        label(ax, counts, (14, top - high - 20), colour, ha="left")
    brace(ax, (14, 198), (454, 198), "784 pixels", colour="model")
    label(ax, "a weight for each pixel and neuron", (234, 174), "paper")
    label(ax, "output layer, to the same scale", (64, 89), "data", ha="left")
    label(ax, f"in all {net.count_params():,} parameters", (14, 24), ha="left", weight="bold")
    return fig


def fan(kernel: np.ndarray) -> str:
    """Return the shape of a kernel as a product ("784 × 64")."""
    return " × ".join(str(side) for side in kernel.shape)
