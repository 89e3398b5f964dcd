"""Numbers of the prose that come from recorded runs: shown as recorded, judged against the text, listed."""

import json
import re
from collections.abc import Iterable
from typing import Any

from dlbook.book.errors import line_of
from dlbook.book.scan import kind, scan, typeset
from dlbook.book.source import Source
from dlbook.runs import Claim, Results, claim

LEDGER = "claims.json"


def resolve(match: re.Match[str], source: Source, results: Results) -> Claim:
    """Return what a claim stands for.

    Args:
        match: the role, with the claim as its body; `dlbook.runs.claims` says how one is written.
        source: the page that makes it.
        results: the records.

    Raises:
        ChapterError: if the claim cannot be read, has no record, or has drifted from it.
    """
    try:
        found = claim(match["body"], results)
    except ValueError as error:
        source.fail(str(error), match.start())
    if found.drifted:
        source.fail(found.complaint(), match.start())
    return found


def claims_on(source: Source, results: Results) -> list[tuple[int, Claim]]:
    """Return the claims of a page with their lines, in order."""
    roles = (match for match in scan(source.text) if kind(match) == "role" and match["name"] == "claim")
    return [(line_of(source.text, match.start()), resolve(match, source, results)) for match in roles]


def ledger(sources: Iterable[Source], results: Results) -> list[dict[str, Any]]:
    """Return a row for every claim of the book: page, line, text, value, tolerance, runs, seeds, data."""
    return [
        found.ledger_row(source.path, line)
        for source in sources
        for line, found in claims_on(source, results)
    ]


def as_json(rows: list[dict[str, Any]]) -> str:
    """Return the ledger as the file that the site publishes."""
    return json.dumps({"claims": rows}, indent=1, ensure_ascii=False) + "\n"


def as_tables(sources: Iterable[Source], results: Results, up: str) -> str:
    """Return the ledger as Markdown: a table for each page that makes claims.

    Args:
        sources: all pages.
        results: the records.
        up: the way from the ledger's page to the top, such as "../".
    """
    parts = []
    for source in sources:
        if rows := [_row(line, found) for line, found in claims_on(source, results)]:
            heading = f"## [{source.meta.get('title', source.uri)}]({up}{source.uri})"
            parts.append("\n".join([heading, "", *_HEAD, *rows]))
    return "\n\n".join(parts) or "No page makes a claim yet."


_HEAD = ("| Line | The text says | Recorded | Tolerance | Seeds | Taken from |", "|--:|--:|--:|--:|--:|---|")


def _row(line: int, found: Claim) -> str:
    said, tolerance = found.written or found.text, f"{found.tolerance:.2g}" if found.written else "any"
    numbers = [str(line), typeset(said), f"{found.value:.6g}", tolerance, str(found.seeds)]
    return f"| {' | '.join(numbers)} | `{found.expression}` |"
