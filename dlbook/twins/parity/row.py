"""One measured difference, and how large it may be."""

from dataclasses import dataclass

import numpy as np

#: Largest relative difference that counts as equal, by floating type.
TOLERANCES = {"float64": 1e-6, "float32": 1e-4}
#: For whole histories of training, where rounding errors feed on each other.
TRAINING_TOLERANCE = 1e-3
#: For the deep net in float32, whose batch normalisation and Adam magnify them most.
GROWN_TOLERANCE = 2e-2
#: For accuracies in float32, where rounding may turn two of a thousand answers.
ACCURACY_TOLERANCE = 3e-3
#: For moments of random draws, which differ by chance.
MOMENT_TOLERANCE = 0.02


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        kind: what sort of part it is: "layer", "cost", ...
        name: the part, as readers call it.
        quantity: what was compared: "forward", "gradients", ...
        dtype: "float64" or "float32".
        difference: the largest relative difference from Keras.
        tolerance: what it must not exceed.
    """

    kind: str
    name: str
    quantity: str
    dtype: str
    difference: float
    tolerance: float

    @property
    def passes(self) -> bool:
        """Whether the difference is within the tolerance; nan is not."""
        return bool(self.difference <= self.tolerance)


def row(kind: str, name: str, quantity: str, dtype: np.dtype, difference: float) -> Row:
    """Return a row with the tolerance that belongs to the type."""
    return Row(kind, name, quantity, dtype.name, float(difference), TOLERANCES[dtype.name])
