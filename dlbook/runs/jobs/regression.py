"""The regression net on a table: validation cost that jumps, and the epoch that is kept."""

from dataclasses import dataclass

import numpy as np

from dlbook.nn import Adam, Callback, Sequential, models
from dlbook.nn.callbacks.base import Best
from dlbook.nn.optimizers import Updater
from dlbook.nn.trainer import Trainer
from dlbook.rng import stream
from dlbook.runs.jobs.fitting import fit_quietly
from dlbook.runs.jobs.tables import Parts, Table, parts_of
from dlbook.runs.outcome import Outcome

ADAM = Adam()
#: The row of the test set whose prediction is recorded.
ROW = 42


@dataclass(frozen=True)
class RegressionSettings:
    """How the regression net is trained.

    Args:
        standardised: whether columns are scaled.
        scaled_targets: whether the net learns targets of mean 0 and standard deviation 1; its predictions
            are scaled back, and all errors but ``loss`` and ``val_loss`` are in the targets' own unit.
        protocol: ``"classic"`` or ``"clean"``, see ``tables.parts_of``.
        cost: name of the cost.
        optimizer: the optimiser.
        batch_size: rows a step.
        epochs: passes over the rows.
    """

    standardised: bool = False
    scaled_targets: bool = False
    protocol: str = "classic"
    cost: str = "mean_squared_error"
    optimizer: Updater = ADAM
    batch_size: int = 8
    epochs: int = 32


@dataclass(frozen=True)
class Scale:
    """How targets became what the net learns: (y - mean) / deviation."""

    mean: float = 0.0
    deviation: float = 1.0

    def there(self, y: np.ndarray) -> np.ndarray:
        """Return targets as the net learns them."""
        return np.asarray((y - self.mean) / self.deviation, dtype=np.float32)

    def back(self, y: np.ndarray) -> np.ndarray:
        """Return predictions in the targets' own unit."""
        return y * self.deviation + self.mean


class Judge(Callback):
    """Measures errors after every epoch and keeps the weights of the best one.

    Args:
        parts: the rows.
        scale: of the targets.
    """

    def __init__(self, parts: Parts, scale: Scale) -> None:
        self.parts, self.scale = parts, scale
        self.best = Best("val_loss")

    def on_epoch_end(self, trainer: Trainer, logs: dict[str, float]) -> None:
        """Add ``val_mse`` and ``val_mae``; keep the weights if ``val_loss`` is the lowest yet."""
        error = self.scale.back(trainer.net.predict(self.parts.x_val)) - self.parts.y_val
        logs["val_mse"] = float(np.mean(error**2))
        logs["val_mae"] = float(np.mean(abs(error)))
        if self.best.improves(logs, trainer.epoch):
            self.weights = trainer.net.get_weights()


def regress(
    settings: RegressionSettings, seed: int, data: Table, *, stop_after: int | None = None
) -> Outcome:
    """Train one regression net; measure it as it is at the end, and as it was at its best epoch.

    Args:
        settings: how.
        seed: which first weights, orders and dropout masks.
        data: the table.
        stop_after: leave off after so many epochs.

    Returns:
        ``loss``, ``val_loss``, ``val_mse`` and ``val_mae`` an epoch; ``test_mse``, ``test_mae`` and
        ``row_42`` (the prediction for that test row) of the last epoch, the same with ``best_`` before them
        of the epoch with the lowest validation cost, ``best_epoch``, and the share of epochs after which the
        validation cost was higher than after the one before, ``jumps``; of seed 1 all test rows' predictions.
    """
    parts = parts_of(data, protocol=settings.protocol, standardised=settings.standardised)
    net = Sequential(models.regression()).build(parts.x_train.shape[1:], rng=stream(seed, "weights"))
    y = parts.y_train
    scale = Scale(float(y.mean()), float(y.std())) if settings.scaled_targets else Scale()
    judge = Judge(parts, scale)
    history, diverged = fit_quietly(
        net,
        parts.x_train,
        scale.there(y),
        seed=seed,
        cost=settings.cost,
        optimizer=settings.optimizer,
        batch_size=settings.batch_size,
        epochs=min(settings.epochs, stop_after or settings.epochs),
        validation_data=(parts.x_val, scale.there(parts.y_val)),
        callbacks=[judge],
    )
    if stop_after:
        return Outcome(history)
    last = scale.back(net.predict(parts.x_test))
    net.set_weights(judge.weights)
    best = scale.back(net.predict(parts.x_test))
    final = errors("", last, parts.y_test) | errors("best_", best, parts.y_test)
    final |= {"best_epoch": float(judge.best.epoch), "diverged": float(diverged)}
    final["jumps"] = float((np.diff(history["val_loss"]) > 0).mean())
    return Outcome(history, final, {"last": last[:, 0], "best": best[:, 0]} if seed == 1 else {})


def errors(prefix: str, y_pred: np.ndarray, y_true: np.ndarray) -> dict[str, float]:
    """Return mean squared and mean absolute error, and the prediction for one row."""
    return {
        f"{prefix}test_mse": float(np.mean((y_pred - y_true) ** 2)),
        f"{prefix}test_mae": float(np.mean(abs(y_pred - y_true))),
        f"{prefix}row_42": float(y_pred[min(ROW, len(y_pred) - 1), 0]),
    }
