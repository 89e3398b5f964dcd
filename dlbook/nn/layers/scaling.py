"""Scaling of inputs: by fixed numbers, or by the mean and variance of the data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn.arrays import Array, ArrayLike, Params, Shape
from dlbook.nn.layers.base import Layer


@dataclass(frozen=True, eq=False)
class Rescaling(Layer):
    """Multiply and shift by fixed numbers: y = scale x + offset.

    Args:
        scale: the factor, e.g. 1/255 for pixels.
        offset: what is added afterwards.

    Raises:
        ValueError: if one of them is no finite number.

    Example:
        >>> Rescaling(1 / 255).forward(np.array([[0.0, 51.0, 255.0]]))[0]
        array([[0. , 0.2, 1. ]])
    """

    scale: float
    offset: float = 0.0

    kind = "rescaling"

    def __post_init__(self) -> None:
        if not np.isfinite([self.scale, self.offset]).all():
            raise problem(
                f"scale is {self.scale} and offset {self.offset}", "finite numbers", "Pass e.g. scale=1/255"
            )

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, None]:
        """Return y."""
        y = x * self.scale
        y += self.offset
        return y, None

    def backward(self, d_output: Array, cache: None) -> tuple[Array, Params]:
        """Multiply by the factor."""
        return d_output * self.scale, {}


@dataclass(frozen=True, eq=False)
class Normalization(Layer):
    """Standardise each feature with the mean m and the variance v of the training data.

    y = (x - m) / sqrt(v), where a standard deviation below 1e-7 counts as 1e-7. m and v are kept in ``state``
    and not learned; call ``adapt`` on the training inputs, before or after the net is built. Until then m = 0
    and v = 1.

    Example:
        >>> layer = Normalization()
        >>> layer.adapt(np.array([[1.0, 10.0], [3.0, 30.0]]))
        >>> layer.build((2,), rng=np.random.default_rng(1), dtype=np.float64)
        >>> layer.forward(np.array([[1.0, 40.0]]))[0]
        array([[-1.,  2.]])

    *Differs from* nothing: Keras' layer is the same.
    """

    kind = "normalization"

    def adapt(self, x: ArrayLike) -> None:
        """Take mean and variance from data.

        Args:
            x: training inputs, shape (n, ..., features), finite numbers.

        Raises:
            ValueError: if there are no rows, or other things than finite numbers.
        """
        x = np.asarray(x)
        if x.dtype.kind not in "fiu" or x.ndim < 2 or x.size == 0 or not np.isfinite(x).all():
            raise problem(
                f"the data has shape {x.shape} and dtype {x.dtype}",
                "finite numbers, shape (examples, features)",
                "Pass the training inputs, cleaned of nan",
            )
        rows = x.reshape(-1, x.shape[-1])
        for key, new in (
            ("mean", rows.mean(axis=0, dtype=np.float64)),
            ("variance", rows.var(axis=0, dtype=np.float64)),
        ):
            if key in self.state:
                _require_features(self.state[key].shape, new.shape)
                self.state[key][...] = new
            else:
                self.state[key] = new

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> None:
        """Keep what ``adapt`` found, or begin with mean 0 and variance 1."""
        features = input_shape[-1:]
        for key, start in (("mean", 0.0), ("variance", 1.0)):
            kept = self.state.get(key, np.full(features, start))
            _require_features(features, kept.shape)
            self.state[key] = kept.astype(dtype)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array]:
        """Return y, and the factor 1 / sqrt(v)."""
        factor = 1 / np.maximum(np.sqrt(self.state["variance"]), 1e-7)
        y = x - self.state["mean"]
        y *= factor
        return y, factor

    def backward(self, d_output: Array, cache: Array) -> tuple[Array, Params]:
        """Multiply by the factor."""
        return d_output * cache, {}


def _require_features(expected: Shape, came: Shape) -> None:
    if expected != came:
        raise problem(
            f"the data has {came} features", f"{expected}", "Adapt the layer to data like the net's inputs"
        )
