"""Event files for TensorBoard, written without TensorFlow.

An event file is a row of records; a record is a length, a protocol-buffer message and two checksums. A
message is a row of fields, each a key (number and wire type) and a value. The few messages needed here take a
page of code. Read the files with ``tensorboard --logdir DIR``.
"""

import os
import struct
from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import Any, Self

import numpy as np

from dlbook.nn.callbacks import Callback
from dlbook.nn.trainer import Trainer

VARINT, DOUBLE, BYTES, FLOAT = 0, 1, 2, 5


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC_TABLE = _crc_table()


def crc32c(data: bytes) -> int:
    """Return the CRC-32C checksum (Castagnoli's polynomial) of some bytes.

    Args:
        data: any bytes.

    Returns:
        A whole number below 2**32.

    Example:
        >>> hex(crc32c(b"123456789"))
        '0xe3069283'

    References:
        RFC 3720, appendix B.4; the example is the polynomial's usual test.
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def masked_crc(data: bytes) -> int:
    """Return the checksum as event files store it: rotated right by 15 bits, plus a constant.

    The mask keeps a checksum of data that hold checksums from misleading.
    """
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(message: bytes) -> bytes:
    """Return a message framed for an event file: length, its checksum, message, its checksum."""
    length = struct.pack("<Q", len(message))
    return length + struct.pack("<I", masked_crc(length)) + message + struct.pack("<I", masked_crc(message))


def varint(number: int) -> bytes:
    """Return a whole number of at least 0 in groups of seven bits, low ones first; the high bit says "go on".

    Example:
        >>> varint(300).hex()
        'ac02'
    """
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])


def field(number: int, wire: int, value: Any) -> bytes:
    """Return one field of a message: its key, then the value in the form that the wire type says.

    Args:
        number: the field's number in the message's definition.
        wire: VARINT (whole number), DOUBLE, FLOAT, or BYTES (text, packed arrays, messages in messages).
        value: the value.

    Example:
        >>> field(2, BYTES, b"loss").hex()
        '12046c6f7373'
    """
    key = varint(number << 3 | wire)
    if wire == VARINT:
        return key + varint(value)
    if wire == BYTES:
        return key + varint(len(value)) + value
    return key + struct.pack("<d" if wire == DOUBLE else "<f", value)


def histogram(values: np.ndarray, bins: int = 30) -> bytes:
    """Return a HistogramProto: least, largest, count, sum, sum of squares, bucket edges and counts."""
    values = np.asarray(values, dtype=np.float64).ravel()
    counts, edges = np.histogram(values, bins=bins)
    parts = [values.min(), values.max(), values.size, values.sum(), (values**2).sum()]
    message = b"".join(field(number, DOUBLE, part) for number, part in enumerate(parts, 1))
    message += field(6, BYTES, edges[1:].astype("<f8").tobytes())
    return message + field(7, BYTES, counts.astype("<f8").tobytes())


class EventWriter:
    """Writes one event file into a folder.

    Args:
        folder: made if it is not there; TensorBoard calls a folder with event files a run.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, EventWriter(folder) as writer:
        ...     writer.scalar("loss", 0.5, step=1)
    """

    def __init__(self, folder: str | Path) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.path = Path(folder) / f"events.out.tfevents.{time():.6f}.{os.getpid()}"
        self._file = self.path.open("xb")
        self._event(field(3, BYTES, b"brain.Event:2"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def scalar(self, tag: str, value: float, *, step: int) -> None:
        """Write one number under a name.

        Args:
            tag: the chart's name.
            value: the number.
            step: where it stands on the chart's axis.
        """
        self._value(tag, field(2, FLOAT, value), step)

    def histogram(self, tag: str, values: np.ndarray, *, step: int) -> None:
        """Write the distribution of many numbers under a name.

        Args:
            tag: the chart's name.
            values: finite numbers, any shape, at least one.
            step: where they stand.
        """
        self._value(tag, field(5, BYTES, histogram(values)), step)

    def flush(self) -> None:
        """Hand everything to the operating system, so that TensorBoard sees it."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _value(self, tag: str, content: bytes, step: int) -> None:
        value = field(1, BYTES, tag.encode()) + content  # Summary.Value: tag, then scalar or histogram
        summary = field(1, BYTES, value)  # Summary: values
        self._event(field(2, VARINT, step) + field(5, BYTES, summary))  # Event: step, summary

    def _event(self, content: bytes) -> None:
        self._file.write(record(field(1, DOUBLE, time()) + content))  # Event: wall time


class TensorBoard(Callback):
    """Writes a training's figures as Keras' callback of that name does, for TensorBoard's charts.

    Training figures go to the run ``train``, those named ``val_`` to ``validation``, both as ``epoch_loss``
    etc., so that they share a chart.

    Args:
        log_dir: folder for both runs; take a new one for each training.
        histogram_freq: epochs between two histograms of all parameters; 0 writes none.

    *Differs from* Keras: no graph, no profile, no embeddings; epochs count from 1.
    """

    def __init__(self, log_dir: str | Path = "logs", *, histogram_freq: int = 0) -> None:
        self.log_dir = Path(log_dir)
        self.histogram_freq = histogram_freq
        self._writers: dict[str, EventWriter] = {}

    def on_epoch_end(self, trainer: Trainer, logs: dict[str, float]) -> None:
        """Write the epoch's figures and, when it is their turn, the histograms."""
        for name, value in logs.items():
            run = "validation" if name.startswith("val_") else "train"
            self._writer(run).scalar(f"epoch_{name.removeprefix('val_')}", value, step=trainer.epoch)
        self._writer("train").scalar("epoch_learning_rate", trainer.learning_rate, step=trainer.epoch)
        if self.histogram_freq and trainer.epoch % self.histogram_freq == 0:
            self._write_histograms(trainer.net.params, trainer.epoch)
        for writer in self._writers.values():
            writer.flush()

    def on_train_end(self, trainer: Trainer) -> None:
        """Close the files."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def _write_histograms(self, params: Mapping[str, np.ndarray], epoch: int) -> None:
        for key, w in params.items():
            self._writer("train").histogram(key, w, step=epoch)

    def _writer(self, run: str) -> EventWriter:
        if run not in self._writers:
            self._writers[run] = EventWriter(self.log_dir / run)
        return self._writers[run]
