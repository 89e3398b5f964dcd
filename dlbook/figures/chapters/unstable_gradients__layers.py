"""A figure of chapter 9: how large the first gradients of a deep net are, layer by layer."""

import numpy as np
from matplotlib.figure import Figure

from dlbook.data import flatten_pixels, load_mnist, one_hot
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn import CategoricalCrossentropy, Dense, Sequential
from dlbook.runs import summarise

HIDDEN, UNITS, EXAMPLES, DRAWS = 10, 64, 128, 5
NETS = {
    "relu": ("he_normal", "ReLU, He", "good", "o", "solid"),
    "tanh": ("glorot_normal", "tanh, Glorot", "model", "^", (0, (6, 1.5))),
    "sigmoid": ("glorot_normal", "sigmoid, Glorot", "bad", "v", (0, (2, 1.5))),
}


def gradient_shares(activation: str, scheme: str, rng: np.random.Generator) -> np.ndarray:
    """Return how large the first gradient of each hidden layer's weights is beside the weights themselves.

    Args:
        activation: of all ten hidden layers.
        scheme: name of their initialiser.
        rng: where the weights come from.

    Returns:
        (10,) the norm of the gradient over the norm of the weights, from the first hidden layer to the last.
    """
    mnist = load_mnist(sample="only")
    x, y = flatten_pixels(mnist.x_train[:EXAMPLES]), one_hot(mnist.y_train[:EXAMPLES], 10)
    layers = [Dense(UNITS, activation=activation, kernel_initializer=scheme) for _ in range(HIDDEN)]
    net = Sequential([*layers, Dense(10, activation="softmax")]).build((784,), rng=rng)
    _, gradients = net.cost_and_gradients(x, y, CategoricalCrossentropy())
    keys = [f"dense_{i}/kernel" for i in range(1, HIDDEN + 1)]
    return np.array([np.linalg.norm(gradients[key]) / np.linalg.norm(net.params[key]) for key in keys])


@figure(
    id="vanishing-gradients",
    caption="On the way back through a stack of sigmoids every layer takes its cut, and the first gets a "
    "few millionths of what the last one gets. With tanh or ReLU and weights that fit them, all "
    "layers get a share.",
    alt="Line chart, logarithmic, of the size of the gradient relative to the weights in a fresh net, "
    "for ten hidden layers and three nets, means of five draws with shaded intervals. Those of ReLU"
    " and tanh stay between 0.02 and 0.1. That of sigmoids falls in a straight line from 0.03 at "
    "layer 10 to a ten millionth at layer 1.",
)
def vanishing_gradients(rng: np.random.Generator) -> Figure:
    """Draw relative gradient norms by layer for three nets of ten hidden layers."""
    fig = canvas(400)
    ax = panel(fig, 62, 50, 398, 280, xlim=(0.7, 10.3), yscale="log", xlabel="hidden layer")
    ax.set_title("size of the gradient ÷ size of the weights", pad=14)
    for activation, (scheme, _, colour, marker, dashes) in NETS.items():
        draws = [gradient_shares(activation, scheme, rng) for _ in range(DRAWS)]
        summaries = [summarise(np.log10(column)) for column in np.array(draws).T]
        places = np.arange(1, HIDDEN + 1)
        means, low, high = (
            10 ** np.array([getattr(s, end) for s in summaries]) for end in ("mean", "low", "high")
        )
        ax.fill_between(places, low, high, color=role(f"{colour}-fill"), linewidth=0)
        ax.plot(places, means, color=role(colour), marker=marker, markersize=6, linestyle=dashes)
    ticks(ax, x=range(1, 11))
    powers = {1e-7: "10⁻⁷", 1e-5: "10⁻⁵", 1e-3: "10⁻³", 0.1: "0.1"}
    ax.set(yticks=list(powers), yticklabels=list(powers.values()), ylim=(4e-8, 0.6))
    ax.minorticks_off()
    label(ax, NETS["relu"][1], (4, 0.2), "good", ha="left")
    label(ax, NETS["tanh"][1], (4, 0.0095), "model", ha="left")
    label(ax, NETS["sigmoid"][1], (5.6, 8e-6), "bad", ha="left")
    return fig
