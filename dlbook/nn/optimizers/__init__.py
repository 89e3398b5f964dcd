"""The optimisers, from simple to complex: pure functions of gradients and state.

Read them in this order: ``sgd``, ``momentum``, ``nesterov``, ``adagrad``, ``rmsprop``, ``adadelta``,
``adam``, ``adamw``; ``base`` holds what they share.
"""

from dlbook.nn.names import look_up
from dlbook.nn.optimizers.adadelta import AdaDelta
from dlbook.nn.optimizers.adagrad import AdaGrad
from dlbook.nn.optimizers.adam import Adam
from dlbook.nn.optimizers.adamw import AdamW
from dlbook.nn.optimizers.base import Optimizer, Updater
from dlbook.nn.optimizers.momentum import Momentum
from dlbook.nn.optimizers.nesterov import Nesterov
from dlbook.nn.optimizers.rmsprop import RMSProp
from dlbook.nn.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSProp",
    "Updater",
    "get",
]

_BY_NAME = {
    kind.__name__.lower(): kind for kind in (SGD, Momentum, Nesterov, AdaGrad, RMSProp, AdaDelta, Adam, AdamW)
}


def get(optimizer: str | Updater) -> Updater:
    """Return an optimiser: one given by name gets its default hyperparameters.

    Args:
        optimizer: ``"sgd"``, ``"adam"``, ... (in any case), or an optimiser, which is returned as it is.

    Returns:
        The optimiser.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> get("adam").learning_rate
        0.001
    """
    if not isinstance(optimizer, str):
        return optimizer
    return look_up(optimizer.lower(), _BY_NAME, "optimizer")()
