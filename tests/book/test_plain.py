"""The book's Markdown in a form that every notebook shows."""

import pytest

from dlbook.book.plain import plain


def said(text, address=lambda link: ""):
    return plain(text, lambda id: f"![{id}](attachment:{id}.png)", address)


def test_boxes_become_quotations_and_solutions_can_be_folded():
    box = '!!! question "Predict first"\n    One line.\n\n    - an item\n\nAfter.'
    assert said(box) == "> **Predict first**\n>\n> One line.\n>\n> - an item\n\nAfter."
    folded = '??? success "Solution"\n    Because.\n\n    ```python\n    answer = 1\n    ```\n'
    assert said(folded) == (
        "<details>\n<summary>Solution</summary>\n\nBecause.\n\n```python\nanswer = 1\n```\n\n</details>"
    )


def test_tabs_become_titles_with_their_code():
    ours = '=== "dlbook"\n\n    ```python\n    a = 1\n\n    b = 2\n    ```\n\n'
    theirs = '=== "Keras"\n\n    ```python\n    c\n    ```\n'
    assert said(ours + theirs) == (
        "**dlbook**\n\n```python\na = 1\n\nb = 2\n```\n\n**Keras**\n\n```python\nc\n```"
    )


def test_exercises_keep_their_number_and_their_solution():
    block = '/// exercise | 4.1\nWhat?\n\n??? success "Solution"\n    So.\n///\n\nNext.'
    assert said(block) == (
        "### Exercise 4.1\n\nWhat?\n\n<details>\n<summary>Solution</summary>\n\nSo.\n\n</details>\n\nNext."
    )


def test_quick_checks_keep_options_and_fold_the_answers():
    quiz = "/// quiz | Which?\n- [ ] This :: No.\n- [x] That :: Yes.\n///"
    assert said(quiz) == (
        "**Which?**\n\n- A. This\n- B. That\n\n<details>\n<summary>Answers</summary>\n\n"
        "- A. No.\n- B. **Right.** Yes.\n\n</details>"
    )


def test_a_widget_leaves_its_still_figure_and_a_figure_its_caption():
    figure = (
        '<figure class="figure figure--inline" id="fig-relu" markdown="1">\n<div></div>\n'
        '<figcaption markdown="span"><strong>Figure 2.1.</strong> A *corner*.</figcaption>\n'
        "<details>menu</details>\n</figure>"
    )
    widget = f"/// html | dl-thing\n    markdown: block\n\n{figure}\n///"
    assert said(widget) == "![relu](attachment:relu.png)\n\n**Figure 2.1.** A *corner*."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('## <span class="number">4.2</span> Slopes {#sec-slopes}', "## 4.2 Slopes"),
        ("A [cost](../a.md#cost){.term}, a [page](b.md).", "A cost, a page."),
        ("[web](https://example.org/x){.x}", "[web](https://example.org/x)"),
        ("**Table 4.1.** Costs.\n{: .table-caption #tab-costs }", "**Table 4.1.** Costs."),
        ("$$ x \\tag{4.1}\\label{line} $$", "$$ x \\tag{4.1} $$"),
        ("Code `[a](b){.c}` stays, $10{,}000$ too.", "Code `[a](b){.c}` stays, $10{,}000$ too."),
        ("<!-- widget: x -->\nText", "Text"),
        ("```python\n[a](b){.c}\n!!! x\n```", "```python\n[a](b){.c}\n!!! x\n```"),
    ],
)
def test_anchors_classes_and_links_are_resolved_outside_code(text, expected):
    assert said(text) == expected


def test_links_get_full_addresses_where_the_site_has_one():
    full = said("See [Section 4.1](#sec-a).", lambda link: f"https://example.org/{link}")
    assert full == "See [Section 4.1](https://example.org/#sec-a)."
