import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from dlbook.figures.labels import canvas, panel
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.registry import Spec
from dlbook.figures.render import picture, svg
from dlbook.figures.theme import PALETTE

DIGIT = np.round(np.random.default_rng(1).random((28, 28)), 2) * (np.arange(28) > 5)


def draw(rng):
    fig = canvas(300)
    ax = panel(fig, 90, 0, 300, 300)
    ax.axis("off")
    pixels(ax, DIGIT)
    return fig


SPEC = Spec("digit-image", "A digit.", "Image of noise.", "inline", (), draw)


def test_an_image_is_a_mask_for_the_colour_of_its_role():
    element = svg(SPEC)
    mask = re.search(
        r'<mask id="(digit-image-\d+)"><image xlink:href="data:image/png;base64,([^"]+)"', element
    )
    shares = np.asarray(Image.open(io.BytesIO(base64.b64decode(mask[2])))) / 255
    assert shares.shape == (28, 28)
    np.testing.assert_allclose(shares, DIGIT, atol=0.005)
    assert f'fill="var(--fig-ink,{PALETTE["ink"][0]})" mask="url(#{mask[1]})"' in element
    assert 'image-rendering="pixelated"' in element
    assert len(element) < 4000


@pytest.mark.parametrize(("mode", "index"), [("light", 0), ("dark", 1)])
def test_a_full_pixel_has_the_ink_of_the_theme_and_an_empty_one_the_paper(mode, index):
    image = np.asarray(Image.open(io.BytesIO(picture(SPEC, mode, "png"))).convert("RGB"))
    row, column = np.unravel_index(DIGIT.argmax(), DIGIT.shape)
    side = 900 / 28
    for (y, x), name in (((row, column), "ink"), ((3, 2), "paper")):
        shade = image[int((y + 0.5) * side), 270 + int((x + 0.5) * side)]
        wanted = [int(PALETTE[name][index][i : i + 2], 16) for i in (1, 3, 5)]
        assert np.abs(shade.astype(int) - wanted).max() < 6, name


@pytest.mark.parametrize("values", [np.ones(3), np.full((2, 2), 2.0), np.full((2, 2), np.nan)])
def test_values_beyond_shares_are_refused(values):
    with pytest.raises(ValueError, match="a matrix with entries from 0 to 1"):
        pixels(panel(canvas(10), 0, 0, 5, 5), values)


def test_an_image_of_many_colours_is_refused():
    def wrong(rng):
        fig = canvas(100)
        panel(fig, 0, 0, 90, 90).imshow(np.arange(9).reshape(3, 3))
        return fig

    with pytest.raises(ValueError, match="shades of one role"):
        svg(Spec("wrong-figure", "c", "a", "inline", (), wrong))
