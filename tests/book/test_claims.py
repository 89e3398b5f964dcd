"""Numbers of the prose that come from records: shown, judged with page and line, and listed."""

import json
from pathlib import Path

import pytest

from dlbook.book.claims import as_json, as_tables, ledger
from dlbook.book.errors import ChapterError
from dlbook.book.expand import Book, expand
from dlbook.book.source import Source
from dlbook.runs import Results

RECORD = Path(__file__).parents[2] / "results" / "saturated-start.json"
TENTH = "saturated-start.quadratic.steps_to_tenth.mean"


@pytest.fixture
def results(tmp_path):
    """A folder with one record, in which the quadratic neuron needs 1310 steps."""
    record = json.loads(RECORD.read_text())
    record["results"]["quadratic"]["final"]["steps_to_tenth"] = [1310.0]
    (tmp_path / "saturated-start.json").write_text(json.dumps(record, indent=1))
    return Results(tmp_path)


def page(claim: str) -> Source:
    return Source(
        "training/page.md", f"---\ntitle: A page\n---\nFirst line.\n\nIt takes {{claim}}`{claim}` steps.\n"
    )


def test_the_reader_sees_the_record_in_the_format_asked_for(results):
    text = expand(page(f"{TENTH}:,.0f ~ 1,310"), Book(results=results))
    assert "It takes 1,310 steps." in text


def test_within_the_tolerance_the_record_is_shown_and_not_the_text(results):
    assert "It takes 1310 steps." in expand(page(f"{TENTH}:.0f ~ 1300 ±20"), Book(results=results))


@pytest.mark.parametrize(
    ("claim", "complaint"),
    [
        (f"{TENTH}:.0f ~ 1300", "the text says 1300, the record 1310"),
        (f"{TENTH}:.0f ~ 1300 ±5", "tolerance 5"),
        ("saturated-strat.steps.mean", "saturated-start"),
        (f"{TENTH}:.0q ~ 1", "format"),
    ],
)
def test_what_drifts_or_cannot_be_read_fails_with_page_and_line(results, claim, complaint):
    with pytest.raises(ChapterError) as caught:
        expand(page(claim), Book(results=results))
    assert "docs/training/page.md:6" in str(caught.value)
    assert complaint in str(caught.value)


def test_the_ledger_has_a_row_for_every_claim(results):
    pages = [page(f"{TENTH}:.0f ~ 1310"), Source("other.md", "No claim, and `{claim}` in code is none.")]
    rows = ledger(pages, results)
    assert json.loads(as_json(rows)) == {"claims": rows}
    assert [(row["page"], row["line"], row["value"], row["seeds"]) for row in rows] == [
        ("docs/training/page.md", 6, 1310.0, 1)
    ]
    table = as_tables(pages, results, "../")
    assert "## [A page](../training/page.md)" in table
    assert f"| 6 | 1310 | 1310 | 0.5 | 1 | `{TENTH}` |" in table
    assert "other.md" not in table


def test_without_claims_the_ledger_says_so(tmp_path):

    assert as_tables([Source("a.md", "Nothing.")], Results(tmp_path), "") == "No page makes a claim yet."
