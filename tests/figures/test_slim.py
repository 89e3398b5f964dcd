import re

import numpy as np
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from dlbook.figures.export import resolved_svg, standalone
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.registry import Spec
from dlbook.figures.render import picture, svg
from dlbook.figures.slim import slim
from dlbook.figures.theme import PALETTE, role


def draw(rng):
    fig = canvas(200)
    ax = panel(fig, 60, 20, 380, 140, xlabel="weight ŵ")
    ax.plot(np.linspace(0, 1, 5), [0, 1 / 3, 2, 1, 0], "o-", color=role("data"))
    ax.fill_between([0, 1], [1, 2], color=role("model"), alpha=0.25)
    label(ax, "half & half", (0.5, 1.0), "gradient", weight="bold")
    return fig


@pytest.fixture(scope="module")
def spec():
    return Spec("test-figure", "A caption.", 'Line chart of "this" & that.', "inline", (), draw)


@pytest.fixture(scope="module")
def element(spec):
    return svg(spec)


def test_text_stays_text_in_the_page_s_font(element):
    assert ">half &amp; half</text>" in element
    assert ">weight ŵ</text>" in element
    assert element.count("font-family") == 1
    assert 'font-family="var(--fig-font, sans-serif)"' in element


def test_all_colours_are_variables_with_their_light_shade(element):
    bare = re.sub(r"var\(--fig-([\w-]+),(#\w{6})\)", "", element)
    assert "#" not in re.sub(r'href="#[\w-]+"|url\(#[\w-]+\)', "", bare)
    for name, shade in re.findall(r"var\(--fig-([\w-]+),(#\w{6})\)", element):
        assert PALETTE[name][0] == shade


def test_nothing_of_it_leaks_into_a_page(element):
    assert "<style" not in element
    assert "style=" not in element
    assert "<title" not in element
    ids = re.findall(r' id="([^"]+)"', element)
    assert ids == [f"test-figure-{i}" for i in range(1, len(ids) + 1)]
    assert set(re.findall(r'(?:href="#|url\(#)([\w-]+)', element)) == set(ids)


def test_uses_keep_their_old_link(element):
    assert "<use xlink:href=" in element
    assert not re.search(r"<use href=", element)


def test_numbers_are_short_and_no_date_is_told(element):
    assert not re.search(r"\d\.\d{3}", element)
    assert "metadata" not in element
    assert "matplotlib" not in element.lower()


def test_the_same_shape_at_two_places_is_the_same_text():
    def two(rng):
        fig = canvas(100)
        for left in (20, 140):
            panel(fig, left, 10, 100, 80).plot([0, 1, 2], [0.1, 0.7, 0.3], color=role("data"))
        return fig

    element = svg(Spec("two", "c", "a", "inline", (), two))
    one, other = re.findall(r'd="M[^l"]+(l[^"]+)"[^>]*--fig-data', element)
    assert one == other


@pytest.mark.parametrize("closed", [False, True])
def test_points_stay_where_they_are_however_long_the_path(closed):
    points = np.cumsum(np.random.default_rng(1).normal(0, 3, (500, 2)), axis=0)
    words = [f"{letter} {x} {y}" for letter, (x, y) in zip("M" + "L" * 499, points, strict=True)]
    words[250] = f"{'z ' * closed}M {points[250, 0]} {points[250, 1]}"
    words.append("z" * closed)
    drawing = f'<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><path d="{" ".join(words)}"/></svg>'
    pen = RecordingPen()
    parse_path(re.search(r' d="([^"]+)"', slim(drawing, "walk"))[1], pen)
    found = np.array([arguments[0] for name, arguments in pen.value if name in ("moveTo", "lineTo")])
    ways_back = [250, 501] if closed else []
    assert np.abs(np.delete(found, ways_back, axis=0) - points).max() < 0.0051


def test_the_size_is_that_of_the_canvas(element):
    assert 'viewBox="0 0 480 200" width="480" height="200"' in element


def test_a_colour_outside_the_palette_is_refused():
    def wrong(rng):
        fig = canvas(100)
        panel(fig, 10, 10, 80, 80).plot([0, 1], color="#1f77b4")
        return fig

    with pytest.raises(ValueError, match=r"uses #1f77b4.*theme\.role"):
        svg(Spec("wrong-figure", "c", "a", "inline", (), wrong))


def test_a_missing_glyph_is_an_error():
    def wrong(rng):
        fig = canvas(100)
        label(panel(fig, 10, 10, 80, 80), "\U0001f980", (0.5, 0.5))
        return fig

    with pytest.raises(UserWarning, match="missing"):
        svg(Spec("wrong-figure", "c", "a", "inline", (), wrong))


def test_the_file_is_right_alone_in_both_themes(spec, element):
    file = standalone(element, spec.alt)
    dark = re.search(r"@media\(prefers-color-scheme:dark\)\{:root\{(.*?)\}\}", file)[1]
    used = set(re.findall(r"var\(--fig-([\w-]+),#", element))
    shades = dict(part[6:].split(":") for part in dark.rstrip(";").split(";"))
    assert shades == {name: PALETTE[name][1] for name in used | {"paper"}}
    assert "background:var(--fig-paper)" in file
    assert '<title>Line chart of "this" &amp; that.</title>' in file
    assert 'role="img"' in file


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_one_theme_can_be_written_out(spec, element, mode):
    plain = resolved_svg(standalone(element, spec.alt), mode)
    index = ("light", "dark").index(mode)
    assert "var(" not in plain
    assert PALETTE["data"][index] in plain
    assert PALETTE["data"][1 - index] not in plain


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("format", ["png", "pdf"])
def test_pictures_come_in_both_themes_and_without_dates(spec, mode, format):
    content = picture(spec, mode, format)
    assert content == picture(spec, mode, format)
    assert content.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[format])
    assert b"CreationDate" not in content


def test_a_png_has_three_pixels_to_one_and_the_paper_of_its_theme(spec):
    import io

    from PIL import Image

    for index, mode in enumerate(("light", "dark")):
        image = Image.open(io.BytesIO(picture(spec, mode, "png"))).convert("RGB")
        assert image.size == (1440, 600)
        assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((3, 3))) == PALETTE["paper"][index]
