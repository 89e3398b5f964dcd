"""The four networks of the book, with the settings under which their chapters train them.

Everything that trains one of them (the runs, the benchmark, the comparisons with Keras) takes it from here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from dlbook.nn.layers import BatchNorm, Dense, Dropout, Layer
from dlbook.nn.names import look_up
from dlbook.nn.network import Sequential
from dlbook.nn.optimizers import SGD, Adam, Optimizer


@dataclass(frozen=True)
class Model:
    """A network and how it is trained.

    Args:
        name: its name in the book.
        layers: makes fresh layers, from input to output.
        input_shape: shape of one example.
        cost: name of the cost.
        optimizer: the optimiser with its learning rate.
        batch_size: examples a step.
        epochs: passes over the data in the chapter that introduces it.

    Example:
        >>> deep = get("deep")
        >>> deep.build(rng=np.random.default_rng(1)).count_params()
        59978
        >>> deep.optimizer.learning_rate, deep.batch_size
        (0.001, 128)
    """

    name: str
    layers: Callable[[], Sequence[Layer]]
    input_shape: tuple[int, ...]
    cost: str
    optimizer: Optimizer
    batch_size: int
    epochs: int

    def build(self, *, rng: np.random.Generator, dtype: DTypeLike = np.float32) -> Sequential:
        """Return the net with fresh parameters.

        Args:
            rng: where first weights come from.
            dtype: float32 to train, float64 to check.

        Returns:
            A built network.
        """
        return Sequential(self.layers()).build(self.input_shape, rng=rng, dtype=dtype)


def shallow() -> list[Layer]:
    """Return the layers of the first network: one hidden layer of sigmoids (chapter 1)."""
    return [Dense(64, activation="sigmoid"), Dense(10, activation="softmax")]


def intermediate() -> list[Layer]:
    """Return the layers of the intermediate net: two hidden layers of ReLUs (chapter 7)."""
    return [Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(10, activation="softmax")]


def deep() -> list[Layer]:
    """Return the layers of the deep net: three of ReLUs, batch norm, dropout (chapter 12)."""
    hidden = [layer for _ in range(3) for layer in (Dense(64, activation="relu"), BatchNorm())]
    return [*hidden, Dropout(0.2), Dense(10, activation="softmax")]


def regression() -> list[Layer]:
    """Return the layers of the regression net for 13 inputs and one number (chapter 13)."""
    first = [Dense(32, activation="relu"), BatchNorm()]
    second = [Dense(16, activation="relu"), BatchNorm(), Dropout(0.2)]
    return [*first, *second, Dense(1)]


#: The four nets by name.
MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model("shallow", shallow, (784,), "mean_squared_error", SGD(0.01), 128, 200),
        Model("intermediate", intermediate, (784,), "categorical_crossentropy", SGD(0.1), 128, 20),
        Model("deep", deep, (784,), "categorical_crossentropy", Adam(), 128, 20),
        Model("regression", regression, (13,), "mean_squared_error", Adam(), 8, 32),
    )
}


def get(name: str) -> Model:
    """Return the network of that name.

    Args:
        name: ``"shallow"``, ``"intermediate"``, ``"deep"`` or ``"regression"``.

    Returns:
        The model.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("shallow").build(rng=np.random.default_rng(1)).count_params()
        50890
    """
    return look_up(name, MODELS, "model")
