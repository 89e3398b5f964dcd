"""What is far from the screen can be passed over: long pages come in stretches that say how high they are."""

import re

from markdown import Markdown

from dlbook.book import stretches
from dlbook.book.extension import BookExtension

PARAGRAPH = "word " * 14  # a line; with its space it is HIGH rem high
HIGH = stretches.TEXT + stretches.GAP


def page(text: str) -> str:
    return Markdown(extensions=["pymdownx.superfences", "md_in_html", BookExtension()]).convert(text)


def paragraphs(number: int) -> str:
    return f"{PARAGRAPH}\n\n" * number


def heights(html: str) -> list[int]:
    return [
        int(rem)
        for rem in re.findall(r'<div class="stretch" style="--wide: (\d+)rem; --narrow: \d+rem">', html)
    ]


def test_a_short_page_and_the_first_screen_are_left_alone():
    assert heights(page(paragraphs(int(stretches.LONG / HIGH) - 1))) == []
    long = page(paragraphs(int(stretches.LONG / HIGH) + 1))
    first = long.partition('<div class="stretch"')[0]
    assert stretches.SCREEN <= first.count("<p>") * HIGH <= stretches.SCREEN + HIGH
    assert heights(long)


def test_stretches_are_about_a_screen_and_hold_everything_in_its_order():
    text = "\n\n".join(f"Number {number}. {PARAGRAPH}" for number in range(300))
    html = page(text)
    sizes = heights(html)
    assert all(stretches.SCREEN <= size < stretches.SCREEN + 4 for size in sizes[:-1])
    assert re.findall(r"Number (\d+)", html) == [str(number) for number in range(300)]
    assert html.count("<div") == html.count("</div>") == len(sizes)


def test_headings_stay_outside_since_the_theme_asks_where_they_are():
    html = page(paragraphs(120) + "## One\n\nText.\n\n### Two\n\nText.")
    inside = re.findall(r'<div class="stretch".*?</div>', html, re.S)
    assert len(inside) == len(heights(html)) >= 3
    assert not any("<h" in one for one in inside)
    assert re.search(
        r'</div>\s*<h2[^>]*>One</h2>\s*<div class="stretch" style="--wide: 2rem; --narrow: 2rem">\s*<p>Text',
        html,
    )


def test_the_output_of_a_cell_stays_with_it():
    cell = "```python\nprint(1)\n```\n\n``` {.text .output .no-copy}\n1\n```\n\n"
    for above in range(4):
        html = page(f"{paragraphs(above)}{cell * 100}")
        first = re.findall(r'<div class="stretch"[^>]*>\s*<div class="([^"]*)"', html)
        assert len(first) == len(heights(html)) > 3
        assert set(first) == {"highlight"}


def test_figures_and_code_count_as_high_as_they_are():
    code = "```python\n" + "a = 1\n" * 20 + "```\n"
    canvas = '<div class="figure-canvas" data-figure="x"></div>'
    figure = f'<figure markdown="1">{canvas}\n\nA caption.\n</figure>\n'
    for part, high in ((code, 20 * stretches.CODE), (figure, stretches.WIDE[1])):
        size = heights(page(f"{paragraphs(120)}## Next\n\n{part}"))[-1]
        assert high <= size <= high + 4
