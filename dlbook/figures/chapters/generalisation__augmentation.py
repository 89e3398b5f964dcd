"""Figures of chapter 10 about augmentation: what may be done to a digit, and what it is good for."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.augment import add_noise, blur, rotate, shift, skew, zoom
from dlbook.data import load_mnist
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.measured import interval_row
from dlbook.figures.primitives.network import diagram
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.primitives.tables import card
from dlbook.figures.theme import role
from dlbook.rng import stream
from dlbook.runs import Results

Change = Callable[[np.ndarray, float], np.ndarray]


def noisy(images: np.ndarray, sigma: float) -> np.ndarray:
    """Return images with noise, the same noise at every size but as many times larger."""
    return add_noise(images, sigma, rng=stream(0, "figure", "augmentation-gallery", "noise"))


CHANGES: dict[str, tuple[Change, tuple[float, ...]]] = {
    "shift": (lambda images, by: shift(images, -0.37 * by, by), (-3.1, -1.6, 0, 1.6, 3.1)),
    "turn": (rotate, (24.0, 12.0, 0, -12.0, -24.0)),
    "lean": (skew, (-0.41, -0.21, 0, 0.21, 0.41)),
    "zoom": (lambda images, by: zoom(images, 1 + by), (-0.31, -0.16, 0, 0.16, 0.31)),
    "blur": (blur, (0, 0.4, 0.8, 1.2, 1.6)),
    "noise": (noisy, (0, 0.1, 0.2, 0.3, 0.4)),
}
"""Each change by its name, with five amounts."""


def gallery() -> np.ndarray:
    """Return one digit under every change, (changes, amounts, 28, 28) shares of ink."""
    mnist = load_mnist(sample="only")
    digit = mnist.x_train[np.flatnonzero(mnist.y_train == 4)[2]][None] / np.float32(255)
    rows = [[change(digit, amount)[0] for amount in amounts] for change, amounts in CHANGES.values()]
    return np.array(rows)


CELL, GAP = 68.0, 6.0
"""Side of a picture, and the space between two, in CSS pixels."""


@figure(
    id="augmentation-gallery",
    caption="Thirty pictures from one (framed), and each of them still a four. The net has to be shown "
    "what does not matter: it knows nothing of pens, paper and tilted heads. Digit: MNIST, CC BY-SA 3.0.",
    alt="Image of one handwritten 4 in six rows of five. In four rows it is shifted, turned, slanted and "
    "zoomed from one side to the other, with the original, framed, in the middle. In the last two the "
    "original stands at the left, and the others are more and more blurred, or covered with noise.",
    digits=True,
)
def augmentation_gallery(rng: np.random.Generator) -> Figure:
    """Set one digit under six changes of five sizes into cards."""
    step = CELL + GAP
    fig, ax = board(step * len(CHANGES) + 8)
    left, top = 104.0, step * len(CHANGES) + 2
    sheet = gallery()
    for i, (name, (_, amounts)) in enumerate(CHANGES.items()):
        low = top - step * i - CELL
        label(ax, name, (left - 14, low + CELL / 2), "ink", ha="right")
        for j, amount in enumerate(amounts):
            x = left + step * j
            card(ax, (x, low + CELL), CELL, CELL)
            if amount == 0:
                frame = Rectangle((x, low), CELL, CELL, fill=False, edgecolor=role("model"), linewidth=2.2)
                frame.set_zorder(6)
                ax.add_patch(frame)
            shares = np.round(63 * sheet[i, j]) / 63
            pixels(ax, shares, extent=(x + 3, x + CELL - 3, low + 3, low + CELL - 3))
    for image in ax.images:
        image.set_zorder(4)
    ax.set(xlim=(0, 480), ylim=(0, step * len(CHANGES) + 8), aspect="auto")
    return fig


ROWS = (
    ("none", "as they are", ("shift", 2), "muted"),
    ("noise", "noise", ("noise", 3), "model"),
    ("blur", "blur", ("blur", 3), "model"),
    ("skew", "lean", ("lean", 4), "model"),
    ("rotation", "turn", ("turn", 4), "model"),
    ("shift", "shift", ("shift", 4), "model"),
    ("all", "shift, turn,\nlean, zoom", ("zoom", 4), "good"),
)
"""Variant of the record, words, a picture of the gallery, colour."""


@figure(
    id="augmentation-effect",
    caption="What a thousand digits teach when they come back changed in every epoch. Slanting, turning "
    "and shifting them helps, and all at once helps most; blur and noise, which real digits hardly have, do "
    "next to nothing.",
    alt="Chart of test accuracy after 40 epochs on 1,000 training digits in seven rows, each with a "
    "changed digit, a dot and an interval over five seeds. As they are 88.7 percent, a dashed line through "
    "all rows; noise 88.4 and blur 89.0 lie beside it; slanting 90.0, turning 90.2, shifting 91.6 and four "
    "changes together 92.5 lie to the right, the last two with wide intervals.",
    needs=("augmentation-effect",),
)
def augmentation_effect(rng: np.random.Generator) -> Figure:
    """Draw the test accuracy of a net trained on changed digits, one row a change."""
    fig = canvas(456)
    record = Results().read("augmentation-effect")
    step, top = 52.0, 46.0
    pictures = diagram(panel(fig, 0, top, 176, step * len(ROWS)))
    ax = panel(fig, 184, top, 270, step * len(ROWS), xlim=(87.3, 96.5), ylim=(len(ROWS) - 0.5, -0.5))
    names, sheet = list(CHANGES), gallery()
    for i, (variant, words, (change, which), colour) in enumerate(ROWS):
        low = step * (len(ROWS) - 1 - i) + 4
        card(pictures, (128, low + 44), 44, 44)
        shares = np.round(63 * sheet[names.index(change), which]) / 63
        pixels(pictures, shares, extent=(129, 171, low + 1, low + 43))
        label(pictures, words, (118, low + 22), colour, ha="right")
        interval_row(ax, i, record.summary(variant, "test_accuracy"), colour=colour)
    for image in pictures.images:
        image.set_zorder(4)
    pictures.set(xlim=(0, 176), ylim=(0, step * len(ROWS)), aspect="auto")
    plain = record.summary("none", "test_accuracy")
    ax.axvline(100 * plain.mean, color=role("muted"), linewidth=1.4, linestyle=(0, (4, 3)), zorder=1)
    ax.set_title("test accuracy", pad=12)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ax.set_xticks([88, 90, 92, 94, 96], ["88 %", "", "92 %", "", "96 %"])
    return fig
