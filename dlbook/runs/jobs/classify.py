"""Train a net on MNIST with one seed: the job behind most runs."""

from dataclasses import dataclass
from math import nan
from typing import Any

from dlbook.nn import Callback, EarlyStopping, NonFiniteCostError, Sequential, fit
from dlbook.nn.callbacks import ProximalL1
from dlbook.nn.optimizers import SGD, Updater
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.inputs import transformed
from dlbook.runs.jobs.nets import Net, build
from dlbook.runs.jobs.probes import PROBES
from dlbook.runs.outcome import Outcome

INTERMEDIATE, PLAIN = Net(), SGD(0.1)


@dataclass(frozen=True)
class Training:
    """How a net is trained; the defaults are the book's: intermediate net, 10 epochs, clean protocol.

    Args:
        net: settings of a net, or the name of one of the book's four.
        cost: name of the cost.
        optimizer: the optimiser.
        batch_size: examples a step; None for all at once.
        epochs: passes over the training digits.
        protocol: ``"clean"`` or ``"classic"``, see ``digits.Digits.split``.
        inputs: what is done to the pixels, see ``inputs.transformed``.
        examples: how many training digits; None for all of them.
        patience: early stopping after so many epochs without progress, best weights restored; None for none.
        monitor: the figure that early stopping watches.
        proximal_l1: strength of a proximal L1 step after each update; 0 for none.
        probes: names of ``PROBES``, measured on the trained net.
    """

    net: str | Net = INTERMEDIATE
    cost: str = "categorical_crossentropy"
    optimizer: Updater = PLAIN
    batch_size: int | None = 128
    epochs: int = 10
    protocol: str = "clean"
    inputs: str = "unit"
    examples: int | None = None
    patience: int | None = None
    monitor: str = "val_loss"
    proximal_l1: float = 0.0
    probes: tuple[str, ...] = ()


def train(settings: Training, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train one net and measure it.

    First weights come from the stream (seed, "weights"), shuffling and noise from (seed, "training"): so
    equal seeds mean the same start and the same batches in all variants where shapes allow it.

    Args:
        settings: how.
        seed: which.
        data: MNIST.
        stop_after: leave off after so many epochs, with ``opening_loss`` as the only final figure.

    Returns:
        The history by Keras' names; ``opening_loss``, the mean cost of the first ten steps;
        ``test_loss`` and ``test_accuracy`` measured once at the end, ``epochs`` trained, ``diverged`` (1 if
        the cost stopped being a number, else 0), and what the probes found.
    """
    split = prepared(settings, seed, data)
    net = build(settings.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    epochs = min(settings.epochs, stop_after or settings.epochs)
    done = fitted(net, split, settings, seed, epochs)
    final = {"opening_loss": done.opening}
    if stop_after:
        return Outcome(done.history, final)
    final |= {"epochs": float(done.epochs), "diverged": float(done.diverged)}
    arrays: dict[str, Any] = {}
    final |= {"test_loss": nan, "test_accuracy": nan} if done.diverged else judged(net, split, settings.cost)
    if not done.diverged:
        for name in settings.probes:
            numbers, lists = PROBES[name](net, split)
            final |= numbers
            arrays |= lists
    return Outcome(done.history, final, arrays)


def prepared(settings: Training, seed: int, data: Digits) -> Split:
    """Return the digits of a training: the protocol's, fewer of them if it says so, transformed."""
    split = data.split(settings.protocol)
    if settings.examples is not None:
        n = settings.examples
        split = Split(
            split.x_train[:n], split.y_train[:n], split.x_val, split.y_val, split.x_test, split.y_test
        )
    return transformed(split, settings.inputs, rng=stream(seed, "inputs"))


@dataclass(frozen=True)
class Fitted:
    """How a training went.

    Args:
        history: figures by name; it ends early if the training diverged.
        epochs: how many epochs were finished.
        diverged: whether the cost stopped being a number.
        opening: mean cost of the first ten steps: rounding has not grown yet, so replays can be strict.
    """

    history: dict[str, list[float]]
    epochs: int
    diverged: bool
    opening: float


class Opening(Callback):
    """Notes the mean cost of the first ten steps (or of the first epoch, if that is shorter)."""

    loss = nan

    def on_step_end(self, trainer: Trainer) -> None:
        """Take note when it is time."""
        if trainer.step == min(10, trainer.steps_per_epoch):
            self.loss = trainer.loss


def fitted(net: Sequential, split: Split, settings: Training, seed: int, epochs: int) -> Fitted:
    """Train a net as the settings say."""
    opening, diverged = Opening(), False
    try:
        history = fit(
            net,
            split.x_train,
            split.y_train,
            cost=settings.cost,
            optimizer=settings.optimizer,
            batch_size=settings.batch_size,
            epochs=epochs,
            validation_data=(split.x_val, split.y_val),
            rng=stream(seed, "training"),
            callbacks=[opening, *callbacks(settings)],
            verbose=0,
        )
    except NonFiniteCostError as error:
        history, diverged = error.history, True
    if history.interrupted:
        raise KeyboardInterrupt
    return Fitted(history.history, len(history.epochs), diverged, opening.loss)


def callbacks(settings: Training) -> list[Callback]:
    """Return the callbacks that the settings ask for."""
    found: list[Callback] = []
    if settings.proximal_l1:
        found.append(ProximalL1(settings.proximal_l1))
    if settings.patience is not None:
        found.append(EarlyStopping(settings.monitor, patience=settings.patience, restore_best=True))
    return found


def judged(net: Sequential, split: Split, cost: str) -> dict[str, float]:
    """Return cost and accuracy on the test digits."""
    measured = net.evaluate(split.x_test, split.y_test, cost=cost)
    return {f"test_{name}": value for name, value in measured.items()}
