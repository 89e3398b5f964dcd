"""Figures of chapter 8: signals and gradients through ten layers, and units that start alike."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import role
from dlbook.nn import SGD, BinaryCrossentropy, Dense, Initializer, RandomNormal, Sequential
from dlbook.nn.initializers import Constant

LAYERS, UNITS, INPUTS, EXAMPLES = 10, 256, 784, 64
DEEP_SCHEMES: dict[str, str | Initializer] = {
    "s = 1": RandomNormal(stddev=1.0),
    "He": "he_normal",
    "Glorot": "glorot_normal",
    "s = 0.01": RandomNormal(stddev=0.01),
}
LOOKS = {
    "s = 1": ("bad", "solid", "s"),
    "He": ("good", "solid", "o"),
    "Glorot": ("model", (0, (6, 1.5)), "^"),
    "s = 0.01": ("bad", (0, (2, 1.5)), "v"),
}


def there_and_back(
    activation: str, scheme: str | Initializer, rng: np.random.Generator
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Send random inputs forward and random gradients backward through ten fresh layers of 256 units.

    Args:
        activation: name of the activation of all layers.
        scheme: name or object of their initialiser.
        rng: where weights, inputs and gradients come from.

    Returns:
        The inputs and every layer's activations; and the gradient with respect to each of these.
    """
    net = Sequential([Dense(UNITS, activation=activation, kernel_initializer=scheme) for _ in range(LAYERS)])
    net.build((INPUTS,), rng=rng, dtype=np.float64)
    signals, caches = [rng.random((EXAMPLES, INPUTS))], []
    for layer in net.layers:
        a, cache = layer.forward(signals[-1])
        signals.append(a)
        caches.append(cache)
    gradients = [rng.standard_normal((EXAMPLES, UNITS))]
    for layer, cache in zip(net.layers[::-1], caches[::-1], strict=True):
        gradients.append(layer.backward(gradients[-1], cache)[0])
    return signals, gradients[::-1]


def size(values: np.ndarray) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(values**2)))


def apart(values: np.ndarray) -> float:
    """Return how far the examples typically lie from their mean."""
    return size(values - values.mean(axis=0))


