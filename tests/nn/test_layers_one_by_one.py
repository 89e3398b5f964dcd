"""Each layer by itself: worked numbers, and what it promises about means, variances and expectations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import (
    BatchNorm,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    Maxout,
    NoisyReLU,
    Normalization,
    PReLU,
    Rescaling,
)
from dlbook.nn.initializers import Constant


def build(layer, shape, dtype=np.float64):
    layer.build(shape, rng=np.random.default_rng(1), dtype=dtype)
    return layer


def test_dense_worked_example():
    layer = build(Dense(2, activation="relu"), (3,))
    layer.params["kernel"][...] = [[1, -1], [0, 2], [3, 0]]
    layer.params["bias"][...] = [0.5, -5]
    # row 1: 1*1 + 2*0 + 3*3 + 0.5 = 10.5;  1*-1 + 2*2 + 3*0 - 5 = -2 -> 0
    # row 2: 0 + 0 + 3 + 0.5 = 3.5;           0 + 8 + 0 - 5 = 3
    x = np.array([[1.0, 2, 3], [0, 4, 1]])
    a, cache = layer.forward(x)
    assert a.tolist() == [[10.5, 0], [3.5, 3]]
    d_x, gradients = layer.backward(np.array([[1.0, 10], [2, 20]]), cache)
    # the zero unit of row 1 passes nothing: d_z = [[1, 0], [2, 20]]
    assert gradients["bias"].tolist() == [3, 20]
    assert gradients["kernel"].tolist() == [[1, 0], [2 + 8, 80], [3 + 2, 20]]
    assert d_x.tolist() == [[1, 0, 3], [2 - 20, 40, 6]]


def test_dense_counts_parameters():
    layer = build(Dense(64), (784,))
    assert sum(w.size for w in layer.params.values()) == 50_240
    assert build(Dense(64, use_bias=False), (784,)).params.keys() == {"kernel"}


def test_logits_are_what_enters_the_activation(rng):
    layer = build(Dense(4, activation="sigmoid"), (3,))
    x = rng.normal(size=(5, 3))
    z = layer.logits(x)
    np.testing.assert_allclose(np.log(layer.forward(x)[0] / (1 - layer.forward(x)[0])), z, rtol=1e-9)


def test_maxout_worked_example():
    layer = build(Maxout(1, pieces=3), (1,))
    layer.params["kernel"][...] = [[[-1, 0, 2]]]
    layer.params["bias"][...] = [[0, 1, 0]]
    y, cache = layer.forward(np.array([[-2.0], [0.0], [3.0]]))  # max(-x, 1, 2x)
    assert y[:, 0].tolist() == [2, 1, 6]
    d_x, gradients = layer.backward(np.ones((3, 1)), cache)
    assert d_x[:, 0].tolist() == [-1, 0, 2]
    assert gradients["kernel"].tolist() == [[[-2, 0, 3]]]
    assert gradients["bias"].tolist() == [[1, 1, 1]]


def test_maxout_of_one_piece_is_dense(rng):
    maxout, dense = build(Maxout(4, pieces=1), (3,)), build(Dense(4), (3,))
    assert (maxout.params["kernel"][..., 0] == dense.params["kernel"]).all()
    x = rng.normal(size=(5, 3))
    np.testing.assert_allclose(maxout.forward(x)[0], dense.forward(x)[0], rtol=1e-12)


def test_prelu_worked_example():
    layer = build(PReLU(Constant(0.25)), (2,))
    a, cache = layer.forward(np.array([[-4.0, 2], [-2, -8]]))
    assert a.tolist() == [[-1, 2], [-0.5, -2]]
    d_z, gradients = layer.backward(np.array([[1.0, 1], [3, 5]]), cache)
    assert d_z.tolist() == [[0.25, 1], [0.75, 1.25]]
    assert gradients["alpha"].tolist() == [-4 - 6, -40]


def test_noisy_relu_draws_once_for_both_ways():
    layer, one, other = NoisyReLU(), np.random.default_rng(3), np.random.default_rng(3)
    layer.forward(np.zeros((2, 3)), training=True, rng=one)
    other.standard_normal((2, 3))
    assert one.random() == other.random()


def test_batch_norm_worked_example():
    layer = build(BatchNorm(momentum=0.9, epsilon=1.0), (1,))
    layer.params["gamma"][...], layer.params["beta"][...] = 2, 10
    # mean 3, biased variance (4 + 0 + 0 + 4) / 4 = 2 (unbiased 8 / 3), sqrt(2 + 1) = 1.7320508
    y, _ = layer.forward(np.array([[1.0], [3], [3], [5]]), training=True)
    np.testing.assert_allclose(y[:, 0], [10 - 4 / 3**0.5, 10, 10, 10 + 4 / 3**0.5])
    assert layer.state["moving_mean"][0] == pytest.approx(0.3)  # 0.9 * 0 + 0.1 * 3
    assert layer.state["moving_variance"][0] == pytest.approx(1.1)  # 0.9 * 1 + 0.1 * 2
    still, _ = layer.forward(np.array([[0.3]]))
    assert still[0, 0] == pytest.approx(10)
    assert layer.state["moving_mean"][0] == pytest.approx(0.3)  # inference moves nothing


def test_batch_norm_statistics_converge_to_those_of_the_data(rng):
    layer = build(BatchNorm(momentum=0.9), (3,))
    for _ in range(300):
        layer.forward(rng.normal([1, -2, 0], [1, 3, 0.5], (256, 3)), training=True)
    np.testing.assert_allclose(layer.state["moving_mean"], [1, -2, 0], atol=0.15)
    np.testing.assert_allclose(np.sqrt(layer.state["moving_variance"]), [1, 3, 0.5], rtol=0.05)


@given(seed=st.integers(0, 10**6), n=st.integers(8, 40), scale=st.floats(0.5, 50), shift=st.floats(-50, 50))
@settings(max_examples=40, deadline=None)
def test_batch_norm_gives_mean_beta_and_deviation_gamma(seed, n, scale, shift):
    rng = np.random.default_rng(seed)
    layer = build(BatchNorm(epsilon=1e-12), (3,))
    layer.params["gamma"][...], layer.params["beta"][...] = [0.5, 1, 2], [-1, 0, 7]
    y, _ = layer.forward(rng.normal(shift, scale, (n, 3)), training=True)
    np.testing.assert_allclose(y.mean(axis=0), [-1, 0, 7], atol=1e-9)
    np.testing.assert_allclose(y.std(axis=0), [0.5, 1, 2], rtol=1e-6)


def test_batch_norm_of_images_works_for_each_channel(rng):
    layer = build(BatchNorm(epsilon=1e-9), (4, 4, 3))
    y, cache = layer.forward(rng.normal(5, 2, (6, 4, 4, 3)), training=True)
    assert layer.params["gamma"].shape == (3,)
    np.testing.assert_allclose(y.mean(axis=(0, 1, 2)), 0, atol=1e-9)
    np.testing.assert_allclose(y.std(axis=(0, 1, 2)), 1, rtol=1e-6)
    assert layer.backward(y, cache)[0].shape == y.shape


def test_batch_norm_leaves_no_gradient_along_a_shift_or_a_stretch(rng):
    layer = build(BatchNorm(epsilon=1e-12), (3,))
    x = rng.normal(size=(20, 3))
    _, cache = layer.forward(x, training=True)
    d_x, _ = layer.backward(rng.normal(size=(20, 3)), cache)
    np.testing.assert_allclose(d_x.sum(axis=0), 0, atol=1e-10)
    np.testing.assert_allclose((d_x * x).sum(axis=0), 0, atol=1e-9)


@given(rate=st.floats(0, 0.95), seed=st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_dropout_keeps_the_expectation(rate, seed):
    y, _ = Dropout(rate).forward(np.full((200, 200), 3.0), training=True, rng=np.random.default_rng(seed))
    error = 3 * np.sqrt(rate / (1 - rate) / y.size)  # standard error of the mean
    assert y.mean() == pytest.approx(3, abs=6 * error + 1e-9)
    assert set(np.unique(y)) <= {0.0, 3.0 * (1 / (1 - rate))}
    assert (y == 0).mean() == pytest.approx(rate, abs=6 * np.sqrt(rate * (1 - rate) / y.size) + 1e-9)


def test_dropout_draws_one_mask_for_each_example_and_step(rng):
    layer, x = Dropout(0.5), np.ones((3, 64))
    first, second = (layer.forward(x, training=True, rng=rng)[0] for _ in range(2))
    assert (first != second).any()
    assert (first[0] != first[1]).any()
    dropped = (layer.forward(np.ones((100, 10)), training=True, rng=rng)[0] == 0).sum(axis=1)
    assert len(set(dropped)) > 3  # the number dropped varies


def test_dropout_of_nothing_and_at_inference_is_the_very_input():
    x = np.ones((2, 3))
    assert Dropout(0.0).forward(x, training=True)[0] is x
    assert Dropout(0.5).forward(x)[0] is x


def test_gaussian_noise_has_mean_zero_and_its_deviation(rng):
    x = np.full((300, 300), 2.0)
    y, _ = GaussianNoise(0.5).forward(x, training=True, rng=rng)
    assert y.mean() == pytest.approx(2, abs=0.01)
    assert y.std() == pytest.approx(0.5, rel=0.01)
    assert (x == 2).all()


def test_flatten_keeps_the_order():
    y, cache = Flatten().forward(np.arange(12.0).reshape(2, 2, 3))
    assert y.tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    assert Flatten().backward(y, cache)[0].shape == (2, 2, 3)
    assert Flatten().compute_output_shape((28, 28)) == (784,)


def test_rescaling_maps_pixels_to_the_unit_interval():
    y, _ = Rescaling(1 / 127.5, offset=-1.0).forward(np.array([[0.0, 127.5, 255.0]]))
    np.testing.assert_allclose(y, [[-1, 0, 1]])


def test_normalization_standardises_what_it_was_adapted_to(rng):
    x = rng.normal([5, -3], [2, 0.1], (200, 2))
    layer = Normalization()
    layer.adapt(x)
    y, _ = build(layer, (2,)).forward(x)
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(y.std(axis=0), 1, rtol=1e-12)


def test_normalization_before_adapting_changes_nothing_and_adapts_in_place(rng):
    layer = build(Normalization(), (2,))
    x = rng.normal(3, 2, (50, 2))
    assert (layer.forward(x)[0] == x).all()
    mean = layer.state["mean"]
    layer.adapt(x)
    assert layer.state["mean"] is mean
    np.testing.assert_allclose(mean, x.mean(axis=0))


def test_normalization_of_a_constant_column_stays_finite():
    layer = Normalization()
    layer.adapt(np.full((5, 1), 4.0))
    assert build(layer, (1,)).forward(np.full((2, 1), 4.0))[0].tolist() == [[0], [0]]


@pytest.mark.parametrize(
    "data",
    [np.zeros((0, 2)), np.array([[np.nan, 1]]), np.array([["a"]]), np.zeros(3)],
    ids=["empty", "nan", "text", "vector"],
)
def test_normalization_refuses_bad_data(data):
    with pytest.raises(ValueError, match="expected finite numbers"):
        Normalization().adapt(data)


def test_normalization_refuses_other_features_than_the_net_has(rng):
    layer = Normalization()
    layer.adapt(np.zeros((4, 3)))
    with pytest.raises(ValueError, match="features"):
        layer.build((2,), rng=rng)
    with pytest.raises(ValueError, match="features"):
        build(Normalization(), (2,)).adapt(np.zeros((4, 3)))
