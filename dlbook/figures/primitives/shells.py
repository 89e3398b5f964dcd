"""The three shells that the worked network sorts: a limpet, a razor clam and a whelk."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from dlbook.figures.theme import role

WHORLS = ((0.6, 0.0), (0.45, 0.08), (0.28, 0.16), (0.06, 0.25), (-0.3, 0.2), (-0.55, 0.06))
"""Height and half-width of the whelk where one whorl ends and the next begins, from the tip."""
TILT = 0.5  # of the whelk, in radians
RIBS = 5  # lines on the limpet
LINES = (0.25, 0.5, 0.75)  # growth lines of the razor clam, as shares of its length

Point = tuple[float, float]


def shell(ax: Axes, kind: str, at: Point, *, size: float = 44) -> None:
    """Draw a shell.

    Args:
        ax: axes in which a unit is as wide as it is high, such as a drawing board.
        kind: "limpet", "razor clam" or "whelk".
        at: its middle.
        size: its width, in units of the axes.
    """
    draw = {"limpet": _limpet, "razor clam": _razor_clam, "whelk": _whelk}[kind]
    outline, lines = draw()
    scale, middle = size, np.asarray(at, float)
    body = Path(middle + scale * outline[0], outline[1])
    ax.add_patch(_patch(body, "shell", 1.6))
    for line in lines:
        curve = Path(middle + scale * line)
        ax.add_patch(_patch(curve, None, 1.1))


def _patch(path: Path, fill: str | None, width: float) -> PathPatch:
    face = role(fill) if fill else "none"
    return PathPatch(path, facecolor=face, edgecolor=role("shell-edge"), linewidth=width, zorder=3)


Drawing = tuple[tuple[np.ndarray, list[int] | None], list[np.ndarray]]


def _limpet() -> Drawing:
    """Return a flat cone with ribs from its tip to its rim."""
    points = [(-0.5, -0.25), (-0.22, 0.02), (-0.05, 0.27), (0.01, 0.29), (0.28, 0.02), (0.5, -0.25)]
    points += [(0.0, -0.38), (-0.5, -0.25)]
    codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3, Path.LINETO, Path.CURVE3, Path.CURVE3]
    codes += [Path.CURVE3, Path.CURVE3]
    feet = np.linspace(-0.34, 0.34, RIBS)
    ribs = [np.array([(-0.03, 0.19), (x, -0.29 + 0.15 * x * x)]) for x in feet]
    return (np.array(points), [int(code) for code in codes]), ribs


def _razor_clam() -> Drawing:
    """Return a long shell with round ends and growth lines across."""
    half, reach = 0.11, 0.5
    angles = np.linspace(-np.pi / 2, np.pi / 2, 9)
    end = np.c_[reach - half + half * np.cos(angles), half * np.sin(angles)]
    outline = np.concatenate((end, -end, end[:1]))
    across = np.linspace(-1, 1, 7)
    lines = [np.c_[(share - 0.5) + 0.05 * (1 - across**2), 0.92 * half * across] for share in LINES]
    return (outline, None), lines


def _whelk() -> Drawing:
    """Return a spindle of whorls that widen from the tip, with an opening above the narrow end."""
    left, right, sutures = [], [], []
    for (high, narrow), (low, wide) in pairwise(WHORLS):
        share = np.linspace(0, 1, 8)
        side = narrow + (wide - narrow) * share + 0.05 * (0.3 + wide) * np.sin(np.pi * share)
        down = high + (low - high) * share
        left.append(np.c_[-side, down])
        right.append(np.c_[side, down - 0.05 * wide / 0.3])
        across = np.linspace(-1, 1, 7)
        sutures.append(np.c_[wide * across, low - 0.025 * (1 + across) * wide / 0.3 - 0.05 * (1 - across**2)])
    outline = np.concatenate((*left, np.concatenate(right)[::-1], left[0][:1]))
    around = np.linspace(0, 2 * np.pi, 16)
    opening = np.c_[0.11 + 0.09 * np.cos(around) - 0.05 * np.sin(around), -0.2 + 0.17 * np.sin(around)]
    tilt = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
    return (outline @ tilt, None), [line @ tilt for line in (*sutures[:-1], opening)]
