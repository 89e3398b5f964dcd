"""Penalties: worked values, slopes by central differences, decay under SGD, and exact zeros."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlbook.nn import L1, L1L2, L2, regularizers, soft_threshold
from dlbook.nn.gradient_check import numerical_gradient

WEIGHTS = np.array([[-2.0, 0.5], [0.0, 1.0]])
ALL = [L1(0.1), L2(0.1), L1L2(l1=0.3, l2=0.2)]


def test_worked_penalties():
    assert L1(0.1).penalty(WEIGHTS) == pytest.approx(0.35)  # 0.1 (2 + 0.5 + 0 + 1)
    assert L2(0.1).penalty(WEIGHTS) == pytest.approx(0.525)  # 0.1 (4 + 0.25 + 0 + 1)
    assert L1L2(l1=0.1, l2=0.1).penalty(WEIGHTS) == pytest.approx(0.875)


def test_worked_gradients():
    assert L1(0.1).gradient(WEIGHTS).tolist() == [[-0.1, 0.1], [0, 0.1]]
    assert L2(0.5).gradient(WEIGHTS).tolist() == [[-2, 0.5], [0, 1]]  # 2 * 0.5 w, without a factor 1/2


@pytest.mark.parametrize("regularizer", ALL, ids=repr)
def test_gradient_equals_central_differences(regularizer, rng):
    w = rng.normal(size=(4, 3))
    numerical = numerical_gradient(lambda: regularizer.penalty(w), w)
    np.testing.assert_allclose(regularizer.gradient(w), numerical, rtol=1e-7)


@pytest.mark.parametrize("regularizer", ALL, ids=repr)
def test_float32_stays(regularizer):
    assert regularizer.gradient(WEIGHTS.astype(np.float32)).dtype == np.float32
    assert isinstance(regularizer.penalty(WEIGHTS.astype(np.float32)), float)


def test_l2_is_weight_decay_under_plain_sgd():
    rate, l2 = 0.1, 0.05
    stepped = WEIGHTS - rate * L2(l2).gradient(WEIGHTS)
    np.testing.assert_allclose(stepped / np.where(WEIGHTS == 0, 1, WEIGHTS), [[0.99, 0.99], [0, 0.99]])


def test_soft_threshold_gives_exact_zeros_where_l1_steps_jitter():
    w, target, rate, l1 = 1.0, 0.02, 0.1, 0.1  # minimise (w - target)^2 + l1 |w|: the solution is 0
    jitter = proximal = np.array([w])
    for _ in range(200):
        jitter = jitter - rate * (2 * (jitter - target) + L1(l1).gradient(jitter))
        proximal = soft_threshold(proximal - rate * 2 * (proximal - target), rate * l1)
    assert proximal[0] == 0
    assert 0 < abs(jitter[0]) < 0.02


def test_soft_threshold_solves_its_minimisation():
    # prox(w) minimises (v - w)^2 / 2 + t |v|: look for it on a fine grid
    grid = np.linspace(-3, 3, 60_001)
    for w in (-1.7, -0.3, 0.2, 0.9):
        best = grid[np.argmin((grid - w) ** 2 / 2 + 0.5 * np.abs(grid))]
        assert soft_threshold(np.array([w]), 0.5)[0] == pytest.approx(best, abs=1e-4)


@given(
    w=hnp.arrays(np.float32, (3, 4), elements=st.floats(-10, 10, width=32)),
    threshold=st.floats(0, 5, width=32),
)
@settings(max_examples=60, deadline=None)
def test_soft_threshold_shrinks_and_keeps_signs_and_type(w, threshold):
    shrunk = soft_threshold(w, threshold)
    assert shrunk.dtype == np.float32
    assert (np.abs(shrunk) <= np.abs(w)).all()
    assert (shrunk[np.abs(w) <= threshold] == 0).all()
    assert (shrunk * w >= 0).all()


@pytest.mark.parametrize(
    "make",
    [
        lambda: L1(-1),
        lambda: L2(np.nan),
        lambda: L1L2(l2=-0.1),
        lambda: L1L2(l1=np.inf),
        lambda: soft_threshold(WEIGHTS, -1),
    ],
)
def test_bad_strengths_are_refused_in_three_parts(make):
    with pytest.raises(ValueError, match=r".+; expected a finite number of at least 0\. .+\."):
        make()


def test_names():
    assert regularizers.get("l2") == L2(0.01)
    assert regularizers.get(None) is None
    with pytest.raises(ValueError, match="Did you mean 'l1"):
        regularizers.get("l1l2")
