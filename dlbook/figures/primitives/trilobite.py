"""The book's mascot, an eyeless trilobite: one outline as data, bent along an arc into every pose."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Curve
from matplotlib.transforms import Affine2D, ScaledTranslation

from dlbook.checks import problem
from dlbook.figures.primitives.trilobite_props import props
from dlbook.figures.theme import role

GROUND = -0.15
"""Height of the ground in body lengths; a trilobite stands on the point at which it is placed."""

SMALL = 45
"""Below this length in pixels the fine lines are left out."""

Paint = dict[str, Any]


@cache
def shape() -> dict[str, Any]:
    """Return the outline and the poses, as kept in ``trilobite.json`` for figures and widgets alike."""
    return json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def poses() -> list[str]:
    """Return the names of the poses.

    Example:
        >>> poses()
        ['standing', 'stepping', 'stuck', 'content', 'rolled-up', 'rolling', 'tiny', 'giant', 'pebbles']
    """
    return list(shape()["poses"])


def bend(points: np.ndarray, angle: float) -> np.ndarray:
    """Lay points of the straight body along an arc, tail and head down.

    With s along the body, h above the belly and the arc's angle phi = angle * (s - 1/2), the belly goes to
    (sin(phi), cos(phi) - 1) / angle and a height h stands on it at a right angle.

    Args:
        points: (n, 2) body coordinates (s, h).
        angle: how far the body is bent from end to end, in radians; 0 leaves it straight.

    Returns:
        (n, 2) positions in body lengths, the middle of the belly at the origin.

    Example:
        >>> bend(np.array([[1.0, 0.0], [0.5, 0.2]]), 0.0)
        array([[0.5, 0. ],
               [0. , 0.2]])
    """
    s, h = (points[:, 0] - 0.5), points[:, 1]
    if angle == 0:
        return np.column_stack((s, h))
    phi, radius = angle * s, 1 / angle
    return np.column_stack(((radius + h) * np.sin(phi), (radius + h) * np.cos(phi) - radius))


def bend_curve(points: np.ndarray, angle: float) -> np.ndarray:
    """Lay a path of cubic Bezier curves along an arc so that it stays as smooth as it was.

    The ends of every cubic are bent; control points are carried along by the derivative of ``bend`` there,
    (1 + angle h) along the arc and 1 across it, which keeps tangents on both sides of a joint in one line.

    Args:
        points: (3 k + 1, 2) body coordinates: a start, then two control points and an end for every cubic.
        angle: how far the body is bent, in radians.

    Returns:
        (3 k + 1, 2) positions in body lengths.
    """
    index = np.arange(len(points))
    anchor = 3 * ((index + 1) // 3)
    ends, step = points[anchor], points - points[anchor]
    phi = angle * (ends[:, 0] - 0.5)
    along, across = (1 + angle * ends[:, 1]) * step[:, 0], step[:, 1]
    carried = (along * np.cos(phi) + across * np.sin(phi), across * np.cos(phi) - along * np.sin(phi))
    return bend(ends, angle) + np.column_stack(carried)


def trilobite(
    ax: Axes,
    at: tuple[float, float],
    *,
    length: float = 90,
    pose: str = "standing",
    slope: float = 0.0,
    faded: float = 1.0,
    zorder: float = 5,
) -> None:
    """Draw the trilobite standing on a point, its head to the right.

    Args:
        ax: the axes; their limits and place must be final when ``slope`` is not 0.
        at: the ground below the middle of its body, in data coordinates.
        length: of its body in CSS pixels; negative lets it look to the left. The pose "tiny" has less than
            half of it, "giant" almost twice as much.
        pose: one of ``poses()``.
        slope: of the ground below it, in data units, so that it stands along the slope.
        faded: 1 for a solid animal, less for a memory of where it stood.
        zorder: as in Matplotlib.

    Raises:
        ValueError: if the pose is unknown.
    """
    if pose not in poses():
        raise problem(
            f"a trilobite is to be {pose!r}", f"one of {', '.join(poses())}", "Choose a pose by name"
        )
    fig = ax.get_figure(root=True)
    assert fig is not None
    length *= shape()["poses"][pose].get("size", 1.0)
    size = abs(length) / 72
    place = Affine2D().scale(np.sign(length) * size, size).rotate(_tilt(ax, at, slope))
    transform = place + fig.dpi_scale_trans + ScaledTranslation(*at, ax.transData)  # type: ignore[arg-type]
    for i, (curve, paint) in enumerate(pieces(pose, abs(length))):
        patch = PathPatch(
            curve, transform=transform, alpha=faded, zorder=zorder + i / 1000, clip_on=False, **paint
        )
        ax.add_patch(patch)


def _tilt(ax: Axes, at: tuple[float, float], slope: float) -> float:
    """Return the angle on the canvas of a slope in data coordinates, in radians."""
    here, there = ax.transData.transform([at, (at[0] + 1e-3, at[1] + 1e-3 * slope)])
    return float(np.arctan2(*(there - here)[::-1]))


def pieces(pose: str, length: float) -> Iterator[tuple[Curve, dict[str, Any]]]:
    """Yield the pieces of the animal from back to front, with how each is painted.

    Args:
        pose: one of ``poses()``.
        length: of its body in CSS pixels, which decides how fine it is drawn.

    Returns:
        Curves in body lengths above the point on which it stands, each with properties of a patch.
    """
    parts, stance = shape(), shape()["poses"][pose]
    small = length < SMALL or stance.get("few", False)
    stroke, shell, light = _paints(length)
    fine = {**stroke, "linewidth": stroke["linewidth"] * 0.65}
    place = _placed(stance)
    rolled = stance["bend"] > np.pi
    yield from props(parts, stance.get("props", []), stroke)
    if rolled:
        yield Curve.circle(tuple(place([[0.5, -1 / stance["bend"]]])[0]), 0.2), shell
    else:
        yield from ((leg, stroke) for leg in _legs(place, stance["stride"], small))
        yield from ((feeler, stroke) for feeler in _antennae(place, stance["antennae"]))
    yield _curve(place(parts["pygidium"])), shell
    yield _curve(place(parts["pygidium-axis"])), light
    yield from ((_curve(place(rib)), fine) for rib in parts["pygidium-ribs"] if not small)
    for station in _stations(small):
        yield from _plate(
            place(_at(parts["segment"], station)), place(_at(parts["segment-axis"], station)), shell, light
        )
    yield from _plate(place(parts["cephalon"]), place(parts["glabella"]), shell, light)
    yield from ((_curve(place(line)), fine) for line in [parts["brim"]] if not small)
    yield _curve(place(parts["mouths"][stance["mouth"]])), stroke


def _paints(length: float) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return how lines, plates and their lit upper parts are painted at a size."""
    line = float(np.clip(length / 60, 0.8, 2.4))
    edge = {"edgecolor": role("shell-edge"), "linewidth": line, "joinstyle": "round", "capstyle": "round"}
    return (
        {**edge, "facecolor": "none"},
        {**edge, "facecolor": role("shell")},
        {"facecolor": role("shell-light"), "edgecolor": "none"},
    )


