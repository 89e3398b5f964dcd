"""Golden numbers for the optimisers' race of chapter 11: the engine's eight optimisers on four grounds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook import nn
from dlbook.book.fixtures_descent import pebbles
from dlbook.book.fixtures_random import deal, uniform
from dlbook.figures.chapters import optimisers__paths as paths

RATES = paths.RATES
STEPS, STAY, FAR = 300, 50, 1000.0
SEED = 5
_MOMENTS = (1, 2, 5, 20, 60)
_CASES = (
    (1, 0.5, 0.5, 1, 0.05, 10, 0.5, 0.2),
    (0.05, 0.01, 0.05, 50, 0.1, 50, 0.5, 0.2),
    (0.05, 0.01, 0.05, 2, 0.02, 50, 0.5, 0.5),
    (0.05, 0.01, 0.02, 0.5, 0.02, 20, 0.2, 0.2),
)
"""For each ground the rates of the eight: the best ones, except for RMSProp in the bend (chaotic there)."""

Weights = np.ndarray


@dataclass(frozen=True)
class Ground:
    """A cost over two weights, as the widget has it.

    Args:
        above: the cost at weights, less its lowest value.
        gradient: at weights, for the examples whose numbers are given.
        start: where all runners start.
        finish: the cost above the lowest at which one has arrived.
        batch: how many examples a step asks; 0 if there are none.
    """

    above: Callable[[Weights], float]
    gradient: Callable[[Weights, list[int]], Weights]
    start: tuple[float, float]
    finish: float
    batch: int = 0


def grounds() -> list[Ground]:
    """Return the four grounds in the widget's order: the bend, the valley, the valley turned, the pebbles.

    Example:
        >>> [round(ground.above(np.array(ground.start)), 3) for ground in grounds()]
        [0.9, 20.5, 20.5, 3.87]
    """
    bend = Ground(lambda w: float(paths.bent(w)), lambda w, _: paths.bent_gradient(w), (3.2, 0.2), 0.001)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    return [bend, _valley(np.eye(2), (-1.0, 3.0)), _valley(turn, (-0.8, 0.4)), _pebbles()]


def _valley(turn: np.ndarray, start: tuple[float, float]) -> Ground:
    """Return the long valley about (3, 2), its floor along the first column of a rotation."""
    h, floor = turn @ np.diag([1.0, 25.0]) @ turn.T, np.array([3.0, 2.0])
    return Ground(
        lambda w: float((w - floor) @ h @ (w - floor) / 2), lambda w, _: h @ (w - floor), start, 0.001
    )


def _pebbles() -> Ground:
    """Return the quadratic cost of a linear neuron w x + b on the twelve pebbles."""
    known = pebbles()
    x = np.array([(size, 1.0) for size in known["inputs"]])
    y = np.array(known["targets"])
    lowest = nn.squared_error(y, x @ np.linalg.lstsq(x, y, rcond=None)[0]).mean()

    def above(w: Weights) -> float:
        return float(nn.squared_error(y, x @ w).mean() - lowest)

    def gradient(w: Weights, rows: list[int]) -> Weights:
        slopes: Weights = nn.squared_error_derivative(y[rows], x[rows] @ w)
        return slopes @ x[rows] / len(rows)

    return Ground(above, gradient, tuple(known["start"]), 0.02, 4)


def batches(ground: Ground, seed: int) -> list[list[int]]:
    """Return the examples of every step; each is asked once an epoch."""
    if not ground.batch:
        return [[]] * (STEPS + STAY)
    return [rows for rows, _ in zip(_dealt(ground.batch, seed), range(STEPS + STAY), strict=False)]


def _dealt(batch: int, seed: int) -> Iterator[list[int]]:
    draw = uniform(seed)
    while True:
        order = deal(12, draw)
        for start in range(0, 12, batch):
            yield order[start : start + batch]


def run(
    optimizer: nn.optimizers.Optimizer, ground: Ground, start: tuple[float, float], seed: int = SEED
) -> tuple[list[Weights], list[Any]]:
    """Return the places of a runner, and its memories after each step; shorter if it flies off.

    Args:
        optimizer: with its rate.
        ground: where it runs.
        start: the weights in the beginning.
        seed: of the batches.
    """
    params = {"w": np.array(start)}
    state = optimizer.init(params)
    places, memories = [params["w"].copy()], [state]
    for rows in batches(ground, seed):
        updates, state = optimizer.update({"w": ground.gradient(params["w"], rows)}, state, params)
        params = {"w": params["w"] + updates["w"]}
        places.append(params["w"])
        memories.append(state)
        if not np.linalg.norm(params["w"]) < FAR:
            break
    return places, memories


def arrival(places: list[Weights], ground: Ground) -> int | None:
    """Return the step from which on a runner stays below the finish, or None."""
    if len(places) <= STEPS + STAY:
        return None
    heights = np.array([ground.above(w) for w in places])
    above = np.flatnonzero(~(heights <= ground.finish))
    first = int(above[-1]) + 1 if len(above) else 0
    return first if first <= STEPS else None


def sweep(
    optimizer: nn.optimizers.Optimizer, ground: Ground, start: tuple[float, float], seed: int = SEED
) -> list[int | None]:
    """Return the arrival at each of the rates."""
    with np.errstate(over="ignore", invalid="ignore"):  # some rates are far too large
        tried = [run(optimizer.with_learning_rate(rate), ground, start, seed)[0] for rate in RATES]
        return [arrival(places, ground) for places in tried]


def race() -> dict[str, Any]:
    """Return runs of the eight optimisers on each ground, with places and memories at some steps.

    Example:
        >>> [run["arrival"] for run in race()["runs"][:4]]
        [59, 66, 31, 27]
    """
    runs = []
    for i, (ground, rates) in enumerate(zip(grounds(), _CASES, strict=True)):
        for optimizer, rate in zip(paths.OPTIMISERS, rates, strict=True):
            places, memories = run(optimizer.with_learning_rate(rate), ground, ground.start)
            about = {"ground": i, "key": type(optimizer).__name__.lower(), "rate": rate}
            moments = [_moment(step, places, memories) for step in _MOMENTS]
            runs.append({**about, "arrival": arrival(places, ground), "moments": moments})
    return {"rates": list(RATES), "seed": SEED, "runs": runs}


def _moment(step: int, places: list[Weights], memories: list[Any]) -> dict[str, Any]:
    """Return a place and what is remembered there, rounded: numbers near 0 are mostly rounding errors."""
    slots = {slot: arrays["w"] for slot, arrays in memories[step].items() if slot != "step"}
    kept = {slot: array.round(9).tolist() for slot, array in slots.items()}
    return {"step": step, "place": places[step].round(9).tolist(), "slots": kept}
