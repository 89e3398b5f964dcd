"""What the benchmark prints: medians with their spread, and ratios of times taken in the same round."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from dlbook.twins.bench.rounds import Bench, Measurement


def summarise(bench: Bench) -> dict[str, Any]:
    """Return the results as plain data, ready for JSON.

    A ratio compares the seconds of two frameworks within one round, so that a busy machine slows both; the
    median over the rounds is reported with the smallest and the largest.

    Args:
        bench: what ``measure`` returned.

    Returns:
        For each net a list of rows, and what was measured on.
    """
    nets: dict[str, list[dict[str, Any]]] = {}
    for m in bench.measurements:
        own = next((o for o in bench.measurements if (o.framework, o.net) == ("dlbook", m.net)), None)
        nets.setdefault(m.net, []).append(row(m, own))
    return {
        "rows": bench.rows,
        "versions": bench.versions,
        "missing": bench.missing,
        "one_core": bench.pinned,
        "set_aside": bench.set_aside,
        "peak_memory_over_data": bench.peak_over_data,
        "nets": nets,
    }


def row(m: Measurement, own: Measurement | None) -> dict[str, Any]:
    """Return one framework's seconds and its ratio to dlbook; above 1, dlbook is faster."""
    ratios = [a / b for a, b in zip(m.seconds, own.seconds, strict=True)] if own else []
    return {
        "framework": m.framework,
        "seconds": spread(m.seconds),
        "ratio": spread(ratios) if ratios else None,
        "loss": m.losses[-1],
        "rounds": m.seconds,
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, smallest and largest.

    Example:
        >>> spread([3.0, 1.0, 2.0])
        {'median': 2.0, 'min': 1.0, 'max': 3.0}
    """
    return {"median": median(values), "min": min(values), "max": max(values)}


def as_text(summary: dict[str, Any]) -> str:
    """Return the results as a table to read.

    Args:
        summary: what ``summarise`` returned.

    Returns:
        Several lines of text.
    """
    where = "one core" if summary["one_core"] else "one thread (this system cannot bind processes to a core)"
    lines = [f"Seconds an epoch, {summary['rows']:,} digits in batches of 128, float32, {where}."]
    for net, rows in summary["nets"].items():
        lines += [
            "",
            f"{net} net",
            f"  {'':10} {'median':>7} {'min-max':>13}  {'time / dlbook (min-max)':>25} {'loss':>8}",
        ]
        lines += [line(r) for r in sorted(rows, key=lambda r: r["seconds"]["median"])]
    lines += ["", *(f"{name}: {version}" for name, version in summary["versions"].items())]
    lines += [f"{name}: left out, {reason}" for name, reason in summary["missing"].items()]
    lines += [
        f"{name}={value} was not passed on: it would hold NumPy alone to older instructions"
        for name, value in summary["set_aside"].items()
    ]
    if "dlbook" in summary["versions"]:
        lines.append(f"dlbook's peak memory: {summary['peak_memory_over_data']:.2f} times its float32 inputs")
    return "\n".join(lines)


def line(r: dict[str, Any]) -> str:
    """Return one framework's line of the table; the floor's ratio is the share of it that dlbook reaches."""
    s, ratio = r["seconds"], r["ratio"]
    times = f"  {r['framework']:10} {s['median']:7.3f} {s['min']:6.3f}-{s['max']:.3f}"
    if ratio is None:
        compared = ""
    elif r["framework"] == "floor":
        compared = f"{ratio['median']:.0%} ({ratio['min']:.0%}-{ratio['max']:.0%})"
    else:
        compared = f"{ratio['median']:.2f} ({ratio['min']:.2f}-{ratio['max']:.2f})"
    loss = "" if r["framework"] == "floor" else f"{r['loss']:8.4f}"
    return f"{times:32}  {compared:>25} {loss:>8}".rstrip()
