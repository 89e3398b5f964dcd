"""The activation functions of the first decades: step, identity, sigmoid, tanh and square."""

import numpy as np

from dlbook.nn.arrays import Array, ArrayLike, as_floats


def step(z: ArrayLike) -> Array:
    """Fire or stay silent: the perceptron's answer.

    With z the weighted input, step(z) = 1 if z > 0, else 0.

    Args:
        z: weighted inputs, any shape.

    Returns:
        0 or 1, the shape of ``z``.

    Example:
        >>> step([-0.5, 0.0, 2.0])
        array([0., 0., 1.])

    References:
        Rosenblatt (1958), *The perceptron*, Psychological Review 65(6), doi:10.1037/h0042519.

    *Differs from* ``numpy.heaviside``, which takes the value at 0 as an argument.
    """
    z = as_floats(z)
    return (z > 0).astype(z.dtype)


def step_derivative(z: ArrayLike) -> Array:
    """Return the slope of the step: 0 everywhere, which is why descent cannot learn through it.

    Args:
        z: weighted inputs, any shape. At z = 0 the slope does not exist; 0 is returned there too.

    Returns:
        Zeros, the shape of ``z``.

    Example:
        >>> step_derivative([-1.0, 3.0])
        array([0., 0.])
    """
    return np.zeros_like(as_floats(z))


def identity(z: ArrayLike) -> Array:
    """Pass the weighted input on unchanged: the linear output of a regression net.

    identity(z) = z.

    Args:
        z: weighted inputs, any shape.

    Returns:
        ``z`` itself, as floats.

    Example:
        >>> identity([-1, 2])
        array([-1.,  2.])

    *Differs from* Keras in name only: it is ``"linear"`` there, and both names work here.
    """
    return as_floats(z)


def identity_derivative(z: ArrayLike) -> Array:
    """Return the slope of the identity, 1 everywhere.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Ones, the shape of ``z``.

    Example:
        >>> identity_derivative([-1.0, 3.0])
        array([1., 1.])
    """
    return np.ones_like(as_floats(z))


def sigmoid(z: ArrayLike) -> Array:
    """Squash any number smoothly into (0, 1).

    sigma(z) = 1 / (1 + e^-z). The code multiplies numerator and denominator by e^min(z, 0), so that no
    exponent is ever positive and nothing can overflow.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values in [0, 1], the shape of ``z``.

    Example:
        >>> sigmoid([-10000.0, -1.0, 0.0, 10000.0]).round(5)
        array([0.     , 0.26894, 0.5    , 1.     ])
    """
    z = as_floats(z)
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def sigmoid_derivative(z: ArrayLike) -> Array:
    """Return the slope of the sigmoid: at most 1/4, and next to nothing where it saturates.

    sigma'(z) = sigma(z) sigma(-z) = sigma(z) (1 - sigma(z)).

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values in [0, 1/4], the shape of ``z``.

    Example:
        >>> sigmoid_derivative([0.0, 5.0]).round(4)
        array([0.25  , 0.0066])
    """
    z = as_floats(z)
    return sigmoid(z) * sigmoid(-z)


def tanh(z: ArrayLike) -> Array:
    """Squash any number smoothly into (-1, 1), with 0 staying 0.

    tanh(z) = (e^z - e^-z) / (e^z + e^-z) = 2 sigma(2z) - 1.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values in [-1, 1], the shape of ``z``.

    Example:
        >>> tanh([-1.0, 0.0, 1.0]).round(4)
        array([-0.7616,  0.    ,  0.7616])
    """
    return np.tanh(as_floats(z))


def tanh_derivative(z: ArrayLike) -> Array:
    """Return the slope of tanh: 1 at the centre, fading where it saturates.

    tanh'(z) = 1 - tanh(z)^2.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values in [0, 1], the shape of ``z``.

    Example:
        >>> tanh_derivative([0.0, 1.0]).round(4)
        array([1.  , 0.42])
    """
    return 1 - tanh(z) ** 2


def square(z: ArrayLike) -> Array:
    """Square the weighted input: unbounded, and rarely good in deep stacks.

    square(z) = z^2.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Values of at least 0, the shape of ``z``.

    Example:
        >>> square([-3.0, 2.0])
        array([9., 4.])
    """
    return as_floats(z) ** 2


def square_derivative(z: ArrayLike) -> Array:
    """Return the slope of the square, 2z.

    Args:
        z: weighted inputs, any shape.

    Returns:
        Slopes, the shape of ``z``.

    Example:
        >>> square_derivative([-3.0, 2.0])
        array([-6.,  4.])
    """
    return 2 * as_floats(z)
