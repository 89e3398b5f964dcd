"""Labels, pixels, columns, held-out rows, and the small sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlbook.data import array_checksum, checksum, flatten_pixels, hold_out, one_hot, standardize, toy
from dlbook.rng import stream


@given(st.lists(st.integers(0, 6)))
def test_one_hot_and_back(labels):
    encoded = one_hot(np.array(labels, dtype=int), 7)
    assert encoded.shape == (len(labels), 7)
    assert encoded.dtype == np.float32
    assert encoded.sum() == len(labels)
    assert encoded.argmax(axis=1).tolist() == labels


@pytest.mark.parametrize(
    "labels", [[0, 3], [-1, 0], [[0, 1]], [0.0, 1.0]], ids=["too large", "negative", "two axes", "floats"]
)
def test_one_hot_refuses_what_are_no_labels(labels):
    with pytest.raises(ValueError, match="expected"):
        one_hot(np.array(labels), 3)


def test_pixels_are_scaled_once_only():
    images = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    rows = flatten_pixels(images)
    assert (rows.min(), rows.max(), rows.dtype) == (0, 1, np.float32)
    with pytest.raises(ValueError, match="scale them once only"):
        flatten_pixels(rows)


def test_standardize_uses_the_training_rows_only():
    rng = np.random.default_rng(0)
    train, test = rng.normal(5, 3, (200, 4)), rng.normal(0, 1, (50, 4))
    train[:, 3] = 7.0
    scaled, other = standardize(train, test)
    assert np.allclose(scaled.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(scaled[:, :3].std(axis=0), 1)
    assert np.array_equal(scaled[:, 3], np.zeros(200))
    assert np.array_equal(scaled, standardize(train, test * 100)[0])
    assert np.allclose(other[:, 3], test[:, 3] - 7)


def test_hold_out_keeps_pairs_and_loses_none():
    x = np.arange(100)
    x_train, y_train, x_val, y_val = hold_out(x, -x, examples=30, rng=stream(1, "v"))
    assert len(x_val) == 30
    assert sorted([*x_train, *x_val]) == x.tolist()
    assert np.array_equal(x_train, -y_train)
    assert np.array_equal(x_val, -y_val)
    assert not np.array_equal(np.sort(x_val), np.arange(30))


@pytest.mark.parametrize("examples", [0, 5, -1])
def test_hold_out_leaves_examples_on_both_sides(examples):
    with pytest.raises(ValueError, match="between 1 and 4"):
        hold_out(np.zeros(5), np.zeros(5), examples=examples, rng=stream(1))


def test_check_sums_tell_type_shape_and_values_apart():
    a = np.arange(6, dtype=np.uint8)
    others = [a.astype(np.int8), a.reshape(2, 3), a[::-1], a.astype(np.uint16), np.append(a, 0)]
    assert len({array_checksum(x) for x in [a, *others]}) == 6
    wide = np.arange(6, dtype=np.int32).reshape(2, 3)
    same = [wide, np.asfortranarray(wide), wide.astype(">i4"), np.repeat(wide, 2, axis=1)[:, ::2]]
    assert len({array_checksum(x) for x in same}) == 1
    assert checksum({"a": a, "b": wide}) != checksum({"a": wide, "b": a})


SETS = [toy.line, toy.xor, toy.circles, toy.moons, toy.spirals]


@pytest.mark.parametrize("draw", SETS, ids=lambda f: f.__name__)
def test_a_toy_set_is_its_generator_and_nothing_else(draw):
    x, y = draw(100, rng=stream(1, "toy"))
    again, labels = draw(100, rng=stream(1, "toy"))
    assert np.array_equal(x, again)
    assert np.array_equal(y, labels)
    assert not np.array_equal(x, draw(100, rng=stream(2, "toy"))[0])
    assert (len(x), len(y), x.ndim, y.ndim) == (100, 100, 2, 1)


@pytest.mark.parametrize("draw", SETS[1:], ids=lambda f: f.__name__)
def test_the_classes_of_a_toy_set_are_balanced_mixed_and_defeat_a_straight_line(draw):
    x, y = draw(400, noise=0, rng=stream(1, "toy"))
    assert np.bincount(y).tolist() == [200, 200]
    assert 0.35 < np.mean(np.diff(y) != 0) < 0.65
    design = np.column_stack([x, np.ones(400)])
    weights = np.linalg.lstsq(design, 2.0 * y - 1, rcond=None)[0]
    assert np.mean((design @ weights > 0) == y) < 0.92


@pytest.mark.parametrize("draw", SETS[1:], ids=lambda f: f.__name__)
def test_without_noise_the_nearest_neighbour_has_the_same_class(draw):
    x, y = draw(400, noise=0, rng=stream(1, "toy"))
    distance = np.hypot(*(x[:, None] - x[None]).transpose(2, 0, 1)) + 9 * np.eye(400)
    assert np.mean(y[distance.argmin(axis=1)] == y) > 0.9


def test_the_line_has_the_slope_the_intercept_and_the_noise_asked_for():
    x, y = toy.line(20_000, slope=-1.5, intercept=0.5, noise=0.4, rng=stream(1, "toy"))
    slope, intercept = np.polyfit(x[:, 0], y, 1)
    assert abs(slope + 1.5) < 0.02
    assert abs(intercept - 0.5) < 0.02
    assert abs(np.std(y + 1.5 * x[:, 0] - 0.5) - 0.4) < 0.01


@pytest.mark.parametrize("draw", SETS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("bad", [{"examples": 0}, {"noise": -0.1}])
def test_a_toy_set_refuses_nonsense(draw, bad):
    with pytest.raises(ValueError, match="expected"):
        draw(**{"examples": 10, **bad}, rng=stream(1))
