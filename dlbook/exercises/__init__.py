"""Checked answers: `check("4.1", answer)` says what is wrong with an answer, not only that something is."""

from dlbook.exercises.engine import Feedback, check, exercise, identifiers
from dlbook.exercises.judges import judge_array, judge_function, judge_number

__all__ = ["Feedback", "check", "exercise", "identifiers", "judge_array", "judge_function", "judge_number"]
