"""The digits in chapter 1's figures are MNIST's, and what is said of their pixels is so."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Rectangle

import dlbook.figures.chapters.first_network as chapter
from dlbook.data import flatten_pixels, load_mnist
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import models

WITH_DIGITS = ("mnist-samples", "digit-pixels", "flatten-digit", "one-hot", "shallow-net")


def images(fig):
    """Return the shares of ink of every image, as (height, width) in 0 to 1."""
    return [np.asarray(image.get_array())[..., 3] for ax in fig.axes for image in ax.images]


@pytest.mark.parametrize("id", WITH_DIGITS)
def test_the_licence_of_the_digits_is_named(id):
    assert REGISTRY[id].caption.endswith("Digits: MNIST, CC BY-SA 3.0.")


def test_pictures_are_of_the_digit_that_is_asked_for():
    mnist = load_mnist(sample="only")
    known = {
        picture.tobytes(): int(label) for picture, label in zip(mnist.x_train, mnist.y_train, strict=True)
    }
    for digit in range(10):
        assert known[chapter.some(digit).tobytes()] == digit
        assert known[chapter.some(digit, 1).tobytes()] == digit


def test_mnist_samples_holds_five_different_pictures_of_each_digit():
    mnist = load_mnist(sample="only")
    known = {
        (picture / 255).tobytes(): int(label)
        for picture, label in zip(mnist.x_train, mnist.y_train, strict=True)
    }
    with drawn(REGISTRY["mnist-samples"]) as fig:
        (sheet,) = images(fig)
    tiles = sheet.reshape(5, 28, 10, 28).swapaxes(1, 2)
    for row in tiles:
        assert [known[tile.tobytes()] for tile in row] == list(range(10))
    assert len({tile.tobytes() for row in tiles for tile in row}) == 50


def test_digit_pixels_writes_the_values_of_the_marked_piece():
    with drawn(REGISTRY["digit-pixels"]) as fig:
        whole, piece = images(fig)
        frame = next(p for p in fig.axes[0].patches if to_hex(p.get_edgecolor()) == role("model"))
        left, right, _, top = fig.axes[0].images[0].get_extent()
        values = [int(t.get_text()) for t in fig.axes[0].texts if t.get_text().isdigit()]
    small = (right - left) / 28
    column, row = round((frame.get_x() - left) / small), round((top - frame.get_y()) / small) - chapter.WINDOW
    assert round(frame.get_width() / small) == chapter.WINDOW
    marked = whole[row : row + chapter.WINDOW, column : column + chapter.WINDOW]
    np.testing.assert_allclose(np.reshape(values, marked.shape) / 255, marked)
    np.testing.assert_allclose(piece / piece.max(), marked / marked.max())


def test_flatten_digit_follows_one_row_into_the_list():
    with drawn(REGISTRY["flatten-digit"]) as fig:
        whole, row = images(fig)
        np.testing.assert_array_equal(row[0], whole[chapter.ROW])
        frame = [p for p in fig.axes[0].patches if to_hex(p.get_edgecolor()) == role("model")][-1]
        bars = [path.vertices[:4, 0].min() for c in fig.axes[0].collections[1:] for path in c.get_paths()]
        texts = [text.get_text() for text in fig.axes[0].texts]
    flat = flatten_pixels(np.round(whole * 255).astype(np.uint8)[None])[0]
    wide = 448 / 784
    assert len(bars) == np.count_nonzero(flat)
    np.testing.assert_allclose(np.sort((np.array(bars) - 16) / wide), np.flatnonzero(flat), atol=1e-6)
    first = round((frame.get_x() - 16) / wide)
    np.testing.assert_allclose(flat[first : first + 28], row[0], atol=1e-6)
    assert f"numbers {first + 1} to {first + 28}" in texts
    assert f"{first + 1} to {first + 28}" in REGISTRY["flatten-digit"].alt


def test_one_hot_lights_the_cell_of_the_digit():
    with drawn(REGISTRY["one-hot"]) as fig:
        cells = [p for p in fig.axes[0].patches if isinstance(p, Rectangle)]
        assert len(cells) == 10 * len(chapter.SHOWN)
        lit = [i for i, cell in enumerate(cells) if to_hex(cell.get_facecolor()) == role("target-fill")]
    assert [i % 10 for i in lit] == list(chapter.SHOWN)
    assert [i // 10 for i in lit] == [0, 1, 2, 3]


def test_shallow_net_is_drawn_from_the_model():
    net = models.get("shallow").build(rng=np.random.default_rng(0))
    inputs, hidden = net.params["dense_1/kernel"].shape
    with drawn(REGISTRY["shallow-net"]) as fig:
        texts = [text.get_text() for text in fig.axes[0].texts]
        circles = {patch.center for patch in fig.axes[0].patches if isinstance(patch, Circle)}
        lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 2]
    assert texts[-3:] == [f"{inputs} pixels", f"{hidden} sigmoid", "10 softmax"]
    assert texts[:10] == [str(digit) for digit in range(10)]
    columns = [len([c for c in circles if c[0] == x]) for x in sorted({x for x, _ in circles})]
    assert columns == [7, 6, 10]
    assert len(lines) == columns[0] * columns[1] + columns[1] * columns[2]
