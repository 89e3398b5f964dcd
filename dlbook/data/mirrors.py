"""Ask every mirror for its file, one after the other, and keep nothing of what comes."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dlbook.data.download import Patience, download
from dlbook.data.errors import DataError
from dlbook.data.sources import FileSet


def ask(
    data_set: FileSet, mirrors: Sequence[str], patience: Patience | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each mirror's address and what is wrong with what it sent; nothing, if it is the right file.

    Args:
        data_set: what to ask for.
        mirrors: the addresses.
        patience: how long to wait for each.
    """
    for mirror in mirrors:
        with tempfile.TemporaryDirectory() as folder:
            try:
                download(data_set, [mirror], folder=Path(folder), patience=patience)
            except DataError as error:
                yield mirror, str(error)
            else:
                yield mirror, ""
