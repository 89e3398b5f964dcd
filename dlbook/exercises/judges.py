"""Fair comparisons: rounded numbers count, and typical mistakes are called by their names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dlbook.exercises.engine import Feedback

TOLERANCE = 5e-3
"""How far an answer may be off, relative to the right one, so that answers with three digits count."""


def judge_number(
    answer: Any,
    expected: float,
    *,
    tolerance: float = TOLERANCE,
    mistakes: Mapping[str, float] | None = None,
    praise: str = "",
) -> Feedback:
    """Compare an answer with the right number, and with wrong ones whose cause is known.

    Args:
        answer: what the reader found; anything that `float` takes.
        expected: the right number.
        tolerance: the largest relative error that counts as rounding; absolute where `expected` is 0.
        mistakes: numbers that typical mistakes give, by the sentence to say about them.
        praise: what to add if the answer is right.

    Example:
        >>> judge_number("0.14", 0.14, praise="The largest miss gives most of it.")
        Right. The largest miss gives most of it.
        >>> judge_number(-0.14, 0.14)
        Not yet. The size is right, the sign is not.
        >>> judge_number([1, 2], 0.14)
        Not yet. One number is asked for, and this is a list.
    """
    try:
        value = float(answer)
    except (TypeError, ValueError):
        return Feedback(False, f"One number is asked for, and this is a {type(answer).__name__}.")
    if not np.isfinite(value):
        return Feedback(False, f"The answer is {value}; a finite number is asked for.")
    if _close(value, expected, tolerance):
        return Feedback(True, praise)
    for sentence, wrong in (mistakes or {}).items():
        if _close(value, wrong, tolerance):
            return Feedback(False, sentence)
    return Feedback(False, _how_far(value, expected, tolerance))


def judge_array(
    answer: Any,
    expected: Any,
    *,
    tolerance: float = TOLERANCE,
    mistakes: Mapping[str, Any] | None = None,
    praise: str = "",
) -> Feedback:
    """Compare an answer with the right array: first its shape, then its numbers.

    Args:
        answer: what the reader found; anything that NumPy makes an array of.
        expected: the right array.
        tolerance: the largest error, relative to the largest entry of `expected`.
        mistakes: arrays that typical mistakes give, by the sentence to say about them.
        praise: what to add if the answer is right.

    Example:
        >>> judge_array([1, 2, 4], [1, 2, 3])
        Not yet. The entry at position 2 is 4, which is too large.
        >>> judge_array([[1, 2]], [1, 2])
        Not yet. The shape is (1, 2), and (2,) is asked for.
    """
    right = np.asarray(expected, dtype=float)
    try:
        found = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        return Feedback(False, f"An array of numbers is asked for, and this is a {type(answer).__name__}.")
    if found.shape != right.shape:
        return Feedback(False, f"The shape is {found.shape}, and {right.shape} is asked for.")
    margin = tolerance * max(float(np.max(np.abs(right), initial=0.0)), 1e-12)
    if np.all(np.abs(found - right) <= margin):
        return Feedback(True, praise)
    for sentence, wrong in (mistakes or {}).items():
        if np.shape(wrong) == found.shape and np.all(
            np.abs(found - np.asarray(wrong, dtype=float)) <= margin
        ):
            return Feedback(False, sentence)
    first = np.argwhere(~(np.abs(found - right) <= margin))[0]
    place = ", ".join(str(index) for index in first) or "0"
    value = found[tuple(first)]
    side = (
        "too large"
        if value > right[tuple(first)]
        else "too small"
        if value < right[tuple(first)]
        else "no number"
    )
    return Feedback(False, f"The entry at position {place} is {value:g}, which is {side}.")


def judge_function(
    answer: Any,
    expected: Callable[..., Any],
    cases: Sequence[tuple[Any, ...]],
    *,
    tolerance: float = 1e-6,
    mistakes: Mapping[str, Callable[..., Any]] | None = None,
    praise: str = "",
) -> Feedback:
    """Compare a function with the right one, call by call.

    Args:
        answer: the reader's function.
        expected: the right function.
        cases: the arguments of each call.
        tolerance: the largest relative error of a result.
        mistakes: functions that typical mistakes give, by the sentence to say about them.
        praise: what to add if the answer is right.

    Example:
        >>> judge_function(lambda x: x * 2, lambda x: x**2, [(2.0,), (3.0,)])
        Not yet. For f(3.0) it gives 6 in place of 9.
        >>> judge_function(42, abs, [(1,)])
        Not yet. A function is asked for, and this is a int. Pass its name, without calling it.
    """
    if not callable(answer):
        kind = type(answer).__name__
        return Feedback(
            False, f"A function is asked for, and this is a {kind}. Pass its name, without calling it."
        )
    for sentence, wrong in (mistakes or {}).items():
        if all(_same_result(answer, wrong, case, tolerance) for case in cases):
            return Feedback(False, sentence)
    for case in cases:
        if fault := _fault(answer, expected, case, tolerance):
            return Feedback(False, fault)
    return Feedback(True, praise)


def _close(value: float, other: float, tolerance: float) -> bool:
    return abs(value - other) <= tolerance * (abs(other) or 1.0)


def _how_far(value: float, expected: float, tolerance: float) -> str:
    if _close(-value, expected, tolerance):
        return "The size is right, the sign is not."
    for factor in (2.0, 10.0, 100.0):
        for ratio, word in ((factor, "large"), (1 / factor, "small")):
            if _close(value, expected * ratio, tolerance):
                return f"It is too {word} by a factor of {factor:g}."
    if _close(value, expected, 0.1):
        return "It is close, but off by more than rounding explains."
    return "It is too large." if value > expected else "It is too small."


def _call(function: Callable[..., Any], case: tuple[Any, ...]) -> Any:
    with np.errstate(all="ignore"):
        return np.asarray(function(*case), dtype=float)


def _same_result(
    one: Callable[..., Any], other: Callable[..., Any], case: tuple[Any, ...], tolerance: float
) -> bool:
    try:
        found, right = _call(one, case), _call(other, case)
    except Exception:
        return False
    return found.shape == right.shape and np.allclose(
        found, right, rtol=tolerance, atol=tolerance, equal_nan=True
    )


def _fault(
    answer: Callable[..., Any], expected: Callable[..., Any], case: tuple[Any, ...], tolerance: float
) -> str:
    """Return what is wrong with one call, or ""."""
    shown = f"f({', '.join(_short(argument) for argument in case)})"
    right = _call(expected, case)
    try:
        found = _call(answer, case)
    except Exception as error:
        return f"For {shown} it stops with {type(error).__name__}: {error}."
    if found.shape != right.shape:
        return f"For {shown} its result has the shape {found.shape} in place of {right.shape}."
    if not np.all(np.isfinite(found)) and np.all(np.isfinite(right)):
        return f"For {shown} it gives {_short(found)}; it should stay finite."
    if not np.allclose(found, right, rtol=tolerance, atol=tolerance):
        return f"For {shown} it gives {_short(found)} in place of {_short(right)}."
    return ""


def _short(value: Any) -> str:
    array = np.asarray(value)
    if isinstance(value, np.ndarray) and array.ndim == 0:
        return f"{float(array):.6g}"
    return np.array2string(array, precision=4, threshold=6, separator=", ") if array.ndim else str(value)
