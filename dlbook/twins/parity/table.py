"""Gathers all measurements, prints them as a table and writes them for the book."""

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dlbook.kept import write_whole
from dlbook.twins import backend
from dlbook.twins.parity import costs, initializers, layers, optimizers, training
from dlbook.twins.parity.row import Row

RECORD = Path(__file__).parents[3] / "results" / "parity.json"
SINGLE, DOUBLE = np.dtype(np.float32), np.dtype(np.float64)


def measure() -> Iterator[Row]:
    """Yield every row: all in both floating types, but the draws of initialisers."""
    for dtype in (DOUBLE, SINGLE):
        for part in (layers, costs, optimizers):
            yield from part.measure(dtype)
    yield from initializers.measure(SINGLE)
    for dtype in (DOUBLE, SINGLE):
        yield from training.measure(dtype)


def record(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the table as plain data: one entry for each quantity, with both types side by side.

    Differences are rounded up to a power of ten, so that the record changes only when something does.
    """
    entries: dict[tuple[str, str, str], dict[str, Any]] = {}
    for r in rows:
        entry: dict[str, Any] = {
            "kind": r.kind,
            "name": r.name,
            "quantity": r.quantity,
            "differences": {},
            "tolerances": {},
        }
        entry = entries.setdefault((r.kind, r.name, r.quantity), entry)
        entry["differences"][r.dtype] = power_of_ten(r.difference)
        entry["tolerances"][r.dtype] = r.tolerance
    return {"keras": backend.keras().__version__, "rows": list(entries.values())}


def power_of_ten(difference: float) -> float:
    """Return the smallest power of ten that is not below a difference; 0 stays 0.

    Example:
        >>> power_of_ten(3.2e-16), power_of_ten(0.0), power_of_ten(1e-3)
        (1e-15, 0.0, 0.001)
    """
    return float(f"1e{math.ceil(math.log10(difference) - 1e-9)}") if 0 < difference < math.inf else difference


def as_text(rows: Sequence[Row]) -> str:
    """Return the rows as a table to read, with what failed at the end."""
    lines = [f"{'part':12} {'name':42} {'quantity':30} {'type':8} {'difference':>10}"]
    lines += [f"{r.kind:12} {r.name:42} {r.quantity:30} {r.dtype:8} {r.difference:10.1e}" for r in rows]
    failed = [r for r in rows if not r.passes]
    lines += [
        f"TOO LARGE: {r.kind} {r.name}, {r.quantity}, {r.dtype}: {r.difference:.1e} > {r.tolerance}"
        for r in failed
    ]
    return "\n".join([*lines, f"{len(rows) - len(failed)} of {len(rows)} within their tolerance."])


def main(*, as_json: bool, write: bool) -> int:
    """Measure everything, print it, perhaps write the record; return 1 if a difference is too large.

    Args:
        as_json: print the rows as JSON.
        write: write the record for the book.
    """
    rows = list(measure())
    print(json.dumps(record(rows), indent=2) if as_json else as_text(rows))
    if write:
        write_whole(RECORD, (json.dumps(record(rows), indent=1) + "\n").encode())
    return int(not all(r.passes for r in rows))
