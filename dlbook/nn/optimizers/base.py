"""What every optimiser shares: named memories of the past, and one pure update for a dictionary of arrays.

An optimiser knows no network. It turns gradients into updates, and the caller adds them: ``w += update``.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, ClassVar, Protocol, Self

import numpy as np

from dlbook.checks import problem

Array = np.ndarray
Arrays = Mapping[str, Array]
Rate = float | Callable[[int], float]
State = dict[str, Any]


def check_share(name: str, value: float) -> None:
    """Raise if a factor that says how much of the past is kept lies outside [0, 1)."""
    if not 0 <= value < 1:
        raise problem(f"{name} is {value!r}", "a number from 0 up to but not including 1", f"Try {name}=0.9")


def check_positive(name: str, value: float) -> None:
    """Raise if a number that must be above 0 is not."""
    if not (value > 0 and isfinite(value)):
        raise problem(f"{name} is {value!r}", "a finite number above 0", f"Pass a small positive {name}")


class Updater(Protocol):
    """What training asks of an optimiser, or of something wrapped around one (``clipping.Clipped``)."""

    @property
    def slots(self) -> dict[str, str]:
        """Names of the memories, with the field that holds each one's start value."""

    @property
    def elementwise(self) -> bool:
        """True if each number's update depends on its own gradients alone."""

    def rate(self, step: int) -> float:
        """Return the learning rate of a step."""

    def with_learning_rate(self, learning_rate: Rate) -> Self:
        """Return the same with another rate."""

    def init(self, params: Arrays) -> State:
        """Return the state before the first step."""

    def update(self, gradients: Arrays, state: State, params: Arrays) -> tuple[dict[str, Array], State]:
        """Return what to add to the parameters, and the next state."""

    def advance(self, gradients: Arrays, state: State, params: Arrays | None = None) -> dict[str, Array]:
        """Return what to add to the parameters, and bring the state forward in place."""


@dataclass(frozen=True)
class Optimizer(ABC):
    """Base of all optimisers: hyperparameters are frozen fields, the state is a dictionary apart.

    A child names its memories in ``slots`` (with the value they start at) and writes its formula in ``rule``,
    for one array. ``init`` and ``update`` do the rest.

    Args:
        learning_rate: step size, a number of at least 0, or a schedule: a function of the step (0, 1, 2, ...
            counted over the whole training, not from each epoch's start) that returns the rate.
    """

    learning_rate: Rate = 0.01

    slots: ClassVar[dict[str, str]] = {}

    def __post_init__(self) -> None:
        rate = self.learning_rate
        if not callable(rate) and not (rate >= 0 and isfinite(rate)):
            raise problem(
                f"learning_rate is {rate!r}", "a finite number of at least 0, or a schedule", "Try 0.01"
            )

    @property
    def elementwise(self) -> bool:
        """True if each number's update depends on its own gradients alone, whatever array it stands in."""
        return True

    def rate(self, step: int) -> float:
        """Return the learning rate of a step (0 is the first)."""
        return float(self.learning_rate(step)) if callable(self.learning_rate) else float(self.learning_rate)

    def with_learning_rate(self, learning_rate: Rate) -> Self:
        """Return the same optimiser with another rate; its state stays valid."""
        return replace(self, learning_rate=learning_rate)

    def init(self, params: Arrays) -> State:
        """Return the state before the first step: ``step`` 0 and the memories at their start values.

        Args:
            params: arrays by name.

        Returns:
            A dictionary with ``"step"`` and, for each memory, a dictionary of arrays like ``params``.
        """
        memories = {
            slot: {key: np.full_like(w, getattr(self, start) if start else 0) for key, w in params.items()}
            for slot, start in self.slots.items()
        }
        return {"step": 0} | memories

    def update(self, gradients: Arrays, state: State, params: Arrays) -> tuple[dict[str, Array], State]:
        """Return what to add to the parameters, and the next state; nothing is changed in place.

        Args:
            gradients: derivatives of the cost, the same names and shapes as ``params``.
            state: what ``init`` or the last ``update`` returned.
            params: the parameters themselves.

        Returns:
            ``(updates, state)``: updates have the names and shapes of ``params``.

        Raises:
            ValueError: if names or shapes differ.
        """
        check_match(gradients, params)
        new: State = {"step": state["step"]}
        for slot in self.slots:
            new[slot] = {key: memory.copy() for key, memory in state[slot].items()}
        return self.advance(gradients, new, params), new

    def advance(self, gradients: Arrays, state: State, params: Arrays | None = None) -> dict[str, Array]:
        """Do what ``update`` does, but bring the state forward in place and without checks, for speed.

        Args:
            gradients: derivatives of the cost.
            state: what ``init`` returned; changed.
            params: the parameters; only AdamW looks at them.

        Returns:
            What to add to the parameters. The arrays may be part of the state: use them before the next call.
        """
        eta = self.rate(state["step"])
        state["step"] += 1
        return {
            key: self.rule(g, {slot: state[slot][key] for slot in self.slots}, eta, state["step"])
            for key, g in gradients.items()
        }

    @abstractmethod
    def rule(self, g: Array, memory: dict[str, Array], eta: float, t: int) -> Array:
        """Return one array's update, and bring its memories forward in place.

        Args:
            g: gradient of one parameter array.
            memory: this array's memories by name, changed in place (fresh memory for each step would cost
                more time than the arithmetic).
            eta: learning rate of this step.
            t: number of this step, from 1.

        Returns:
            What to add to the parameter; shape of ``g``.
        """


def check_match(gradients: Arrays, params: Arrays) -> None:
    """Raise if gradients and parameters differ in names or shapes (they would broadcast silently)."""
    if gradients.keys() != params.keys():
        odd = sorted(gradients.keys() ^ params.keys())
        raise problem(
            f"gradients and params differ in {', '.join(odd)}",
            "the same names in both",
            "Pass the gradients that backward returned for these params",
        )
    for key, g in gradients.items():
        if g.shape != params[key].shape:
            raise problem(
                f"the gradient of {key} has shape {g.shape}",
                f"the parameter's shape {params[key].shape}",
                "Pass one derivative for each parameter",
            )
