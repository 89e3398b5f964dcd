"""Golden numbers for the augmentation widget: small pictures, changed as `dlbook.augment` does."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dlbook.augment import Augment, add_noise, blur, rotate, shift, skew, zoom
from dlbook.nn.arrays import Array
from dlbook.rng import stream

_SIDE = 12
_CASES: dict[str, tuple[Callable[..., Array], Sequence[tuple[float, ...]]]] = {
    "shift": (shift, [(1, 0), (-2, 3), (0.25, -1.6), (0, 20)]),
    "rotate": (rotate, [(10,), (-33,), (90,), (180,)]),
    "skew": (skew, [(0.2,), (-0.75,)]),
    "zoom": (zoom, [(1.3,), (0.6,)]),
    "blur": (blur, [(0.0,), (0.5,), (1.3,), (3.0,)]),
}


def augment() -> dict[str, Any]:
    """Return a picture under single changes, with noise, and under drawn warps all at once.

    Example:
        >>> sorted(augment())
        ['changes', 'noise', 'picture', 'together']
    """
    picture = _rounded(stream(10, "golden", "picture").random((1, _SIDE, _SIDE)))
    changes = [
        {"name": name, "amounts": list(amounts), "after": _flat(change(picture, *amounts))}
        for name, (change, cases) in _CASES.items()
        for amounts in cases
    ]
    drawn = stream(10, "golden", "noise").standard_normal((1, _SIDE, _SIDE), dtype=np.float32)
    noise = add_noise(picture, 0.4, rng=stream(10, "golden", "noise"))
    return {
        "picture": _flat(picture),
        "changes": changes,
        "noise": {"sigma": 0.4, "draws": _flat(drawn), "after": _flat(noise)},
        "together": [_together(picture, i) for i in range(4)],
    }


def _together(picture: Array, i: int) -> dict[str, Any]:
    """Draw all warps with `Augment` and note the amounts, in the order in which it draws them."""
    limits = {"degrees": 60.0, "skew": 0.5, "zoom": 0.4, "shift": 3.0}
    rng = stream(10, "golden", "amounts", str(i))
    degrees, slope, factor = (
        rng.uniform(-limits[name], limits[name]) for name in ("degrees", "skew", "zoom")
    )
    down, right = rng.uniform(-limits["shift"], limits["shift"], size=2)
    after = Augment(**limits)(picture, rng=stream(10, "golden", "amounts", str(i)))
    amounts = {"degrees": degrees, "skew": slope, "zoom": 1 + factor, "down": down, "right": right}
    return {"amounts": {key: float(value) for key, value in amounts.items()}, "after": _flat(after)}


def _rounded(picture: Array) -> Array:
    """Keep to shares of 255, a third of them blank and the rim too: there, SciPy's rounding would decide."""
    picture = np.round(255 * np.clip(1.5 * picture - 0.5, 0, 1)) / 255
    return np.pad(picture[:, 1:-1, 1:-1], ((0, 0), (1, 1), (1, 1))).astype(np.float32)


def _flat(values: Array) -> list[float]:
    return [round(float(value), 7) for value in values.ravel()]
