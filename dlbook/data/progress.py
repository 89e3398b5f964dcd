"""A progress bar for the terminal; silent where the output is a file or a pipe, and where CI is set."""

import sys
import time

from dlbook.progress import LIVE, duration, manner


class ProgressBar:
    """Shows how much of a download is there.

    Args:
        label: what is being downloaded.

    Example:
        >>> bar = ProgressBar("mnist.npz")
        >>> bar.show(1_000_000, 4_000_000)
        >>> bar.close()
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self.stream = sys.stderr
        self.shown_at = 0.0
        self.begin = time.monotonic()
        self.visible = manner(self.stream) == LIVE

    def show(self, received: int, total: int | None) -> None:
        """Draw the bar, ten times a second at most.

        Args:
            received: bytes so far.
            total: bytes in all, or None if the server did not say.
        """
        now = time.monotonic()
        if not self.visible or (now - self.shown_at < 0.1 and received != total):
            return
        self.shown_at = now
        line = progress_line(self.label, received, total, seconds=now - self.begin)
        self.stream.write(f"\r{line}\033[K")
        self.stream.flush()

    def close(self) -> None:
        """Leave the line, if one was drawn."""
        if self.shown_at:
            self.stream.write("\n")
            self.stream.flush()


def progress_line(label: str, received: int, total: int | None, width: int = 24, seconds: float = 0.0) -> str:
    """Return one line of progress.

    Example:
        >>> progress_line("mnist.npz", 5_000_000, 10_000_000, width=8)
        'mnist.npz  ####----  5.0 of 10.0 MB'
        >>> progress_line("mnist.npz", 5_000_000, None)
        'mnist.npz  5.0 MB'
        >>> progress_line("mnist.npz", 2_000_000, 10_000_000, width=5, seconds=3)
        'mnist.npz  #----  2.0 of 10.0 MB, left about 12 s'
    """
    if not total:
        return f"{label}  {received / 1e6:.1f} MB"
    done = min(width, width * received // total)
    line = f"{label}  {'#' * done}{'-' * (width - done)}  {received / 1e6:.1f} of {total / 1e6:.1f} MB"
    if not seconds or not 0 < received < total:
        return line
    return f"{line}, left about {duration(seconds / received * (total - received))}"
