"""The theme's files without what makes browsers style whole pages again."""

import re
from pathlib import Path

import material
import pytest

from dlbook.book.theme_files import BARE_TABLE, SCRIPT, SHEETS, SWITCHING, TABS, quiet, slim

THEME = Path(material.__file__).parent / "templates"
FILES = sorted(path for path in THEME.rglob("*.css") if SHEETS.fullmatch(str(path.relative_to(THEME))))


@pytest.fixture(scope="module")
def before():
    return "".join(path.read_text(encoding="utf-8") for path in FILES)


@pytest.fixture(scope="module")
def after():
    return "".join(slim(path.read_text(encoding="utf-8")) for path in FILES)


def rules(sheet: str) -> set[tuple[str, str]]:
    """All pairs of a selector and what it asks for."""
    found = re.findall(r"([^{}@;/]+)\{([^{}]*)\}", sheet)
    return {(one, text) for selectors, text in found for one in re.split(r",(?![^()]*\))", selectors)}


def test_what_costs_much_is_there_before_and_gone_after(before, after):
    assert len(FILES) == 2
    for part in (SWITCHING, BARE_TABLE, f".tabbed-labels>:nth-child({TABS + 1})"):
        assert part in before
        assert part not in after


def test_all_other_rules_are_kept(before, after):
    lost = {selector for selector, _ in rules(before) - rules(after)}
    assert len(rules(after)) > 1500
    assert all(SWITCHING in one or BARE_TABLE in one or ".tabbed-" in one for one in lost)
    assert after.count("{") == after.count("}")


def test_tabs_are_named_by_their_kind(after):
    chosen = ".tabbed-set>input:nth-child(2):checked~.tabbed-"
    assert f"{chosen}labels>label:nth-child(2)" in after
    assert f"{chosen}content>div:nth-child(2)" in after
    assert f"{chosen}labels>:nth-child(2)" not in after


def test_the_book_marks_each_tab_that_can_be_chosen():
    sheet = (Path(__file__).parents[2] / "docs/stylesheets/book.css").read_text(encoding="utf-8")
    marked = re.findall(r"input:nth-child\((\d)\):checked ~ \.tabbed-labels > label:nth-child\(\1\)", sheet)
    assert [int(one) for one in marked] == list(range(1, TABS + 1))


def test_commas_inside_brackets_part_no_selectors():
    sheet = ".a:is(.b,.c) table:not([class]),.d:is(.e,.f){top:0}"
    assert slim(sheet) == ".d:is(.e,.f){top:0}"


def test_the_script_leaves_the_colour_scheme_to_the_style_sheet_and_the_index_until_the_search_is_opened():
    (path,) = (path for path in THEME.rglob("*.js") if SCRIPT.fullmatch(str(path.relative_to(THEME))))
    before = path.read_text(encoding="utf-8")
    after = quiet(before)
    assert before.count('name:"color-scheme"') == 1
    assert 'name:"color-scheme"' not in after
    opening = 'location.protocol!=="file:"'
    assert before.count(opening) == 1
    assert opening not in after
    assert len(before) == len(after)  # so that its source map fits
