"""The judges of chapter 4 know right answers, and call typical mistakes by their names."""

import numpy as np
import pytest

from dlbook.exercises import check


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("4.1", 0.14),  # 0.2² + 0.3² + 0.1² = 0.04 + 0.09 + 0.01
        ("4.2", 0.3567),  # −ln 0.7
        ("4.3", 0.333),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("4.1", 0.14 / 3, "mean over the three outputs"),
        ("4.1", 0.6, "without squaring"),
        ("4.1", 0.09, "right class only"),
        ("4.1", 0.07, "no ½"),
        ("4.2", -0.3567, "minus that"),
        ("4.2", 0.1549, "base 10"),
        ("4.2", 0.5146, "base 2"),
        ("4.2", 0.6852, "three separate questions"),
        ("4.3", 0, "a(1 − a)"),
        ("4.3", 0.5, "the miss enters"),
        ("4.3", 2 / 3, "target 0"),
        ("4.5", lambda z, y: -y * np.log(1 / (1 + np.exp(-z))), "f(2.0, 0.0)"),
        ("4.5", lambda z, y: np.log1p(np.exp(z)) - y * z, "stay finite"),
        ("4.5", lambda z, y: np.logaddexp(0, -z), "where y is 1 only"),
        ("4.5", 3.0, "function"),
        ("4.6", lambda a, y: (a - y) ** 2, "quadratic"),
        ("4.6", lambda a, y: -(1 - y) * np.log(1 - a) - (1 + y) * np.log(1 + a), "twice"),
        ("4.6", lambda a, y: (1 - y) / 2 * np.log(1 - a) + (1 + y) / 2 * np.log(1 + a), "sign"),
        ("4.6", lambda a, y: 1 / 0, "ZeroDivisionError"),
        ("4.6", 1.0, "Pass its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_plateau_is_counted_exactly():
    answers = [n for n in range(60, 200) if check("4.4", n)]
    assert len(answers) == 1
    assert "too early" in check("4.4", answers[0] - 1).message
    assert "too late" in check("4.4", answers[0] + 1).message


def test_any_constant_may_be_added_to_the_cost_for_tanh():
    assert check("4.6", lambda a, y: 7 - (1 - y) / 2 * np.log(1 - a) - (1 + y) / 2 * np.log(1 + a))
