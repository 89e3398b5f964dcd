"""Answers to the exercises of chapter 1, *A first network*, on the digits that travel with the book."""

from functools import cache
from typing import Any

import numpy as np

from dlbook.data import load_mnist, one_hot
from dlbook.exercises.engine import Feedback, exercise
from dlbook.exercises.judges import judge_function, judge_number
from dlbook.rng import stream

SIDE = 28
ROW, COLUMN = 13, 9
MIDDLE = (14, 14)


@exercise("1.1")
def place_in_the_list(answer: Any) -> Feedback:
    """Judge where a pixel stands after flattening."""
    place = ROW * SIDE + COLUMN
    return judge_number(
        answer,
        place,
        tolerance=1e-4,
        mistakes={
            "You went down the columns first. The list is made row by row.": COLUMN * SIDE + ROW,
            "You counted from 1. The first place of the list is 0.": place + 1,
            "That is the number of pixels in all rows up to and with row 13. How far into it is column 9?": (
                ROW + 1
            )
            * SIDE,
            "That is the start of the row. Go on to column 9.": ROW * SIDE,
            "Rows and columns cannot be added up: a step down is 28 places.": ROW + COLUMN,
        },
        praise="Each step down the picture is a jump of 28 places in the list.",
    )


@exercise("1.2")
def cost_of_a_shrug(answer: Any) -> Feedback:
    """Judge the mean squared error of ten equal probabilities."""
    misses = np.full(10, 0.1) - one_hot(np.array([7]), 10)[0]
    squares = misses**2
    return judge_number(
        answer,
        float(squares.mean()),
        mistakes={
            "That is the sum over the ten outputs. The mean is asked for.": float(squares.sum()),
            "You looked at the right digit only. The nine others miss by 0.1 each.": float(squares.max()),
            "That is a tenth of the miss at the right digit. The nine others miss by 0.1 each.": float(
                squares.max() / 10
            ),
            "You averaged the misses without squaring them.": float(np.abs(misses).mean()),
            "That is one of the nine others. The right digit misses by 0.9.": float(squares.min()),
        },
        praise="After one epoch the networks of this chapter have got just about there.",
    )


@exercise("1.3")
def labels_to_rows(answer: Any) -> Feedback:
    """Judge a function that makes one-hot rows of labels 0 to 9."""
    return judge_function(
        answer,
        lambda labels: one_hot(labels, 10),
        [(np.array([3]),), (np.array([5, 0, 4, 1, 9]),), (np.arange(10),)],
        mistakes={
            "Examples stand in columns. They should stand in rows.": lambda labels: one_hot(labels, 10).T,
            "The 1 stands a place too far to the left: places count from 0, as digits do.": lambda labels: (
                one_hot((labels - 1) % 10, 10)
            ),
            "The 1 stands a place too far to the right: places count from 0, as digits do.": lambda labels: (
                one_hot((labels + 1) % 10, 10)
            ),
            "You put the digit itself into its place. Put a 1 there.": lambda labels: (
                one_hot(labels, 10) * labels[:, np.newaxis]
            ),
            "0 and 1 have changed places.": lambda labels: 1 - one_hot(labels, 10),
        },
        praise="A label is an address, not an amount.",
    )


