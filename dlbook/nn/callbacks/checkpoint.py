"""Checkpoints: the net on disk after each epoch, or after each best one."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dlbook.nn.callbacks.base import Best, Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class Checkpoint(Callback):
    """Saves the net after an epoch, by ``net.save``; load it with ``Sequential.load``.

    The file is written beside its place and then renamed, so an interruption never leaves half a file.

    Args:
        path: where to write, ending in ``.npz``; ``{epoch}`` in it becomes the epoch's number, e.g.
            ``"net-{epoch:02d}.npz"``.
        monitor: name of the figure that tells which epoch is best.
        save_best_only: False saves every epoch; without ``{epoch}`` in the path that keeps the last one.

    Attributes:
        saved_epochs: the epochs that were saved, from 1.

    Example:
        >>> every_epoch = Checkpoint("net-{epoch:02d}.npz", save_best_only=False)

    *Differs from* Keras in the name only (``ModelCheckpoint``).
    """

    def __init__(self, path: str | Path, *, monitor: str = "val_loss", save_best_only: bool = True) -> None:
        self.path = str(path)
        self.save_best_only = save_best_only
        self.saved_epochs: list[int] = []
        self._best = Best(monitor)

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Forget an earlier training."""
        self._best.forget()
        self.saved_epochs = []

    def on_epoch_end(self, trainer: "Trainer", logs: dict[str, float]) -> None:
        """Save, if this epoch is to be kept."""
        if self.save_best_only and not self._best.improves(logs, trainer.epoch):
            return
        target = Path(self.path.format(epoch=trainer.epoch))
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.stem}.part.npz")
        trainer.net.save(beside)
        os.replace(beside, target)
        self.saved_epochs.append(trainer.epoch)
