"""What is read is the right thing or is refused, with the file named."""

import gzip
import io
import os
import pickle
import zipfile

import numpy as np
import pytest

from dlbook.data import BadFileError, UnreadableError
from dlbook.data.files import locate, read
from dlbook.data.idx import IDX_NAMES
from dlbook.rng import stream


def refused(path, data_set, match):
    with pytest.raises(BadFileError, match=match) as caught:
        read(path, data_set)
    text = str(caught.value)
    assert str(path) in text
    assert "; expected " in text
    assert "DLBOOK_DATA" in text
    return text


def npz(path, arrays, compression=zipfile.ZIP_DEFLATED):
    """Write an .npz without NumPy's own writer."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for key, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array)
            archive.writestr(f"{key}.npy", buffer.getvalue())


def idx_bytes(array):
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.tobytes()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_the_compression_does_not_matter(tmp_path, mini, arrays, compression):
    npz(tmp_path / "a.npz", arrays, compression)
    found = read(tmp_path / "a.npz", mini)
    assert all(np.array_equal(found[key], arrays[key]) for key in arrays)


def test_what_is_read_cannot_be_changed(tmp_path, mini, arrays):
    npz(tmp_path / "a.npz", arrays)
    for array in read(tmp_path / "a.npz", mini).values():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path, mini, good, share):
    path = tmp_path / "cut.npz"
    path.write_bytes(good[: int(len(good) * share)])
    refused(path, mini, "is damaged")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_flipped_byte_is_refused(tmp_path, mini, good, share):
    data = bytearray(good)
    data[int(len(data) * share)] ^= 0xFF
    path = tmp_path / "flipped.npz"
    path.write_bytes(data)
    refused(path, mini, "is damaged|was altered")


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
@pytest.mark.filterwarnings("ignore")
def test_no_changed_byte_gives_other_arrays_or_another_error(tmp_path, mini, arrays, compression):
    path = tmp_path / "a.npz"
    npz(path, arrays, compression)
    good, rng, refusals = path.read_bytes(), stream(5, "bytes"), 0
    for trial in range(250):
        data = bytearray(good)
        at = rng.integers(len(data)) if trial % 2 else len(data) - 1 - rng.integers(500)  # the directory
        data[at] = rng.integers(256)
        path.write_bytes(data)
        try:
            found = read(path, mini)
        except BadFileError:
            refusals += 1
        else:
            assert all(np.array_equal(found[key], arrays[key]) for key in arrays)
    assert refusals > 100


def test_a_header_that_claims_more_than_the_memory_is_refused(tmp_path, mini, arrays):
    header = io.BytesIO()
    claim = {"descr": "|u1", "fortran_order": False, "shape": (10**13,)}
    np.lib.format.write_array_header_1_0(header, claim)
    npz(tmp_path / "a.npz", {key: arrays[key] for key in ("x_train", "y_train", "y_test")})
    with zipfile.ZipFile(tmp_path / "a.npz", "a") as archive:
        archive.writestr("x_test.npy", header.getvalue())
    refused(tmp_path / "a.npz", mini, "is damaged or something else")


def test_a_file_that_is_too_large_is_refused(tmp_path, mini):
    (tmp_path / "a.npz").write_bytes(bytes(mini.max_bytes + 1))
    refused(tmp_path / "a.npz", mini, r"is larger than 0\.2 MB")


@pytest.mark.parametrize("key", ["x_train", "y_train", "x_test", "y_test"])
def test_one_altered_value_is_refused_and_the_array_is_named(tmp_path, mini, arrays, key):
    arrays[key].flat[-1] ^= 1
    npz(tmp_path / "a.npz", arrays)
    refused(tmp_path / "a.npz", mini, f"its {key} was altered")


def test_a_wrong_shape_is_refused_and_shown(tmp_path, mini, arrays):
    arrays["x_train"] = arrays["x_train"].reshape(30, 784)
    npz(tmp_path / "a.npz", arrays)
    refused(tmp_path / "a.npz", mini, r"x_train with shape \(30, 784\)")


def test_a_wrong_type_is_refused_and_shown(tmp_path, mini, arrays):
    arrays["x_test"] = arrays["x_test"].astype(np.float32)
    npz(tmp_path / "a.npz", arrays)
    refused(tmp_path / "a.npz", mini, "x_test with shape .* and type float32")


def test_wrong_names_are_refused_and_shown(tmp_path, mini, arrays):
    arrays["images"] = arrays.pop("x_train")
    npz(tmp_path / "a.npz", arrays)
    refused(tmp_path / "a.npz", mini, "holds images, x_test, y_test, y_train instead of")


def test_an_extra_array_is_refused(tmp_path, mini, arrays):
    npz(tmp_path / "a.npz", arrays | {"extra": np.zeros(2)})
    refused(tmp_path / "a.npz", mini, "holds extra")


class Bomb:
    """An object that would make a folder if it were unpickled."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


