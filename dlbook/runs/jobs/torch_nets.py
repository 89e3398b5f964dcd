"""The deep net trained by PyTorch: our first weights and batches, its autograd, batch norm and Adam."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.nn import models
from dlbook.nn.optimizers import Optimizer
from dlbook.rng import stream
from dlbook.runs.digits import Digits, Split
from dlbook.runs.jobs.classify import Training, prepared
from dlbook.runs.jobs.nets import DEEP, Net
from dlbook.runs.outcome import Outcome
from dlbook.twins import backend, torch_twin

#: PyTorch's cross-entropy wants logits, so the last layer has no softmax.
LOGITS = Net(DEEP.hidden, batch_norm=DEEP.batch_norm, dropout=DEEP.dropout, output_activation="linear")
TRAINING, ADAM = Training(epochs=20), models.get("deep").optimizer


@dataclass(frozen=True)
class TorchSettings:
    """How PyTorch trains the deep net.

    Args:
        training: protocol, batch size, epochs, number of digits.
        optimizer: the optimiser.
        net: its layers, the last one linear.
    """

    training: Training = TRAINING
    optimizer: Optimizer = ADAM
    net: Net = LOGITS


def train_in_torch(
    settings: TorchSettings, seed: int, data: Digits, *, stop_after: int | None = None
) -> Outcome:
    """Train the deep net in PyTorch with one seed.

    Args:
        settings: how.
        seed: first weights are those of our deep net with this seed.
        data: MNIST.
        stop_after: leave off after so many epochs.

    Returns:
        ``loss``, ``accuracy``, ``val_loss`` and ``val_accuracy`` an epoch, as Keras defines them;
        ``test_loss`` and ``test_accuracy`` at the end.
    """
    training = settings.training
    torch = backend.torch()
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    split = prepared(training, seed, data)
    net = torch_twin.to_torch(settings.net.build(split.x_train.shape[1], rng=stream(seed, "weights")))
    optimizer = torch_twin.torch_optimizer(settings.optimizer, net.parameters())
    history: dict[str, list[float]] = {}
    rng = stream(seed, "training").spawn(2)[0]
    for _ in range(min(training.epochs, stop_after or training.epochs)):
        logs = run_epoch(net, optimizer, split, training.batch_size, rng)
        loss, accuracy = judged(net, split.x_val, split.y_val)
        for name, value in (*logs.items(), ("val_loss", loss), ("val_accuracy", accuracy)):
            history.setdefault(name, []).append(value)
    if stop_after:
        return Outcome(history)
    loss, accuracy = judged(net, split.x_test, split.y_test)
    return Outcome(history, {"test_loss": loss, "test_accuracy": accuracy})


def run_epoch(
    net: Any, optimizer: Any, split: Split, batch_size: int | None, rng: np.random.Generator
) -> dict[str, float]:
    """Let PyTorch make one step for each batch; return the mean cost and accuracy on the way."""
    torch = backend.torch()
    net.train()
    order, size = rng.permutation(len(split.x_train)), batch_size or len(split.x_train)
    total, hits = 0.0, 0
    for begin in range(0, len(order), size):
        rows = order[begin : begin + size]
        x = torch.from_numpy(split.x_train[rows])
        labels = torch.from_numpy(split.y_train[rows].argmax(axis=1))
        logits = net(x)
        loss = torch.nn.functional.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss.detach()) * len(rows)
        hits += int((logits.argmax(dim=1) == labels).sum())
    return {"loss": total / len(order), "accuracy": hits / len(order)}


def judged(net: Any, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return cross-entropy and accuracy at inference."""
    torch = backend.torch()
    net.eval()
    with torch.no_grad():
        logits, labels = net(torch.from_numpy(x)), torch.from_numpy(y.argmax(axis=1))
        loss = torch.nn.functional.cross_entropy(logits, labels)
        return float(loss), float((logits.argmax(dim=1) == labels).float().mean())
