import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.augment import Augment, add_noise, blur, rotate, shift, skew, zoom


def image(*ink, size=9):
    """Return one image with single pixels of ink."""
    result = np.zeros((1, size, size), np.float32)
    for row, column in ink:
        result[0, row, column] = 1
    return result


def inked(images):
    return sorted((int(row), int(column)) for row, column in np.argwhere(images[0] > 0.99))


@pytest.fixture
def digits():
    rng = np.random.default_rng(0)
    images = np.zeros((6, 28, 28), np.float32)
    images[:, 9:19, 9:19] = rng.random((6, 10, 10))
    return images


def test_shift_moves_down_and_right_and_brings_in_background():
    assert inked(shift(image((4, 4)), down=2, right=-1)) == [(6, 3)]
    assert shift(image((0, 0)), down=-1, right=0).sum() == 0
    half = shift(image((4, 4)), down=0, right=0.5)[0]
    assert half[4, 4:6].tolist() == [0.5, 0.5]


def test_rotation_is_anticlockwise_about_the_centre():
    # (row 1, column 4) is three above the centre: a quarter turn takes it three to the left
    assert inked(rotate(image((1, 4)), 90)) == [(4, 1)]
    assert inked(rotate(image((1, 4)), 180)) == [(7, 4)]
    assert inked(rotate(image((4, 4)), 33)) == [(4, 4)]


def test_rotating_back_gives_nearly_the_same_digits(digits):
    smooth = blur(digits, 1.5)
    assert np.abs(rotate(rotate(smooth, 20), -20) - smooth).max() < 0.05


def test_skew_leans_like_italics():
    assert inked(skew(image((2, 4), (4, 4), (6, 4)), 1.0)) == [(2, 6), (4, 4), (6, 2)]
    assert inked(skew(image((2, 4), (4, 4), (6, 4)), -0.5)) == [(2, 3), (4, 4), (6, 5)]


def test_zoom_moves_points_away_from_the_centre():
    assert inked(zoom(image((4, 6), (4, 4)), 2.0)) == [(4, 4), (4, 8)]
    big, small = zoom(np.ones((1, 9, 9), np.float32), 2.0), zoom(np.ones((1, 9, 9), np.float32), 0.5)
    assert big.min() == 1
    assert small.sum() == pytest.approx(25, abs=6)  # about a quarter of 81, and interpolated edges


def test_nothing_asked_nothing_done(digits):
    for same in (shift(digits, 0, 0), rotate(digits, 0), skew(digits, 0), zoom(digits, 1), blur(digits, 0)):
        np.testing.assert_allclose(same, digits, atol=1e-6)
    np.testing.assert_allclose(Augment()(digits, rng=np.random.default_rng(0)), digits, atol=1e-6)


def test_blur_keeps_the_ink_and_spreads_it_over_its_own_image_only(digits):
    batch = np.concatenate([digits[:1], np.zeros_like(digits[:1])])
    blurred = blur(batch, 1.0)
    assert blurred[0].sum() == pytest.approx(batch[0].sum(), rel=1e-4)
    assert blurred[0].std() < batch[0].std()
    assert blurred[1].sum() == 0
    # a bell of standard deviation 1 has 1 / (2 pi) = 0.159 at its centre
    assert blur(image((4, 4)), 1.0)[0, 4, 4] == pytest.approx(0.159, abs=0.001)


def test_noise_has_the_standard_deviation_asked_for():
    grey = np.full((20, 28, 28), 0.5, np.float32)
    noisy = add_noise(grey, 0.1, rng=np.random.default_rng(0))
    assert (noisy - grey).std() == pytest.approx(0.1, rel=0.02)
    assert add_noise(grey, 5.0, rng=np.random.default_rng(0)).max() == 1


@settings(deadline=None, max_examples=25)
@given(
    st.floats(0, 4), st.floats(0, 180), st.floats(0, 1), st.floats(0, 0.9), st.floats(0, 2), st.floats(0, 1)
)
def test_random_changes_keep_shape_type_and_range(moved, degrees, slope, factor, sigma, noise):
    images = np.random.default_rng(1).random((3, 12, 10), dtype=np.float32)
    before = images.copy()
    changed = Augment(moved, degrees, slope, factor, sigma, noise)(images, rng=np.random.default_rng(2))
    assert (changed.shape, changed.dtype) == (images.shape, np.float32)
    assert np.isfinite(changed).all()
    assert changed.min() >= 0
    assert changed.max() <= 1
    np.testing.assert_array_equal(images, before)


def test_random_changes_differ_by_image_and_are_equal_by_seed(digits):
    alike = np.repeat(digits[:1], 5, axis=0)
    augment = Augment(shift=2, degrees=15, noise=0.1)
    first, again = (augment(alike, rng=np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert len(np.unique(first.reshape(5, -1), axis=0)) == 5


@pytest.mark.parametrize(
    ("options", "change"),
    [
        ({"shift": 2.0}, lambda images: shift(images, 2, 0)),
        ({"degrees": 30}, lambda images: rotate(images, 30)),
        ({"skew": 0.5}, lambda images: skew(images, 0.5)),
        ({"zoom": 0.2}, lambda images: zoom(images, 1.2)),
        ({"blur": 1.0}, lambda images: blur(images, 1.0)),
    ],
)
def test_random_amounts_reach_their_limit_and_not_beyond(options, change):
    class Highest:
        """Draws the upper limit every time."""

        def uniform(self, low, high, size=None):
            return high if size is None else np.array([high, 0.0])

    images = blur(image((2, 3), (5, 6), size=12), 0.7)
    np.testing.assert_allclose(Augment(**options)(images, rng=Highest()), change(images), atol=1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda x: shift(x[0], 1, 1), "images have shape"),
        (lambda x: rotate(x.astype(np.uint8), 3), "dtype uint8"),
        (lambda x: skew(x * 255, 0.1), "pixels run from 255 to 255"),
        (lambda x: blur(x * np.nan, 1.0), "pixels run from nan"),
        (lambda x: zoom(x[:0], 1.1), "images have shape"),
        (lambda x: zoom(x, 0.0), "factor is 0.0"),
        (lambda x: blur(x, -1.0), "sigma is -1.0"),
        (lambda x: add_noise(x, float("nan"), rng=np.random.default_rng(0)), "sigma is nan"),
        (lambda x: Augment(shift=-1), "shift is -1"),
        (lambda x: Augment(zoom=1.0), "zoom is 1.0"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words) as caught:
        call(np.ones((2, 5, 5), np.float32))
    assert "expected" in str(caught.value)
