"""Digits and heat maps as shades of one role: paper where a value is 0, the full colour where it is 1."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from dlbook.checks import problem
from dlbook.figures.theme import role

Extent = tuple[float, float, float, float]


def pixels(ax: Axes, values: np.ndarray, *, colour: str = "ink", extent: Extent | None = None) -> None:
    """Draw an array as an image that is legible in both themes: ink on paper, or chalk on slate.

    Only the share of the colour is stored (as transparency); the exported image is a mask through which the
    role's colour of the moment shines.

    Args:
        ax: the axes.
        values: (height, width) shares in [0, 1]; divide the pixels of MNIST by 255.
        colour: the role that stands for 1.
        extent: left, right, bottom and top in data coordinates; as in ``Axes.imshow`` by default.

    Raises:
        ValueError: if the values are not a matrix with entries in [0, 1].
    """
    if values.ndim != 2 or not (np.isfinite(values).all() and 0 <= values.min() <= values.max() <= 1):
        raise problem(
            f"an image has the shape {values.shape} and values from {values.min():g} to {values.max():g}",
            "a matrix with entries from 0 to 1",
            "Scale the values first",
        )
    shades = np.empty((*values.shape, 4))
    shades[..., :3], shades[..., 3] = to_rgb(role(colour)), values
    ax.imshow(shades, extent=extent, interpolation="none")
