"""Train a net on MNIST with one seed: the job behind most runs."""

from dataclasses import dataclass
from math import nan
from typing import Any

from dlbook.nn import Callback, EarlyStopping, History, NonFiniteCostError, Sequential, fit
from dlbook.nn.callbacks import ProximalL1
from dlbook.nn.optimizers import SGD, Updater
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
        stop_after: leave off after so many epochs, without final figures.

    Returns:
        The history by Keras' names; ``test_loss`` and ``test_accuracy`` measured once at the end, ``epochs``
        trained, ``diverged`` (1 if the cost stopped being a number, else 0), and what the probes found.
    """
    split = prepared(settings, seed, data)
    net = build(settings.net, split.x_train.shape[1], rng=stream(seed, "weights"))
    epochs = min(settings.epochs, stop_after or settings.epochs)
    history, diverged = fitted(net, split, settings, seed, epochs)
    if stop_after:
        return Outcome(history.history)
    final = {"epochs": float(len(history.epochs)), "diverged": float(diverged)}
    arrays: dict[str, Any] = {}
    final |= {"test_loss": nan, "test_accuracy": nan} if diverged else judged(net, split, settings.cost)
    if not diverged:
        for name in settings.probes:
            numbers, lists = PROBES[name](net, split)
            final |= numbers
            arrays |= lists
    return Outcome(history.history, final, arrays)


def prepared(settings: Training, seed: int, data: Digits) -> Split:
    """Return the digits of a training: the protocol's, fewer of them if it says so, transformed."""
    split = data.split(settings.protocol)
    if settings.examples is not None:
        n = settings.examples
        split = Split(
            split.x_train[:n], split.y_train[:n], split.x_val, split.y_val, split.x_test, split.y_test
        )
    return transformed(split, settings.inputs, rng=stream(seed, "inputs"))


def fitted(net: Sequential, split: Split, settings: Training, seed: int, epochs: int) -> tuple[History, bool]:
    """Train a net; return its history and whether it diverged (the history then ends before that)."""
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
            callbacks=callbacks(settings),
            verbose=0,
        )
    except NonFiniteCostError as error:
        return error.history, True
    if history.interrupted:
        raise KeyboardInterrupt
    return history, False


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