def test_a_pickle_inside_is_refused_and_not_run(tmp_path, mini, arrays):
    trace = tmp_path / "trace"
    arrays["y_test"] = np.array([Bomb(trace)], dtype=object)
    np.savez(tmp_path / "a.npz", **arrays)
    refused(tmp_path / "a.npz", mini, "is damaged or something else")
    assert not trace.exists()


def test_a_bare_pickle_is_refused_and_not_run(tmp_path, mini):
    trace = tmp_path / "trace"
    (tmp_path / "a.npz").write_bytes(pickle.dumps(Bomb(trace)))
    refused(tmp_path / "a.npz", mini, "is damaged or something else")
    assert not trace.exists()


def test_a_single_array_is_refused(tmp_path, mini):
    np.save(tmp_path / "a.npy", np.zeros(3))
    refused(tmp_path / "a.npy", mini, "is no .npz file")


def test_what_would_unpack_to_too_much_is_refused_before_unpacking(tmp_path, mini, arrays):
    arrays["x_train"] = np.zeros((30_000, 28, 28), np.uint8)
    npz(tmp_path / "a.npz", arrays)
    assert (tmp_path / "a.npz").stat().st_size < mini.max_bytes
    refused(tmp_path / "a.npz", mini, "would unpack to more")


def test_a_folder_without_rights_is_said_to_be_unreadable(open_folder, mini, good, as_nobody):
    closed = open_folder / "closed"
    closed.mkdir()
    (closed / "mnist.npz").write_bytes(good)
    closed.chmod(0)
    with as_nobody(), pytest.raises(UnreadableError) as caught:
        locate(closed, mini)
    assert str(closed) in str(caught.value)
    assert "right to read" in str(caught.value)


def test_a_file_without_rights_is_said_to_be_unreadable(open_folder, mini, good, as_nobody):
    path = open_folder / "mnist.npz"
    path.write_bytes(good)
    path.chmod(0)
    with as_nobody(), pytest.raises(UnreadableError) as caught:
        read(path, mini)
    assert str(path) in str(caught.value)
    assert "Permission denied" in str(caught.value)


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_the_four_idx_files_serve_too(tmp_path, mini, arrays, suffix):
    for key, name in IDX_NAMES.items():
        data = idx_bytes(arrays[key])
        (tmp_path / f"{name}{suffix}").write_bytes(gzip.compress(data) if suffix else data)
    found = read(locate(tmp_path, mini), mini)
    assert all(np.array_equal(found[key], arrays[key]) for key in arrays)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:7],
        lambda data: b"",
        lambda data: b"\0\0\x0d" + data[3:],
        lambda data: data[:4] + b"\xff\xff\xff\xff" + data[8:],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    ],
    ids=["short", "long", "cut header", "empty", "floats", "huge", "altered"],
)
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_a_bad_idx_file_is_refused(tmp_path, mini, arrays, damage, suffix):
    for key, name in IDX_NAMES.items():
        data = idx_bytes(arrays[key])
        data = damage(data) if key == "x_test" else data
        (tmp_path / f"{name}{suffix}").write_bytes(gzip.compress(data) if suffix else data)
    with pytest.raises(BadFileError, match=r"t10k-images-idx3-ubyte|x_test"):
        read(tmp_path, mini)


def test_a_cut_gzip_file_is_refused(tmp_path, mini, arrays):
    for key, name in IDX_NAMES.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(idx_bytes(arrays[key])))
    path = tmp_path / f"{IDX_NAMES['x_train']}.gz"
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadFileError, match="is damaged"):
        read(tmp_path, mini)
