"""The two passes through a row of layers: forward to the scores, backward to the gradients."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.nn.arrays import Array, Params
from dlbook.nn.costs import Cost
from dlbook.nn.layers import ActivatedLayer, Layer


@dataclass(frozen=True)
class Scores:
    """Where a forward pass turns round.

    Args:
        values: the outputs of the last layer, or its logits.
        caches: what each layer keeps for the way back.
        cost: the cost as a function of ``values``.
        from_logits: whether ``values`` are logits.
    """

    values: Array
    caches: list[Any]
    cost: Cost
    from_logits: bool


def forward(
    layers: Sequence[Layer], x: Array, training: bool, rng: np.random.Generator | None
) -> tuple[Array, list[Any]]:
    """Pass a batch through the layers, one after the other.

    Args:
        layers: built layers.
        x: inputs, shape (n, ...).
        training: whether layers behave as in training.
        rng: where dropout and noise come from.

    Returns:
        The outputs and one cache a layer.
    """
    caches = []
    for layer in layers:
        x, cache = layer.forward(x, training=training, rng=rng)
        caches.append(cache)
    return x, caches


def forward_to_scores(
    layers: Sequence[Layer], x: Array, cost: Cost, training: bool, rng: np.random.Generator | None = None
) -> Scores:
    """Pass a batch forward, up to the logits where cost and last activation fuse, else to the outputs.

    Args:
        layers: built layers.
        x: inputs, shape (n, ...).
        cost: the cost as a function of the outputs.
        training: whether layers behave as in training.
        rng: where dropout and noise come from.

    Returns:
        What the cost is computed from, and how.
    """
    last = layers[-1]
    if isinstance(last, ActivatedLayer):
        fused = cost.fused_with(last.activation)
        if fused is not None:
            x, caches = forward(layers[:-1], x, training, rng)
            return Scores(last.logits(x), [*caches, x], fused, from_logits=True)
    return Scores(*forward(layers, x, training, rng), cost, from_logits=False)


def backward(
    layers: Sequence[Layer], d_y: Array, caches: Sequence[Any], *, from_logits: bool = False
) -> list[Params]:
    """Carry the derivative of the cost back, as far as the first layer that has parameters.

    Args:
        layers: the layers of the forward pass.
        d_y: derivative of the cost by the outputs, or by the logits of the last layer.
        caches: one for each layer.
        from_logits: whether ``d_y`` is the derivative by the logits.

    Returns:
        The gradients of each layer, by the names of its parameters.
    """
    gradients: list[Params] = [{} for _ in layers]
    first = next((i for i, layer in enumerate(layers) if layer.params), len(layers))
    for i in range(len(layers) - 1, first - 1, -1):
        layer = layers[i]
        if from_logits and i == len(layers) - 1 and isinstance(layer, ActivatedLayer):
            d_y, gradients[i] = layer.backward_logits(d_y, caches[i])
        elif i == first:
            gradients[i] = layer.parameter_gradients(d_y, caches[i])
        else:
            d_y, gradients[i] = layer.backward(d_y, caches[i])
    return gradients
