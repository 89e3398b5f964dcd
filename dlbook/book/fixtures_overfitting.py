"""Golden numbers for the overfitting widget: polynomials by least squares, with and without a penalty."""

from typing import Any

import numpy as np
from numpy.polynomial.polynomial import polyval, polyvander

from dlbook.runs.jobs.overfit import OverfitSettings, drawn, fitted

_PENALTIES = (0.0, 1e-7, 1e-4, 3e-3, 10.0)


def overfitting() -> dict[str, Any]:
    """Return fits of three sets of eight points by all degrees from 0 to 9, and their errors on new points.

    The points are those of the run "overfitting-fits", seed 1, rounded as in the widget; then two of them
    nearly above each other; then two exactly so.

    Example:
        >>> fits = overfitting()["sets"][0]["fits"]
        >>> [round(fit["new"], 3) for fit in fits if fit["penalty"] == 0 and fit["degree"] in (2, 9)]
        [0.029, 0.161]
    """
    x, y = (values.round(5) for values in drawn(OverfitSettings(), 1, "train", 8))
    close, same = x.copy(), x.copy()
    close[3], same[3] = x[4] - 0.001, x[4]
    return {"sets": [_fits(places, y) for places in (x, close, same)]}


def _fits(x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    new_x, new_y = (values.round(4) for values in drawn(OverfitSettings(), 1, "new", 1000))
    fits = []
    for degree in range(10):
        for penalty in _PENALTIES:
            w = _coefficients(x, y, degree, penalty)
            fits.append(
                {
                    "degree": degree,
                    "penalty": penalty,
                    "w": w.tolist(),
                    "old": float(np.mean((polyval(x, w) - y) ** 2)),
                    "new": float(np.mean((polyval(new_x, w) - new_y) ** 2)),
                }
            )
    return {"x": x.tolist(), "y": y.tolist(), "fits": fits}


def _coefficients(x: np.ndarray, y: np.ndarray, degree: int, penalty: float) -> np.ndarray:
    """Return the run's own fit, or that of a table with one more row for each penalised coefficient."""
    if penalty == 0:
        polynomial: Any = fitted(OverfitSettings(size=degree), x, y, 1)
        return np.asarray(polynomial.coef)
    powers = polyvander(x, degree)[:, 1:]
    centre, middle = powers.mean(axis=0), y.mean()
    rows = np.vstack([powers - centre, np.sqrt(penalty * len(x)) * np.eye(degree)])
    w = np.linalg.lstsq(rows, np.concatenate([y - middle, np.zeros(degree)]), rcond=None)[0]
    return np.concatenate([[middle - centre @ w], w])
