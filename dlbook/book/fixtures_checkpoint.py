"""What the checkpoint widget shows: recorded validation curves, and golden numbers of early stopping."""

from types import SimpleNamespace
from typing import Any, cast

from dlbook import nn
from dlbook.nn.trainer import Trainer
from dlbook.runs.results import Results

RUN, FIGURE = "regression", "val_mse"
VARIANTS = ("raw", "standardised", "targets-too")
"""The curves that the site publishes: raw inputs, standardised inputs, targets standardised as well."""

DIGITS = 5  # significant ones; enough to keep the order of all epochs
_PATIENCES = [1, 2, 3, 5, 8, 32]


def curves() -> dict[str, Any]:
    """Return the validation errors after every epoch, for every seed, rounded for publication.

    Example:
        >>> data = curves()
        >>> len(data["curves"]["raw"]), len(data["curves"]["raw"][0])
        (20, 32)
    """
    record = Results().read(RUN)
    rows = {
        name: [[_rounded(value) for value in row] for row in record.curve(name, FIGURE)] for name in VARIANTS
    }
    return {"run": RUN, "figure": FIGURE, "seeds": list(record.seeds), "curves": rows}


def patience() -> dict[str, Any]:
    """Return where `dlbook.nn.EarlyStopping` stops on every published curve, and which epoch it keeps.

    Example:
        >>> golden = patience()
        >>> golden["kept"]["raw"]["5"][7], golden["stopped"]["raw"]["5"][7]
        (25, 30)
    """
    record = Results().read(RUN)
    ends = {
        name: {
            str(limit): [_watched(row.tolist(), limit) for row in record.curve(name, FIGURE)]
            for limit in _PATIENCES
        }
        for name in VARIANTS
    }
    return {
        which: {
            name: {limit: [pair[i] for pair in pairs] for limit, pairs in limits.items()}
            for name, limits in ends.items()
        }
        for i, which in enumerate(("kept", "stopped"))
    }


def _watched(errors: list[float], limit: int) -> tuple[int, int]:
    """Let the engine's callback watch a recorded curve; return the epochs it keeps and ends after."""
    trainer = SimpleNamespace(epoch=0, stop=False)
    callback = nn.EarlyStopping(FIGURE, patience=limit)
    callback.on_train_begin(cast(Trainer, trainer))
    for trainer.epoch, error in enumerate(errors, 1):
        callback.on_epoch_end(cast(Trainer, trainer), {FIGURE: error})
        if trainer.stop:
            break
    return callback.best_epoch, trainer.epoch


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
