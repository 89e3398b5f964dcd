"""Where the weights begin: constants, plain random numbers, and the schemes that match the size of a layer.

Numbers are drawn in float64 and rounded afterwards: one seed gives the same weights in every precision.
"""

from dlbook.nn.initializers.base import Initializer
from dlbook.nn.initializers.plain import (
    Constant,
    Ones,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    Zeros,
)
from dlbook.nn.initializers.scaled import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    fans,
)
from dlbook.nn.names import look_up

__all__ = [
    "INITIALIZERS",
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "Zeros",
    "fans",
    "get",
    "names",
]

#: The initialisers by name.
INITIALIZERS: dict[str, type[Initializer]] = {
    kind.name: kind
    for kind in (
        *(Zeros, Ones, Constant, RandomNormal, RandomUniform, TruncatedNormal),
        *(GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform),
    )
}


def names() -> list[str]:
    """Return the names that ``get`` and the layers' ``kernel_initializer=`` know.

    Returns:
        The names, simple to complex.

    Example:
        >>> names()[-2:]
        ['lecun_normal', 'lecun_uniform']
    """
    return list(INITIALIZERS)


def get(initializer: str | Initializer) -> Initializer:
    """Return the initialiser of that name; an object comes back as it is.

    Args:
        initializer: a name such as ``"he_normal"`` or an object such as ``RandomNormal(stddev=1.0)``.

    Returns:
        The initialiser.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("he_normal")
        HeNormal()
    """
    if isinstance(initializer, Initializer):
        return initializer
    return look_up(initializer, INITIALIZERS, "initializer")()
