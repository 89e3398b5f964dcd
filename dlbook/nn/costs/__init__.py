"""Cost functions: one number for how wrong the outputs are, and its slope, where learning starts.

``squared_error`` and ``cross_entropy`` give the cost of single values; the classes average over a batch.
Every class also offers the derivative of that average, the gradient from which backpropagation sets out.
"""

from dlbook.nn.costs.base import Cost
from dlbook.nn.costs.entropies import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    cross_entropy,
    cross_entropy_derivative,
)
from dlbook.nn.costs.errors import (
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
    Quadratic,
    squared_error,
    squared_error_derivative,
)
from dlbook.nn.names import look_up

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Cost",
    "Huber",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Quadratic",
    "SparseCategoricalCrossentropy",
    "cross_entropy",
    "cross_entropy_derivative",
    "get",
    "names",
    "squared_error",
    "squared_error_derivative",
]

_COSTS: dict[str, type[Cost]] = {
    cost.name: cost
    for cost in (
        Quadratic,
        MeanSquaredError,
        MeanAbsoluteError,
        Huber,
        BinaryCrossentropy,
        CategoricalCrossentropy,
        SparseCategoricalCrossentropy,
    )
}
_ALL_NAMES: dict[str, type[Cost]] = {**_COSTS, "mse": MeanSquaredError, "mae": MeanAbsoluteError}


def names() -> list[str]:
    """Return the names that ``get`` and ``cost=`` know.

    Returns:
        The names, without Keras' short forms "mse" and "mae".

    Example:
        >>> names()[:2]
        ['quadratic', 'mean_squared_error']
    """
    return list(_COSTS)


def get(cost: str | Cost) -> Cost:
    """Return the cost of that name; a cost object comes back as it is.

    Args:
        cost: a name such as ``"quadratic"`` or an object such as ``Huber(delta=2.0)``.

    Returns:
        The cost object.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("mse"), get(Huber(delta=2.0))
        (MeanSquaredError(), Huber(delta=2.0))
    """
    return cost if isinstance(cost, Cost) else look_up(cost, _ALL_NAMES, "cost")()