def sizes_by_layer(scheme: str | Initializer, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Measure what goes up and comes down through ten layers of ReLUs.

    Args:
        scheme: name or object of the initialiser of all layers.
        rng: where weights, inputs and gradients come from.

    Returns:
        Root mean squares, shape (11,) each: of the inputs and of every layer's activations; and of the
        gradient with respect to each of these, divided by that at the top.
    """
    forward, backward = (np.array([size(a) for a in way]) for way in there_and_back("relu", scheme, rng))
    return forward, backward / backward[-1]


@figure(
    id="init-ten-layers",
    caption="Each layer multiplies what it passes on, and ten layers multiply ten times. With ReLUs only "
    "He's weights hold both the signal on its way up and the gradient on its way down; Glorot's "
    "lose a little at every layer.",
    alt="Two line charts with logarithmic scales over layers 0 to 10, for four schemes. Above, the size"
    " of activations; below, that of gradients, which start at layer 10. Both times weights of "
    "standard deviation 1 lead to more than a billion and of 0.01 to less than a billionth; He "
    "stays level near 1, and Glorot sinks slowly to about a thirtieth.",
)
def init_ten_layers(rng: np.random.Generator) -> Figure:
    """Draw root mean squares of activations and gradients by layer for four schemes."""
    fig = canvas(570)
    titles = ("size of the activations →", "← size of the gradients")
    panels = [panel(fig, 58, 42 + 272 * i, 326, 188, yscale="log") for i in range(2)]
    for name, scheme in DEEP_SCHEMES.items():
        colour, dashes, marker = LOOKS[name]
        for ax, sizes in zip(panels, sizes_by_layer(scheme, rng), strict=True):
            ax.plot(sizes, color=role(colour), linestyle=dashes, marker=marker, markersize=6, clip_on=False)
            end = 0 if ax is panels[1] else LAYERS
            below = name == "Glorot"
            label(ax, name, (10.4, sizes[end] * (0.2 if below else 3.0)), colour, ha="left")
    for ax, title in zip(panels, titles, strict=True):
        ax.set(xlim=(-0.2, 10.2), ylim=(1e-11, 1e11), xticks=range(0, 11, 2))
        powers(ax)
        ax.set_title(title, pad=14)
    panels[1].invert_xaxis()
    panels[1].set_xlim(10.2, -0.2)
    panels[1].set_xlabel("layer (0: the inputs)")
    for text in panels[1].texts:
        text.set_x(-0.4)
    return fig


def powers(ax: Axes, *, named: bool = True) -> None:
    """Mark powers of ten on a logarithmic axis, in words that need no mathtext, and draw a line at 1.

    Args:
        ax: the axes.
        named: whether the marks have numbers.
    """
    places = {1e-10: "10⁻¹⁰", 1e-5: "10⁻⁵", 1.0: "1", 1e5: "10⁵", 1e10: "10¹⁰"}
    ax.set_yticks(list(places), list(places.values()) if named else [])
    ax.minorticks_off()
    ax.axhline(1, color=role("muted"), linewidth=1, linestyle=(0, (2, 3)), zorder=0)


STEPS = 300
STARTS: dict[str, str | Initializer] = {
    "all 0": Constant(0.0),
    "all 0.5": Constant(0.5),
    "random": "glorot_normal",
}
SAYS = {"all 0": "nothing\nmoves", "all 0.5": "four units\nmove as one", "random": "each goes\nits own way"}


def weight_paths(scheme: str | Initializer, rng: np.random.Generator) -> np.ndarray:
    """Train four tanh units on points above and below a parabola, and keep one weight of each unit.

    Args:
        scheme: name or object of the initialiser.
        rng: where points and weights come from.

    Returns:
        (301, 4) the weight from the first input to each unit, before the first step and after each.
    """
    x = rng.uniform(-2, 2, (200, 2))
    y = (x[:, 0] > x[:, 1] ** 2 - 1).astype(float)[:, None]
    first = Dense(4, activation="tanh", kernel_initializer=scheme)
    net = Sequential([first, Dense(1, activation="sigmoid", kernel_initializer=scheme)])
    net.build((2,), rng=rng, dtype=np.float64)
    return np.array(list(_descend(net, x, y)))


def _descend(net: Sequential, x: np.ndarray, y: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the first row of the first kernel before, between and after steps of plain descent."""
    optimizer = SGD(0.5)
    state = optimizer.init(net.params)
    yield net.params["dense_1/kernel"][0].copy()
    for _ in range(STEPS):
        _, gradients = net.cost_and_gradients(x, y, BinaryCrossentropy())
        updates, state = optimizer.update(gradients, state, net.params)
        for key, update in updates.items():
            net.params[key] += update
        yield net.params["dense_1/kernel"][0].copy()


@figure(
    id="init-symmetry",
    caption="Units that start equal stay equal: zeros never learn at all, and four copies of one unit are "
    "worth a single one. Random numbers break the symmetry.",
    alt="Three line charts of one weight of each of four hidden units over 300 steps of training. "
    "Started at 0, the four lines lie on 0 throughout. Started at 0.5, they lie on top of each "
    "other and bend as one. Started at random, the four lines run apart.",
)
def init_symmetry(rng: np.random.Generator) -> Figure:
    """Draw the paths of four units' weights from three starts."""
    fig = canvas(286)
    dashes = ("solid", (0, (7, 2)), (0, (4, 2)), (0, (1.5, 1.5)))
    for i, (name, scheme) in enumerate(STARTS.items()):
        ax = panel(fig, 46 + 145 * i, 44, 126, 186, xlim=(0, STEPS), ylim=(-2.2, 2.2))
        ax.set_title(name, pad=12)
        paths = weight_paths(scheme, rng)
        apart = len(np.unique(paths[-1].round(9))) > 1
        for path, dash in zip(paths.T, dashes, strict=True):
            ax.plot(path, color=role("model"), linestyle=dash if apart else "solid", clip_on=False)
        label(ax, SAYS[name], (STEPS / 2, -1.6), "good" if apart else "bad", fontsize=13)
        ax.set_xticks([0, 100, 200])
        ax.set_yticks([-2, -1, 0, 1, 2], ["−2", "−1", "0", "1", "2"] if i == 0 else [])
    fig.axes[0].set_ylabel("weight", labelpad=0)
    fig.axes[1].set_xlabel("step")
    return fig