def _plate(
    outline: np.ndarray, axis: np.ndarray, shell: Paint, light: Paint
) -> Iterator[tuple[Curve, Paint]]:
    """Yield one plate of the shell: filled, its middle lobe lit from above, its edge on top."""
    yield _curve(outline), {**shell, "edgecolor": "none"}
    yield _curve(axis), light
    yield _curve(outline), {**shell, "facecolor": "none"}


def _stations(small: bool) -> list[list[float]]:
    """Return place, width and height of the segments; half as many, twice as wide, on a small animal."""
    stations = shape()["stations"]
    return [[s, 2 * width, height] for s, width, height in stations[::2]] if small else stations


def _at(points: Any, station: list[float]) -> np.ndarray:
    s, width, height = station
    return np.asarray(points) * (width, height) + (s, 0)


def _placed(stance: dict[str, Any]) -> Callable[[Any], np.ndarray]:
    """Return the map from body coordinates to the canvas, in body lengths above the point it stands on."""
    angle, turn = stance["bend"], stance["turn"]
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])

    centre = np.array([0.0, -1 / angle if angle > np.pi else 0.0])

    def posed(points: Any) -> np.ndarray:
        curve = np.asarray(points, float)
        if len(curve) < 4:
            bent = bend(curve, angle)
        else:
            bent = bend_curve(_split(_split(curve)) if angle > np.pi else curve, angle)
        return (bent - centre) @ matrix

    outline = posed(shape()["cephalon"] + shape()["pygidium"][1:]) if angle > np.pi else None
    lift = -outline[:, 1].min() if outline is not None else -GROUND
    return lambda points: posed(points) + np.array([0.0, lift])


def _split(curve: np.ndarray) -> np.ndarray:
    """Cut every cubic of a path in two (de Casteljau), so that it stays smooth when it is bent far."""
    pieces = [curve[:1]]
    for i in range(0, len(curve) - 3, 3):
        a, b, c, d = curve[i : i + 4]
        ab, bc, cd = (a + b) / 2, (b + c) / 2, (c + d) / 2
        left, right = (ab + bc) / 2, (bc + cd) / 2
        pieces.append(np.array([ab, left, (left + right) / 2, right, cd, d]))
    return np.vstack(pieces)


def _legs(place: Callable[[Any], np.ndarray], stride: float, small: bool) -> Iterator[Curve]:
    """Yield legs from the belly to the ground, a wave of strides running along them."""
    roots = [0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.64, 0.73, 0.82]
    for i, s in enumerate(roots[:: 2 if small else 1]):
        hip = place([[s, 0.0]])[0]
        foot = np.array([hip[0] + 0.015 + stride * np.cos(np.pi * i * 0.55), 0.0])
        knee = np.array([max(hip[0], foot[0]) + 0.03, hip[1] * 0.55])
        yield Curve(np.array([hip, knee, foot]), [Curve.MOVETO, Curve.CURVE3, Curve.CURVE3])


def _antennae(place: Callable[[Any], np.ndarray], name: str) -> Iterator[Curve]:
    """Yield the feelers, from where they grow out of the head."""
    root = place([[0.985, 0.1]])[0]
    for curve in shape()["antennae"][name]:
        yield _curve(np.vstack((root, root + np.asarray(curve))))


def _curve(points: np.ndarray) -> Curve:
    return Curve(points, [Curve.MOVETO] + [Curve.CURVE4] * (len(points) - 1))
