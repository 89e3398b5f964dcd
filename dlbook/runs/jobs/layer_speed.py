"""How fast each layer of a deep sigmoid net learns: the lengths of its gradients over a training."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import SGD, Callback, NonFiniteCostError, fit
from dlbook.nn.callbacks.gradient_norms import layer_norms
from dlbook.nn.optimizers import Updater
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome

SIX, SLOW = Net(hidden=(30,) * 6, activation="sigmoid"), SGD(0.1)
COST = "categorical_crossentropy"


@dataclass(frozen=True)
class SpeedSettings:
    """A deep net, and how it is trained one example at a time.

    Args:
        net: its settings.
        optimizer: the optimiser.
        examples: the first so many training digits, in MNIST's own order.
        batch_size: examples a step.
        epochs: passes over them.
    """

    net: Net = SIX
    optimizer: Updater = SLOW
    examples: int = 1000
    batch_size: int = 1
    epochs: int = 200


class Speeds(Callback):
    """Records after each epoch the length of every layer's gradient over all examples.

    Args:
        x: the examples.
        y: their targets.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        self.x, self.y = x, y

    def on_epoch_end(self, trainer: Trainer, logs: dict[str, float]) -> None:
        """Add ``speed-k``, the gradient's norm of layer k, and ``weight-k``, the norm of its weights."""
        _, gradients = trainer.net.cost_and_gradients(self.x, self.y, COST, training=False)
        for name, arrays in (("speed", gradients), ("weight", trainer.net.params)):
            for layer, norm in layer_norms(arrays).items():
                logs[f"{name}-{layer.rpartition('_')[2]}"] = norm


def watch_layers(
    settings: SpeedSettings, seed: int, data: Digits, *, stop_after: int | None = None
) -> Outcome:
    """Train, and record how large each layer's gradient is.

    Args:
        settings: net and training.
        seed: which first weights and order.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        ``loss``, ``accuracy``, and for each layer k from 1 (the first hidden one) ``speed-k`` and
        ``weight-k``; ``start-k``, the speed before the first step.
    """
    n = settings.examples
    inverse = np.argsort(data.order)[:n]  # where MNIST's first n digits are
    x, y = data.x[inverse], data.y[inverse]
    net = settings.net.build(784, rng=stream(seed, "weights"))
    _, gradients = net.cost_and_gradients(x, y, COST, training=False)
    start = {f"start-{k.rpartition('_')[2]}": norm for k, norm in layer_norms(gradients).items()}
    diverged = 0.0
    try:
        history = fit(
            net,
            x,
            y,
            cost=COST,
            optimizer=settings.optimizer,
            batch_size=settings.batch_size,
            epochs=min(settings.epochs, stop_after or settings.epochs),
            rng=stream(seed, "training"),
            callbacks=[Speeds(x, y)],
            verbose=0,
        )
    except NonFiniteCostError as error:
        history, diverged = error.history, 1.0
    if history.interrupted:
        raise KeyboardInterrupt
    return Outcome(history.history, start if stop_after else start | {"diverged": diverged})
