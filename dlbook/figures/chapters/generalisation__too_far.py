"""Figure of chapter 10: one digit changed further and further, and what a net of the book says of it."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from dlbook.augment import blur, rotate, shift
from dlbook.figures import figure
from dlbook.figures.labels import label
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.primitives.tables import card
from dlbook.runs import Results
from dlbook.runs.stores import kept_net

TRUTH = 6
CHANGES: dict[str, tuple[Callable[[np.ndarray, float], np.ndarray], tuple[float, ...]]] = {
    "turn": (rotate, (0, 36, 72, 108, 144, 180)),
    "move": (lambda images, by: shift(images, 0, by), (0, 1, 2, 3, 4, 5)),
    "blur": (blur, (0, 0.5, 1.0, 1.5, 2.0, 2.5)),
}
"""Each change by its name, with six amounts: degrees, pixels to the right, standard deviation in pixels."""

CELL, LEFT, ROW = 62.0, 62.0, 96.0


def original() -> np.ndarray:
    """Return the first test digit of its kind, (1, 28, 28) shares of ink."""
    with np.load(Results().folder / "test-digits.npz") as file:
        place = np.flatnonzero(file["labels"] == TRUTH)[0]
        return (file["images"][place][np.newaxis] / 255).astype(np.float32)


def copies() -> np.ndarray:
    """Return the digit under every change, (changes, amounts, 28, 28)."""
    digit = original()
    return np.array([[change(digit, by)[0] for by in amounts] for change, amounts in CHANGES.values()])


def answers(sheet: np.ndarray) -> np.ndarray:
    """Return which digit the intermediate net reads in each picture of (..., 28, 28)."""
    said = kept_net(Results(), "intermediate").predict(sheet.reshape(-1, 784))
    return said.argmax(axis=1).reshape(sheet.shape[:-2])


@figure(
    id="augmentation-too-far",
    caption="The same 6 under three changes, from left to right further and further, and below each picture "
    "what the book's intermediate net reads. It gives up before you do; only on its head is the 6 a 9 for "
    "you both. Digit: MNIST, CC BY-SA 3.0.",
    alt="Image of a handwritten 6 in three rows of six. In the first it is turned in steps from upright to "
    "upside down, and the net's answers under it go from 6 by way of 0, 2 and 3 to 9. In the second it moves "
    "to the right by up to five pixels, in the third it is blurred more and more; in both the answer turns "
    "from 6 to 8.",
    needs=("digit-nets",),
    digits=True,
)
def augmentation_too_far(rng: np.random.Generator) -> Figure:
    """Set eighteen copies into cards, with the net's answer under each."""
    fig, ax = board(ROW * len(CHANGES) + 6)
    sheet = copies()
    said = answers(sheet)
    for i, (name, (_, amounts)) in enumerate(CHANGES.items()):
        top = ROW * (len(CHANGES) - i)
        label(ax, name, (LEFT - 12, top - CELL / 2), "ink", ha="right")
        for j in range(len(amounts)):
            x = LEFT + (CELL + 7) * j
            card(ax, (x, top), CELL, CELL)
            pixels(ax, np.round(63 * sheet[i, j]) / 63, extent=(x + 2, x + CELL - 2, top - CELL + 2, top - 2))
            colour = "good" if said[i, j] == TRUTH else "bad"
            label(ax, str(said[i, j]), (x + CELL / 2, top - CELL - 13), colour, fontweight="bold")
    for image in ax.images:
        image.set_zorder(4)
    ax.set(xlim=(0, 480), ylim=(0, ROW * len(CHANGES) + 6), aspect="auto")
    return fig
