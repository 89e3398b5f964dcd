"""A chapter becomes slides: what is taken from it, and what the page of a deck holds."""

import re
from pathlib import Path

import pytest

from dlbook.book.blocks import blocks
from dlbook.book.chapters import Workshop
from dlbook.book.library import Library
from dlbook.book.slide_page import Deck, deck_key, deck_page
from dlbook.book.slides import Slide, slides

DRAWING = '<svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><style>svg{}</style></svg>\n'
FIGURE = """<figure class="figure figure--inline" id="fig-hill" markdown="1">
<div class="figure-canvas" data-figure="hill"></div>
<figcaption markdown="span"><strong>Figure 5.1.</strong> It feels [only](a.md#b){.term} slope.</figcaption>
<details class="figure-menu" markdown="1">
</details>
</figure>"""
CHAPTER = f"""---
title: Descent
---

# Descent

We walk downhill. It pays.

[Take it](x.ipynb){{.take-away}}

## <span class="number">5.1</span> Down by feel {{#sec-one}}

No eyes, no map. It has only its feet.

!!! question "Predict first"
    Where is the [longest](a.md#b) stride?

    Think.

/// html | dl-thing
    markdown: block

{FIGURE}
///

Where it is steepest.

In a formula:

$$
w \\leftarrow w - 0.5 \\tag{{5.1}}\\label{{update}}
$$

```python
## no section
```

!!! question "Predict first"
    And how many steps?

The machine may count:

```python
print(3)
```

Three steps.

## <span class="number">5.2</span> Rules {{#sec-rules}}

- **Start small.** It held.
- **Then stop.** It did not.

## <span class="number">5.3</span> Summary {{#sec-summary}}

Downhill is the way. The slope tells where.

!!! abstract "Key concepts"
    [slope](g.md#slope){{.term}} · [step](g.md#step){{.term}}

## <span class="number">5.4</span> Quick checks {{#sec-checks}}

/// quiz | Which way?
- [ ] Up :: That is the gradient.
- [x] Down :: Against it.
///

## <span class="number">5.5</span> Exercises {{#sec-exercises}}

/// exercise | 5.1
**Warm-up.** Walk.

??? success "Solution"
    Done.
///

## <span class="number">5.6</span> References {{#sec-references}}

Nothing.
"""


@pytest.fixture
def library(tmp_path):
    (tmp_path / "hill.svg").write_text(DRAWING, encoding="utf-8")
    entry = {"caption": "C.", "alt": "A hill.", "width": 480, "height": 320, "digits": True}
    (tmp_path / "manifest.json").write_text(f'{{"figures": {{"hill": {entry}}}}}'.replace("'", '"').lower())
    return Library.load(tmp_path)


@pytest.fixture
def made():
    return slides(CHAPTER, "5", "How to walk.")


def of(made, kind):
    return [slide for slide in made if slide.kind == kind]


def test_every_block_of_a_chapter_is_found_once():
    found = [block.kind for block in blocks(CHAPTER)]
    assert found.count("section") == 6
    assert found.count("code") == 2
    assert found.count("figure") == found.count("quiz") == found.count("exercise") == 1
    assert next(block.text for block in blocks(CHAPTER) if block.kind == "question").endswith("Think.")


def test_a_deck_goes_through_the_chapter_in_its_order(made):
    kinds = (
        "title promise section question figure equation question answer points points terms check solution"
    )
    assert [slide.kind for slide in made] == [*kinds.split(), "exercises"]
    assert made[0] == Slide("title", "Descent", "How to walk.", "Chapter 5")
    assert (made[1].title, made[1].text) == ("We walk downhill.", "It pays.")
    assert (made[2].over, made[2].text) == ("5.1", "No eyes, no map. It has only its feet.")


