"""What the site publishes for the widget draw-a-digit is what the records hold, and small."""

import json

import numpy as np
import pytest

from dlbook.book import digit_nets
from dlbook.book.errors import ChapterError
from dlbook.runs import Results
from dlbook.runs.stores import NETS, kept_net


@pytest.fixture(scope="module")
def files():
    return digit_nets.contents(Results())


@pytest.fixture(scope="module")
def index(files):
    return json.loads(files["index.json"])


def test_all_files_together_are_under_200_kilobytes(files):
    assert set(files) == {"index.json", "digits.bin", *(f"{net}.bin" for net in NETS)}
    assert sum(map(len, files.values())) < 200_000


@pytest.mark.parametrize("net", NETS)
def test_the_accuracy_is_that_of_the_record(index, net):
    record = Results().read("digit-nets")
    assert index["nets"][net]["accuracy"] == record.content["results"][net]["final"]["test_accuracy"][0]


@pytest.mark.parametrize("net", NETS)
def test_the_weights_are_those_of_the_record(files, index, net):
    content, kept = files[f"{net}.bin"], kept_net(Results(), net)
    dense = [layer for layer in index["nets"][net]["layers"] if layer["kind"] == "dense"]
    for number, layer in enumerate(dense, 1):
        inputs, units, at = layer["inputs"], layer["units"], layer["at"]
        scale = np.frombuffer(content, "<f4", units, at["scale"])
        kernel = np.frombuffer(content, np.int8, inputs * units, at["kernel"]).reshape(inputs, units)
        np.testing.assert_array_equal(kernel * scale, kept.params[f"dense_{number}/kernel"])
        bias = np.frombuffer(content, "<f4", units, at["bias"])
        np.testing.assert_array_equal(bias, kept.params[f"dense_{number}/bias"])
    norms = [layer for layer in index["nets"][net]["layers"] if layer["kind"] == "batch_norm"]
    assert len(norms) == (3 if net == "deep" else 0)
    for number, layer in enumerate(norms, 1):
        for name, place in layer["at"].items():
            expected = {**kept.params, **kept.state}[f"batch_norm_{number}/{name}"]
            np.testing.assert_array_equal(np.frombuffer(content, "<f4", layer["units"], place), expected)


def test_digits_are_those_of_the_store_with_their_licence(files, index):
    images = np.frombuffer(files["digits.bin"], np.uint8).reshape(-1, 28, 28)
    with np.load(Results().folder / "test-digits.npz") as stored:
        places = np.searchsorted(stored["rows"], index["digits"]["rows"])
        np.testing.assert_array_equal(images, stored["images"][places])
        np.testing.assert_array_equal(index["digits"]["labels"], stored["labels"][places])
    assert index["digits"]["labels"][:10] == list(range(10))
    assert len(images) == 20
    assert "Yann LeCun and Corinna Cortes" in index["digits"]["licence"]


def test_every_net_reads_some_of_the_digits_and_misreads_others(files, index):
    pictures = np.frombuffer(files["digits.bin"], np.uint8).reshape(-1, 784).astype(np.float32) / 255
    for net in NETS:
        right = kept_net(Results(), net).predict(pictures).argmax(axis=1) == index["digits"]["labels"]
        assert 5 <= right.sum() <= 16


def test_files_are_written_once_and_equal(tmp_path):
    written = digit_nets.published(Results(), tmp_path)
    assert sorted(written) == sorted(f"widgets/digits/{path.name}" for path in tmp_path.iterdir())
    times = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    digit_nets.published(Results(), tmp_path)
    assert times == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path, content in whole.items():
        path.write_bytes(content[:-1] + b"?")  # damaged
    digit_nets.published(Results(), tmp_path)
    assert whole == {path: path.read_bytes() for path in tmp_path.iterdir()}


def test_a_book_without_the_record_publishes_nothing(tmp_path):
    assert digit_nets.published(Results(tmp_path), tmp_path / "out") == {}
    assert not (tmp_path / "out").exists()


def flipped(content):
    half = len(content) // 2
    return content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]


@pytest.mark.parametrize("damage", [lambda whole: whole[:-5], lambda _: b"", lambda _: b"garbage", flipped])
def test_damaged_digits_are_named_with_what_to_do(tmp_path, damage):
    name, folder = "test-digits.npz", Results().folder
    (tmp_path / "digit-nets.json").write_bytes((folder / "digit-nets.json").read_bytes())
    content = (folder / name).read_bytes()
    (tmp_path / name).write_bytes(damage(content))
    with pytest.raises(ChapterError, match=r"results/test-digits\.npz is damaged .* from git again"):
        digit_nets.published(Results(tmp_path), tmp_path / "out")
