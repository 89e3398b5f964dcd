"""The sheet on which diagrams are drawn: one drawing board as large as the figure."""

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures.labels import canvas, panel
from dlbook.figures.primitives.network import diagram


def board(height: float) -> tuple[Figure, Axes]:
    """Return a canvas of the current size's width that is one drawing board.

    Args:
        height: in CSS pixels.

    Returns:
        The figure and its only axes, in which a unit is a CSS pixel and the origin the lower left corner.
    """
    fig = canvas(height)
    return fig, diagram(panel(fig, 0, 0, 72 * mpl.rcParams["figure.figsize"][0], height))
