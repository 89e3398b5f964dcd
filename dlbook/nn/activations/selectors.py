"""Activations that compare weighted inputs: softmax makes shares of them, maxout takes the largest."""

import numpy as np

from dlbook.nn.arrays import Array, ArrayLike, as_floats


def softmax(z: ArrayLike) -> Array:
    """Turn a row of weighted inputs into probabilities that sum to 1.

    softmax(z)_j = e^z_j / sum_k e^z_k. Subtracting the row's largest z first changes nothing and keeps
    every exponent at 0 or below.

    Args:
        z: weighted inputs, shape (..., classes).

    Returns:
        Probabilities, the shape of ``z``; each row along the last axis sums to 1.

    Example:
        >>> softmax([-1.0, 1.0, 5.0]).round(5)
        array([0.00243, 0.01794, 0.97963])

    References:
        Bridle (1990), *Training stochastic model recognition algorithms as networks*, NIPS 2.
    """
    z = as_floats(z)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def softmax_derivative(z: ArrayLike) -> Array:
    """Return how every probability depends on every weighted input: a matrix for each row.

    d softmax_j / d z_k = p_j (1[j = k] - p_k), with p the probabilities.

    Args:
        z: weighted inputs, shape (..., classes).

    Returns:
        Jacobian matrices, shape (..., classes, classes).

    Example:
        >>> softmax_derivative([0.0, 0.0])
        array([[ 0.25, -0.25],
               [-0.25,  0.25]])
    """
    p = softmax(z)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


def log_softmax(z: ArrayLike) -> Array:
    """Return the logarithms of the softmax probabilities without ever taking log(0).

    ln softmax(z)_j = z_j - ln sum_k e^z_k, the sum again with the row's largest z taken out.

    Args:
        z: weighted inputs, shape (..., classes).

    Returns:
        Logarithms of probabilities, at most 0, the shape of ``z``.

    Example:
        >>> log_softmax([0.0, 10000.0])
        array([-10000.,      0.])
    """
    z = as_floats(z)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def maxout(z: ArrayLike) -> Array:
    """Answer with the largest of several weighted inputs.

    With z_j = w_j.x + b_j the values of k learned affine maps, maxout(z) = max_j z_j. As a function of x it
    is convex and made of straight pieces.

    Args:
        z: weighted inputs, shape (..., pieces).

    Returns:
        The largest along the last axis, shape (...).

    Example:
        >>> maxout([[1.0, 3.0], [-2.0, -5.0]])
        array([ 3., -2.])

    References:
        Goodfellow et al. (2013), *Maxout networks*, ICML, arXiv:1302.4389.
    """
    return as_floats(z).max(axis=-1)


def maxout_derivative(z: ArrayLike) -> Array:
    """Return the slope of maxout: 1 for the piece that is largest (the first of equals), 0 for the others.

    Args:
        z: weighted inputs, shape (..., pieces).

    Returns:
        0 or 1, the shape of ``z``.

    Example:
        >>> maxout_derivative([[1.0, 3.0], [-2.0, -5.0]])
        array([[0., 1.],
               [1., 0.]])
    """
    z = as_floats(z)
    slope = np.zeros_like(z)
    np.put_along_axis(slope, z.argmax(axis=-1, keepdims=True), 1, axis=-1)
    return slope
