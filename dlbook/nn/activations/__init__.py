"""Activation functions: how strongly a neuron answers to its weighted input z = w.x + b.

Each function stands beside its derivative; both take numbers or arrays of any shape and keep float32 as it
is. ``get`` finds the object by which a layer applies one of them and carries gradients back through it.
"""

from dlbook.nn.activations.classic import (
    identity,
    identity_derivative,
    sigmoid,
    sigmoid_derivative,
    square,
    square_derivative,
    step,
    step_derivative,
    tanh,
    tanh_derivative,
)
from dlbook.nn.activations.rectifiers import (
    elu,
    elu_derivative,
    leaky_relu,
    leaky_relu_derivative,
    noisy_relu,
    noisy_relu_derivative,
    relu,
    relu_derivative,
    softplus,
    softplus_derivative,
)
from dlbook.nn.activations.registry import ActivationFunction, get, names
from dlbook.nn.activations.selectors import (
    log_softmax,
    maxout,
    maxout_derivative,
    softmax,
    softmax_derivative,
)

__all__ = [
    "ActivationFunction",
    "elu",
    "elu_derivative",
    "get",
    "identity",
    "identity_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "log_softmax",
    "maxout",
    "maxout_derivative",
    "names",
    "noisy_relu",
    "noisy_relu_derivative",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "softmax_derivative",
    "softplus",
    "softplus_derivative",
    "square",
    "square_derivative",
    "step",
    "step_derivative",
    "tanh",
    "tanh_derivative",
]
