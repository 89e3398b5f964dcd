"""JAX: the whole step compiled by XLA, parameters updated in place (donated), automatic derivatives."""

from collections.abc import Callable
from functools import partial
from math import sqrt
from time import perf_counter
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from dlbook.twins.bench.nets import BATCH_SIZE, CLASSES, BenchNet

Tree = Any
MOMENTUM, EPSILON = 0.99, 1e-3


def version() -> str:
    """Return what is measured, and its version."""
    return f"JAX {jax.__version__}, jit"


def trainer(net: BenchNet, x: np.ndarray, labels: np.ndarray) -> Callable[[], tuple[float, float]]:
    """Return a function that trains for one epoch and returns its seconds and the mean cost meanwhile.

    One compiled call makes one step; it gathers its batch from data that lie in JAX's memory. (A whole epoch
    in one ``lax.scan`` was measured too and is slower on a CPU.)
    """
    rng = np.random.default_rng(0)
    carry = init(net, rng)
    inputs, targets = jnp.asarray(x), jax.nn.one_hot(labels, CLASSES)
    step = jax.jit(partial(train_step, net), donate_argnums=0)

    def epoch() -> tuple[float, float]:
        nonlocal carry
        begin = perf_counter()
        order = rng.permutation(len(x)).astype(np.int32)
        total = jnp.zeros(())
        for start in range(0, len(x), BATCH_SIZE):
            carry, total = step(carry, total, inputs, targets, order[start : start + BATCH_SIZE])
        loss = float(total) / len(x)  # waits for the last step
        return perf_counter() - begin, loss

    return epoch


def init(net: BenchNet, rng: np.random.Generator) -> dict[str, Tree]:
    """Return everything that changes: parameters, moving statistics, moments, a random key."""
    params = []
    for fan_in, units in zip(net.sizes, net.sizes[1:], strict=False):
        limit = sqrt(6 / (fan_in + units))
        layer = {"w": rng.uniform(-limit, limit, (fan_in, units)), "b": np.zeros(units)}
        if net.batch_norm and units != CLASSES:
            layer |= {"gamma": np.ones(units), "beta": np.zeros(units)}
        params.append({name: jnp.asarray(value, jnp.float32) for name, value in layer.items()})
    moments = jax.tree.map(jnp.zeros_like, (params, params)) if net.optimizer == "adam" else ()
    moving = [(jnp.zeros(u), jnp.ones(u)) for u in net.hidden] if net.batch_norm else []
    key, t = jax.random.key(0), jnp.zeros(())
    return {"params": params, "moving": moving, "moments": moments, "key": key, "t": t}


def train_step(
    net: BenchNet, carry: dict[str, Tree], total: Tree, inputs: Tree, targets: Tree, rows: Tree
) -> tuple[dict[str, Tree], Tree]:
    """Return the next carry, and the total cost so far."""
    key, used = jax.random.split(carry["key"]) if net.dropout else (carry["key"], None)
    x, y = inputs[rows], targets[rows]
    cost = partial(mean_cost, net, x=x, y=y, moving=carry["moving"], key=used)
    (value, moving), gradients = jax.value_and_grad(cost, has_aux=True)(carry["params"])
    t = carry["t"] + 1
    update = adam if net.optimizer == "adam" else sgd
    params, moments = update(net.learning_rate, carry["params"], gradients, carry["moments"], t)
    carry = {"params": params, "moving": moving, "moments": moments, "key": key, "t": t}
    return carry, total + value * len(rows)


def mean_cost(net: BenchNet, params: Tree, *, x: Tree, y: Tree, moving: Tree, key: Tree) -> tuple[Tree, Tree]:
    """Return the mean cross-entropy of a batch in training mode, and the new moving statistics."""
    new = []
    for i, layer in enumerate(params[:-1]):
        x = jax.nn.relu(x @ layer["w"] + layer["b"])
        if net.batch_norm:
            mean, variance = x.mean(0), x.var(0)
            x = layer["gamma"] * (x - mean) * jax.lax.rsqrt(variance + EPSILON) + layer["beta"]
            old = moving[i]
            new.append(
                tuple(MOMENTUM * a + (1 - MOMENTUM) * b for a, b in zip(old, (mean, variance), strict=True))
            )
    if net.dropout:
        x = jnp.where(jax.random.bernoulli(key, 1 - net.dropout, x.shape), x / (1 - net.dropout), 0)
    logits = x @ params[-1]["w"] + params[-1]["b"]
    return -(jax.nn.log_softmax(logits) * y).sum(1).mean(), new


def sgd(rate: float, params: Tree, gradients: Tree, moments: Tree, t: Tree) -> tuple[Tree, Tree]:
    """Return the parameters after a plain step."""
    return jax.tree.map(lambda w, g: w - rate * g, params, gradients), moments


def adam(rate: float, params: Tree, gradients: Tree, moments: Tree, t: Tree) -> tuple[Tree, Tree]:
    """Return the parameters after a step of Adam in Keras' form, and its moments."""
    m, v = moments
    m = jax.tree.map(lambda m, g: m + 0.1 * (g - m), m, gradients)
    v = jax.tree.map(lambda v, g: v + 0.001 * (g * g - v), v, gradients)
    alpha = rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return jax.tree.map(lambda w, m, v: w - alpha * m / (jnp.sqrt(v) + 1e-7), params, m, v), (m, v)
