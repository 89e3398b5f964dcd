"""Costs: worked values, gradients by central differences, stable and fused forms, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import activations, costs
from dlbook.nn.gradient_check import numerical_gradient

ROWS = np.array([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25]])
ONE_HOT = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
ALL = [
    costs.Quadratic(),
    costs.MeanSquaredError(),
    costs.MeanAbsoluteError(),
    costs.Huber(delta=0.3),
    costs.BinaryCrossentropy(),
    costs.BinaryCrossentropy(from_logits=True),
    costs.CategoricalCrossentropy(),
    costs.CategoricalCrossentropy(from_logits=True),
    costs.SparseCategoricalCrossentropy(),
    costs.SparseCategoricalCrossentropy(from_logits=True),
]


def targets_and_outputs(cost, rng, n=6, outputs=4):
    labels = rng.integers(0, outputs, n)
    y_true = labels if "sparse" in cost.name else np.eye(outputs)[labels]
    y_pred = (
        rng.normal(size=(n, outputs))
        if getattr(cost, "from_logits", False)
        else rng.uniform(0.1, 0.9, (n, outputs))
    )
    return y_true, y_pred


@pytest.mark.parametrize(
    ("y", "prediction", "expected"),
    [
        (1, 1, 0),
        (1, 0.9997, 9.0e-08),
        (1, 0.9, 0.01),
        (1, 0.6, 0.16),
        (1, 0.1192, 0.7758),
        (0, 0.1192, 0.0142),
    ],
)
def test_squared_error_reference_values(y, prediction, expected):
    assert float(costs.squared_error(y, prediction)) == pytest.approx(expected, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize(
    ("y", "a", "expected"),
    [
        (1, 0.9997, 0.0003),
        (1, 0.9, 0.1054),
        (1, 0.6, 0.5108),
        (1, 0.1192, 2.1270),
        (0, 0.1192, 0.1269),
        (1, 0.8808, 0.1269),
    ],
)
def test_cross_entropy_reference_values(y, a, expected):
    assert round(float(costs.cross_entropy(y, a)), 4) == expected


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        # errors (0.2, -0.3, 0.1) and (-0.5, 0.25, 0.25): squares sum to 0.14 and 0.375
        ("quadratic", (0.14 + 0.375) / 2),
        ("mean_squared_error", (0.14 + 0.375) / 6),
        # absolute values sum to 0.6 and 1.0
        ("mean_absolute_error", 1.6 / 6),
        # -ln 0.7 = 0.3567 and -ln 0.5 = 0.6931
        ("categorical_crossentropy", (0.356675 + 0.693147) / 2),
        # row 1: -ln 0.8 - ln 0.7 - ln 0.9 = 0.223144 + 0.356675 + 0.105361; row 2: 0.693147 + 2 * 0.287682
        ("binary_crossentropy", (0.685180 + 1.268511) / 6),
    ],
)
def test_worked_values_of_a_batch(cost, expected):
    assert costs.get(cost)(ONE_HOT, ROWS) == pytest.approx(expected, rel=1e-5)


def test_huber_is_a_parabola_inside_and_a_line_outside():
    # |e| = 0.5: 0.125;  |e| = 3, delta = 2: 2 * 3 - 2 = 4;  |e| = 2: 2 both ways
    losses = costs.Huber(delta=2.0).per_example([[0.0], [0.0], [0.0]], [[0.5], [-3.0], [2.0]])
    assert losses.tolist() == [0.125, 4.0, 2.0]


def test_sparse_equals_categorical_with_one_hot_targets():
    for from_logits in (False, True):
        sparse = costs.SparseCategoricalCrossentropy(from_logits=from_logits)
        dense = costs.CategoricalCrossentropy(from_logits=from_logits)
        np.testing.assert_allclose(sparse.per_example([1, 0], ROWS), dense.per_example(ONE_HOT, ROWS))
        np.testing.assert_allclose(sparse.gradient([1, 0], ROWS), dense.gradient(ONE_HOT, ROWS))
        assert sparse(np.array([[1], [0]]), ROWS) == pytest.approx(dense(ONE_HOT, ROWS))


@pytest.mark.parametrize("cost", ALL, ids=repr)
@pytest.mark.parametrize("weighted", [False, True])
def test_gradient_equals_central_differences(cost, weighted, rng):
    y_true, y_pred = targets_and_outputs(cost, rng)
    weights = rng.uniform(0, 3, len(y_pred)) if weighted else None
    numerical = numerical_gradient(lambda: cost(y_true, y_pred, weights), y_pred, epsilon=1e-6)
    np.testing.assert_allclose(cost.gradient(y_true, y_pred, weights), numerical, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("cost", ALL, ids=repr)
def test_parts_agree(cost, rng):
    y_true, y_pred = targets_and_outputs(cost, rng)
    weights = np.array([0, 1, 2, 3, 4, 5.0])
    value, gradient = cost.value_and_gradient(y_true, y_pred, weights)
    losses = cost.per_example(y_true, y_pred)
    assert losses.shape == (6,)
    assert value == pytest.approx(cost(y_true, y_pred, weights))
    assert value == pytest.approx(sum(w * loss for w, loss in zip(weights, losses, strict=True)) / 6)
    assert (gradient[0] == 0).all()
    assert isinstance(value, float)


@pytest.mark.parametrize("cost", ALL, ids=repr)
def test_a_weight_of_two_counts_like_seeing_the_example_twice(cost, rng):
    y_true, y_pred = targets_and_outputs(cost, rng, n=2)
    twice = [0, 0, 1, 1]
    seen = cost(y_true[twice], y_pred[twice], [1, 1, 1, 0])  # example 0 twice, example 1 once, divided by 4
    assert cost(y_true, y_pred, [2, 1]) * 2 == pytest.approx(seen * 4)


@pytest.mark.parametrize("cost", ALL, ids=repr)
def test_float32_stays_float32_and_inputs_stay_unchanged(cost, rng):
    y_true, y_pred = targets_and_outputs(cost, rng)
    single = y_pred.astype(np.float32)
    before = single.copy(), y_true.copy()
    gradient = cost.gradient(y_true, single, np.ones(6))
    assert gradient.dtype == cost.per_example(y_true, single).dtype == np.float32
    assert (single == before[0]).all()
    assert (y_true == before[1]).all()
    np.testing.assert_allclose(gradient, cost.gradient(y_true, y_pred), rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("cost", "activation"),
    [
        (costs.BinaryCrossentropy(), "sigmoid"),
        (costs.CategoricalCrossentropy(), "softmax"),
        (costs.SparseCategoricalCrossentropy(), "softmax"),
    ],
)
def test_fused_form_equals_cost_after_activation(cost, activation, rng):
    y_true, z = targets_and_outputs(cost.fused_with(activation), rng)
    a, kept = activations.get(activation).forward(z)
    fused = cost.fused_with(activation)
    assert fused(y_true, z) == pytest.approx(cost(y_true, a), rel=1e-12)
    chained = activations.get(activation).backward(cost.gradient(y_true, a), kept)
    np.testing.assert_allclose(fused.gradient(y_true, z), chained, rtol=1e-9, atol=1e-12)


def test_only_partners_fuse():
    assert costs.CategoricalCrossentropy().fused_with("sigmoid") is None
    assert costs.BinaryCrossentropy().fused_with("softmax") is None
    assert costs.BinaryCrossentropy(from_logits=True).fused_with("sigmoid") is None
    assert costs.Quadratic().fused_with("softmax") is None
    assert costs.Quadratic().fused_with(None) is None


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_of_ten_thousand_cost_ten_thousand_without_warnings(dtype):
    z = np.array([[1e4, -1e4]], dtype)
    with np.errstate(all="raise", under="ignore"):
        categorical = costs.CategoricalCrossentropy(from_logits=True)
        assert categorical([[0, 1]], z) == 2e4
        assert categorical.gradient([[0, 1]], z).tolist() == [[1, -1]]
        binary = costs.BinaryCrossentropy(from_logits=True)
        assert binary([[0, 1]], z) == 1e4  # the mean of two outputs that are wrong by 1e4 each
        assert binary.gradient([[0, 1]], z).tolist() == [[0.5, -0.5]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_certain_and_wrong_probabilities_are_clipped_not_infinite(dtype):
    p = np.array([[1.0, 0.0]], dtype)
    with np.errstate(all="raise", under="ignore"):
        assert costs.CategoricalCrossentropy()([[0, 1]], p) == pytest.approx(16.118, abs=0.01)  # -ln 1e-7
        assert costs.BinaryCrossentropy()([[0, 1]], p) == pytest.approx(16.118, abs=0.2)
        assert np.isfinite(costs.BinaryCrossentropy().gradient([[0, 1]], p)).all()
        assert np.isfinite(costs.SparseCategoricalCrossentropy().gradient([1], p)).all()


def test_vector_targets_may_stand_for_one_column(rng):
    y, y_pred = rng.normal(size=5), rng.normal(size=(5, 1))
    assert costs.MeanSquaredError()(y, y_pred) == costs.MeanSquaredError()(y[:, None], y_pred)


def test_quadratic_sums_and_mean_squared_error_averages_over_outputs(rng):
    y_true, y_pred = rng.normal(size=(7, 10)), rng.normal(size=(7, 10))
    assert costs.Quadratic()(y_true, y_pred) == pytest.approx(10 * costs.MeanSquaredError()(y_true, y_pred))


@pytest.mark.parametrize(
    ("cost", "y_true", "y_pred", "message"),
    [
        ("quadratic", np.zeros((3, 2)), np.zeros((3, 4)), "equal shapes"),
        ("quadratic", np.zeros(3), np.zeros((3, 4)), "One-hot"),
        ("quadratic", np.zeros((2, 4)), np.zeros((3, 4)), "equal shapes"),
        ("quadratic", np.zeros((0, 4)), np.zeros((0, 4)), "at least one example"),
        ("quadratic", 1.0, 1.0, "at least one example"),
        ("quadratic", np.array([["a"]]), np.zeros((1, 1)), "numbers"),
        ("quadratic", np.zeros((1, 1)), np.array([[None]]), "numbers"),
        ("quadratic", np.zeros((1, 1)), np.zeros((1, 1), complex), "numbers"),
        ("categorical_crossentropy", np.zeros(3), np.zeros(3), "examples, classes"),
        ("sparse_categorical_crossentropy", [0, 3], np.ones((2, 3)), "class numbers from 0 to 2"),
        ("sparse_categorical_crossentropy", [-1, 0], np.ones((2, 3)), "class numbers from 0 to 2"),
        ("sparse_categorical_crossentropy", [0.0, 1.0], np.ones((2, 3)), "whole numbers"),
        ("sparse_categorical_crossentropy", [0], np.ones((2, 3)), "one class for each example"),
        ("sparse_categorical_crossentropy", np.eye(3, dtype=int), np.ones((3, 3)), "one class for each"),
    ],
)
def test_bad_batches_are_refused_in_three_parts(cost, y_true, y_pred, message):
    for call in (costs.get(cost), costs.get(cost).gradient, costs.get(cost).per_example):
        with pytest.raises(ValueError, match=message) as caught:
            call(y_true, y_pred)
        assert "; expected " in str(caught.value)
        assert str(caught.value).endswith(".")


@pytest.mark.parametrize("weights", [[1.0], np.ones((2, 1)), ["a", "b"], 1.0])
def test_bad_weights_are_refused(weights):
    with pytest.raises(ValueError, match="one number for each of the 2 examples"):
        costs.Quadratic()(ONE_HOT, ROWS, weights)
    with pytest.raises(ValueError, match="one number for each of the 2 examples"):
        costs.Quadratic().gradient(ONE_HOT, ROWS, weights)


@pytest.mark.parametrize("delta", [0, -1.0, np.nan])
def test_huber_needs_a_delta_above_zero(delta):
    with pytest.raises(ValueError, match="a number above 0"):
        costs.Huber(delta=delta)


def test_names_lead_to_costs():
    assert [costs.get(name).name for name in costs.names()] == costs.names()
    assert costs.get("mse") == costs.MeanSquaredError()
    huber = costs.Huber(2.0)
    assert costs.get(huber) is huber
    with pytest.raises(ValueError, match="Did you mean 'quadratic'"):
        costs.get("quadradic")


@given(seed=st.integers(0, 10**6), n=st.integers(1, 8), outputs=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_costs_are_means_of_losses_and_never_negative(seed, n, outputs):
    for cost in ALL:
        y_true, y_pred = targets_and_outputs(cost, np.random.default_rng(seed), n, outputs)
        losses = cost.per_example(y_true, y_pred)
        assert losses.shape == (n,)
        assert (losses >= -1e-12).all()
        assert cost(y_true, y_pred) == pytest.approx(losses.mean())
        assert cost.gradient(y_true, y_pred).shape == y_pred.shape


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_targets_that_are_missing_are_refused(bad):
    with pytest.raises(ValueError, match="y_true holds nan or infinity; expected finite targets"):
        costs.Quadratic()([[bad, 1.0]], [[0.0, 1.0]])


def test_outputs_that_are_nan_give_a_cost_that_is_nan():
    assert np.isnan(costs.Quadratic()([[0.0]], [[np.nan]]))
