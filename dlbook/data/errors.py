"""What can be wrong with data, each as an error of its own, so that a search can tell them apart."""

from dlbook.checks import problem


class DataError(ValueError):
    """Something is wrong with a data set, said in three parts.

    Args:
        came: what was found, as a clause that names the file.
        expected: what would have been right.
        mend: what to do about it, as a sentence without its full stop.

    Example:
        >>> raise MissingDataError("no MNIST is there", "a file mnist.npz", "Run `dlbook data`")
        Traceback (most recent call last):
        ...
        dlbook.data.errors.MissingDataError: no MNIST is there; expected a file mnist.npz. Run `dlbook data`.
    """

    def __init__(self, came: str, expected: str, mend: str) -> None:
        super().__init__(str(problem(came, expected, mend)))


class BadFileError(DataError):
    """A file can be read, but does not hold what it should: truncated, altered, another layout."""


class UnreadableError(DataError):
    """A file or folder is there, but the system does not let us read it."""


class MissingDataError(DataError):
    """The data set is nowhere."""


class DownloadError(DataError):
    """No mirror sent the data set."""


class NotWritableError(DataError):
    """The cache cannot be written: no room, no permission, a file in the way of a folder."""


class DataWarning(UserWarning):
    """A bad or unreadable file was passed over; the search went on."""
