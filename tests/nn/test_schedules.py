import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.nn import SGD, Dense, Sequential, fit
from dlbook.nn.callbacks import Callback
from dlbook.nn.schedules import Constant, Cosine, Exponential, Piecewise, WarmUp


def test_constant():
    assert {Constant(0.3)(step) for step in (0, 1, 10**9)} == {0.3}


def test_piecewise_reaches_every_value_and_changes_after_the_boundary():
    drop = Piecewise((469, 938), (0.1, 0.01, 0.001))
    rates = [drop(step) for step in range(1500)]
    assert [rates[step] for step in (0, 469, 470, 938, 939, 1499)] == [0.1, 0.1, 0.01, 0.01, 0.001, 0.001]
    assert [rates.count(value) for value in drop.values] == [470, 469, 561]


def test_exponential_worked_by_hand():
    # 0.8 * 0.5 ** (15 / 10) = 0.8 * 0.3535534 = 0.2828427; as stairs 0.8 * 0.5 ** 1 = 0.4
    assert Exponential(0.8, 10, 0.5)(15) == pytest.approx(0.2828427)
    assert Exponential(0.8, 10, 0.5, staircase=True)(15) == pytest.approx(0.4)
    assert Exponential(0.8, 10, 0.5)(30) == Exponential(0.8, 10, 0.5, staircase=True)(30) == 0.1


def test_cosine_worked_by_hand():
    # a quarter of the way: cos(pi/4) = 0.7071068, (1 + 0.7071068) / 2 = 0.8535534
    assert Cosine(1.0, 100)(25) == pytest.approx(0.8535534)
    # with alpha = 0.2, half way: 0.8 * 0.5 + 0.2 = 0.6, and 0.2 in the end and for ever
    assert Cosine(1.0, 100, alpha=0.2)(50) == pytest.approx(0.6)
    assert Cosine(1.0, 100, alpha=0.2)(100) == Cosine(1.0, 100, alpha=0.2)(10**6) == pytest.approx(0.2)


def test_warm_up_climbs_to_the_next_schedule_and_hands_over_at_its_boundary():
    after = Piecewise((10,), (0.4, 0.1))
    warm = WarmUp(after, warmup_steps=4, initial_learning_rate=0.2)
    assert [warm(step) for step in range(5)] == pytest.approx([0.2, 0.25, 0.3, 0.35, 0.4])
    assert (warm(14), warm(15)) == (0.4, 0.1)  # the next schedule counts from its own beginning
    assert WarmUp(0.3, warmup_steps=3)(100) == 0.3


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(1, 1000), st.floats(0.01, 1.0))
def test_decays_never_rise_and_stay_within_their_ends(step, length, alpha):
    for schedule in (Cosine(0.5, length, alpha), Exponential(0.5, length, alpha)):
        assert schedule(step + 1) <= schedule(step) * (1 + 1e-12)
        assert 0 <= schedule(step) <= 0.5
    assert Cosine(0.5, length, alpha)(step) >= 0.5 * alpha * (1 - 1e-12)


def test_the_schedule_runs_over_epochs_without_starting_again(rng):
    class Rates(Callback):
        def __init__(self):
            self.rates = []

        def on_step_end(self, trainer):
            self.rates.append(trainer.optimizer.rate(trainer.step - 1))

    x, y = rng.normal(size=(10, 2)), rng.normal(size=(10, 1))
    net = Sequential([Dense(1)]).build((2,), rng=rng)
    watched = Rates()
    rate = Exponential(0.1, 1, 0.9)
    fit(
        net,
        x,
        y,
        cost="mse",
        optimizer=SGD(rate),
        batch_size=4,
        epochs=3,
        rng=rng,
        callbacks=[watched],
        verbose=0,
    )
    assert watched.rates == pytest.approx([0.1 * 0.9**step for step in range(9)])  # 3 epochs of 3 steps


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Constant(-1.0), "learning_rate is -1.0"),
        (lambda: Piecewise((1, 2), (0.1, 0.2)), "2 values for 2 boundaries"),
        (lambda: Piecewise((5, 5), (0.1, 0.2, 0.3)), "boundaries are"),
        (lambda: Piecewise((5,), (0.1, -0.2)), "-0.2"),
        (lambda: Exponential(0.1, 0, 0.5), "decay_steps is 0"),
        (lambda: Exponential(0.1, 10, 0.0), "decay_rate is 0.0"),
        (lambda: Cosine(math.inf, 10), "inf"),
        (lambda: Cosine(0.1, 10, alpha=1.5), "alpha is 1.5"),
        (lambda: WarmUp(0.1, 0), "warmup_steps is 0"),
        (lambda: WarmUp(-0.1, 5), "after is -0.1"),
    ],
)
def test_bad_schedules_are_refused(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make()
    assert "expected" in str(caught.value)


def test_rates_are_plain_numbers():
    for schedule in (Constant(0.1), Cosine(0.1, 7), Exponential(0.1, 7, 0.5), WarmUp(0.1, 7)):
        assert type(schedule(3)) is float
        assert type(schedule(np.int64(3))) in (float, np.float64)
