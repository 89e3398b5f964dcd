"""How far a long piece of work is and how long the rest will take, told as the reader of the output likes it.

On a terminal one line is written over and over. In a file or a pipe each step is a line of its own, without
carriage returns. Where the variable CI is set nobody watches, and nothing is told.
"""

import os
import shutil
import sys
from time import perf_counter
from typing import TextIO

LIVE, LINES, QUIET = "live", "lines", "quiet"
_CLEAR = "\r\x1b[K"


def manner(stream: TextIO) -> str:
    """Return how progress is to be told on a stream: ``"live"``, ``"lines"`` or ``"quiet"``.

    Example:
        >>> import io
        >>> manner(io.StringIO()) in (LINES, QUIET)
        True
    """
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        return QUIET
    return LIVE if stream.isatty() else LINES


class Progress:
    """Counts the steps of a batch and tells of each.

    Args:
        total: how many steps there are.
        stream: where to tell; standard error by default.

    Example:
        >>> progress = Progress(3, sys.stdout)
        >>> progress.line("a.md", 42)
        '0/3 a.md; left about 42 s'
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.total, self.done = total, 0
        self.stream = stream or sys.stderr
        self.manner = manner(self.stream)
        self.begin = 0.0  # when the first step was done
        self.open_line = False

    def step(self, label: str, seconds_left: float | None = None) -> None:
        """Count a finished step and tell of it.

        Args:
            label: what was done, in a few words.
            seconds_left: an estimate; by default from the mean time of the steps after the first, since
                the first has the start-up in it.
        """
        now = perf_counter()
        self.done += 1
        if self.done == 1:
            self.begin = now
        elif seconds_left is None:
            seconds_left = (now - self.begin) / (self.done - 1) * (self.total - self.done)
        self.show(self.line(label, seconds_left), last=self.done >= self.total)

    def line(self, label: str, seconds_left: float | None) -> str:
        """Return what is told of a step; without an estimate the time left is left out."""
        if seconds_left is None or self.done >= self.total:
            return f"{self.done}/{self.total} {label}"
        return f"{self.done}/{self.total} {label}; left about {duration(seconds_left)}"

    def show(self, text: str, *, last: bool = False) -> None:
        """Tell a line; on a terminal in place of the one before, unless that was the last.

        Args:
            text: the line.
            last: whether it is to stay.
        """
        if self.manner == QUIET:
            return
        if self.manner == LIVE:
            room = max(20, shutil.get_terminal_size().columns - 1)  # a line that wraps cannot be written over
            self.stream.write(f"{_CLEAR}{text if last else text[:room]}" + "\n" * last)
            self.open_line = not last
        else:
            self.stream.write(f"{text}\n")
        self.stream.flush()

    def close(self) -> None:
        """Leave the line on a terminal, where the work ended before its last step."""
        if self.open_line:
            self.stream.write("\n")
            self.stream.flush()
            self.open_line = False


def duration(seconds: float) -> str:
    """Return a length of time as a person says it.

    Example:
        >>> duration(42), duration(600), duration(7000)
        ('42 s', '10 min', '1 h 57 min')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
