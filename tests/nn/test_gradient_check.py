"""The gradient check itself: it finds right gradients right and wrong ones wrong."""

import numpy as np
import pytest

from dlbook.nn import (
    BatchNorm,
    Dense,
    Dropout,
    Sequential,
    check_gradients,
    numerical_gradient,
    relative_error,
)


def net_and_data(rng):
    net = Sequential([Dense(6, activation="tanh"), BatchNorm(), Dropout(0.5), Dense(3, activation="softmax")])
    net.build((4,), rng=rng, dtype=np.float64)
    return net, rng.normal(size=(10, 4)), np.eye(3)[rng.integers(0, 3, 10)]


def test_gradient_of_a_polynomial():
    w = np.array([[1.0, -2.0], [3.0, 0.5]])
    before = w.copy()
    slopes = numerical_gradient(lambda: float((w**4).sum()), w, epsilon=1e-4)
    np.testing.assert_allclose(slopes, [[4, -32], [108, 0.5]], rtol=1e-6)
    assert (w == before).all()


def test_chosen_entries_only():
    w = np.array([[1.0, 2.0], [3.0, 4.0]])
    slopes = numerical_gradient(lambda: float((w**2).sum()), w, entries=np.array([3, 0]))
    np.testing.assert_allclose(slopes, [8, 2], rtol=1e-8)


def test_error_shrinks_with_the_square_of_the_nudge():
    w = np.array([1.0])
    errors = [
        abs(numerical_gradient(lambda: float(np.exp(w[0])), w, epsilon=e)[0] - np.e) for e in (1e-1, 1e-2)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


@pytest.mark.parametrize("array", [np.zeros(3, np.float32), np.zeros((4, 4))[:, ::2], np.zeros(3, int)])
def test_arrays_that_cannot_be_nudged_are_refused(array):
    with pytest.raises(ValueError, match="contiguous float64"):
        numerical_gradient(lambda: 0.0, array)


def test_relative_error():
    assert relative_error([1.0, -4.0], [1.0, -3.0]) == 0.25
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error([1e-12], [2e-12]) == pytest.approx(1e-4)
    assert relative_error([], []) == 0
    with pytest.raises(ValueError, match="equal shapes"):
        relative_error([1.0], [1.0, 2.0])


def test_right_gradients_pass_and_the_net_is_put_back(rng):
    net, x, y = net_and_data(rng)
    before = net.get_weights()
    errors = check_gradients(net, x, y, "categorical_crossentropy", rng=rng)
    assert errors.keys() == net.params.keys()
    assert max(errors.values()) < 1e-6
    assert all((net.get_weights()[key] == before[key]).all() for key in before)


def test_wrong_gradients_are_found(rng, monkeypatch):
    net, x, y = net_and_data(rng)
    right = BatchNorm.backward

    def forgets_the_mean(self, d_output, cache):
        d_x, gradients = right(self, d_output, cache)
        return d_x + 0.01, gradients

    monkeypatch.setattr(BatchNorm, "backward", forgets_the_mean)
    errors = check_gradients(net, x, y, "categorical_crossentropy", rng=rng)
    assert errors["dense_1/kernel"] > 1e-3
    assert errors["dense_2/kernel"] < 1e-6


def test_single_precision_nets_are_refused(rng):
    net = Sequential([Dense(2)]).build((3,), rng=rng)
    with pytest.raises(ValueError, match="float64"):
        check_gradients(net, np.ones((1, 3)), np.ones((1, 2)), "quadratic", rng=rng)
