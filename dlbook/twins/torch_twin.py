"""The same network in PyTorch, with weights copied in both directions: a second oracle, where installed.

PyTorch stores kernels transposed and has other defaults. What a setting can make equal is set here; what
cannot is named at the function and asserted by the tests.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from dlbook.checks import problem
from dlbook.nn.arrays import Array
from dlbook.nn.layers import BatchNorm, Dense, Layer
from dlbook.nn.network import Sequential
from dlbook.nn.optimizers import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from dlbook.twins.backend import torch

ACTIVATIONS = {
    "linear": "Identity",
    "identity": "Identity",
    "sigmoid": "Sigmoid",
    "tanh": "Tanh",
    "relu": "ReLU",
    "softplus": "Softplus",
    "elu": "ELU",
}


def to_torch(net: Sequential) -> Any:
    """Return a PyTorch module of the same layers with the same weights and moving statistics.

    Args:
        net: a built network.

    Returns:
        A ``torch.nn.Sequential`` with one child for each layer, of the net's floating type.

    Raises:
        ValueError: if the net is not built, or a layer has no counterpart.
    """
    if net.input_shape is None:
        raise problem("the net is not built", "a built net", "Call net.build(...) first")
    dtype = getattr(torch(), net.dtype.name)
    module = torch().nn.Sequential(*[torch_layer(layer) for layer in net.layers]).to(dtype)
    copy_to_torch(net, module)
    return module


def copy_to_torch(net: Sequential, module: Any) -> None:
    """Copy weights and moving statistics from a network into its PyTorch twin."""
    with torch().no_grad():
        for layer, child in zip(net.layers, module, strict=True):
            for array, tensor in _pairs(layer, child):
                tensor.copy_(torch().from_numpy(np.ascontiguousarray(array)))


def copy_from_torch(module: Any, net: Sequential) -> None:
    """Copy weights and moving statistics from a PyTorch twin into a network of the same layers."""
    for layer, child in zip(net.layers, module, strict=True):
        for array, tensor in _pairs(layer, child):
            array[...] = tensor.detach().numpy()


def _pairs(layer: Layer, child: Any) -> list[tuple[Array, Any]]:
    """Return our arrays beside PyTorch's tensors; a kernel is seen transposed, as PyTorch keeps it."""
    if isinstance(layer, Dense):
        linear = child[0]
        return [(layer.params["kernel"].T, linear.weight)] + (
            [(layer.params["bias"], linear.bias)] if layer.use_bias else []
        )
    if isinstance(layer, BatchNorm):
        ours = [*layer.params.values(), *layer.state.values()]
        return list(zip(ours, (child.weight, child.bias, child.running_mean, child.running_var), strict=True))
    return []


def torch_layer(layer: Any) -> Any:
    """Return the PyTorch module for a layer.

    Batch normalisation gets our momentum as the weight of the *new* value, 1 - momentum, and our epsilon. Its
    running variance is still the unbiased one: n / (n - 1) times ours.

    Raises:
        ValueError: if there is none.
    """
    if layer.kind not in _MAKERS:
        raise problem(f"PyTorch has no layer like {layer}", f"one of {', '.join(_MAKERS)}", "Leave it out")
    return _MAKERS[layer.kind](layer)


def _dense(layer: Any) -> Any:
    nn = torch().nn
    linear = nn.Linear(layer.params["kernel"].shape[0], layer.units, bias=layer.use_bias)
    return nn.Sequential(linear, _activation(layer.activation))


def _activation(name: str | None) -> Any:
    nn, name = torch().nn, name or "linear"
    if name == "softmax":
        return nn.Softmax(dim=-1)
    if name == "leaky_relu":
        return nn.LeakyReLU(0.2)
    if name not in ACTIVATIONS:
        raise problem(f"activation is {name!r}", f"one of {', '.join(ACTIVATIONS)}", "Choose one")
    return getattr(nn, ACTIVATIONS[name])()


def _batch_norm(layer: Any) -> Any:
    units = layer.params["gamma"].shape[0]
    return torch().nn.BatchNorm1d(units, eps=layer.epsilon, momentum=1 - layer.momentum)


_MAKERS: dict[str, Callable[[Any], Any]] = {
    "dense": _dense,
    "activation": lambda layer: _activation(layer.activation),
    "leaky_relu": lambda layer: torch().nn.LeakyReLU(layer.negative_slope),
    "elu": lambda layer: torch().nn.ELU(layer.alpha),
    "batch_norm": _batch_norm,
    "dropout": lambda layer: torch().nn.Dropout(layer.rate),
    "flatten": lambda layer: torch().nn.Flatten(),
}


def torch_optimizer(optimizer: Optimizer, parameters: Any) -> Any:
    """Return PyTorch's optimiser with the same hyperparameters, as far as it has them.

    Left as they differ: Adam and AdamW add epsilon after both corrections; AdaGrad and RMSProp add it
    outside the root (AdaDelta inside, like ours); momentum and Nesterov rescale the past with the rate.

    Args:
        optimizer: one of the engine's.
        parameters: PyTorch's parameters.
    """
    name, translate = _OPTIMIZERS[type(optimizer)]
    settings = translate(optimizer)
    return getattr(torch().optim, name)(parameters, lr=optimizer.rate(0), **settings)


def _adam(optimizer: Any) -> dict[str, Any]:
    return {"betas": (optimizer.beta_1, optimizer.beta_2), "eps": optimizer.epsilon}


_OPTIMIZERS: dict[type[Optimizer], tuple[str, Callable[[Any], dict[str, Any]]]] = {
    SGD: ("SGD", lambda o: {}),
    Momentum: ("SGD", lambda o: {"momentum": o.momentum}),
    Nesterov: ("SGD", lambda o: {"momentum": o.momentum, "nesterov": True}),
    AdaGrad: (
        "Adagrad",
        lambda o: {"initial_accumulator_value": o.initial_accumulator_value, "eps": o.epsilon},
    ),
    RMSProp: ("RMSprop", lambda o: {"alpha": o.rho, "eps": o.epsilon}),
    AdaDelta: ("Adadelta", lambda o: {"rho": o.rho, "eps": o.epsilon}),
    Adam: ("Adam", _adam),
    AdamW: ("AdamW", lambda o: _adam(o) | {"weight_decay": o.weight_decay}),
}
