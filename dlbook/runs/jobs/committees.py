"""Train several nets from different starts, and let them vote."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import costs
from dlbook.rng import stream
from dlbook.runs.digits import Digits
from dlbook.runs.jobs.classify import Training, fitted, prepared
from dlbook.runs.jobs.nets import build
from dlbook.runs.outcome import Outcome

TRAINING = Training()


@dataclass(frozen=True)
class CommitteeSettings:
    """How large the committee is and how its members are trained.

    Args:
        members: how many nets.
        training: of each of them.
    """

    members: int = 10
    training: Training = TRAINING


def vote(settings: CommitteeSettings, seed: int, data: Digits, *, stop_after: int | None = None) -> Outcome:
    """Train the members of one committee and measure them, the best of them, and their averages.

    The best restart is picked by validation cost, and judged on the test digits, which it has not seen.

    Args:
        settings: size and training.
        seed: which committee; member k has the seed 1000 seed + k.
        data: MNIST.
        stop_after: leave off after so many epochs of the first member.

    Returns:
        The first member's history; ``test_accuracy`` and ``test_loss`` of the whole committee,
        ``mean_member`` and ``best_restart`` test accuracy; the test accuracies of the members, and of the
        committees of the first 1, 2, 3, ... members.
    """
    training = settings.training
    split = prepared(training, seed, data)
    cost = costs.get(training.cost)
    trainings, val_losses, outputs = [], [], []
    for member in range(1 if stop_after else settings.members):
        own = 1000 * seed + member
        net = build(training.net, split.x_train.shape[1], rng=stream(own, "weights"))
        epochs = min(training.epochs, stop_after or training.epochs)
        done = fitted(net, split, training, own, epochs)
        trainings.append(done)
        val_losses.append(done.history["val_loss"][-1])
        outputs.append(net.predict(split.x_test))
    first = trainings[0]
    opening = {"opening_loss": first.opening}
    if stop_after:
        return Outcome(first.history, opening)
    labels = split.y_test.argmax(axis=1)
    averages = np.cumsum(outputs, axis=0) / np.arange(1, len(outputs) + 1)[:, None, None]
    members = [float((y.argmax(axis=1) == labels).mean()) for y in outputs]
    together = [float((y.argmax(axis=1) == labels).mean()) for y in averages]
    final = {
        "test_accuracy": together[-1],
        "test_loss": float(cost(split.y_test, averages[-1])),
        "mean_member": float(np.mean(members)),
        "mean_member_loss": float(np.mean([cost(split.y_test, y) for y in outputs])),
        "best_restart": members[int(np.argmin(val_losses))],
    }
    return Outcome(first.history, opening | final, {"members": members, "by_size": together})
