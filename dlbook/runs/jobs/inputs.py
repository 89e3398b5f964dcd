"""What may be done to the pixels before a net sees them."""

from dataclasses import replace

import numpy as np

from dlbook.data.preprocess import standardize
from dlbook.runs.digits import Split
from dlbook.runs.nearest import look_up


def transformed(split: Split, name: str, *, rng: np.random.Generator) -> Split:
    """Return the digits with transformed pixels.

    Args:
        split: digits with pixels in [0, 1].
        name: ``"unit"`` (as they are), ``"raw"`` (0 to 255), ``"centred"`` (minus the mean of all pixels),
            ``"standardised"`` (each pixel has mean 0 and standard deviation 1 over the training digits),
            ``"permuted"`` (the 784 pixels in a new order, the same for all images).
        rng: draws the order.

    Returns:
        A split; untouched parts are shared.

    Raises:
        ValueError: if the name is unknown.
    """
    x: tuple[np.ndarray, ...] = (split.x_train, split.x_val, split.x_test)
    kinds = ("unit", "raw", "centred", "standardised", "permuted")
    match look_up(name, dict(zip(kinds, kinds, strict=True)), "way to scale inputs"):
        case "raw":
            x = tuple(part * np.float32(255) for part in x)
        case "centred":
            x = tuple(part - x[0].mean() for part in x)
        case "standardised":
            x = standardize(*x)
        case "permuted":
            order = rng.permutation(x[0].shape[1])
            x = tuple(part[:, order] for part in x)
    return replace(split, x_train=x[0], x_val=x[1], x_test=x[2])
