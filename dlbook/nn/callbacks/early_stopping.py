"""Early stopping: leave off when the validation cost has stopped falling."""

from typing import TYPE_CHECKING, Any

from dlbook.checks import problem
from dlbook.nn.callbacks.base import Best, Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer


class EarlyStopping(Callback):
    """Ends the training when a figure has not improved for some epochs, and can bring the best weights back.

    The best of many noisy epochs flatters: report the kept epoch's quality on data that did not choose it.

    Args:
        monitor: name of the figure; accuracies should grow, all others fall.
        patience: epochs without improvement to wait, at least 0 (0 is the same as 1).
        min_delta: how much better counts as better, at least 0.
        restore_best: whether the net gets back the weights of its best epoch, however the training ended.

    Attributes:
        best_epoch: epoch of the best value, from 1; 0 before the first.
        stopped_epoch: epoch after which the training was ended; 0 if it was not.

    Raises:
        ValueError: if patience or min_delta is negative.

    Example:
        >>> patient = EarlyStopping("val_loss", patience=5, min_delta=0.001, restore_best=True)

    References:
        Prechelt, L. (1998). Early stopping - but when? In Neural networks: tricks of the trade.

    *Differs from* Keras: the names ``restore_best_weights`` and ``mode`` (told from the figure's name here);
    the default there restores nothing, too.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        *,
        patience: int = 0,
        min_delta: float = 0.0,
        restore_best: bool = False,
    ) -> None:
        if not patience >= 0:
            raise problem(f"patience is {patience!r}", "a whole number of at least 0", "Begin with 5")
        self.patience = patience
        self.restore_best = restore_best
        self._best = Best(monitor, min_delta)
        self._weights: Any = None
        self.stopped_epoch = 0

    @property
    def best_epoch(self) -> int:
        """The epoch of the best value so far, from 1."""
        return self._best.epoch

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Forget an earlier training."""
        self._best.forget()
        self._weights = None
        self.stopped_epoch = 0

    def on_epoch_end(self, trainer: "Trainer", logs: dict[str, float]) -> None:
        """Note an improvement, or lose patience."""
        if self._best.improves(logs, trainer.epoch):
            if self.restore_best:
                self._weights = trainer.net.get_weights()
        elif trainer.epoch - self._best.epoch >= self.patience:
            self.stopped_epoch = trainer.epoch
            trainer.stop = True

    def on_train_end(self, trainer: "Trainer") -> None:
        """Bring the best weights back."""
        if self._weights is not None:
            trainer.net.set_weights(self._weights)
