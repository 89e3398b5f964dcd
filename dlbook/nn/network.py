"""The network: layers in a row, the cost at its end, and the gradients of all parameters at once."""

from collections import Counter
from collections.abc import Sequence
from os import PathLike
from typing import Any, Self

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn import costs, passes, storage
from dlbook.nn.arrays import Array, ArrayLike, Params, Shape
from dlbook.nn.batches import check_batch_size
from dlbook.nn.costs import Cost
from dlbook.nn.evaluation import evaluate
from dlbook.nn.layers import Layer
from dlbook.nn.network_checks import check_dtype, check_inputs, check_layers, check_shape
from dlbook.nn.summary import summarise
from dlbook.nn.training_data import check_numbers


class Sequential:
    """A network whose layers follow one another.

    ``params`` and ``state`` hold the arrays of all layers in flat dictionaries, named by type and number
    ("dense_1/kernel"). They are the very arrays that the layers use: changing them in place changes the net.

    Args:
        layers: the layers, from input to output.

    Raises:
        ValueError: if there are none, one is no layer, or one occurs twice.

    Example:
        >>> from dlbook.nn.layers import Dense
        >>> net = Sequential([Dense(64, activation="relu"), Dense(10, activation="softmax")])
        >>> net.build(input_shape=(784,), rng=np.random.default_rng(1)).count_params()
        50890
        >>> list(net.params)
        ['dense_1/kernel', 'dense_1/bias', 'dense_2/kernel', 'dense_2/bias']

    *Differs from* Keras, which builds on first use and numbers layers over all nets of a session.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = check_layers(layers)
        self.names: list[str] = []
        counts: Counter[str] = Counter()
        for layer in self.layers:
            counts[layer.kind] += 1
            self.names.append(f"{layer.kind}_{counts[layer.kind]}")
        self._regularizers = self._collect([layer.regularizers() for layer in self.layers])
        self.params: Params = {}
        self.state: Params = {}
        self.input_shape: Shape | None = None
        self.dtype: np.dtype = np.dtype(np.float32)

    def __repr__(self) -> str:
        return f"Sequential({list(self.layers)})"

    def build(self, input_shape: Shape, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> Self:
        """Make the parameters; each layer draws from a random stream of its own.

        Args:
            input_shape: shape of one example, e.g. ``(784,)``.
            rng: where first values come from.
            dtype: floating type: float32 to train, float64 to check.

        Returns:
            The net itself.

        Raises:
            ValueError: if shape or type make no sense, or a layer cannot take what the one before gives.
        """
        shape = own_shape = check_shape(input_shape)
        dtype = check_dtype(dtype)
        for layer, own in zip(self.layers, rng.spawn(len(self.layers)), strict=True):
            layer.build(shape, rng=own, dtype=dtype)
            shape = layer.compute_output_shape(shape)
        self.input_shape, self.dtype = own_shape, dtype
        self.params = self._collect([layer.params for layer in self.layers])
        self.state = self._collect([layer.state for layer in self.layers])
        return self

    def forward(
        self, x: ArrayLike, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, list[Any]]:
        """Pass a batch through all layers.

        Args:
            x: inputs, shape (n, *input_shape).
            training: whether layers behave as in training.
            rng: where dropout and noise come from in training.

        Returns:
            The outputs, shape (n, ...), and one cache a layer for ``backward``.
        """
        return passes.forward(self.layers, self.as_inputs(x), training, rng)

    def backward(self, d_y: Array, caches: list[Any]) -> Params:
        """Carry the derivative of the cost from the outputs back to all parameters.

        Args:
            d_y: derivative of the cost by the outputs, their shape.
            caches: what ``forward`` returned.

        Returns:
            The gradients, with the keys and shapes of ``params``.
        """
        return self._collect(passes.backward(self.layers, d_y, caches))

    def cost_and_gradients(
        self,
        x: ArrayLike,
        y: ArrayLike,
        cost: str | Cost,
        *,
        sample_weight: ArrayLike | None = None,
        training: bool = True,
        rng: np.random.Generator | None = None,
    ) -> tuple[float, Params]:
        """Return the cost of a batch, penalties included, and its gradient by every parameter.

        Where cost and last activation belong together (softmax and categorical cross-entropy, sigmoid and
        binary cross-entropy), the pass turns round at the logits: no log(0), and fewer steps back.

        Args:
            x: inputs, shape (n, *input_shape).
            y: targets, n rows.
            cost: name or object.
            sample_weight: one weight for each example, shape (n,).
            training: whether layers behave as in training.
            rng: where dropout and noise come from in training.

        Returns:
            The cost and the gradients, with the keys and shapes of ``params``.

        Raises:
            ValueError: if shapes do not fit.
        """
        scores = passes.forward_to_scores(self.layers, self.as_inputs(x), costs.get(cost), training, rng)
        value, d_scores = scores.cost.value_and_gradient(y, scores.values, sample_weight)
        gradients = self._collect(
            passes.backward(self.layers, d_scores, scores.caches, from_logits=scores.from_logits)
        )
        for key, regularizer in self._regularizers.items():
            value += regularizer.penalty(self.params[key])
            gradients[key] += regularizer.gradient(self.params[key])
        return value, gradients

    def penalty(self) -> float:
        """Return the sum of all penalties on parameters.

        Returns:
            A number of at least 0.
        """
        return sum(penalty.penalty(self.params[key]) for key, penalty in self._regularizers.items())

    def predict(self, x: ArrayLike, *, batch_size: int = 1024) -> Array:
        """Return the outputs for many inputs, batch by batch, as at inference.

        Args:
            x: inputs, shape (n, *input_shape), finite numbers.
            batch_size: examples at a time.

        Returns:
            The outputs, shape (n, ...).

        Raises:
            ValueError: if the inputs are empty, hold nan, or have the wrong shape.
        """
        x, size = check_numbers("x", x), check_batch_size(batch_size)
        return np.concatenate([self.forward(x[i : i + size])[0] for i in range(0, len(x), size)])

    def evaluate(
        self, x: ArrayLike, y: ArrayLike, *, cost: str | Cost, batch_size: int = 1024
    ) -> dict[str, float]:
        """Return the cost, penalties included, and the accuracy where targets are classes.

        Args:
            x: inputs, shape (n, *input_shape).
            y: targets, n rows.
            cost: name or object.
            batch_size: examples at a time.

        Returns:
            ``loss``, and ``accuracy`` in [0, 1] unless targets are no classes.

        Raises:
            ValueError: if inputs and targets do not fit together or the net.
        """
        return evaluate(self, x, y, costs.get(cost), batch_size)

    def layer_outputs(self, x: ArrayLike) -> dict[str, Array]:
        """Return what each layer answers at inference, to look inside.

        Args:
            x: inputs, shape (n, *input_shape).

        Returns:
            The outputs by the layer's name ("dense_1"), in order.
        """
        y, outputs = self.as_inputs(x), {}
        for name, layer in zip(self.names, self.layers, strict=True):
            outputs[name] = y = layer.forward(y)[0]
        return outputs

    def summary(self) -> str:
        """Return a table of layers, output shapes and parameters, with totals.

        Returns:
            Text to print.
        """
        return summarise(self.layers, self.names, self._built())

    def count_params(self) -> int:
        """Return how many numbers the net keeps, learned or not.

        Returns:
            A whole number; ``sum(w.size for w in net.params.values())`` counts those learned.
        """
        self._built()
        return sum(array.size for array in (*self.params.values(), *self.state.values()))

    def get_weights(self) -> Params:
        """Return copies of all parameters and states, by name.

        Returns:
            A dictionary that later training does not change.
        """
        return {key: array.copy() for key, array in (self.params | self.state).items()}

    def set_weights(self, weights: Params) -> None:
        """Copy parameters and states into the net.

        Args:
            weights: arrays by name, as from ``get_weights``: all of them, of the same shapes.

        Raises:
            ValueError: if names or shapes differ from the net's; the net is then unchanged.
        """
        self._built()
        own = self.params | self.state
        storage.check_weights(own, weights)
        for key, array in own.items():
            array[...] = weights[key]

    def save(self, path: str | PathLike[str]) -> None:
        """Write layers, parameters and states to one file (NumPy's npz, without pickle).

        Args:
            path: where to; the name is taken as it is.
        """
        storage.write(path, self.layers, self._built(), self.dtype, self.params | self.state)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read a net that ``save`` wrote.

        Args:
            path: where from.

        Returns:
            The net, built, with its parameters and states.

        Raises:
            ValueError: if the file is damaged or something else.
            FileNotFoundError: if there is none.
        """
        stored = storage.read(path)
        net = cls(stored.layers)
        net.build(stored.input_shape, rng=np.random.default_rng(0), dtype=stored.dtype)
        net.set_weights(stored.weights)
        return net

    def _collect[T](self, by_layer: list[dict[str, T]]) -> dict[str, T]:
        """Return what belongs to the parameters of all layers in one dictionary."""
        return {
            f"{name}/{key}": array
            for name, arrays in zip(self.names, by_layer, strict=True)
            for key, array in arrays.items()
        }

    def as_inputs(self, x: ArrayLike) -> Array:
        """Return a batch in the net's floating type, after checks that cost next to nothing.

        Args:
            x: inputs, shape (n, *input_shape).

        Returns:
            The same as an array, without a copy where the type is right.

        Raises:
            ValueError: if the shape is another, there is no example, or entries are no numbers.
        """
        return check_inputs(x, self._built()).astype(self.dtype, copy=False)

    def _built(self) -> Shape:
        if self.input_shape is None:
            raise problem(
                "the net is not built",
                "net.build(...) before use",
                "Call net.build(input_shape=(784,), rng=rng) first",
            )
        return self.input_shape
