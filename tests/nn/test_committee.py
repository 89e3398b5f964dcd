import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import Dense, Sequential
from dlbook.nn.committee import Committee, restarts


def nets(rng, count, outputs=3):
    make = lambda: Sequential([Dense(outputs, activation="softmax")])  # noqa: E731
    return [make().build((4,), rng=rng, dtype=np.float64) for _ in range(count)]


def test_the_average_is_taken_and_weighted(rng):
    members, x = nets(rng, 3), rng.normal(size=(5, 4))
    outputs = np.array([net.predict(x) for net in members])
    np.testing.assert_allclose(Committee(members).predict(x), outputs.mean(axis=0))
    np.testing.assert_allclose(Committee(members, weights=(1, 0, 0)).predict(x), outputs[0])
    # shares 1/4 and 3/4 of the first and last net
    np.testing.assert_allclose(
        Committee(members, weights=(2, 0, 6)).predict(x), outputs[0] * 0.25 + outputs[2] * 0.75
    )


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 10), min_size=2, max_size=4))
def test_a_committee_is_never_worse_than_the_mean_of_its_members(weights):
    rng = np.random.default_rng(4)
    members, x = nets(rng, len(weights)), rng.normal(size=(20, 4))
    y = np.eye(3)[rng.integers(0, 3, 20)]
    for cost in ("quadratic", "categorical_crossentropy"):
        alone = np.average([net.evaluate(x, y, cost=cost)["loss"] for net in members], weights=weights)
        assert Committee(members, weights).evaluate(x, y, cost=cost)["loss"] <= alone + 1e-12


def test_a_committee_of_one_measures_what_its_member_does(rng):
    (member,), x = nets(rng, 1), rng.normal(size=(20, 4))
    y = np.eye(3)[rng.integers(0, 3, 20)]
    alone = member.evaluate(x, y, cost="categorical_crossentropy")
    assert Committee([member]).evaluate(x, y, cost="categorical_crossentropy") == pytest.approx(alone)
    targets = rng.normal(size=(20, 3))
    assert set(Committee([member]).evaluate(x, targets, cost="mse")) == {"loss"}


def test_restarts_differ_and_do_not_depend_on_their_number():
    draws = restarts(lambda rng: rng.random(), seed=1, count=5)
    assert len(set(draws)) == 5
    assert restarts(lambda rng: rng.random(), seed=1, count=2) == draws[:2]
    assert restarts(lambda rng: rng.random(), seed=2, count=1) != draws[:1]


def test_bad_committees_are_refused(rng):
    members = nets(rng, 2)
    for weights in ((1,), (-1, 2), (0, 0), (float("nan"), 1)):
        with pytest.raises(ValueError, match="expected one finite number"):
            Committee(members, weights)
    with pytest.raises(ValueError, match="no nets"):
        Committee([])
    with pytest.raises(ValueError, match="count is 0"):
        restarts(lambda rng: None, seed=1, count=0)
