"""The figure beside the playground shows what the engine's nets say."""

import numpy as np

from dlbook.figures.chapters.depth_and_width__playground import NETS, points, right, trained
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn


def test_each_panel_has_all_points_and_says_how_many_are_right():
    x, y = points()
    with drawn(REGISTRY["bent-borders"]) as fig:
        for ax, hidden in zip(fig.axes, NETS, strict=True):
            shown = [np.column_stack(line.get_data()) for line in ax.lines]
            np.testing.assert_allclose(np.vstack(shown), np.vstack([x[y == 0], x[y == 1]]))
            assert f"{right(hidden)} of 80 right" in {text.get_text() for text in ax.texts}


def test_the_numbers_in_the_alternative_text_hold():
    words = REGISTRY["bent-borders"].alt
    for hidden, phrase in zip(
        NETS, ("{} of 80 points are right", "{} are right", "all {} are right"), strict=True
    ):
        assert phrase.format(right(hidden)) in words


def test_no_point_lies_so_near_a_border_that_rounding_could_move_it():
    for hidden in NETS:
        assert abs(trained(hidden).predict(points()[0]) - 0.5).min() > 1e-4
