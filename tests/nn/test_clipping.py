import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dlbook.nn.clipping import Clipped, clip_by_global_norm, clip_by_norm, clip_by_value, global_norm
from dlbook.nn.optimizers import SGD, AdamW, Momentum

numbers = arrays(np.float64, st.integers(1, 6), elements=st.floats(-1e6, 1e6))


def test_worked_by_hand():
    # |a| = 5, |b| = 12, together sqrt(25 + 144) = 13
    gradients = {"a": np.array([3.0, 4.0]), "b": np.array([12.0])}
    assert global_norm(gradients) == 13
    each = clip_by_norm(gradients, 6.0)  # a stays, b is halved
    assert each["a"].tolist() == [3, 4]
    assert each["b"].tolist() == [6]
    together = clip_by_global_norm(gradients, 6.5)  # all are halved
    assert together["a"].tolist() == [1.5, 2]
    assert together["b"].tolist() == [6]
    values = clip_by_value({"a": np.array([3.0, -4.0, 0.5])}, 2.0)
    assert values["a"].tolist() == [2, -2, 0.5]


@settings(deadline=None)
@given(numbers, numbers, st.floats(1e-3, 1e3))
def test_clipping_never_raises_a_norm_nor_turns_a_gradient(a, b, limit):
    gradients = {"a": a, "b": b}
    for clip in (clip_by_norm, clip_by_global_norm, clip_by_value):
        for key, g in clip(gradients, limit).items():
            assert np.linalg.norm(g) <= np.linalg.norm(gradients[key]) * (1 + 1e-12)
            assert (g * gradients[key] >= 0).all()
    assert all(np.linalg.norm(g) <= limit * (1 + 1e-9) for g in clip_by_norm(gradients, limit).values())
    assert global_norm(clip_by_global_norm(gradients, limit)) <= limit * (1 + 1e-9)


@settings(deadline=None)
@given(numbers, numbers)
def test_short_gradients_pass_untouched(a, b):
    gradients = {"a": a, "b": b}
    for clip in (clip_by_norm, clip_by_global_norm, clip_by_value):
        for key, g in clip(gradients, 1e7).items():
            np.testing.assert_array_equal(g, gradients[key])


def test_the_type_stays_and_the_input_is_not_changed():
    gradients = {"a": np.full(4, 10, np.float32)}
    for clip in (clip_by_norm, clip_by_global_norm, clip_by_value):
        assert clip(gradients, 1.0)["a"].dtype == np.float32
    assert (gradients["a"] == 10).all()


def test_a_zero_gradient_is_no_division_by_zero():
    for clip in (clip_by_norm, clip_by_global_norm, clip_by_value):
        assert (clip({"a": np.zeros(3)}, 1.0)["a"] == 0).all()


@pytest.mark.parametrize("limit", [{"clipnorm": 1.0}, {"global_clipnorm": 1.0}, {"clipvalue": 1.0}])
def test_a_clipped_optimiser_works_on_clipped_gradients(limit):
    clip = {"clipnorm": clip_by_norm, "global_clipnorm": clip_by_global_norm, "clipvalue": clip_by_value}
    params = {"a": np.zeros(2), "b": np.zeros(1)}
    gradients = {"a": np.array([3.0, -4.0]), "b": np.array([12.0])}
    plain, clipped = Momentum(0.1), Clipped(Momentum(0.1), **limit)
    expected, _ = plain.update(clip[next(iter(limit))](gradients, 1.0), plain.init(params), params)
    state = clipped.init(params)
    pure, _ = clipped.update(gradients, state, params)
    fast = clipped.advance(gradients, state, params)
    for key in params:
        np.testing.assert_array_equal(pure[key], expected[key])
        np.testing.assert_array_equal(fast[key], expected[key])


def test_a_clipped_optimiser_is_packed_only_where_that_changes_nothing():
    assert Clipped(SGD(), clipvalue=1.0).elementwise
    assert not Clipped(SGD(), clipnorm=1.0).elementwise
    assert not Clipped(AdamW(), clipvalue=1.0).elementwise


def test_a_clipped_optimisers_rate_can_change():
    clipped = Clipped(SGD(0.1), clipnorm=1.0).with_learning_rate(0.5)
    assert clipped.rate(0) == clipped.learning_rate == 0.5
    assert clipped.clipnorm == 1.0


@pytest.mark.parametrize(
    "limits", [{}, {"clipnorm": 1.0, "clipvalue": 1.0}, {"clipnorm": 0.0}, {"clipvalue": float("nan")}]
)
def test_bad_limits_are_refused(limits):
    with pytest.raises(ValueError, match="expected"):
        Clipped(SGD(), **limits)
