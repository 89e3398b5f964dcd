"""The Python-Markdown extension on its own: formulas, tables, terms, exercises, quizzes, drawings."""

import re
from pathlib import Path

import markdown
import pytest

from dlbook.book.extension import BookExtension
from dlbook.book.library import Library

EXTENSIONS = ["attr_list", "md_in_html", "tables", "pymdownx.superfences", "pymdownx.details"]


def html(text: str, **options: object) -> str:
    arithmatex = {"pymdownx.arithmatex": {"generic": True}}
    extensions = [*EXTENSIONS, "pymdownx.arithmatex", BookExtension(**options)]
    return markdown.markdown(text, extensions=extensions, extension_configs=arithmatex)


def test_formulas_are_mathml():
    page = html(r"It is $a \lt b$.")
    assert re.search(r'<p>It is <span class="formula"><math>.*</math>\.</span></p>', page)
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in page


def test_formulas_that_make_no_line_of_text_are_kept_out_of_the_search():
    assert '<math data-search-exclude=""' in html("$$ a + b $$")
    assert '<math data-search-exclude=""' in html(r"It is $\frac{a}{b}$.")


def test_a_numbered_formula_has_its_anchor_and_number():
    page = html("$$\nc = 1 \\tag{4.1}\\label{one}\n$$")
    assert 'id="eq-one"' in page
    assert "(4.1)" in page
    assert 'display="block"' in page


def test_only_wide_formulas_are_stops_of_the_keyboard():
    wide = "$$ " + " + ".join("abcdefghijklmnop") + r" \tag{4.2} $$"
    assert 'tabindex="0"' in html(wide)
    assert 'aria-label="Equation 4.2"' in html(wide)
    assert "tabindex" not in html("$$ a + b $$")
    cases = r"$$ \operatorname{relu}(z) = \begin{cases} z & z > 0 \\ 0 & z \le 0 \end{cases} $$"
    assert 'tabindex="0"' in html(cases), (
        "a table of cases is no narrower than what stands before it and one row"
    )
    assert "tabindex" not in html(
        r"$$ \begin{aligned} a &= b + c \\ d &= e + f \\ g &= h + i \end{aligned} $$"
    )


def test_a_caption_moves_into_its_table_in_a_frame_that_scrolls():
    page = html("**Table 4.1.** Some.\n{: .table-caption #tab-some }\n\n| a |\n|---|\n| 1 |\n\nAfter.")
    frame = re.search(
        r'<div aria-label="Table 4.1" class="table-frame" role="group" tabindex="0">(.*?)</div>', page, re.S
    )
    assert frame
    assert '<table class="book-table" id="tab-some">' in frame[1]
    assert "<caption><strong>Table 4.1.</strong> Some.</caption>" in frame[1]
    assert page.strip().endswith("<p>After.</p>")
    assert page.count("Table 4.1.") == 1


def test_a_term_shows_its_definition_to_eyes_and_to_screen_readers():
    page = html(
        "A [cost](g.md#cost){.term}, a [cost](g.md#cost){.term}.", definitions={"cost": 'How "wrong".'}
    )
    assert page.count('aria-describedby="def-cost"') == 2
    assert page.count('<span id="def-cost">How "wrong".</span>') == 1
    assert 'data-definition="How &quot;wrong&quot;."' in page
    assert "hidden" in page


def test_an_exercise_is_a_section_with_an_anchor_and_a_folded_solution():
    page = html(
        '/// exercise | 4.1\nTask $x$.\n\n??? success "Solution"\n    ```python\n    a = 1\n    ```\n///\n'
    )
    assert '<section aria-labelledby="exercise-4-1-title" class="exercise" id="exercise-4-1">' in page
    assert '<a href="#exercise-4-1">Exercise 4.1</a>' in page
    assert "<details" in page
    assert (
        page.index("<details") < page.index("highlight") < page.index("</details>") < page.index("</section>")
    )


QUIZ = "/// quiz | Is $x$ *it*?\n- [ ] No `a` :: Wrong $y$.\n- [x] Yes :: Because.\n///\n\n"


@pytest.fixture(scope="module")
def quizzes() -> str:
    return html(QUIZ + QUIZ)


def test_a_quiz_is_a_fieldset_of_native_radio_buttons(quizzes):
    assert quizzes.count("<fieldset") == 2
    assert re.search(r"<legend>Is <span.*?<em>it</em>\?</legend>", quizzes)
    for name in re.findall(r'<input [^>]*id="([\w-]+)"', quizzes):
        assert f'<label for="{name}">' in quizzes
    assert re.findall(r'<input [^>]*name="([\w-]+)"', quizzes) == ["quiz-1"] * 2 + ["quiz-2"] * 2


def test_each_option_is_followed_by_its_feedback_in_words(quizzes):
    options = re.findall(r'<div class="quiz-option">(.*?)</div>', quizzes, re.S)
    assert [("Right." in option, "quiz-right" in option) for option in options] == [
        (False,) * 2,
        (True,) * 2,
    ] * 2
    assert all(
        option.index("<input") < option.index("<label") < option.index("quiz-feedback") for option in options
    )
    assert "[ ]" not in quizzes
    assert "::" not in quizzes
    assert "<code>a</code>" in options[0]


def test_listings_stay_out_of_the_search_and_long_ones_take_the_keyboard():
    assert 'data-search-exclude=""' in html("```python\na = 1\n```")
    assert "tabindex" not in html("```python\na = 1\n```")
    assert '<code tabindex="0">' in html(f"```python\na = '{'x' * 60}'\n```")


def test_a_drawing_is_put_in_whole_and_untouched_by_markdown(written_book):
    library = Library.load(Path(written_book) / "figures")
    page = html(library.embed("first-figure", "Figure 4.1", "A *caption*.", ""), library=library)
    assert "a_b_c *d*" in page
    assert '<svg data-search-exclude="" role="img" aria-label="Line chart' in page
    assert "<style>" not in page
    assert "<strong>Figure 4.1.</strong> A <em>caption</em>." in page
    assert page.index("<figcaption") < page.index("<details") < page.index("</figure>")


def test_a_figure_works_inside_the_block_of_a_widget(written_book):
    library = Library.load(Path(written_book) / "figures")
    figure = library.embed("first-figure", "Figure 4.1", "C.", "")
    block = f"/// html | dl-thing\n    markdown: block\n\n{figure}\n///\n"
    page = markdown.markdown(
        block, extensions=[*EXTENSIONS, "pymdownx.blocks.html", BookExtension(library=library)]
    )
    assert re.search(r'<dl-thing class="widget">\s*<figure.*<svg.*</figure>\s*</dl-thing>', page, re.S)
