"""Chapter 11: wrong answers are told what is wrong, and the page's rules are those of the engine."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.exercises import check
from dlbook.exercises.ch11 import HIDDEN, MEMBERS, box, centred, steps_in_the_valley, steps_of
from dlbook.figures.chapters import optimisers as figures
from dlbook.figures.chapters import optimisers__adaptive as adaptive
from dlbook.rng import stream

PAGE = Path(__file__).parents[2] / "docs" / "improving" / "optimisers.md"


@pytest.fixture(scope="module")
def names():
    """The variables after the live cells of the page, with all that they printed."""
    text, found = PAGE.read_text(encoding="utf-8").partition("\n## Exercises")[0], {"printed": []}
    found["print"] = lambda *words: found["printed"].append(" ".join(map(str, words)))
    for cell in re.findall(r"^```python\n(.*?)^```", text, re.M | re.S):
        exec(cell, found)
    return found


def broken(**changes):
    """A centred RMSProp of which parts are replaced."""

    def f(g, m, s, eta, rho, epsilon):
        step, new_m, new_s = centred(g, m, s, eta, rho, epsilon)
        have = {"g": g, "m": new_m, "s": new_s, "old_m": m, "old_s": s, "eta": eta, "epsilon": epsilon}
        out = {"step": step, "m": new_m, "s": new_s}
        with np.errstate(invalid="ignore"):
            return tuple(changes[key](**have) if key in changes else out[key] for key in out)

    return f


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("11.1", 0.175, "third step"),
        ("11.1", 0.3, "plain descent"),
        ("11.1", 0.2, "approach"),
        ("11.1", 0.2125, "moving average"),
        ("11.1", 0.6125, "one step too many"),
        ("11.2", 0.02, "same rate"),
        ("11.2", 0.002, "wrong way round"),
        ("11.2", 0.0222, "divided by μ"),
        ("11.3", 1.0, "With the correction"),
        ("11.3", 0.5, "one over that"),
        ("11.3", 20, "root is missing"),
        ("11.3", 0.2, "m alone"),
        ("11.3", 3.162, "usual betas"),
        ("11.4", 5865, "first step of epoch 16"),
        ("11.4", 15, "not epochs"),
        ("11.4", 5849, "80 digits"),
        ("11.4", 5850, "not 390"),
        ("11.4", 5859.375, "Whole rounds"),
        ("11.4", 7034, "60,000"),
        ("11.5", 3.0, "Pass its name"),
        ("11.5", lambda *a: a, "three arrays"),
        ("11.5", lambda g: g, "TypeError"),
        ("11.5", broken(m=lambda old_m, g, **_: old_m + g), "new m is wrong"),
        ("11.5", broken(s=lambda old_s, g, **_: old_s + g**2), "new s is wrong"),
        (
            "11.5",
            broken(step=lambda g, s, eta, epsilon, **_: -eta * g / (np.sqrt(s) + epsilon)),
            "mean is missing",
        ),
        (
            "11.5",
            broken(step=lambda g, m, s, eta, epsilon, **_: -eta * g / np.sqrt(s - m**2 + epsilon)),
            "inside the root",
        ),
        (
            "11.5",
            broken(step=lambda g, m, s, eta, epsilon, **_: eta * g / (np.sqrt(s - m**2) + epsilon)),
            "wrong sign",
        ),
        (
            "11.5",
            broken(
                step=lambda g, old_m, old_s, eta, epsilon, **_: (
                    -eta * g / (np.sqrt(old_s - old_m**2) + epsilon)
                )
            ),
            "before this gradient",
        ),
        (
            "11.5",
            broken(step=lambda g, m, s, eta, epsilon, **_: -eta * g / (np.sqrt(s - m) + epsilon)),
            "unsquared",
        ),
        (
            "11.5",
            broken(step=lambda m, s, eta, epsilon, **_: -eta * m / (np.sqrt(s - m**2) + epsilon)),
            "along m",
        ),
        ("11.5", broken(step=lambda g, **_: g), "the step is not"),
        ("11.6", "adam", "dictionary"),
        ("11.6", {"A": "adagrad", "B": "nesterov", "C": "adamw"}, "not in the list"),
        ("11.6", {"A": "adagrad", "B": "momentum", "C": "adam"}, "not momentum in box B"),
        ("11.6", {"A": "adagrad", "B": "nesterov", "C": "rmsprop"}, "step 1 would be -0.3162"),
        ("11.7", 0.1, "a rate and a momentum"),
        ("11.7", (0.03, 1.5), "below 1"),
        ("11.7", (0.02, 0.5), "creeps"),
        ("11.7", (0.03, 0.95), "swings"),
        ("11.7", (0.03, 0.9), "swings"),
        ("11.7", (0.06, 0.5), "diverges"),
        ("11.7", (1e-5, 0.5), "within 2,000"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint.lower() in feedback.message.lower()


def test_no_two_optimisers_look_alike_in_a_box():
    probe = [1.0, 1.0, 0.0, 1.0]
    steps = {name: steps_of(nn.optimizers.get(name).with_learning_rate(0.1), probe) for name in MEMBERS}
    for label, hidden in HIDDEN.items():
        assert [name for name in MEMBERS if np.allclose(steps[name], box(label, probe))] == [hidden]


def test_an_unknown_box_is_refused():
    with pytest.raises(ValueError, match="A, B or C"):
        box("D", [1.0])


def test_the_best_settings_are_well_within_what_is_asked_and_plain_descent_is_not():
    assert steps_in_the_valley(4 / 121, (9 / 11) ** 2) < 45
    assert steps_in_the_valley(2 / 101, 0.0) == 231  # as the page and the praise say


@pytest.mark.parametrize(
    ("rule", "optimizer", "settings"),
    [
        ("sgd", nn.SGD(0.3), {"eta": 0.3}),
        ("momentum", nn.Momentum(0.1, 0.8), {"eta": 0.1, "mu": 0.8}),
        ("nesterov", nn.Nesterov(0.1, 0.8), {"eta": 0.1, "mu": 0.8}),
        ("adagrad", nn.AdaGrad(0.5), {"eta": 0.5}),
        ("rmsprop", nn.RMSProp(0.2, rho=0.8), {"eta": 0.2, "rho": 0.8}),
        ("adadelta", nn.AdaDelta(1.0), {"eta": 1.0}),
        ("adam", nn.Adam(0.1), {"eta": 0.1}),
    ],
)
def test_the_rules_of_the_page_are_those_of_the_engine(names, rule, optimizer, settings):
    rng, memory = stream(11, "test", "rules"), {}
    params = {"w": np.zeros(3)}
    state = optimizer.init(params)
    for scale in (1.0, 1e-6, 0.0, 10.0, 1.0, 1e-3):
        g = scale * rng.normal(size=3)
        theirs = optimizer.advance({"w": g}, state, params)["w"]
        np.testing.assert_allclose(names[rule](g, memory, **settings), theirs, rtol=1e-12, atol=1e-300)


def test_the_cells_have_the_numbers_of_the_figures(names):
    printed = "\n".join(names["printed"])
    sgd, momentum = figures.for_the_valley()
    for optimizer in (sgd, momentum):
        path = figures.walk(optimizer, figures.valley_gradient, figures.VALLEY_START, 100)
        assert f"{figures.steps_to(path)} steps" in printed
    _, raw = adaptive.step_lengths(3000)
    assert names["raw"][12] == pytest.approx(raw.max()) == pytest.approx(6.57, abs=0.005)
    assert [names["factor"][t] for t in (1, 100, 3000)] == pytest.approx([0.316, 0.309, 0.975], abs=5e-4)


def test_momentum_on_a_steady_slope_sums_as_the_text_says(names):
    assert any("'1.000', '1.900', '2.710', '3.439'" in line and "10.000" in line for line in names["printed"])


def test_conventions_agree_at_a_constant_rate_only(names):
    forms = ("Keras", "PyTorch", "average")
    steady = [names["travel"](form, [0.1] * 30) for form in forms]
    np.testing.assert_allclose(steady, steady[0], rtol=1e-12)
    keras, torch, average = (names["travel"](form, [0.1] * 20 + [0.01] * 10) for form in forms)
    assert torch == pytest.approx(average)
    assert keras < 1.2 * torch < 0  # Keras' ball runs on, further down


def test_no_memory_is_sign_descent_and_a_huge_epsilon_is_plain_descent(names):
    np.testing.assert_allclose(names["no_memory"], -0.01 * np.sign(names["slopes"]), rtol=1e-4)
    np.testing.assert_allclose(names["nearly_sgd"] / np.sqrt(0.001), -0.01 * names["slopes"], rtol=1e-4)
