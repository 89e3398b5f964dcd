"""What one training with one seed leaves behind, in a form that files can hold."""

from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

#: Significant digits of every recorded number.
DIGITS = 6


@dataclass(frozen=True)
class Outcome:
    """The numbers of one seed.

    Args:
        history: one number an epoch, by Keras' names (``"loss"``, ``"val_accuracy"``, ...).
        final: numbers that there is one of, such as ``"test_accuracy"``.
        arrays: small arrays for figures, as nested lists or NumPy arrays.
    """

    history: dict[str, Any] = field(default_factory=dict)
    final: dict[str, float] = field(default_factory=dict)
    arrays: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain dictionaries and lists of rounded numbers; what is not finite becomes None.

        Returns:
            The fields by name.

        Example:
            >>> Outcome({"loss": [1 / 3, float("nan")]}, {"test_accuracy": np.float32(0.5)}).as_json()
            {'history': {'loss': [0.333333, None]}, 'final': {'test_accuracy': 0.5}, 'arrays': {}}
        """
        return {"history": plain(self.history), "final": plain(self.final), "arrays": plain(self.arrays)}


def plain(value: Any) -> Any:
    """Return numbers, arrays, lists and dictionaries as JSON has them, rounded to ``DIGITS`` digits.

    Args:
        value: anything made of numbers, texts, None, lists, tuples, dictionaries and NumPy arrays.

    Returns:
        The same without NumPy and without nan.

    Example:
        >>> plain({"w": np.array([1e-7 / 3, 2.0]), "n": 3, "name": "relu"})
        {'w': [3.33333e-08, 2.0], 'n': 3, 'name': 'relu'}
    """
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if isfinite(value) else None
    return value
