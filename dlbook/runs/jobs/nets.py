"""Nets as plain settings: a row of dense layers with what chapters put between them."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import BatchNorm, Dense, Dropout, Sequential, models
from dlbook.nn.initializers import Initializer
from dlbook.nn.layers import Activation, Layer
from dlbook.nn.regularizers import Regularizer
from dlbook.runs.jobs.noise import ShiftingNoise


@dataclass(frozen=True)
class Net:
    """A net of dense layers for one of ten classes; the defaults are the intermediate net.

    Args:
        hidden: units of each hidden layer.
        activation: of the hidden layers.
        outputs: units of the last layer.
        output_activation: its activation.
        kernel_initializer: of all layers.
        kernel_regularizer: penalty on all kernels, or None.
        batch_norm: ``"none"``, ``"after"`` the activation (the classic Keras nets) or ``"before"`` it (the
            paper).
        noise: strength of a shifting noise after each hidden layer (and its batch norm); 0 for none.
        dropout: rate after each hidden layer; () for none.

    Example:
        >>> import numpy as np
        >>> Net().build(784, rng=np.random.default_rng(1)).count_params()
        55050
    """

    hidden: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    outputs: int = 10
    output_activation: str = "softmax"
    kernel_initializer: str | Initializer = "glorot_uniform"
    kernel_regularizer: Regularizer | None = None
    batch_norm: str = "none"
    noise: float = 0.0
    dropout: tuple[float, ...] = ()

    def build(self, inputs: int, *, rng: np.random.Generator) -> Sequential:
        """Return the built net.

        Args:
            inputs: numbers that an example has.
            rng: where first weights come from.

        Returns:
            A fresh net.
        """
        layers = [layer for i in range(len(self.hidden)) for layer in self._hidden(i)]
        layers.append(self._dense(self.outputs, self.output_activation))
        return Sequential(layers).build((inputs,), rng=rng)

    def _hidden(self, i: int) -> list[Layer]:
        """Return what makes hidden layer i."""
        if self.batch_norm == "before":
            layers = [self._dense(self.hidden[i], None), BatchNorm(), Activation(self.activation)]
        else:
            layers = [self._dense(self.hidden[i], self.activation)]
            layers += [BatchNorm()] if self.batch_norm == "after" else []
        layers += [ShiftingNoise(self.noise)] if self.noise else []
        rate = self.dropout[i] if self.dropout else 0.0
        return [*layers, Dropout(rate)] if rate else layers

    def _dense(self, units: int, activation: str | None) -> Layer:
        return Dense(
            units,
            activation=activation,
            kernel_initializer=self.kernel_initializer,
            kernel_regularizer=self.kernel_regularizer,
        )


#: The deep net of chapter 12, written out, so that an ablation can leave parts away.
DEEP = Net(hidden=(64, 64, 64), batch_norm="after", dropout=(0.0, 0.0, 0.2))


def build(net: str | Net, inputs: int, *, rng: np.random.Generator) -> Sequential:
    """Return a built net from its settings, or one of the book's four by name."""
    if isinstance(net, str):
        return models.get(net).build(rng=rng)
    return net.build(inputs, rng=rng)