def _outputs(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return made-up probabilities of n examples, and labels that about half of them get right."""
    rng = stream(1, "exercise 1.4", n)
    raw = rng.random((n, 10))
    outputs = raw / raw.sum(axis=1, keepdims=True)
    labels = np.where(rng.random(n) < 0.5, outputs.argmax(axis=1), rng.integers(10, size=n))
    return outputs, labels


def accuracy(outputs: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of examples whose largest output is that of the label."""
    return float(np.mean(outputs.argmax(axis=1) == labels))


@exercise("1.4")
def share_of_right_answers(answer: Any) -> Feedback:
    """Judge a function that computes accuracy."""
    every = np.arange
    return judge_function(
        answer,
        accuracy,
        [_outputs(7), _outputs(40), _outputs(90)],
        mistakes={
            "That is the share of wrong answers.": lambda outputs, labels: 1 - accuracy(outputs, labels),
            "That is the number of right answers. Divide it by how many there are.": lambda outputs, labels: (
                accuracy(outputs, labels) * len(labels)
            ),
            "You asked for more than one half. The largest of ten can be the right one with much less.": (
                lambda outputs, labels: np.mean(outputs[every(len(labels)), labels] > 0.5)
            ),
            "That is how sure it is of the right digit, on average. Accuracy counts answers only.": (
                lambda outputs, labels: np.mean(outputs[every(len(labels)), labels])
            ),
        },
        praise="Only which output is largest counts, not by how much.",
    )


def _picture(rows: int, columns: int) -> np.ndarray:
    """Return a small picture with some ink."""
    rng = stream(1, "exercise 1.5", rows, columns)
    return np.round(255 * rng.random((rows, columns)) ** 3).astype(np.uint8)


def centre_of_mass(picture: np.ndarray) -> np.ndarray:
    """Return the mean row and the mean column of the ink."""
    ink = picture.astype(float)
    rows, columns = (np.arange(count) for count in ink.shape)
    return np.array([ink.sum(axis=1) @ rows, ink.sum(axis=0) @ columns]) / ink.sum()


@exercise("1.5")
def where_the_ink_is(answer: Any) -> Feedback:
    """Judge a function that finds the centre of mass of a picture."""
    return judge_function(
        answer,
        centre_of_mass,
        [(_picture(4, 6),), (_picture(28, 28),)],
        mistakes={
            "Row and column have changed places: the row comes first.": lambda picture: centre_of_mass(
                picture
            )[::-1],
            "You counted from 1. The first row is row 0.": lambda picture: centre_of_mass(picture) + 1,
            "All inked pixels count alike with you. A pixel of 250 is ten times as heavy as one of 25.": (
                lambda picture: centre_of_mass(picture > 0)
            ),
            "That is the middle of the picture, wherever the ink is.": lambda picture: (
                (np.array(picture.shape) - 1) / 2
            ),
            "That is the darkest pixel.": lambda picture: np.unravel_index(picture.argmax(), picture.shape),
        },
        praise="Move this point to the middle, and your own digit is centred as MNIST's are.",
    )


@cache
def nearest_average() -> dict[str, float]:
    """Return the accuracy of comparing with the average digits, and of some near misses of that method."""
    digits = load_mnist(sample="only")
    x_train, _, x_test, _ = digits.flat()
    averages = np.array([x_train[digits.y_train == digit].mean(axis=0) for digit in range(10)])

    def distances(x: np.ndarray) -> np.ndarray:
        return np.array([((x - average) ** 2).sum(axis=1) for average in averages])

    def score(scores: np.ndarray, labels: np.ndarray) -> float:
        return float(np.mean(scores.argmin(axis=0) == labels))

    return {
        "right": score(distances(x_test), digits.y_test),
        "training": score(distances(x_train), digits.y_train),
        "overlap": score(-averages @ x_test.T, digits.y_test),
        "farthest": score(-distances(x_test), digits.y_test),
    }


@exercise("1.6")
def average_digits(answer: Any) -> Feedback:
    """Judge the accuracy of the nearest average digit on the 1,000 test digits of the sample."""
    found = nearest_average()
    return judge_number(
        answer,
        found["right"],
        mistakes={
            "That is the share it gets wrong.": 1 - found["right"],
            "You tested on the digits that you had averaged. Test on the test digits.": found["training"],
            "You looked for the largest overlap. A fat average overlaps with everything: take distances.": (
                found["overlap"]
            ),
            "You took the average that is farthest away.": found["farthest"],
            "That is in per cent. A share from 0 to 1 is asked for.": 100 * found["right"],
        },
        praise="No training at all, and four of five digits right. Keep this number in mind.",
    )


@cache
def _order() -> np.ndarray:
    """Return the secret order of exercise 1.7: column i of the puzzle is pixel ``order[i]``."""
    return stream(1, "exercise 1.7").permutation(SIDE**2)


def shuffled() -> tuple[np.ndarray, int]:
    """Return 4,000 flattened digits whose pixels stand in a secret order, and the column of one pixel.

    Returns:
        Shape (4000, 784), float32 in [0, 1]; and the number of the column in question.
    """
    x_train, _, _, _ = load_mnist(sample="only").flat()
    return x_train[:, _order()], int(np.flatnonzero(_order() == MIDDLE[0] * SIDE + MIDDLE[1])[0])


@exercise("1.7")
def find_a_neighbour(answer: Any) -> Feedback:
    """Judge whether a column of the shuffled digits was next to the one in question."""
    try:
        column = int(answer)
    except (TypeError, ValueError):
        return Feedback(False, "The number of one column is asked for.")
    if not 0 <= column < SIDE**2:
        return Feedback(False, f"Columns are numbered from 0 to {SIDE**2 - 1}.")
    row, place = divmod(int(_order()[column]), SIDE)
    away = max(abs(row - MIDDLE[0]), abs(place - MIDDLE[1]))
    if away == 0:
        return Feedback(
            False, "That is the pixel itself. It agrees with itself perfectly; take the next best."
        )
    if away == 1:
        return Feedback(True, "They touched. The digits still know which pixels are neighbours.")
    return Feedback(False, f"That pixel was {away} pixels away. Neighbours mostly have ink together.")
