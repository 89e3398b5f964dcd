"""`dlbook doctor`: what is installed, which data and caches there are, what is stale, and what to do."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dlbook.runs.places import PACKAGE
from dlbook.upkeep.finding import BAD, NOTE, Finding, guarded

PARTS = ("Python", "Packages", "Programs", "Data", "Caches", "Made from the code")


def examine(*, thorough: bool = False) -> list[Finding]:
    """Return all findings, in the order of the report.

    Args:
        thorough: also compute the widgets' numbers anew, which takes some seconds more.
    """
    return sorted(_findings(thorough), key=lambda finding: PARTS.index(finding.part))


def _findings(thorough: bool) -> Iterator[Finding]:
    from dlbook.upkeep import standing

    yield from guarded("Packages", _installed)
    yield from guarded("Data", standing.data)
    yield from guarded("Caches", standing.caches)
    if not (PACKAGE.parent / "pyproject.toml").exists():
        said = "there is no checkout: the engine runs, but the book cannot be built here"
        yield Finding("Made from the code", "book", BAD, said, "Get its sources, and call make there")
        return
    yield from guarded("Made from the code", standing.figures)
    yield from guarded("Made from the code", standing.records)
    yield from guarded("Made from the code", lambda: standing.fixtures(thorough))


def _installed() -> Iterator[Finding]:
    from dlbook.upkeep import installed

    yield from installed.programs()
    yield from installed.python()
    yield from installed.packages()


def ready(findings: list[Finding]) -> bool:
    """Return whether the book can be built."""
    return not any(finding.state == BAD for finding in findings)


def as_text(findings: list[Finding]) -> str:
    """Return the report for the terminal: sections, what is wrong marked, and a verdict at the end."""
    parts = [
        "\n".join([part, *(finding.lines() for finding in several)])
        for part, several in groupby(findings, key=lambda finding: finding.part)
    ]
    bad, notes = (sum(finding.state == state for finding in findings) for state in (BAD, NOTE))
    verdict = "The book can be built: make site." if not bad else "The book cannot be built: see each !."
    return "\n\n".join(
        [*parts, f"{verdict} ({notes} note{'s' * (notes > 1)})" if notes and not bad else verdict]
    )


def as_json(findings: list[Finding]) -> dict[str, Any]:
    """Return the report as plain data."""
    return {"ready": ready(findings), "findings": [vars(finding) for finding in findings]}
