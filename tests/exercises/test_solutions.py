"""Every exercise on every page has a judge, and its folded solution is run and found right."""

import re
import textwrap
from pathlib import Path

import pytest

from dlbook.exercises import check, identifiers

DOCS = Path(__file__).parents[2] / "docs"
EXERCISE = re.compile(r"^/// exercise \| (\S+)\n(.*?)^///$", re.M | re.S)
SOLUTION = re.compile(r'^\?\?\? success "Solution"\n.*?^    ```python\n(.*?)^    ```', re.M | re.S)
BLOCKS = {
    number: block
    for page in sorted(DOCS.rglob("*.md"))
    for number, block in EXERCISE.findall(page.read_text(encoding="utf-8"))
}


def test_the_pages_and_the_judges_have_the_same_exercises():
    chapters = sorted({int(number.partition(".")[0]) for number in BLOCKS})
    assert chapters
    for chapter in chapters:
        on_the_page = [number for number in BLOCKS if number.startswith(f"{chapter}.")]
        assert on_the_page == identifiers(chapter)
        assert len(on_the_page) >= 5


@pytest.mark.parametrize("number", BLOCKS)
def test_the_folded_solution_is_right(number):
    found = SOLUTION.search(BLOCKS[number])
    assert found, f"exercise {number} has no folded solution with a program"
    names: dict[str, object] = {}
    exec(textwrap.dedent(found[1]), names)
    feedback = check(number, names["answer"])
    assert feedback, feedback.message
