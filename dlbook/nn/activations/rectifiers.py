"""ReLU and its relatives: nothing (or little) below zero, the weighted input itself above."""

import numpy as np

from dlbook.nn.activations.classic import sigmoid
from dlbook.nn.arrays import Array, ArrayLike, as_floats


def relu(z: ArrayLike) -> Array:
    """Cut negative inputs to zero and pass positive ones on.

    relu(z) = max(0, z).

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values of at least 0, the shape of ``z``.

    Example:
        >>> relu([-2.0, 0.0, 3.0])
        array([0., 0., 3.])

    References:
        Nair & Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*, ICML,
        https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf.
        Glorot, Bordes & Bengio (2011), *Deep sparse rectifier neural networks*, AISTATS,
        https://proceedings.mlr.press/v15/glorot11a.html.
    """
    z = as_floats(z)
    return np.maximum(z, np.zeros_like(z))  # NumPy compares two arrays three times as fast as with a number


def relu_derivative(z: ArrayLike) -> Array:
    """Return the slope of ReLU: 1 above zero, 0 below, and 0 at zero by convention.

    Args:
        z: weighted inputs, any shape.

    Returns:
        0 or 1, the shape of ``z``.

    Example:
        >>> relu_derivative([-2.0, 0.0, 3.0])
        array([0., 0., 1.])

    *Differs from* nothing: Keras, PyTorch and JAX take 0 at zero as well.
    """
    z = as_floats(z)
    return (z > 0).astype(z.dtype)


def softplus(z: ArrayLike) -> Array:
    """Bend smoothly where ReLU has its corner.

    softplus(z) = ln(1 + e^z) = max(0, z) + ln(1 + e^-|z|); the second form cannot overflow. It lies above
    ReLU everywhere, by ln 2 at z = 0.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values of at least 0, the shape of ``z``.

    Example:
        >>> softplus([-10000.0, 0.0, 3.0]).round(3)
        array([0.   , 0.693, 3.049])

    References:
        Dugas et al. (2001), *Incorporating second-order functional knowledge for better option pricing*,
        NIPS 13.
    """
    z = as_floats(z)
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softplus_derivative(z: ArrayLike) -> Array:
    """Return the slope of softplus, which is the sigmoid: small but never 0.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values in [0, 1], the shape of ``z``.

    Example:
        >>> softplus_derivative([-1.0, 0.0]).round(5)
        array([0.26894, 0.5    ])
    """
    return sigmoid(z)


def leaky_relu(z: ArrayLike, negative_slope: float = 0.2) -> Array:
    """Let a little through below zero, so that no unit is ever dead.

    With c the negative slope, leaky_relu(z) = z if z > 0, else c z.

    Args:
        z: weighted inputs, any shape.
        negative_slope: the slope below zero; a negative one would bend the line upwards there.

    Returns:
        Activations, the shape of ``z``.

    Example:
        >>> leaky_relu([-2.0, 3.0])
        array([-0.4,  3. ])

    References:
        Maas, Hannun & Ng (2013), *Rectifier nonlinearities improve neural network acoustic models*, ICML
        workshop, https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf.

    *Differs from* PyTorch, whose default slope is 0.01; Keras' function takes 0.2, its layer 0.3.
    """
    z = as_floats(z)
    return np.where(z > 0, z, negative_slope * z)


def leaky_relu_derivative(z: ArrayLike, negative_slope: float = 0.2) -> Array:
    """Return the slope of leaky ReLU: 1 above zero, the negative slope at zero and below.

    Args:
        z: weighted inputs, any shape.
        negative_slope: the slope below zero.

    Returns:
        Slopes, the shape of ``z``.

    Example:
        >>> leaky_relu_derivative([-2.0, 3.0])
        array([0.2, 1. ])
    """
    z = as_floats(z)
    return np.where(z > 0, z.dtype.type(1), z.dtype.type(negative_slope))


def elu(z: ArrayLike, alpha: float = 1.0) -> Array:
    """Level off smoothly at -alpha below zero.

    elu(z) = z if z > 0, else alpha (e^z - 1).

    Args:
        z: weighted inputs, any shape.
        alpha: how far below zero the function reaches.

    Returns:
        Values above ``-alpha``, the shape of ``z``.

    Example:
        >>> elu([-10000.0, -1.0, 2.0]).round(4)
        array([-1.    , -0.6321,  2.    ])

    References:
        Clevert, Unterthiner & Hochreiter (2016), *Fast and accurate deep network learning by exponential
        linear units (ELUs)*, ICLR, arXiv:1511.07289.
    """
    z = as_floats(z)
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def elu_derivative(z: ArrayLike, alpha: float = 1.0) -> Array:
    """Return the slope of ELU: 1 above zero, alpha e^z at zero and below.

    Args:
        z: weighted inputs, any shape.
        alpha: how far below zero the function reaches.

    Returns:
        Slopes, the shape of ``z``.

    Example:
        >>> elu_derivative([-1.0, 2.0]).round(4)
        array([0.3679, 1.    ])
    """
    z = as_floats(z)
    return np.where(z > 0, z.dtype.type(1), alpha * np.exp(np.minimum(z, 0)))


def noisy_relu(z: ArrayLike, *, rng: np.random.Generator) -> Array:
    """Add noise before cutting at zero; more of it where the unit is more active.

    With e drawn from the standard normal distribution, noisy_relu(z) = max(0, z + sqrt(sigma(z)) e): the
    noise has mean 0 and *variance* sigma(z), the sigmoid of z.

    Args:
        z: weighted inputs, any shape.
        rng: where the noise comes from.

    Returns:
        Values of at least 0, the shape of ``z``.

    Example:
        >>> noisy_relu([-100.0, 100.0], rng=np.random.default_rng(1)).round(2)
        array([  0.  , 100.82])

    References:
        Nair & Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*, ICML,
        https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf.
    """
    z = as_floats(z)
    return relu(z + np.sqrt(sigmoid(z)) * rng.standard_normal(z.shape).astype(z.dtype))


def noisy_relu_derivative(z: ArrayLike, *, rng: np.random.Generator) -> Array:
    """Return the slope of noisy ReLU for one draw of its noise e.

    Where z + sqrt(sigma(z)) e > 0 it is 1 + e sqrt(sigma(z)) (1 - sigma(z)) / 2, elsewhere 0.

    Args:
        z: weighted inputs, any shape.
        rng: in the same state as the one given to ``noisy_relu``, so that the noise is the same.

    Returns:
        Slopes, the shape of ``z``.

    Example:
        >>> noisy_relu_derivative([-100.0, 100.0], rng=np.random.default_rng(1))
        array([0., 1.])

    *Differs from* Nair & Hinton (2010), who take 1 for the slope where the unit is on.
    """
    z = as_floats(z)
    noise = rng.standard_normal(z.shape).astype(z.dtype)
    spread = np.sqrt(sigmoid(z))
    return (z + spread * noise > 0) * (1 + noise * spread * sigmoid(-z) / 2)
