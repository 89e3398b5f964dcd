import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, PathPatch

from dlbook.figures.labels import canvas, panel
from dlbook.figures.primitives.network import arrow, brace, column, diagram, edges, layer, neuron
from dlbook.figures.registry import Spec
from dlbook.figures.render import style, svg
from dlbook.figures.theme import role


@pytest.fixture
def board():
    with style("inline"):
        yield diagram(panel(canvas(300), 10, 10, 460, 280))


def test_a_board_measures_in_pixels(board):
    assert (*board.get_xlim(), *board.get_ylim()) == pytest.approx((0, 460, 0, 280))


def test_a_layer_is_a_column_of_circles_about_its_centre(board):
    places = column(100, 3, centre=140, gap=60)
    layer(board, places, ["a", "b", "c"])
    circles = [patch for patch in board.patches if isinstance(patch, Circle)]
    assert [circle.center for circle in circles] == [(100, 200), (100, 140), (100, 80)]
    assert [text.get_text() for text in board.texts] == ["a", "b", "c"]


def test_a_dropped_neuron_is_told_by_more_than_its_colour(board):
    neuron(board, (50, 50))
    neuron(board, (150, 50), dropped=True)
    kept, dropped = board.patches
    assert kept.get_linestyle() != dropped.get_linestyle()
    assert to_hex(dropped.get_facecolor()) == role("paper")


def test_every_neuron_meets_every_other_and_weights_show_in_width_and_dashes(board):
    left, right = column(50, 2, centre=100), column(150, 3, centre=100)
    weights = np.array([[1.0, -0.5, 0.0], [0.25, 0.5, -1.0]])
    edges(board, left, right, weights)
    assert len(board.lines) == 6
    widths = np.array([line.get_linewidth() for line in board.lines]).reshape(2, 3)
    assert np.array_equal(np.argsort(widths, axis=None), np.argsort(np.abs(weights), axis=None))
    negative = np.array([line.is_dashed() for line in board.lines]).reshape(2, 3)
    assert np.array_equal(negative, weights < 0)


def test_the_widest_edge_can_be_told(board):
    edges(board, [(50, 100)], column(150, 2, centre=100), np.array([[2.0, 0.0]]), widest=1.5)
    assert [line.get_linewidth() for line in board.lines] == [1.5, 0.5]


@pytest.mark.parametrize(
    ("start", "end"), [((50, 50), (250, 50)), ((80, 200), (80, 40)), ((20, 20), (120, 120))]
)
def test_a_brace_spans_its_ends_and_bulges_to_the_left(board, start, end):
    brace(board, start, end, "three units", depth=12)
    (patch,) = [patch for patch in board.patches if isinstance(patch, PathPatch)]
    points = patch.get_path().vertices
    np.testing.assert_allclose(points[[0, -1]], [start, end])
    way = np.subtract(end, start) / np.linalg.norm(np.subtract(end, start))
    out = (points - start) @ np.array([-way[1], way[0]])
    assert out.max() == pytest.approx(12)
    assert out.min() == pytest.approx(0)


def test_all_of_it_exports_in_roles():
    def draw(rng):
        ax = diagram(panel(canvas(300), 10, 10, 460, 280))
        left, right = column(60, 3, centre=140), column(200, 2, centre=140)
        edges(ax, left, right)
        layer(ax, left, colour="data")
        layer(ax, right, ["σ", "σ"])
        arrow(ax, (230, 140), (300, 140), bend=0.2)
        brace(ax, (90, 240), (250, 240), "w")
        FigureCanvasAgg(ax.figure)
        return ax.figure

    element = svg(Spec("small-net", "c", "a", "inline", (), draw))
    assert "--fig-data-fill" in element
    assert ">σ</text>" in element
