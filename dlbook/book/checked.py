"""How the book is checked, in numbers that are counted when the site is built, none of them typed."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dlbook.book.blocks import blocks
from dlbook.book.claims import ledger
from dlbook.book.parity import TITLES, power
from dlbook.book.source import Source
from dlbook.runs import Results

FOLDERS = {
    "nn": "The engine: layers, costs, activations, initialisers, optimisers, training",
    "twins": "The engine beside Keras and PyTorch",
    "runs": "Recorded runs and the claims that rest on them",
    "data": "Data: sources, checksums, damaged files",
    "figures": "Figures: what is drawn, labels, contrast, both themes",
    "book": "Chapters: cells, numbers, references, exports",
    "exercises": "Exercises: right, wrong and nearly right answers, and every solution",
    "upkeep": "Faults on purpose: killed builds, full disks, no network; equal bytes; the doctor",
    "widgets": "The mathematics of widgets",
    "browser": "Pages in a real browser: keyboard, phone, dark, no script, accessibility",
    "": "The command line, settings, architecture",
}
"""What the tests of each folder are about."""

SLOPES = ("check_gradients", "numerical_gradient", "central_differences")
"""Functions that compare a derivative with central differences."""

EXACT = {"layers, activations and costs": ("layer", "activation", "cost"), "optimisers": ("optimiser",)}
"""Parts that draw nothing at random, so that they can be compared number for number."""

_TEST = re.compile(r"^[ \t]*def test_", re.M)
_SLOPE = re.compile(rf"(?<!def )\b(?:{'|'.join(SLOPES)})\(")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_OPEN = '<div class="counts" markdown="1">'
_HEAD = "| What | Number |\n|---|--:|"


def check_tables(pages: Sequence[Source], results: Results, terms: int, figures: int) -> str:
    """Return the numbers in Markdown.

    Args:
        pages: all pages.
        results: the records; tests and widgets are looked for beside their folder.
        terms: how many the glossary has.
        figures: how many there are.

    Returns:
        Sections with tables; what cannot be counted here is left out.
    """
    root = results.folder.parent
    sections = {
        "Claims, runs and figures": _book(pages, results, terms, figures),
        "The engine beside Keras": _parity(results.folder / "parity.json"),
        "Widgets": _widgets(root),
        "Tests": _tests(root / "tests"),
    }
    parts = [
        f"## {title} {{.unnumbered}}\n\n{_OPEN}\n\n{_table(rows)}\n\n</div>"
        for title, rows in sections.items()
        if any(rows.values())
    ]
    return "\n\n".join(parts)


def _table(rows: dict[str, Any]) -> str:
    shown = [f"| {what} | {_shown(value)} |" for what, value in rows.items() if value]
    return "\n".join([_HEAD, *shown])


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _book(pages: Sequence[Source], results: Results, terms: int, figures: int) -> dict[str, Any]:
    """Return what pages and records hold."""
    records = [results.read(name) for name in results.names()]
    kinds = [block.kind for page in pages for block in blocks(page.text)]
    return {
        "claims: numbers in sentences, each held against a record": len(ledger(pages, results)),
        "recorded runs": len(records),
        "trainings in them, one for each variant and seed": sum(
            len(record.seeds) * len(record.variants) for record in records
        ),
        "hours of processor time behind them": round(sum(map(_seconds, records)) / 3600),
        "figures, redrawn and compared byte for byte": figures,
        "live cells, run when the site is built": sum(len(_cells(page)) for page in pages if page.runs),
        "quick checks": kinds.count("quiz"),
        "exercises, each with a judge and a solution that is run": kinds.count("exercise"),
        "terms in the glossary": terms,
    }


def _cells(page: Source) -> list[str]:
    return re.findall(r"^```python\n.*?^```", page.text, re.M | re.S)


def _seconds(record: Any) -> float:
    return float(record.content["provenance"].get("cpu_seconds", 0))


def _parity(path: Path) -> dict[str, Any]:
    """Return how many comparisons there are, and the largest differences of what draws nothing at random."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    found: dict[str, Any] = {"comparisons of parts with their twins": len(rows)}
    for kind, title in TITLES.items():
        found[f"of these: {title.lower()}"] = sum(row["kind"] == kind for row in rows)
    for what, kinds in EXACT.items():
        for dtype in ("float64", "float32"):
            gaps = [row["differences"].get(dtype) or 0 for row in rows if row["kind"] in kinds]
            found[f"largest relative difference of {what}, `{dtype}`"] = power(max(gaps, default=0))
    return found


def _widgets(root: Path) -> dict[str, Any]:
    """Return how many widgets there are, and the golden numbers that they have to meet."""
    goldens = (root / "tests/widgets/fixtures").glob("*.json")
    return {
        "widgets": len(list((root / "docs/widgets/elements").glob("dl-*.mjs"))),
        "numbers in the golden files that the engine writes and their mathematics is held against": sum(
            len(_NUMBER.findall(path.read_text(encoding="utf-8"))) for path in goldens
        ),
    }


def _tests(folder: Path) -> dict[str, Any]:
    """Return how many test functions each folder has, and what else examines the code."""
    if not folder.exists():
        return {}
    scripts = [path.read_text(encoding="utf-8") for path in (folder / "widgets").glob("*.test.mjs")]
    found = {
        what: sum(_count(path)[0] for path in (folder / name).glob("test_*.py"))
        for name, what in FOLDERS.items()
    }
    found[FOLDERS["widgets"]] += sum(len(re.findall(r"^test\(", text, re.M)) for text in scripts)
    python = list(folder.rglob("test_*.py"))
    return found | {
        "**all test functions**; many run for every figure, page or layer": sum(found.values()),
        "comparisons of derivatives with central differences, in code": sum(_count(p)[1] for p in python),
        "examples in docstrings, all run": _examples(folder.parent.joinpath("dlbook").rglob("*.py")),
    }


def _count(path: Path) -> tuple[int, int]:
    """Return how many test functions and how many comparisons of slopes a file has."""
    text = path.read_text(encoding="utf-8")
    return len(_TEST.findall(text)), len(_SLOPE.findall(text))


def _examples(files: Iterable[Path]) -> int:
    """Return how many docstrings have an example."""
    texts = (path.read_text(encoding="utf-8") for path in files)
    return sum(len(re.findall(r"^\s*Examples?:\s*$", text, re.M)) for text in texts)
