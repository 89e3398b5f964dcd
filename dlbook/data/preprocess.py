"""From raw arrays to what a network takes: scaled pixels, one-hot labels, standardised columns."""

from typing import Any

import numpy as np

from dlbook.checks import problem

Array = np.ndarray[Any, Any]


def one_hot(labels: Array, classes: int) -> Array:
    r"""Return each label as a row with a single 1.

    $y_{ij} = 1$ if example $i$ has label $j$, else 0.

    Args:
        labels: whole numbers in [0, `classes`), shape (n,).
        classes: how many classes there are, at least 1.

    Returns:
        float32, shape (n, `classes`).

    Raises:
        ValueError: the labels are not whole numbers, not in one row, or out of range.

    Example:
        >>> one_hot(np.array([2, 0]), 3)
        array([[0., 0., 1.],
               [1., 0., 0.]], dtype=float32)

    *Differs from* Keras: `keras.utils.to_categorical` takes labels of any shape and can guess
    `classes`.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise problem(
            f"labels have shape {labels.shape} and type {labels.dtype}",
            "whole numbers in one row, shape (n,)",
            "Use labels.reshape(-1).astype(int) if they are classes; one_hot is applied once only",
        )
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise problem(
            f"labels run from {labels.min()} to {labels.max()}",
            f"0 to {classes - 1} for {classes} classes",
            "Pass the number of classes that the labels have, counted from 0",
        )
    encoded = np.zeros((len(labels), classes), dtype=np.float32)
    encoded[np.arange(len(labels)), labels] = 1
    return encoded


def flatten_pixels(images: Array) -> Array:
    """Return images as rows of numbers between 0 (background) and 1 (ink).

    Args:
        images: bytes from 0 to 255, shape (n, height, width).

    Returns:
        float32, shape (n, height * width).

    Example:
        >>> flatten_pixels(np.array([[[0, 51], [102, 255]]], dtype=np.uint8))
        array([[0. , 0.2, 0.4, 1. ]], dtype=float32)
    """
    if images.dtype != np.uint8 or images.ndim != 3:
        raise problem(
            f"images have shape {images.shape} and type {images.dtype}",
            "bytes (uint8) of shape (n, height, width)",
            "Pass the images as they were loaded; scale them once only",
        )
    rows = images.reshape(len(images), -1).astype(np.float32)
    rows /= 255
    return rows


def standardize(x_train: Array, *others: Array) -> tuple[Array, ...]:
    r"""Shift and scale each column so that it has mean 0 and standard deviation 1 over the training rows.

    $x'_{ij} = (x_{ij} - \mu_j) / \sigma_j$, with $\mu_j$ and $\sigma_j$ from `x_train` alone: the
    other sets must not leak into what the network is given.

    Args:
        x_train: training rows, shape (n, columns).
        *others: more rows with the same columns, such as the test rows.

    Returns:
        All of them, standardised, in the order given. A constant column becomes 0 in training.

    Example:
        >>> train, test = standardize(np.array([[1.0], [3.0]]), np.array([[4.0]]))
        >>> train.ravel(), test.ravel()
        (array([-1.,  1.]), array([2.]))
    """
    mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
    deviation = np.where(deviation == 0, 1, deviation)
    return tuple((x - mean) / deviation for x in (x_train, *others))


def hold_out(
    x: Array, y: Array, *, examples: int, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """Set some examples aside for validation, drawn at random without replacement.

    Args:
        x: inputs, shape (n, ...).
        y: targets, shape (n, ...).
        examples: how many to hold out, between 1 and n - 1.
        rng: draws them; usually `stream(seed, "validation")`.

    Returns:
        `x_train, y_train, x_validation, y_validation`, copies with n - `examples` and `examples` rows.

    Example:
        >>> x, y = np.arange(5), np.arange(5)
        >>> x_train, y_train, x_val, y_val = hold_out(x, y, examples=2, rng=np.random.default_rng(0))
        >>> sorted([*x_train, *x_val]) == [0, 1, 2, 3, 4], bool((x_val == y_val).all())
        (True, True)
    """
    if len(x) != len(y):
        raise problem(
            f"x has {len(x)} rows and y has {len(y)}",
            "one target a row",
            "Pass the pair that belongs together",
        )
    if not 0 < examples < len(x):
        raise problem(
            f"examples is {examples}", f"between 1 and {len(x) - 1}", "Leave examples on both sides"
        )
    order = rng.permutation(len(x))
    kept, held = order[examples:], order[:examples]
    return x[kept], y[kept], x[held], y[held]
