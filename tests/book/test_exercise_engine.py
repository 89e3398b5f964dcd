"""Checked answers: fair to rounding, clear about mistakes."""

import numpy as np
import pytest

from dlbook.exercises import Feedback, check, exercise, identifiers, judge_array, judge_function, judge_number
from dlbook.exercises.engine import REGISTRY


@pytest.fixture
def registered():
    @exercise("98.2")
    def two(answer):
        return judge_number(answer, 2.0)

    @exercise("98.10")
    def ten(answer):
        return judge_number(answer, 10.0)

    yield
    for number in ("98.2", "98.10"):
        del REGISTRY[number]


def test_answers_are_checked_by_number(registered):
    assert check("98.2", 2)
    assert not check(98.2, 3)
    assert identifiers(98) == ["98.2", "98.10"]


@pytest.mark.parametrize(
    ("number", "says"), [("98.3", "Did you mean '98.2'"), ("97.1", "97 has none yet"), ("x", "x")]
)
def test_unknown_exercises_are_named(registered, number, says):
    with pytest.raises(ValueError, match=says):
        check(number, 1)


def test_a_number_belongs_to_one_judge(registered):
    with pytest.raises(ValueError, match="two judges"):
        exercise("98.2")(lambda answer: Feedback(True))
    with pytest.raises(ValueError, match=r"chapter\.number"):
        exercise("first")


@pytest.mark.parametrize("answer", [0.333, "0.3333", np.float32(1 / 3), np.array(1 / 3)])
def test_rounded_numbers_of_any_kind_count(answer):
    assert judge_number(answer, 1 / 3)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (-0.5, "sign"),
        (1.0, "too large by a factor of 2"),
        (0.05, "too small by a factor of 10"),
        (0.52, "close"),
        (7, "too large"),
        (float("nan"), "finite"),
        ("half", "One number"),
        ([1, 2], "a list"),
        (0.7, "that is the root"),
    ],
)
def test_wrong_numbers_get_a_reason(answer, says):
    feedback = judge_number(answer, 0.5, mistakes={"No: that is the root.": 0.7})
    assert not feedback
    assert says in repr(feedback)


def test_arrays_are_judged_by_shape_then_entry():
    assert judge_array([[1, 2], [3, 4.001]], [[1, 2], [3, 4]])
    assert "(2,)" in judge_array([1, 2], [1, 2, 3]).message
    assert "position 1, 0" in judge_array([[1, 2], [9, 4]], [[1, 2], [3, 4]]).message
    assert "no number" in judge_array([np.nan, 1], [1, 1]).message
    assert judge_array([2, 1], [1, 2], mistakes={"Reversed.": [2, 1]}).message == "Reversed."
    assert "a str" in judge_array("ab", [1]).message


def test_functions_are_judged_call_by_call():
    cases = [(1.0,), (np.array([2.0, -1000.0]),)]
    assert judge_function(np.tanh, np.tanh, cases)
    assert "in place of" in judge_function(np.sin, np.tanh, cases).message
    assert "stops with ZeroDivisionError" in judge_function(lambda x: 1 // 0, np.tanh, cases).message
    assert "has the shape ()" in judge_function(lambda x: np.tanh(x).sum(), np.tanh, cases).message
    assert "finite" in judge_function(lambda x: np.log(0 * x), np.tanh, cases).message
    assert (
        judge_function(np.sin, np.tanh, cases, mistakes={"That is the sine.": np.sin}).message
        == "That is the sine."
    )
    assert "Pass its name" in judge_function(np.tanh(1.0), np.tanh, cases).message
