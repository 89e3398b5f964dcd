"""The same network in Keras: built layer by layer, with weights copied across in both directions."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from dlbook.checks import problem
from dlbook.nn import costs, layers, regularizers
from dlbook.nn.costs import Cost
from dlbook.nn.layers import Layer
from dlbook.nn.network import Sequential
from dlbook.nn.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from dlbook.nn.regularizers import Regularizer
from dlbook.twins.backend import keras, keras_float

#: Activations that Keras has under the same name.
ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "softplus", "leaky_relu", "elu", "softmax")


def to_keras(net: Sequential) -> Any:
    """Return a Keras model of the same layers with the same weights and moving statistics.

    Args:
        net: a built network.

    Returns:
        A ``keras.Sequential`` of the net's floating type. Dropout and noise draw their own numbers.

    Raises:
        ValueError: if the net is not built, or Keras has no such layer.
    """
    if net.input_shape is None:
        raise problem("the net is not built", "a built net", "Call net.build(...) first")
    model = keras().Sequential([keras().Input(net.input_shape, dtype=net.dtype.name)])
    for layer in net.layers:
        model.add(keras_layer(layer, net.dtype))
    copy_to_keras(net, model)
    return model


def copy_to_keras(net: Sequential, model: Any) -> None:
    """Copy weights and moving statistics from a network into its Keras twin."""
    for ours, theirs in zip(net.layers, model.layers, strict=True):
        copy_layer(ours, theirs)


def copy_from_keras(model: Any, net: Sequential) -> None:
    """Copy weights and moving statistics from a Keras model into a network of the same layers.

    Raises:
        ValueError: if numbers or sizes of the arrays differ.
    """
    for ours, theirs in zip(net.layers, model.layers, strict=True):
        for array, value in zip(_arrays(ours), _matching(ours, theirs.get_weights()), strict=True):
            array[...] = np.reshape(value, array.shape)


def copy_layer(ours: Layer, theirs: Any) -> None:
    """Copy the arrays of one layer into its Keras twin; both keep them in the same order."""
    values = _matching(ours, theirs.get_weights())
    arrays = [np.reshape(a, v.shape) for a, v in zip(_arrays(ours), values, strict=True)]
    theirs.set_weights(arrays)


def _arrays(layer: Layer) -> list[np.ndarray]:
    """Return the arrays that Keras counts as weights (the Normalization layer gets its own when made)."""
    if isinstance(layer, layers.Normalization):
        return []
    return [*layer.params.values(), *layer.state.values()]


def _matching(layer: Layer, weights: list[np.ndarray]) -> list[np.ndarray]:
    """Return Keras' weights, or raise if they are not like the layer's."""
    sizes = [a.size for a in _arrays(layer)]
    if [w.size for w in weights] != sizes:
        raise problem(
            f"Keras has weights of sizes {[w.size for w in weights]} for {layer}",
            f"sizes {sizes}",
            "Give both models the same layers, and build them",
        )
    return weights


def keras_layer(layer: Layer, dtype: DTypeLike = np.float32) -> Any:
    """Return the Keras layer with the same hyperparameters, not built yet.

    Args:
        layer: a layer of the engine.
        dtype: floating type.

    Raises:
        ValueError: if Keras has none.
    """
    if layer.kind not in _MAKERS:
        raise problem(f"Keras has no layer like {layer}", f"one of {', '.join(_MAKERS)}", "Leave it out")
    return _MAKERS[layer.kind](layer, np.dtype(dtype).name)


def keras_activation(name: str | None) -> str:
    """Return Keras' name of an activation.

    Raises:
        ValueError: if Keras does not have it.

    Example:
        >>> keras_activation(None), keras_activation("relu")
        ('linear', 'relu')
    """
    name = "linear" if name in (None, "identity") else name
    if name not in ACTIVATIONS:
        raise problem(
            f"activation is {name!r}", f"one that Keras has: {', '.join(ACTIVATIONS)}", "Choose one"
        )
    return name


def _dense(layer: Any, dtype: str) -> Any:
    return keras().layers.Dense(
        layer.units,
        activation=keras_activation(layer.activation),
        use_bias=layer.use_bias,
        kernel_regularizer=keras_regularizer(regularizers.get(layer.kernel_regularizer)),
        bias_regularizer=keras_regularizer(regularizers.get(layer.bias_regularizer)),
        dtype=dtype,
    )


def _maxout(layer: Any, dtype: str) -> Any:
    """Return Dense, reshape and max: Keras has no Maxout."""
    k = keras().layers
    largest = k.Lambda(lambda z: keras().ops.max(z, axis=-1), dtype=dtype)
    pieces = k.Reshape((layer.units, layer.pieces), dtype=dtype)
    parts = [k.Dense(layer.units * layer.pieces, dtype=dtype), pieces, largest]
    return keras().Sequential(parts)


def _normalization(layer: Any, dtype: str) -> Any:
    return keras().layers.Normalization(
        mean=layer.state["mean"], variance=layer.state["variance"], dtype=dtype
    )


_MAKERS: dict[str, Callable[[Any, str], Any]] = {
    "dense": _dense,
    "maxout": _maxout,
    "activation": lambda a, d: keras().layers.Activation(keras_activation(a.activation), dtype=d),
    "leaky_relu": lambda a, d: keras().layers.LeakyReLU(a.negative_slope, dtype=d),
    "elu": lambda a, d: keras().layers.ELU(a.alpha, dtype=d),
    "prelu": lambda a, d: keras().layers.PReLU(dtype=d),
    "batch_norm": lambda a, d: keras().layers.BatchNormalization(
        momentum=a.momentum, epsilon=a.epsilon, dtype=d
    ),
    "dropout": lambda a, d: keras().layers.Dropout(a.rate, dtype=d),
    "gaussian_noise": lambda a, d: keras().layers.GaussianNoise(a.stddev, dtype=d),
    "flatten": lambda a, d: keras().layers.Flatten(dtype=d),
    "rescaling": lambda a, d: keras().layers.Rescaling(a.scale, a.offset, dtype=d),
    "normalization": _normalization,
}


def keras_regularizer(regularizer: Regularizer | None) -> Any:
    """Return Keras' regulariser of the same strength."""
    if regularizer is None:
        return None
    names = {"l1": "L1", "l2": "L2", "l1_l2": "L1L2"}
    return getattr(keras().regularizers, names[regularizer.name])(**vars(regularizer))


