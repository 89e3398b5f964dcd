"""The measured differences between the engine and Keras as tables for the reader."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

TITLES = {
    "layer": "Layers",
    "activation": "Activations",
    "cost": "Costs",
    "initialiser": "Initialisers",
    "optimiser": "Optimisers",
    "schedule": "Schedules",
    "training": "Whole trainings",
}
_HEAD = ("| Part | Compared | float64 | may be | float32 | may be |", "|---|---|--:|--:|--:|--:|")


def parity_tables(path: Path) -> str:
    """Return the record that ``dlbook parity --write`` makes in Markdown: a table for each kind of part.

    Args:
        path: the record.

    Returns:
        Headings and tables; a sentence where there is no record yet.
    """
    if not path.exists():
        return "Nothing is measured yet: `dlbook parity --write` does it."
    record = json.loads(path.read_text(encoding="utf-8"))
    rows = sorted(record["rows"], key=lambda row: list(TITLES).index(row["kind"]))
    parts = [f"Measured beside Keras {record['keras']}."]
    for kind, group in groupby(rows, key=lambda row: row["kind"]):
        heading = f"## {TITLES[kind]} {{.unnumbered #sec-{kind}}}"
        parts.append("\n".join([heading, "", *_HEAD, *map(_row, group)]))
    return "\n\n".join(parts)


def _row(row: dict[str, Any]) -> str:
    cells = [row["name"], row["quantity"]]
    for dtype in ("float64", "float32"):
        cells += [power(row["differences"].get(dtype)), power(row["tolerances"].get(dtype))]
    return "| " + " | ".join(cells) + " |"


def power(value: float | None) -> str:
    r"""Return a tolerance or a rounded difference as readers write it.

    Example:
        >>> power(1e-15), power(0.02), power(0.0), power(None)
        ('10<sup>−15</sup>', '0.02', '0', '')
    """
    if value is None:
        return ""
    digits, _, exponent = f"{value:.0e}".partition("e")
    if value == 0 or value >= 0.01 - 1e-12:
        return f"{value:g}"
    power = f"10<sup>−{abs(int(exponent))}</sup>"
    return power if digits == "1" else f"{digits} × {power}"
