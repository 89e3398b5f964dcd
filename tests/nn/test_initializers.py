"""Initialisers: moments, limits, types, and the stack of layers that shows why the correction matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import Dense, Sequential, activations, initializers
from dlbook.nn.initializers import (
    Constant,
    GlorotNormal,
    HeNormal,
    Initializer,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    fans,
)

FANS = (300, 200)
VARIANCE = {"glorot": 2 / 500, "he": 2 / 300, "lecun": 1 / 300}
SCHEMES = [f"{name}_{kind}" for name in VARIANCE for kind in ("normal", "uniform")]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_variance_follows_the_scheme(scheme, rng):
    w = initializers.get(scheme)(FANS, rng=rng, dtype=np.float64)
    assert w.mean() == pytest.approx(0, abs=4 * w.std() / np.sqrt(w.size))
    # 60,000 numbers: the variance of a sample lies within 2 % of the true one
    assert w.var() == pytest.approx(VARIANCE[scheme.split("_")[0]], rel=0.02)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_stay_within_the_scheme_s_limit_and_come_near_it(scheme, rng):
    w = initializers.get(scheme)(FANS, rng=rng)
    name, kind = scheme.split("_")
    limit = np.sqrt(3 * VARIANCE[name]) if kind == "uniform" else 2 * np.sqrt(VARIANCE[name]) / 0.87962566
    assert 0.99 * limit < np.abs(w).max() <= limit * (1 + 1e-6)


def test_truncated_normal_is_cut_at_two_and_not_corrected(rng):
    w = TruncatedNormal(mean=1.0, stddev=0.5)((200_000,), rng=rng, dtype=np.float64)
    assert np.abs(w - 1).max() <= 1.0
    assert w.std() == pytest.approx(0.87962566 * 0.5, rel=0.01)
    assert w.mean() == pytest.approx(1, abs=0.01)


def test_random_normal_is_not_truncated(rng):
    w = RandomNormal(mean=-1.0, stddev=2.0)((200_000,), rng=rng)
    assert np.abs(w + 1).max() > 6
    assert w.std() == pytest.approx(2, rel=0.01)


def test_random_uniform_fills_its_interval(rng):
    w = RandomUniform(minval=1, maxval=3)((200_000,), rng=rng)
    assert 1 <= w.min() < 1.01
    assert 2.99 < w.max() <= 3
    assert w.var() == pytest.approx(4 / 12, rel=0.02)


def test_constants_are_constant(rng):
    assert (initializers.get("zeros")((3, 2), rng=rng) == 0).all()
    assert (initializers.get("ones")((3, 2), rng=rng) == 1).all()
    assert (Constant(0.25)((3, 2), rng=rng) == 0.25).all()


def test_relu_signal_survives_ten_layers_with_he_but_not_uncorrected(rng):
    # without the correction each layer's variance shrinks by 0.87962566^2: 0.87962566^10 = 0.277 in all
    shrinkage = {}
    for corrected in (True, False):
        ratios = []
        for _ in range(8):
            a = x = rng.normal(size=(200, 128))
            for _ in range(10):
                draw = HeNormal() if corrected else TruncatedNormal(stddev=np.sqrt(2 / 128))
                a = activations.relu(a @ draw((128, 128), rng=rng, dtype=np.float64))
            ratios.append(np.sqrt((a**2).mean() / (x**2).mean()))
        shrinkage[corrected] = np.mean(ratios)
    assert shrinkage[False] / shrinkage[True] == pytest.approx(0.277, rel=0.25)
    assert shrinkage[True] == pytest.approx(1, rel=0.25)


def test_reference_shares_of_sigmoid_units(rng):
    # 784 uniform inputs into 256 units: standard normal weights saturate about 89 %, Glorot 0.2 %
    x = rng.random((500, 784))
    shares = {}
    for draw in (RandomNormal(stddev=1.0), GlorotNormal()):
        a = activations.sigmoid(x @ draw((784, 256), rng=rng, dtype=np.float64))
        shares[draw.name] = ((a < 0.1) | (a > 0.9)).mean()
    assert shares["random_normal"] == pytest.approx(0.89, abs=0.02)
    assert shares["glorot_normal"] < 0.01


def test_one_seed_gives_the_same_weights_in_both_precisions():
    for name in initializers.names():
        single, double = (
            initializers.get(name)((20, 10), rng=np.random.default_rng(3), dtype=dtype)
            for dtype in (np.float32, np.float64)
        )
        assert single.dtype == np.float32
        assert (single == double.astype(np.float32)).all()


def test_dense_starts_with_glorot_uniform_kernel_and_zero_bias(rng):
    net = Sequential([Dense(200)]).build((300,), rng=rng)
    limit = np.sqrt(6 / 500)
    assert 0.99 * limit < np.abs(net.params["dense_1/kernel"]).max() <= limit
    assert net.params["dense_1/kernel"].std() == pytest.approx(limit / np.sqrt(3), rel=0.02)
    assert (net.params["dense_1/bias"] == 0).all()


@pytest.mark.parametrize(
    ("shape", "expected"), [((784, 64), (784, 64)), ((3, 3, 16, 32), (144, 288)), ((5, 2, 4), (10, 20))]
)
def test_fans(shape, expected):
    assert fans(shape) == expected


@pytest.mark.parametrize("scheme", SCHEMES)
def test_vectors_have_no_fans(scheme, rng):
    with pytest.raises(ValueError, match=r"shape \(5,\); expected a kernel"):
        initializers.get(scheme)((5,), rng=rng)


@pytest.mark.parametrize(
    "make",
    [
        lambda: RandomNormal(stddev=-1),
        lambda: TruncatedNormal(stddev=-0.1),
        lambda: RandomNormal(stddev=np.nan),
        lambda: RandomUniform(minval=1, maxval=0),
        lambda: initializers.get("he_norml"),
        lambda: initializers.get(None),
    ],
)
def test_bad_settings_are_refused_in_three_parts(make):
    with pytest.raises(ValueError, match=r".+; expected .+\. .+\."):
        make()


def test_nearest_name_is_suggested():
    with pytest.raises(ValueError, match="Did you mean 'he_normal'"):
        initializers.get("he_norml")


@given(name=st.sampled_from(initializers.names()), fan_in=st.integers(1, 40), fan_out=st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_shape_type_and_reproducibility(name, fan_in, fan_out):
    initializer = initializers.get(name)
    assert isinstance(initializer, Initializer)
    w, again = (initializer((fan_in, fan_out), rng=np.random.default_rng(1)) for _ in range(2))
    assert w.shape == (fan_in, fan_out)
    assert w.dtype == np.float32
    assert (w == again).all()
    assert np.isfinite(w).all()
