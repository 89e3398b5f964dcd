"""What is repaired in each page of the theme."""

import re
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from dlbook.book.pages import mend

CODE = """def cost(w, xs):
    # the mean of squares
    return sum((w * x - 1.5) ** 2 for x in xs[1:]) / len(xs)  # not "n"
"""


def test_code_has_elements_only_for_what_has_a_colour_of_its_own():
    before = highlight(CODE, PythonLexer(), HtmlFormatter())
    after = mend(before)
    assert re.sub(r"<[^>]*>", "", after) == re.sub(r"<[^>]*>", "", before)
    assert not re.search(r'<span class="[nw]">', after)
    assert '<span class="p">):</span>\n' in after
    assert '<span class="p">((</span>w <span class="o">*</span> x' in after
    assert '<span class="p">[</span><span class="mi">1</span><span class="p">:])' in after


def test_names_that_are_links_stay_links():
    signature = '<code><span class="n"><a href="../nn/">Dense</a></span><span class="p">(</span></code>'
    assert mend(signature) == signature


def test_what_is_joined_or_bare_has_one_colour_in_both_themes():
    sheet = (Path(__file__).parents[2] / "docs/stylesheets/book.css").read_text(encoding="utf-8")
    said = {
        name: re.findall(rf"--md-code-{name}-color: (#\w+);", sheet)
        for name in ("fg", "hl-name", "hl-operator", "hl-punctuation")
    }
    assert len(said["fg"]) == len(said["hl-operator"]) == 2
    assert said["hl-name"] == said["fg"]
    assert said["hl-punctuation"] == said["hl-operator"]
