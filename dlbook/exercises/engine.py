"""The register of exercises: one module `chNN.py` per chapter, imported when its first answer is checked."""

import difflib
import importlib
import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlbook.checks import problem

REGISTRY: dict[str, "Judge"] = {}
"""The judge of every exercise that has been imported, by its number such as "4.1"."""


@dataclass(frozen=True)
class Feedback:
    """What is to be said about an answer. It is true if the answer is right, and shows its sentence.

    Args:
        right: whether the answer is right.
        message: a sentence: why it is right, or what is wrong and where to look.

    Example:
        >>> Feedback(False, "That is the mean; the sum was asked for.")
        Not yet. That is the mean; the sum was asked for.
        >>> bool(Feedback(True, "A square is never negative."))
        True
    """

    right: bool
    message: str = ""

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return " ".join(part for part in ("Right." if self.right else "Not yet.", self.message) if part)


Judge = Callable[[Any], Feedback]
"""Takes an answer and says what is to be said about it."""


def exercise(number: str) -> Callable[[Judge], Judge]:
    """Register a function as the judge of one exercise.

    A chapter's module (`dlbook/exercises/ch04.py` for chapter 4) holds one such function per exercise:

        @exercise("4.1")
        def quadratic_cost(answer):
            return judge_number(answer, 0.14, mistakes={"That is the mean over the three outputs.": 0.14 / 3})

    Args:
        number: the exercise, such as "4.1".

    Returns:
        A decorator that registers the function and returns it unchanged.

    Raises:
        ValueError: if the number is not of that form or is taken.
    """
    if not re.fullmatch(r"\d+\.\d+", number):
        raise problem(f"an exercise is called {number!r}", 'a number such as "4.1"', "Call it chapter.number")

    def register(judge: Judge) -> Judge:
        taken = REGISTRY.get(number)
        if taken and (taken.__module__, taken.__name__) != (judge.__module__, judge.__name__):
            raise problem(
                f"two judges are registered for exercise {number}",
                "one",
                f"Renumber {taken.__name__} or {judge.__name__}",
            )
        REGISTRY[number] = judge
        return judge

    return register


def identifiers(chapter: int) -> list[str]:
    """Return the numbers of a chapter's exercises that can be checked, in order; none without its module."""
    name = f"dlbook.exercises.ch{chapter:02d}"
    if importlib.util.find_spec(name):
        importlib.import_module(name)
    found = [number for number in REGISTRY if number.partition(".")[0] == str(chapter)]
    return sorted(found, key=lambda number: int(number.partition(".")[2]))


def check(number: str | float, answer: Any) -> Feedback:
    """Say whether an answer to an exercise is right and, if not, what is wrong with it.

    Args:
        number: the exercise, such as "4.1".
        answer: what the exercise asks for: a number, an array or a function.

    Returns:
        Feedback that shows its sentence at the end of a cell, and is true if the answer is right.

    Raises:
        ValueError: if there is no such exercise.

    Example:
        >>> @exercise("99.1")
        ... def half_of_five(answer):
        ...     from dlbook.exercises import judge_number
        ...
        ...     return judge_number(answer, 2.5, mistakes={"You halved and rounded down.": 2})
        >>> check("99.1", 2.5)
        Right.
        >>> check("99.1", 2)
        Not yet. You halved and rounded down.
    """
    number = str(number).strip()
    chapter = number.partition(".")[0]
    known = identifiers(int(chapter)) if chapter.isdigit() else sorted(REGISTRY)
    if number not in known:
        near = difflib.get_close_matches(number, known, n=1)
        mend = (
            f"Did you mean {near[0]!r}" if near else f"Chapter {chapter} has {', '.join(known) or 'none yet'}"
        )
        raise problem(f"there is no exercise {number!r} to check", "one with a checked answer", mend)
    return REGISTRY[number](answer)
