import struct
import sys
import types

import numpy as np
import pytest

from dlbook.nn import SGD, Dense, Sequential, fit
from dlbook.tensorboard import EventWriter, TensorBoard, crc32c, masked_crc, record, varint


@pytest.fixture
def accumulate(monkeypatch):
    """Return a function that reads a folder as the `tensorboard` package does, without TensorFlow."""
    pytest.importorskip("tensorboard")
    monkeypatch.setitem(sys.modules, "tensorboard.compat.notf", types.ModuleType("notf"))
    from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator

    def read(folder):
        return EventAccumulator(str(folder), tensor_size_guidance={}).Reload()

    return read


def numbers(events, tag):
    from tensorboard.util.tensor_util import make_ndarray

    return [(event.step, make_ndarray(event.tensor_proto)) for event in events.Tensors(tag)]


def scalars(events, tag):
    return [(step, float(value)) for step, value in numbers(events, tag)]


@pytest.mark.parametrize(
    ("data", "checksum"),
    [  # RFC 3720, appendix B.4
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (bytes(reversed(range(32))), 0x113FDB5C),
    ],
)
def test_checksums_of_the_standard(data, checksum):
    assert crc32c(data) == checksum


def test_a_record_holds_length_message_and_two_checksums():
    framed = record(b"abc")
    assert struct.unpack("<Q", framed[:8]) == (3,)
    assert framed[12:15] == b"abc"
    assert len(framed) == 8 + 4 + 3 + 4
    assert struct.unpack("<I", framed[8:12]) == (masked_crc(framed[:8]),)


def test_varints_worked_by_hand():
    # 1 is one group; 300 = 2 * 128 + 44: 44 + 128 = 0xac, then 2
    assert [varint(n).hex() for n in (0, 1, 127, 128, 300)] == ["00", "01", "7f", "8001", "ac02"]


def test_tensorboard_reads_the_numbers_back(tmp_path, accumulate):
    with EventWriter(tmp_path) as writer:
        for step in (1, 2, 300, 2**40):
            writer.scalar("loss of 1 µm", 1 / step, step=step)
    events = accumulate(tmp_path)
    assert events.Tags()["tensors"] == ["loss of 1 µm"]
    assert scalars(events, "loss of 1 µm") == [
        (step, float(np.float32(1 / step))) for step in (1, 2, 300, 2**40)
    ]


def test_a_damaged_file_is_noticed_through_the_checksums(tmp_path, accumulate):
    with EventWriter(tmp_path) as writer:
        writer.scalar("loss", 0.5, step=1)
        writer.scalar("loss", 0.25, step=2)
    data = bytearray(writer.path.read_bytes())
    data[-6] ^= 1  # in the last message
    writer.path.write_bytes(data)
    assert scalars(accumulate(tmp_path), "loss") == [(1, 0.5)]


def test_tensorboard_reads_the_histogram_back(tmp_path, accumulate, rng_values):
    with EventWriter(tmp_path) as writer:
        writer.histogram("weights", rng_values, step=7)
        writer.histogram("all alike", np.zeros((2, 2)), step=7)
    ((step, rows),) = numbers(accumulate(tmp_path), "weights")  # rows: left edge, right edge, count
    assert step == 7
    assert rows[:, 2].sum() == rng_values.size
    assert rows[0, 0] == pytest.approx(rng_values.min())
    assert rows[-1, 1] == pytest.approx(rng_values.max())
    left, right, count = rows[len(rows) // 2]
    assert count == ((rng_values >= left) & (rng_values < right)).sum()


@pytest.fixture
def rng_values():
    return np.random.default_rng(0).normal(size=(30, 20))


def test_the_callback_writes_what_the_history_holds(tmp_path, accumulate):
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
    net = Sequential([Dense(1)]).build((3,), rng=rng)
    board = TensorBoard(tmp_path / "logs", histogram_freq=2)
    history = fit(
        net,
        x,
        y,
        cost="mse",
        optimizer=SGD(0.01),
        epochs=4,
        validation_data=(x, y),
        rng=rng,
        callbacks=[board],
        verbose=0,
    )
    train, validation = (accumulate(tmp_path / "logs" / run) for run in ("train", "validation"))
    for events, name in ((train, "loss"), (validation, "val_loss")):
        expected = [(epoch + 1, float(np.float32(v))) for epoch, v in enumerate(history.history[name])]
        assert scalars(events, "epoch_loss") == expected
    assert [value for _, value in scalars(train, "epoch_learning_rate")] == pytest.approx([0.01] * 4)
    assert [step for step, _ in numbers(train, "dense_1/kernel")] == [2, 4]
    assert set(validation.Tags()["tensors"]) == {"epoch_loss"}


def test_two_writers_in_one_folder_do_not_meet(tmp_path):
    with EventWriter(tmp_path) as one, EventWriter(tmp_path) as two:
        assert one.path != two.path
