"""Activations: worked values, slopes by central differences, extremes without warnings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlbook.nn import activations
from dlbook.nn.gradient_check import numerical_gradient

ELEMENTWISE = ["step", "identity", "sigmoid", "tanh", "relu", "softplus", "leaky_relu", "elu", "square"]
ALL = [*ELEMENTWISE, "linear", "softmax"]
# no corner or jump within a nudge of these
POINTS = np.array([-30.0, -5.0, -1.3, -0.4, -0.01, 0.02, 0.7, 1.9, 6.0, 30.0])
EXTREMES = np.array([-1e4, -100.0, -1e-30, 0.0, 1e-30, 100.0, 1e4])


def functions(name):
    return getattr(activations, name), getattr(activations, f"{name}_derivative")


def slope_of(function, z):
    """Central differences of a function that works entry by entry."""
    return (function(z + 1e-6) - function(z - 1e-6)) / 2e-6


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_slope_equals_central_differences(name):
    function, derivative = functions(name)
    np.testing.assert_allclose(derivative(POINTS), slope_of(function, POINTS), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(("name", "setting"), [("leaky_relu", 0.01), ("elu", 2.5), ("leaky_relu", -0.5)])
def test_slope_follows_its_setting(name, setting):
    function, derivative = functions(name)
    numerical = slope_of(lambda z: function(z, setting), POINTS)
    np.testing.assert_allclose(derivative(POINTS, setting), numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_give_finite_numbers_of_the_same_type_without_warnings(name, dtype):
    z = EXTREMES.astype(dtype)
    with np.errstate(all="raise", under="ignore"):
        for result in (f(z) for f in functions(name)):
            assert result.dtype == dtype
            assert np.isfinite(result).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_survives_extremes(dtype):
    z = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, 0.0]], dtype)
    with np.errstate(all="raise", under="ignore"):
        p, logs = activations.softmax(z), activations.log_softmax(z)
    assert p.dtype == logs.dtype == dtype
    np.testing.assert_allclose(p, [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0]], rtol=1e-6)
    np.testing.assert_allclose(logs[0], [0, -2e4, -1e4])


@pytest.mark.parametrize(
    ("z", "expected", "digits"),
    [
        (0.00001, 0.5000025, 7),
        (-1, 0.26894, 5),
        (-2, 0.11920, 5),
        (-10, 4.54e-05, 7),
        (1e4, 1, 12),
        (-1e4, 0, 12),
    ],
)
def test_sigmoid_reference_values(z, expected, digits):
    assert round(float(activations.sigmoid(z)), digits) == pytest.approx(expected, abs=10.0**-digits / 2)


def test_softmax_reference_values():
    # e^-1 = 0.36788, e^1 = 2.71828, e^5 = 148.41316: they sum to 151.49932
    assert activations.softmax([-1, 1, 5]).round(5).tolist() == [0.00243, 0.01794, 0.97963]


def test_slope_of_relu_at_zero_is_zero():
    assert activations.relu_derivative(0.0) == 0
    assert activations.relu_derivative(-0.0) == 0
    d_z = activations.get("relu").backward(
        np.ones(3), activations.get("relu").forward(np.array([-1.0, 0, 1]))[1]
    )
    assert d_z.tolist() == [0, 0, 1]


def test_step_fires_above_zero_only():
    assert activations.step([-1e-9, 0.0, 1e-9]).tolist() == [0, 0, 1]


def test_softplus_lies_above_relu_by_known_gaps():
    gap = activations.softplus([0.0, 3.0]) - activations.relu([0.0, 3.0])
    assert gap.round(3).tolist() == [0.693, 0.049]


def test_leaky_relu_with_negative_slope_is_not_monotone():
    values = activations.leaky_relu([-1.0, -0.1, 0.0, 1.0], -0.5)
    assert values[0] > values[1] > values[2] < values[3]


def test_worked_negative_side():
    assert activations.leaky_relu(-2.0) == -0.4  # 0.2 * -2
    assert float(activations.elu(-1.0)) == pytest.approx(1 / np.e - 1)
    assert activations.square(-3.0) == 9


def test_maxout_takes_the_largest_and_only_that_learns():
    z = np.array([[1.0, 3.0, 2.0], [5.0, 5.0, -1.0]])
    assert activations.maxout(z).tolist() == [3, 5]
    assert activations.maxout_derivative(z).tolist() == [[0, 1, 0], [1, 0, 0]]


def test_softmax_jacobian_equals_central_differences():
    z = np.array([0.3, -1.0, 2.0, 0.5])
    jacobian = activations.softmax_derivative(z)
    for j in range(4):
        numerical = numerical_gradient(lambda j=j: float(activations.softmax(z)[j]), z)
        np.testing.assert_allclose(jacobian[j], numerical, atol=1e-9)


def test_log_softmax_is_the_logarithm_of_softmax(rng):
    z = rng.normal(size=(20, 7)) * 5
    np.testing.assert_allclose(np.exp(activations.log_softmax(z)), activations.softmax(z), rtol=1e-12)


def test_noisy_relu_has_the_variance_of_the_sigmoid(rng):
    z = np.full(200_000, 6.0)  # so far above zero that nothing is cut; sigma(6) = 0.9975
    a = activations.noisy_relu(z, rng=rng)
    assert a.mean() == pytest.approx(6.0, abs=0.01)
    assert a.var() == pytest.approx(0.9975, rel=0.015)
    quiet = activations.noisy_relu(np.full(100_000, -20.0), rng=rng)
    assert quiet.max() == 0


def test_noisy_relu_slope_for_the_same_noise():
    def fresh():
        return np.random.default_rng(5)

    slope = activations.noisy_relu_derivative(POINTS, rng=fresh())
    numerical = slope_of(lambda z: activations.noisy_relu(z, rng=fresh()), POINTS)
    np.testing.assert_allclose(slope, numerical, rtol=1e-6, atol=1e-8)
    assert 0 < (slope == 0).sum() < len(POINTS)


def test_noisy_relu_keeps_float32(rng):
    z = EXTREMES.astype(np.float32)
    assert activations.noisy_relu(z, rng=rng).dtype == np.float32
    assert activations.noisy_relu_derivative(z, rng=rng).dtype == np.float32


@pytest.mark.parametrize("name", ALL)
def test_registered_backward_equals_central_differences(name, rng):
    activation = activations.get(name)
    z, d_a = rng.normal(size=(4, 5)) * 2, rng.normal(size=(4, 5))
    a, kept = activation.forward(z)
    numerical = numerical_gradient(lambda: float((activation.forward(z)[0] * d_a).sum()), z, epsilon=1e-6)
    np.testing.assert_allclose(activation.backward(d_a, kept), numerical, rtol=1e-6, atol=1e-8)
    assert a.shape == z.shape


@pytest.mark.parametrize("name", ALL)
def test_registered_activation_changes_neither_input_nor_gradient(name, rng):
    activation = activations.get(name)
    z, d_a = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    z_before, d_before = z.copy(), d_a.copy()
    _, kept = activation.forward(z)
    activation.backward(d_a, kept)
    assert (z == z_before).all()
    assert (d_a == d_before).all()


@pytest.mark.parametrize("name", ALL)
def test_registered_activation_keeps_float32_both_ways(name, rng):
    activation = activations.get(name)
    z = rng.normal(size=(4, 5)).astype(np.float32)
    a, kept = activation.forward(z)
    assert a.dtype == np.float32
    assert activation.backward(np.ones_like(a), kept).dtype == np.float32


def test_every_registered_name_is_tested_here():
    assert set(activations.names()) == set(ALL)


def test_none_is_the_identity():
    assert activations.get(None).function(np.array([-2.0]))[0] == -2


def test_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"activation is 'rellu'; expected one of .*Did you mean 'relu'\?"):
        activations.get("rellu")


FLOATS = st.sampled_from([np.float32, np.float64]).flatmap(
    lambda dtype: hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=6),
        elements=st.floats(-1e4, 1e4, width=32),
    )
)


@given(z=FLOATS)
@settings(max_examples=60, deadline=None)
def test_shapes_types_and_ranges(z):
    for name in ELEMENTWISE:
        for result in (f(z) for f in functions(name)):
            assert result.shape == z.shape
            assert result.dtype == z.dtype
    assert ((activations.sigmoid(z) >= 0) & (activations.sigmoid(z) <= 1)).all()
    assert (np.abs(activations.tanh(z)) <= 1).all()
    assert (activations.softplus(z) >= activations.relu(z)).all()
    assert (activations.elu(z) >= -1).all()


@given(z=FLOATS)
@settings(max_examples=60, deadline=None)
def test_softmax_rows_sum_to_one_and_ignore_a_common_shift(z):
    p = activations.softmax(z)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-5)
    assert (p >= 0).all()
    np.testing.assert_allclose(
        activations.softmax(z.astype(float) + 7), activations.softmax(z.astype(float)), atol=1e-9
    )


@given(z=st.floats(-700, 700))
@settings(max_examples=60, deadline=None)
def test_sigmoid_is_symmetric(z):
    assert float(activations.sigmoid(z) + activations.sigmoid(-z)) == pytest.approx(1, abs=1e-15)
