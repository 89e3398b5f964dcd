"""What holds for every figure of the book, measured on the drawing and not by comparing pictures."""

import gzip
import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text

from dlbook.figures import build
from dlbook.figures.places import FIGURES, Places
from dlbook.figures.registry import REGISTRY, SIZES
from dlbook.figures.render import drawn
from dlbook.figures.state import choose
from dlbook.figures.theme import TEXT, contrast, role, themed

PLACES = Places()
DECLARED = choose([], PLACES)
PHONE = 328  # width of the text on a screen of 360 pixels
EVERY = pytest.mark.parametrize("id", DECLARED)


@pytest.fixture(scope="module", autouse=True)
def _registered():
    import importlib

    for figure in DECLARED.values():
        importlib.import_module(figure.module)


def texts(fig):
    """Return every text that is drawn, with its box on the canvas."""
    found = [*fig.texts, *(text for ax in fig.axes for text in _of_axes(ax))]
    renderer = FigureCanvasAgg(fig).get_renderer()
    found = [text for text in found if text.get_visible() and text.get_text().strip()]
    return [(text, Text.get_window_extent(text, renderer)) for text in found]


def _of_axes(ax):
    yield from (*ax.texts, ax.title, ax._left_title, ax._right_title)
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        if ax.axison:
            yield axis.label
            inside = [
                t for t in axis.get_major_ticks() if min(limits) - 1e-9 <= t.get_loc() <= max(limits) + 1e-9
            ]
            yield from (label for tick in inside for label in (tick.label1, tick.label2))


@EVERY
def test_text_is_inside_the_canvas(id):
    with drawn(REGISTRY[id]) as fig:
        FigureCanvasAgg(fig).draw()
        width, height = fig.bbox.size
        for text, box in texts(fig):
            assert 0 <= box.x0 < box.x1 <= width, text
            assert 0 <= box.y0 < box.y1 <= height, text


@EVERY
def test_no_text_covers_another(id):
    with drawn(REGISTRY[id]) as fig:
        FigureCanvasAgg(fig).draw()
        for (one, box), (other, other_box) in combinations(texts(fig), 2):
            wide = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            high = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            assert wide <= 0 or high <= 0, f"{one.get_text()!r} and {other.get_text()!r}"


@EVERY
def test_text_is_readable_on_a_phone(id):
    spec = REGISTRY[id]
    with drawn(spec) as fig:
        for text, _ in texts(fig):
            assert text.get_fontsize() * PHONE / SIZES[spec.size] >= 8, text.get_text()


@EVERY
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(id, mode):
    with drawn(REGISTRY[id], mode) as fig, themed(mode):
        fig.set_facecolor(role("paper"))
        FigureCanvasAgg(fig).draw()
        found = texts(fig)
        for text, _ in found:
            text.set_alpha(0)
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
        assert found
        pixels = np.asarray(canvas.buffer_rgba())[::-1]
        for text, box in found:
            behind = pixels[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1, :3].reshape(-1, 3)
            shades, counts = np.unique(behind, axis=0, return_counts=True)
            good = [contrast(to_hex(text.get_color()), to_hex(shade / 255)) >= 4.5 for shade in shades]
            assert counts[good].sum() / counts.sum() > 0.8, text.get_text()


@EVERY
def test_lines_that_carry_meaning_are_in_roles_that_stand_out(id):
    with drawn(REGISTRY[id]) as fig:
        strong = {role(name) for name in TEXT}
        for ax in fig.axes:
            for line in ax.lines:
                assert to_hex(line.get_color()) in strong, line


@EVERY
def test_width_is_that_of_the_size(id):
    spec = REGISTRY[id]
    with drawn(spec) as fig:
        assert round(fig.bbox.width) == SIZES[spec.size]


@EVERY
def test_caption_and_alt_are_sentences_of_their_own(id):
    spec = REGISTRY[id]
    for text in (spec.caption, spec.alt):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text
    assert re.search(r"\b(chart|landscapes?|map|diagram|drawing|panels|image)", spec.alt, re.IGNORECASE)
    shared = set(spec.caption.lower().split()) & set(spec.alt.lower().split())
    assert len(shared) < 0.6 * len(set(spec.caption.lower().split()))
    assert 15 <= len(spec.alt.split()) <= 110


def test_every_file_is_small():
    sizes = [len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in FIGURES.glob("*.svg")]
    assert max(sizes) < 40_000
    assert np.median(sizes) < 6_000


def test_the_committed_figures_are_what_their_functions_draw():
    outcomes = build.check([], PLACES)
    assert outcomes
    assert {outcome.id: outcome.detail for outcome in outcomes if outcome.bad} == {}
