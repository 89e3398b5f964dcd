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


@pytest.fixture(scope="module")
def script():
    (path,) = (path for path in THEME.rglob("*.js") if SCRIPT.fullmatch(str(path.relative_to(THEME))))
    return path.read_text(encoding="utf-8")


def test_the_script_sets_no_colour_scheme_fetches_no_index_and_watches_no_titles_when_a_page_opens(script):
    watch = re.search(r"function (\w+)\(\{document\$:\w+,viewport\$:\w+\}\)\{[^;]*\.md-ellipsis", script)[1]
    for needless in ('name:"color-scheme"', 'location.protocol!=="file:"', f";{watch}("):
        assert script.count(needless) == 1
        assert needless not in quiet(script)


def test_the_script_goes_in_four_steps_and_says_when_it_is_done(script):
    pause = "await new Promise(next=>setTimeout(next));"
    after = quiet(script)
    assert after.startswith('"use strict";window.themeSetUp=(async()=>{')
    first, links, parts, work = after.split(pause)
    assert links.startswith('V("navigation.instant")&&')
    assert re.match(r"var \w+=\w+\(\w+\(\"header\"\)", parts)
    assert re.match(r"\w+\.subscribe\(\);window\.document\$=", work)
    assert re.search(
        r"=>\w+\(\.\.\.\[\.\.\.\w+\(\"announce\"\).*\]\.map\(part=>\w+\.pipe\(\w+\(0\),\w+\(\(\)=>part\)\)\)\)\),",
        parts,
    )
    assert "setTimeout(()=>o.send()),()=>o.abort()" in first
    assert "sourceMappingURL" not in after


def test_another_script_is_left_as_it_is():
    assert quiet("(()=>{start();o.send()})();") == "(()=>{start();o.send()})();"
