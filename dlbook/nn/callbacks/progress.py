"""A line that shows how far the training has come and how long it will take."""

import sys
from time import perf_counter
from typing import TYPE_CHECKING, TextIO

from dlbook.nn.callbacks.base import Callback

if TYPE_CHECKING:
    from dlbook.nn.trainer import Trainer

WIDTH = 24


class ProgressBar(Callback):
    """Draws epoch, bar, time to the end of the training and running cost; then the epoch's figures.

    Quiet when nobody watches: a log file needs no moving line. The line is redrawn ten times a second at
    most.

    Args:
        always: True writes even if the stream is no terminal, then only one line an epoch.
        stream: where to write; None is the standard error stream.

    Example:
        >>> to_a_log = ProgressBar(always=True, stream=sys.stdout)
    """

    def __init__(self, *, always: bool = False, stream: TextIO | None = None) -> None:
        self.always = always
        self.stream = stream
        self._moves = False

    def on_train_begin(self, trainer: "Trainer") -> None:
        """Look whether someone watches, and start the clock."""
        self._out = self.stream or sys.stderr
        self._moves = self._out.isatty()
        self._begin = perf_counter()
        self._next = self._begin

    def on_step_end(self, trainer: "Trainer") -> None:
        """Redraw the line, if it is time."""
        if not self._moves or (now := perf_counter()) < self._next:
            return
        self._next = now + 0.1
        done = trainer.step - (trainer.epoch - 1) * trainer.steps_per_epoch
        bar = ("=" * (WIDTH * done // trainer.steps_per_epoch)).ljust(WIDTH, ".")
        left = (now - self._begin) * (trainer.epochs * trainer.steps_per_epoch / trainer.step - 1)
        self._write(
            f"\r{_title(trainer)} [{bar}] {done}/{trainer.steps_per_epoch}  "
            f"{duration(left)} left  loss {trainer.loss:.4f}"
        )

    def on_epoch_end(self, trainer: "Trainer", logs: dict[str, float]) -> None:
        """Write the epoch's figures in place of the moving line."""
        if self._moves or self.always:
            figures = "  ".join(f"{name} {value:.4g}" for name, value in logs.items())
            self._write(("\r\x1b[K" if self._moves else "") + f"{_title(trainer)}  {figures}\n")

    def on_train_end(self, trainer: "Trainer") -> None:
        """Close a line that an interruption left open."""
        if self._moves and (trainer.history.interrupted or len(trainer.history.epochs) < trainer.epoch):
            self._write("\n")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def duration(seconds: float) -> str:
    """Return a time as people read it.

    Example:
        >>> duration(7.2), duration(95), duration(3725)
        ('0:07', '1:35', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _title(trainer: "Trainer") -> str:
    return f"Epoch {trainer.epoch}/{trainer.epochs}"
