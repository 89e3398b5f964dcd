"""Small arithmetic over records: references such as ``deep.test_accuracy.mean``, numbers and + - * /."""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.runs.nearest import look_up
from dlbook.runs.record import Record
from dlbook.runs.results import Results
from dlbook.runs.statistics import summarise

Array = np.ndarray[Any, Any]
REFERENCE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_]+)*)+")

#: From one number a seed to one number.
STATISTICS: dict[str, Callable[[Array], float]] = {
    "mean": lambda values: summarise(values).mean,
    "sd": lambda values: summarise(values).sd,
    "low": lambda values: summarise(values).low,
    "high": lambda values: summarise(values).high,
    "half": lambda values: summarise(values).high - summarise(values).mean,
    "median": lambda values: float(np.nanmedian(values)),
    "least": lambda values: float(np.nanmin(values)),
    "most": lambda values: float(np.nanmax(values)),
    "n": lambda values: float(summarise(values).n),
}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


@dataclass(frozen=True)
class Evaluation:
    """The value of an expression, and the records it comes from."""

    value: float
    runs: tuple[str, ...]
    seeds: int
    data: tuple[str, ...]
    is_sample: bool


@dataclass
class Reading:
    """An evaluation in progress: the records read so far and the values of the references."""

    results: Results
    records: dict[str, Record] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    seeds: set[tuple[int, ...]] = field(default_factory=set)

    def refer(self, path: str) -> str:
        """Resolve one reference and return the name that stands for it in the formula."""
        record = self.records.setdefault(path.partition(".")[0], self.results.read(path.partition(".")[0]))
        value = resolve(record, path)
        if isinstance(value, np.ndarray):
            self.seeds.add(record.seeds)
        name = f"_{len(self.values)}"
        self.values[name] = value
        return name


def evaluate(expression: str, results: Results) -> Evaluation:
    """Return the value of an expression.

    Args:
        expression: see ``dlbook.runs.claims``.
        results: the records.

    Returns:
        One number and where it comes from.

    Raises:
        ValueError: if it cannot be read, names what no record has, or leaves one number a seed.
    """
    reading = Reading(results)
    formula = REFERENCE.sub(lambda found: reading.refer(found[0]), expression)
    if not reading.records:
        raise problem(f"the claim {expression!r} names no record", "run.metric.mean or the like", "Name one")
    if len(reading.seeds) > 1:
        raise problem(
            f"{expression!r} compares runs with different seeds",
            "the same seeds, since it compares them one by one",
            "Compare means instead: a.mean - b.mean",
        )
    value = compute(formula, reading.values, expression)
    if isinstance(value, np.ndarray):
        raise problem(
            f"{expression!r} is one number a seed", "one number", "Add .mean, or write mean(...) around it"
        )
    records = reading.records.values()
    return Evaluation(
        float(value),
        tuple(reading.records),
        min(len(record.seeds) for record in records),
        tuple(dict.fromkeys(str(record.content["data"]["source"]) for record in records)),
        any(record.is_sample for record in records),
    )


def resolve(record: Record, path: str) -> float | Array:
    """Return what a reference stands for: a number, or an array with one number a seed."""
    parts = path.split(".")[1:]
    variant = parts.pop(0) if parts and parts[0] in record.variants else record.variants[0]
    if not parts:
        raise problem(
            f"{path!r} names no metric", f"one of {', '.join(record.metrics(variant))}", "Add it after a dot"
        )
    metric, *rest = parts
    known = dict.fromkeys(record.metrics(variant))
    if metric not in known:
        look_up(metric, dict.fromkeys([*known, *record.variants]), f"metric or variant of {record.name}")
    at = "final"
    if rest and not is_statistic(rest[0]):
        at = rest.pop(0)
    values = record.values(variant, metric, at)
    if not rest:
        return values
    if len(rest) > 1:
        raise problem(f"{path!r} goes on after the statistic", "nothing more", f"Cut it after .{rest[0]}")
    return statistic(record, rest[0], values)


def is_statistic(word: str) -> bool:
    """Return whether a word makes one number of all seeds."""
    return word in STATISTICS or (word.startswith("seed") and word[4:].isdigit())


def statistic(record: Record, word: str, values: Array) -> float:
    """Return one number of all seeds."""
    if word in STATISTICS:
        return STATISTICS[word](values)
    seeds = {f"seed{seed}": i for i, seed in enumerate(record.seeds)}
    return float(values[look_up(word, seeds, f"seed of {record.name}")])


def compute(formula: str, values: dict[str, Any], expression: str) -> Any:
    """Compute a formula in which names stand for references."""
    try:
        return walk(ast.parse(formula, mode="eval").body, values)
    except (SyntaxError, KeyError, TypeError):
        raise problem(
            f"{expression!r} cannot be computed",
            f"references, numbers, + - * / with spaces around them, and {', '.join(STATISTICS)}(...)",
            "Check brackets and spelling",
        ) from None


def walk(node: ast.expr, values: dict[str, Any]) -> Any:
    """Compute one node of a formula; nothing but arithmetic and statistics is known."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](walk(left, values), walk(right, values))
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATORS[type(op)](walk(operand, values))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            return STATISTICS[name](np.atleast_1d(walk(argument, values)))
    raise KeyError(type(node).__name__)