def test_questions_are_answered_on_the_next_slide(made):
    first, second = of(made, "question")
    assert first.text == "Where is the longest stride?\n\nThink."
    figure = made[made.index(first) + 1]
    assert (figure.figure, figure.title) == ("hill", "Where it is steepest.")
    assert (figure.label, figure.text, figure.anchor) == (
        "Figure 5.1",
        "It feels only slope.",
        "fig-hill",
    )
    assert made[made.index(second) + 1].text == "Three steps."


def test_an_opening_never_tells_what_a_question_asks():
    text = '## <span class="number">5.1</span> One {#sec-one}\n\n!!! question "Q"\n    Why?\n\nBecause.\n'
    section, question, answer = slides(f"# T\n\nP.\n\n{text}", "5", "D")[2:]
    assert (section.text, question.text, answer.text) == ("", "Why?", "Because.")


def test_an_equation_keeps_its_number_and_the_sentence_before_it(made):
    (equation,) = of(made, "equation")
    assert equation.text.startswith("In a formula:\n\n$$\nw ")
    assert r"\tag{5.1}" in equation.text
    assert r"\label" not in equation.text


def test_rules_summary_terms_checks_and_exercises(made):
    rules, summary = of(made, "points")
    assert rules.text.startswith("- Start small.\n- Then stop.\n")
    assert summary.text == "- Downhill is the way.\n- The slope tells where."
    assert of(made, "terms")[0].text == "slope · step"
    assert of(made, "check")[0].text == "- Up\n- Down"
    assert of(made, "solution")[0].text == "- Up: *That is the gradient.*\n- **Down** Against it."
    assert of(made, "exercises")[0].text == "- **5.1** Warm-up"


def test_a_long_summary_is_shared_out_evenly():
    text = " ".join(f"Sentence {number} is {'so ' * 20}long." for number in range(9))
    made = slides(f"# T\n\nP.\n\n## S {{#sec-summary}}\n\n{text}\n", "5", "D")
    counts = [slide.text.count("\n") + 1 for slide in of(made, "points")]
    assert sum(counts) == 9
    assert len(counts) > 1
    assert max(counts) - min(counts) <= 1


def test_the_page_of_a_deck_has_all_slides_numbered_drawn_and_credited(made, library):
    page = deck_page(Deck(made, "Descent", "5", "How to walk.", "../../descent/"), library)
    count = len(made) + 1
    assert re.findall(r'id="slide-(\d+)"', page) == [str(number + 1) for number in range(count)]
    assert page.count("<h1>") == 1
    assert page.count("<svg") == 1
    assert '<a class="label" href="../../descent/#fig-hill">Figure 5.1</a> It feels' in page
    assert 'class="slide figure short tall"' in page
    assert "MNIST digits: CC BY-SA 3.0" in page
    assert f"Slide {count} of {count}: Take it" in page
    assert "(5.1)" in page
    assert not re.search(r'(?:src|href)="\w+:', page)


def test_an_author_is_named_and_markup_in_a_title_is_escaped(library):
    page = deck_page(Deck([Slide("title", "A")], "A < B", "5", "D & E", "../../a/", "Ada"), library)
    assert "by Ada" in page
    assert "<title>A &lt; B: slides" in page
    assert "D &amp; E" in page


def test_slides_are_made_anew_only_when_something_that_decides_them_changes(tmp_path, library, monkeypatch):
    from dlbook.book import chapters
    from dlbook.book.source import Source

    calls = []
    monkeypatch.setattr(chapters, "deck_of", lambda executed, *_: calls.append(executed) or f"<{executed}>")
    workshop = Workshop(None, tmp_path, None)
    page = Source("training/descent.md", "---\nchapter: 5\n---\n")
    for executed in ("a", "a", "b"):
        path = workshop._slides(executed, page, library)
    assert calls == ["a", "b"]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<b>", "<c>"), encoding="utf-8")  # damaged in the cache, its key still right
    assert workshop._slides("b", page, library).read_text(encoding="utf-8") == text
    assert path == Path(tmp_path, "slides/descent/index.html")
    assert deck_key("a", library) != deck_key("a", library, "Ada")