def keras_cost(cost: str | Cost, dtype: DTypeLike = np.float32) -> Any:
    """Return Keras' loss object, which computes in the given type.

    Raises:
        ValueError: if Keras has none (the quadratic cost, which sums over outputs).
    """
    cost = costs.get(cost)
    if not hasattr(keras().losses, type(cost).__name__):
        raise problem(f"Keras has no cost like {cost}", "a mean over outputs", "Use mean_squared_error")
    return getattr(keras().losses, type(cost).__name__)(**vars(cost), dtype=np.dtype(dtype).name)


def keras_optimizer(optimizer: Optimizer, *, dtype: DTypeLike = np.float32, **clipping: float) -> Any:
    """Return Keras' optimiser with the same hyperparameters and the rate of the first step.

    Args:
        optimizer: an optimiser of the engine.
        dtype: type of Keras' learning rate; by default float32, which differs from 0.001 by 5e-8 of it.
        **clipping: ``clipnorm``, ``global_clipnorm`` or ``clipvalue``.
    """
    settings: dict[str, Any] = {
        k: v for k, v in vars(optimizer).items() if k not in ("learning_rate", "exclude")
    }
    settings |= _EXTRA.get(type(optimizer), {}) | clipping
    with keras_float(dtype) as module:
        kind = getattr(module.optimizers, _OPTIMIZERS[type(optimizer)])
        return kind(learning_rate=optimizer.rate(0), **settings)


def representable(optimizer: Optimizer) -> Optimizer:
    """Return the optimiser with hyperparameters that float32 can hold.

    Keras rounds its betas, momentum and epsilon to float32 even where it computes in float64. The share
    1 - 0.999 changes by 1e-5 of itself in this way, which a deep net's training makes visible. To see whether
    the *algorithms* are the same, both sides get the rounded numbers.

    Example:
        >>> float(np.float32(0.999)) == representable(Adam()).beta_2
        True
    """
    rounded = {k: float(np.float32(v)) for k, v in vars(optimizer).items() if isinstance(v, float)}
    return replace(optimizer, **rounded)


_OPTIMIZERS: dict[type[Optimizer], str] = {
    SGD: "SGD",
    Momentum: "SGD",
    Nesterov: "SGD",
    AdaGrad: "Adagrad",
    RMSProp: "RMSprop",
    AdaDelta: "Adadelta",
    Adam: "Adam",
    AdamW: "AdamW",
}
_EXTRA: dict[type[Optimizer], dict[str, Any]] = {Nesterov: {"nesterov": True}}
