"""The words of the drawing vocabulary that diagrams add: boards, tables, sums, nets and shells."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, PathPatch, Rectangle

from dlbook import worked
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.nets import net_diagram, shown, sizes
from dlbook.figures.primitives.shells import shell
from dlbook.figures.primitives.tables import addition, cells, on_edge
from dlbook.figures.render import style
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential


@pytest.fixture
def ax():
    with style("inline"):
        yield board(300)[1]


def test_a_board_is_the_whole_figure_in_pixels(ax):
    assert (*ax.get_xlim(), *ax.get_ylim()) == pytest.approx((0, 480, 0, 300))


def test_cells_stand_in_rows_from_the_top_and_light_up(ax):
    cells(ax, (10, 200), [["1", "2"], ["3", "4"]], size=(40, 30), lit=np.array([[0, 1], [0, 0]]))
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert [box.get_xy() for box in boxes] == [(10, 170), (50, 170), (10, 140), (50, 140)]
    lit = [to_hex(box.get_facecolor()) == role("muted-fill") for box in boxes]
    assert lit == [False, True, False, False]
    for box, text in zip(boxes, ax.texts, strict=True):
        assert text.get_position() == (box.get_x() + 20, box.get_y() + 15)


def test_an_addition_rules_off_above_its_total(ax):
    y = addition(ax, (20, 200), [("2", "× 3", "6"), ("bias", "", "1")], "7", width=100)
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
    (rule,) = ax.lines
    assert heights["6"] > heights["1"] > rule.get_ydata()[0] > heights["7"] == y


def test_words_on_an_edge_lie_on_it(ax):
    on_edge(ax, "0.5", (0, 100), (200, 0), share=0.25)
    assert ax.texts[0].get_position() == (50, 75)


def test_a_net_is_drawn_with_its_own_weights(ax):
    net = worked.shell_net()
    columns = net_diagram(ax, net, (40, 200, 400), centre=150, gap=60)
    assert [len(column) for column in columns] == sizes(net) == [2, 3, 3]
    dashed = [line.is_dashed() for line in ax.lines]
    kernels = np.concatenate([net.params[f"dense_{k}/kernel"].ravel() for k in (1, 2)])
    assert dashed == (kernels < 0).tolist()


def test_of_a_wide_layer_the_first_and_the_last_are_drawn_and_dots_between(ax):
    net = Sequential([Dense(64), Dense(2)]).build((784,), rng=np.random.default_rng(1))
    columns = net_diagram(ax, net, (40, 200, 400), centre=150, gap=30, most=(5, 4, 4), weighted=False)
    assert [list(column) for column in columns] == [[0, 1, 2, 3, 783], [0, 1, 2, 63], [0, 1]]
    assert len([patch for patch in ax.patches if isinstance(patch, Circle)]) == 5 + 4 + 2
    dots = [line for line in ax.lines if len(line.get_xdata()) == 3]
    assert len(dots) == 2
    assert not any(line.is_dashed() for line in ax.lines)


def test_nothing_is_left_out_of_a_layer_that_fits():
    assert shown(4, 4) == [0, 1, 2, 3]
    assert shown(5, 4) == [0, 1, 2, None, 4]


@pytest.mark.parametrize("kind", worked.KINDS)
def test_a_shell_is_as_large_as_told_and_where_told(ax, kind):
    shell(ax, kind, (100, 150), size=40)
    points = np.concatenate([p.get_path().vertices for p in ax.patches if isinstance(p, PathPatch)])
    assert np.ptp(points, axis=0).max() == pytest.approx(40, rel=0.25)
    np.testing.assert_allclose((points.max(axis=0) + points.min(axis=0)) / 2, (100, 150), atol=5)
