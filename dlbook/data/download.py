"""Download a data set from its mirrors: bounded in time and size, checked before it takes its name."""

import http.client
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from dlbook.data.cache import cache_folder, part_beside, storage_errors
from dlbook.data.errors import BadFileError, DataError, DownloadError, NotWritableError
from dlbook.data.files import read
from dlbook.data.progress import ProgressBar
from dlbook.data.sources import FileSet

PIECE = 1 << 16


@dataclass(frozen=True)
class Patience:
    """How long a download may take.

    Args:
        timeout: seconds without a sign of life from a server, when connecting and when reading.
        deadline: seconds for all mirrors together.
    """

    timeout: float = 10.0
    deadline: float = 300.0


def download(
    data_set: FileSet, mirrors: Sequence[str], *, folder: Path | None = None, patience: Patience | None = None
) -> Path:
    """Fetch a data set from the first mirror that sends the right one, and put it into the cache.

    The file is written beside its place under a name of its own, read and checked there, and then renamed
    in one step: no other process ever sees half a file, and two that download at once end with the same
    right one.

    Args:
        data_set: what to fetch.
        mirrors: addresses to try, in order.
        folder: where to put it; our cache by default.
        patience: how long to wait.

    Returns:
        The path of the checked file.

    Raises:
        DownloadError: no mirror sent it; the message has a reason for each.
        NotWritableError: the folder cannot be written, or has no room.
    """
    patience = patience or Patience()
    target = (folder or cache_folder()) / data_set.file_name
    end = time.monotonic() + patience.deadline
    failures = []
    for url in mirrors:
        seconds = end - time.monotonic()
        if seconds <= 0:
            failures.append(f"{url} (no time left)")
            continue
        try:
            return _download_one(url, target, data_set, min(patience.timeout, seconds), seconds)
        except NotWritableError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            failures.append(f"{url} ({_reason(error)})")
    raise DownloadError(
        f"{data_set.title} could not be downloaded: {'; '.join(failures) or 'no mirror is set'}",
        "a mirror that answers with the right file",
        f"Go online and run `dlbook data`, or put {data_set.file_name} into {target.parent} "
        "or into a folder that DLBOOK_DATA names",
    )


def _download_one(url: str, target: Path, data_set: FileSet, timeout: float, seconds: float) -> Path:
    bar = ProgressBar(data_set.file_name)
    with part_beside(target) as part:
        try:
            with storage_errors(target):
                file = part.open("xb", buffering=0)
            with file:
                _within(seconds, lambda stop: _fetch(url, file, data_set.max_bytes, timeout, stop, bar))
        finally:
            bar.close()
        read(part, data_set)
        with storage_errors(target):
            os.replace(part, target)
    return target


def _within(seconds: float, work: Callable[[threading.Event], None]) -> None:
    """Do the work in a thread and wait no longer than that.

    Time-outs of sockets do not bound a name look-up, nor a server that sends its headers byte by byte.
    """
    stop = threading.Event()
    outcome: list[BaseException] = []

    def run() -> None:
        try:
            work(stop)
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True, name="dlbook-download")
    thread.start()
    try:
        thread.join(seconds)
        if thread.is_alive():
            raise TimeoutError(f"not done after {seconds:.3g} s")
    finally:
        stop.set()
    if outcome:
        raise outcome[0]


def _fetch(
    url: str, file: FileIO, max_bytes: int, timeout: float, stop: threading.Event, bar: ProgressBar
) -> None:
    """Write what an address sends into an open file."""
    with _open(url, timeout) as response:
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isdigit() else None
        received = 0
        while not stop.is_set() and (piece := response.read1(PIECE)):
            received += len(piece)
            if max(received, total or 0) > max_bytes:
                raise OSError(f"more than {max_bytes / 1e6:.1f} MB")
            with storage_errors(Path(file.name)):
                _write(file, piece)
            bar.show(received, total)
    if total is not None and received != total:
        raise OSError(f"stopped after {received:,} of {total:,} bytes")
    with storage_errors(Path(file.name)):
        os.fsync(file.fileno())


def _open(url: str, timeout: float) -> http.client.HTTPResponse:
    """Return the answer of a server, its body still to be read."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("not an address of http or https")
    request = urllib.request.Request(url, headers={"User-Agent": "dlbook"})  # noqa: S310 - checked above
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()
        raise OSError(f"status {error.code}, {error.reason}") from None
    return answer


def _write(file: FileIO, piece: bytes) -> None:
    """Write all of it; without a buffer, a full disk shows here and not when the file is closed."""
    left = memoryview(piece)
    while left:
        left = left[file.write(left) or 0 :]


def _reason(error: BaseException) -> str:
    """Say in a few words why a mirror failed."""
    if isinstance(error, BadFileError):
        return "what it sent is not the right file"
    if isinstance(error, DataError):
        return str(error)
    if isinstance(getattr(error, "reason", None), BaseException):
        return _reason(error.reason)  # type: ignore[attr-defined]
    if isinstance(error, TimeoutError):
        return str(error) if "not done" in str(error) else "no answer in time"
    return str(error) or type(error).__name__
