"""The training loop: draw a mini-batch, measure cost and gradients, update the parameters, and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np

from dlbook.nn.accuracy import WatchedCost, count_hits
from dlbook.nn.arrays import Array
from dlbook.nn.batches import Batches
from dlbook.nn.callbacks.base import Callback
from dlbook.nn.costs import Cost
from dlbook.nn.divergence import non_finite_cost
from dlbook.nn.history import History
from dlbook.nn.optimizers import Updater


@dataclass
class Trainer:
    """A training in progress: what callbacks may look at, and the one place where parameters change.

    Attributes:
        net: the network.
        cost: the cost object.
        optimizer: may be replaced between steps (``optimizer.with_learning_rate``); its memories stay.
        batches: inputs ``"x"``, targets ``"y"``, and class numbers ``"labels"`` and ``"weights"`` if there
            are any.
        epochs: how many epochs are planned.
        shuffle_rng: draws the order of the examples; None keeps their order.
        layer_rng: draws what layers need, such as dropout masks.
        validation_data: inputs and targets to evaluate after each epoch, or None.
        callbacks: watchers, called in this order.
        history: what was recorded so far.
        epoch: the running epoch, from 1.
        step: updates made since the beginning, over all epochs.
        loss: running mean of the cost since the epoch's start.
        gradients: those of the last step, by parameter name.
        stop: set it to True to end the training after the running epoch.
    """

    net: Any
    cost: Cost
    optimizer: Updater
    batches: Batches
    epochs: int
    shuffle_rng: np.random.Generator | None
    layer_rng: np.random.Generator
    validation_data: tuple[Array, Array] | None = None
    callbacks: Sequence[Callback] = ()
    history: History = field(default_factory=History)
    epoch: int = 0
    step: int = 0
    loss: float = 0.0
    gradients: Mapping[str, Array] = field(default_factory=dict)
    stop: bool = False

    def __post_init__(self) -> None:
        self._packs = self.optimizer.elementwise and bool(self.optimizer.slots)
        self._memory = self.optimizer.init(self._pack(self.net.params))

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch."""
        return len(self.batches)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step."""
        return self.optimizer.rate(self.step)

    def run(self) -> None:
        """Train until the last epoch, or until someone sets ``stop``."""
        keep_freed_memory()
        self._announce("on_train_begin")
        while self.epoch < self.epochs and not self.stop:
            self.run_epoch()

    def run_epoch(self) -> None:
        """Train for one epoch, evaluate, and put the figures into the history."""
        begin = perf_counter()
        self.epoch += 1
        self._announce("on_epoch_begin")
        logs = self.run_steps()
        if self.validation_data is not None:
            measured = self.net.evaluate(*self.validation_data, cost=self.cost)
            logs |= {f"val_{name}": value for name, value in measured.items()}
        self._announce("on_epoch_end", logs)
        self.history.add(self.epoch, logs, seconds=perf_counter() - begin)

    def run_steps(self) -> dict[str, float]:
        """Make one update for each batch; return the mean cost and, for classes, the accuracy."""
        watchers = [c for c in self.callbacks if type(c).on_step_end is not Callback.on_step_end]
        seen: dict[str, Any] = {}
        cost = WatchedCost(self.cost, seen)
        total, hits, examples = 0.0, 0, 0
        for batch in self.batches.epoch(self.shuffle_rng):
            size = len(batch["x"])
            total += size * self.learn(batch, cost)
            examples += size
            if "labels" in batch:
                hits += count_hits(batch["labels"], seen["y_pred"], from_logits=seen["from_logits"])
            self.loss = total / examples
            for callback in watchers:
                callback.on_step_end(self)
        return {"loss": self.loss} | ({"accuracy": hits / examples} if "labels" in batch else {})

    def learn(self, batch: Mapping[str, Array], cost: Cost) -> float:
        """Make one step of descent; return the cost before it."""
        value, gradients = self.net.cost_and_gradients(
            batch["x"],
            batch["y"],
            cost,
            sample_weight=batch.get("weights"),
            training=True,
            rng=self.layer_rng,
        )
        if not isfinite(value):
            raise non_finite_cost(self, batch["x"], value)
        self.apply(gradients)
        return value

    def apply(self, gradients: Mapping[str, Array]) -> None:
        """Let the optimiser turn gradients into updates, and add those to the net's parameters in place.

        An optimiser that treats all numbers alike sees them as one long array: that spares it a dozen calls
        for each small array.
        """
        params, start = self.net.params, 0
        updates = self.optimizer.advance(self._pack(gradients), self._memory, params)
        for key, w in params.items():
            w += updates["all"][start : start + w.size].reshape(w.shape) if self._packs else updates[key]
            start += w.size
        self.gradients = gradients
        self.step += 1

    def _pack(self, arrays: Mapping[str, Array]) -> Mapping[str, Array]:
        if not self._packs:
            return arrays
        return {"all": np.concatenate([arrays[key].ravel() for key in self.net.params])}

    def _announce(self, hook: str, *arguments: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, hook)(self, *arguments)


def keep_freed_memory(size: int = 1 << 23) -> None:
    """Let the C library keep memory that is freed, for the next step, instead of handing it back at once.

    glibc returns free memory at the end of its heap to the system beyond a limit, which grows to twice the
    size of the largest block it has seen freed. Below it, every step pays again for the pages of its
    temporary arrays: up to a third of the time. So one untouched block is taken and freed. Elsewhere this
    does nothing.

    Args:
        size: bytes.
    """
    np.empty(size, dtype=np.uint8)
