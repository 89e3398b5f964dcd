"""The style sheets are whole: a brace that is lost takes all rules below it along."""

import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "docs/stylesheets").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_braces_close_and_no_rule_is_nested_too_deep(sheet):
    depth = 0
    for brace in re.findall(r"[{}]", re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)):
        depth += 1 if brace == "{" else -1
        assert 0 <= depth <= 2
    assert depth == 0
