"""Drawings are prepared as MNIST's digits were: the digits themselves are the witnesses."""

import numpy as np
import pytest

from dlbook.data import drawing, load_mnist


def test_digits_of_mnist_come_out_as_they_went_in():
    digits = load_mnist(sample="only").x_test
    same = [np.array_equal(np.round(255 * drawing.prepared(digit / 255)), digit) for digit in digits]
    assert len(same) >= 500
    assert np.mean(same) > 0.999


def test_size_and_place_of_a_drawing_do_not_matter():
    small = [(2.0, 3.0), (6.0, 3.0), (3.0, 11.0)]
    moved = [(x + 15, y + 12) for x, y in small]
    one, other = (drawing.prepared(drawing.inked([stroke])) for stroke in (small, moved))
    np.testing.assert_allclose(one, other, atol=1e-12)
    enlarged = drawing.prepared(np.kron(drawing.inked([small]), np.ones((2, 2))))
    np.testing.assert_allclose(enlarged, one, atol=1e-12)
    assert not np.allclose(drawing.as_it_is(drawing.inked([small])), one)


@pytest.mark.parametrize(
    ("rows", "columns", "shape"),
    [(30, 60, (10, 20)), (9, 3, (20, 7)), (1, 90, (1, 20))],
)
def test_the_longer_side_becomes_twenty_and_the_shape_is_kept(rows, columns, shape):
    sheet = np.zeros((100, 100))
    sheet[5 : 5 + rows, 7 : 7 + columns] = 0.5
    box = drawing.fitted(sheet)
    assert box.shape == shape
    np.testing.assert_allclose(box, 0.5)


def test_the_centre_of_mass_comes_to_pixel_fourteen():
    rng = np.random.default_rng(1)
    for _ in range(20):
        box = np.zeros((20, 20))
        box[rng.integers(3, 17, 40), rng.integers(3, 17, 40)] = rng.uniform(0.1, 1, 40)
        row, column = drawing.centre_of_mass(drawing.centred(box))
        assert 13.5 <= row < 14.5
        assert 13.5 <= column < 14.5


def test_a_lopsided_box_stays_inside():
    box = np.zeros((20, 20))
    box[19, 19] = 1
    assert drawing.centred(box)[19, 19] == 1


def test_ink_falls_off_at_the_edge_of_the_pen_and_lines_have_round_ends():
    ink = drawing.inked([[(5.0, 14.0), (20.0, 14.0)]], side=280)
    assert ink[140, 49:201].min() == 1
    assert [ink[140 + step, 120] for step in (10, 11, 12)] == [1, 0, 0]
    assert ink[140, 39] == pytest.approx(11.5 - np.hypot(10.5, 0.5))
    assert ink[130, 40] == 0


def test_a_sheet_without_ink_is_refused():
    with pytest.raises(ValueError, match="no ink"):
        drawing.prepared(np.zeros((28, 28)))
