"""The judges of chapter 5, and the digits of its page: one step by hand, limits, maps, batches, saddles."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.exercises import check
from dlbook.exercises.ch05 import HEFTS, SIZES, pebble_slope
from dlbook.figures.chapters import gradient_descent__ground as ground
from dlbook.figures.chapters import gradient_descent__limits as limits
from dlbook.rng import stream

PAGE = Path(__file__).parents[2] / "docs" / "training" / "gradient-descent.md"
TEXT = PAGE.read_text(encoding="utf-8")


def cells(until):
    """The names that the live cells of the page have made up to that section, and what they printed."""
    programs = re.findall(r"^```python\n(.*?)^```", TEXT.partition(f"{{#sec-{until}}}")[0], re.M | re.S)
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec("\n".join(programs), names)
    return names, printed.getvalue()


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("5.1", 1.9),  # slopes −2 and −4, mean −3, 1 + 0.3 · 3
        ("5.2", 31_260),  # 20 · 1,563
        ("5.3", 0.214),  # h = 2 · (1 + 4 + 9)/3 = 28/3, 2/h = 3/14
        ("5.4", 800),  # 32 · 5²
        ("5.5", 0.692),  # 9/13
        ("5.7", 29),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def deal(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


def stop(costs, patience, equal=False, first=1, restart=True):
    """A solution of 5.8 with parts that can be replaced by mistakes."""
    best, waited = 0, 0
    for epoch, cost in enumerate(costs):
        if cost < costs[best] or (equal and cost == costs[best]):
            best, waited = epoch, 0 if restart else waited
        elif epoch:
            waited += 1
            if waited >= patience:
                return epoch + first, best + first
    return len(costs) - 1 + first, best + first


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("5.1", 0.1, "uphill"),
        ("5.1", 0.9, "stride"),
        ("5.1", 2.8, "added the slopes"),
        ("5.1", 1.45, "left out the 2"),
        ("5.1", 3.4, "at w = 0"),
        ("5.1", 4.0, "multiply it by the learning rate"),
        ("5.2", 1_563, "one epoch"),
        ("5.2", 31_250, "half step"),
        ("5.2", 31_240, "short last batch"),
        ("5.2", 1_000_000, "Each step looks at 32"),
        ("5.2", 37_500, "kept out"),
        ("5.3", 9.333, "curvature"),
        ("5.3", 0.1071, "1/h"),
        ("5.3", 0.4286, "left out the 2"),
        ("5.3", 0.0714, "sum"),
        ("5.3", 0.1111, "largest pebble"),
        ("5.4", 160, "root"),
        ("5.4", 71.55, "square that counts"),
        ("5.4", 25, "32 to begin with"),
        ("5.5", 0.3077, "other net"),
        ("5.5", 0.5, "Equal"),
        ("5.5", 0.6, "squared miss"),
        ("5.5", 1, "cancel"),
        ("5.6", [1, 2], "uncalled"),
        ("5.6", lambda n, b, rng: 1 / 0, "ZeroDivisionError"),
        ("5.6", lambda n, b, rng: [rng.integers(n, size=k.size) for k in deal(n, b, rng)], "never comes"),
        ("5.6", lambda n, b, rng: deal(n, b, rng)[: n // b], "short last one is missing"),
        ("5.6", lambda n, b, rng: deal(n, b + 1, rng), "in place of"),
        ("5.6", lambda n, b, rng: rng.permutation(n), "array of row numbers"),
        ("5.6", lambda n, b, rng: np.array_split(np.arange(n), range(b, n, b)), "Shuffle"),
        ("5.6", lambda n, b, rng: deal(n, b, np.random.default_rng(0)), "same order"),
        ("5.7", 55, "old rate"),
        ("5.7", 28, "too few"),
        ("5.7", 30, "too many"),
        ("5.7", 6, "new u"),
        ("5.8", 4, "uncalled"),
        ("5.8", lambda costs, patience: stop(costs, patience, first=0), "counted from 1"),
        ("5.8", lambda costs, patience: stop(costs, patience, equal=True), "An equal cost"),
        ("5.8", lambda costs, patience: stop(costs, patience, restart=False), "anew"),
        ("5.8", lambda costs, patience: (stop(costs, patience)[0],) * 2, "keeps epoch"),
        ("5.8", lambda costs, patience: None, "TypeError"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_step_by_hand_has_the_same_digits_in_text_cell_and_engine():
    names, printed = cells("rate")
    assert (names["sizes"], names["hefts"]) == (SIZES.tolist(), HEFTS.tolist())
    neuron = nn.Sequential([nn.Dense(1, use_bias=False)]).build((1,), rng=stream(5, "test"), dtype=np.float64)
    neuron.set_weights({"dense_1/kernel": np.zeros((1, 1))})
    optimizer = nn.SGD(0.1)
    before, gradients = neuron.cost_and_gradients(SIZES[:, None], HEFTS[:, None], "quadratic")
    updates, _ = optimizer.update(gradients, optimizer.init(neuron.params), neuron.params)
    w = float((neuron.params["dense_1/kernel"] + updates["dense_1/kernel"]).item())
    assert before == names["cost"](0.0) == 6.5
    assert gradients["dense_1/kernel"].item() == names["slope"](0.0) == pebble_slope(0.0) == -8.0
    assert w == pytest.approx(0.8)
    assert names["walk"][1] == pytest.approx(w)
    assert names["cost"](w) == pytest.approx(1.7)
    for part in ("(4 + 9)/2 = 6.5", "mean is $-8$", r"0 - 0.1 \cdot (-8) = 0.8", "(1.44 + 1.96)/2 = 1.7"):
        assert part in TEXT
    assert printed.splitlines()[1].split() == ["0", "0.00", "6.500", "-8.00", "+0.800"]
    assert printed.splitlines()[2].split()[:3] == ["1", "0.80", "1.700"]


def test_the_slope_is_five_times_the_distance_and_the_limit_two_fifths():
    names, _ = cells("two")
    for w in (-1.0, 0.3, 1.6, 4.0):
        assert names["slope"](w) == pytest.approx(5 * (w - 1.6))
    assert abs(names["ends"][0.35] - 1.6) < 0.01
    assert abs(names["ends"][0.45] - 1.6) > 100
    assert min(names["cost"](w) for w in np.linspace(0, 3, 3001)) == pytest.approx(names["cost"](1.6))


def test_the_twelve_pebbles_of_the_page_are_those_of_the_maps():
    names, _ = cells("batches")
    np.testing.assert_array_equal(names["x"], ground.PEBBLES)
    np.testing.assert_array_equal(names["y"], ground.HEFT)
    np.testing.assert_allclose([names["h_small"], names["h_large"]], limits.curvatures())
    np.testing.assert_allclose(names["lowest"], limits.lowest())
    place = np.array([0.4, 2.0])
    np.testing.assert_allclose(names["gradient"](place), ground.line_gradient(place))


def test_batches_and_valleys_of_the_page_are_those_of_the_figures():
    names, printed = cells("committee")
    for w in (-2.4, 0.0, 2.0):
        height, slope = names["two_valleys"](w)
        assert height == pytest.approx(ground.DIP.height(np.float64(w)))
        assert slope == pytest.approx(ground.DIP.slope(np.float64(w)))
    assert "4 steps" in printed
    assert "48 steps" in printed
    escapes = [names["steps_to_escape"](w) for w in (-0.98, -0.998, -0.9998, -1.0)]
    assert escapes[3] is None
    assert np.abs(np.diff(escapes[:3]) - 20).max() <= 1, "ten times nearer costs twenty steps more"


def test_walkers_swing_settle_or_strand_as_the_page_says():
    names, _ = cells("committee")

    def end(rate, steps=200):
        w = -2.42
        for _ in range(steps):
            w -= rate * names["two_valleys"](w)[1]
        return w

    assert abs(names["two_valleys"](end(2))[1]) < 1e-6
    assert end(2) < 0
    assert abs(end(5) - end(5, 201)) > 0.3, "it swings in the dip"
    assert max(end(5, k) for k in range(150, 200)) < 1
    assert names["two_valleys"](end(10))[0] < names["two_valleys"](end(2))[0] - 0.1
    far = end(30)
    assert far > 5
    assert abs(names["two_valleys"](far)[1]) < 0.01
