"""What `load_mnist`, `load_housing` and `load_diabetes` give, and what they say about it."""

import dataclasses
import hashlib
import importlib.resources
import subprocess
import sys

import numpy as np
import pytest

from dlbook.data import (
    BadFileError,
    DataWarning,
    DownloadError,
    MissingDataError,
    Patience,
    embedded,
    load_diabetes,
    load_housing,
    load_mnist,
    sources,
)


def test_the_sample_is_balanced_shuffled_and_disjoint():
    mnist = load_mnist(sample="only")
    assert (mnist.x_train.shape, mnist.x_test.shape) == ((4000, 28, 28), (1000, 28, 28))
    assert {a.dtype for a in (mnist.x_train, mnist.y_train, mnist.x_test, mnist.y_test)} == {
        np.dtype("uint8")
    }
    assert np.bincount(mnist.y_train).tolist() == [400] * 10
    assert np.bincount(mnist.y_test).tolist() == [100] * 10
    assert 0.85 < np.mean(np.diff(mnist.y_train.astype(int)) != 0) < 0.95  # 0.9 for independent digits
    train = {x.tobytes() for x in mnist.x_train}
    assert len(train) == 4000
    assert not train & {x.tobytes() for x in mnist.x_test}


def test_the_sample_keeps_images_and_labels_together():
    x, y = embedded.embedded_digits()
    label = {image.tobytes(): digit for image, digit in zip(x, y, strict=True)}
    mnist = load_mnist(sample="only")
    assert all(label[i.tobytes()] == d for i, d in zip(mnist.x_train, mnist.y_train, strict=True))
    assert all(label[i.tobytes()] == d for i, d in zip(mnist.x_test, mnist.y_test, strict=True))


def test_the_sample_is_the_same_in_every_process():
    code = "from dlbook.data import load_mnist; print(load_mnist(sample='only').checksum)"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {load_mnist(sample="only").checksum}


def test_without_data_or_network_the_sample_serves_and_says_so(mini):
    mnist = load_mnist()
    assert mnist.is_sample
    assert mnist.path is None
    assert mnist.source == "sample: 5,000 MNIST digits from mlxtend (4,000 + 1,000)"
    assert mnist.source in repr(mnist)
    assert mnist.checksum[:12] in repr(mnist)


def test_never_says_how_to_get_the_data(mini, tmp_path):
    with pytest.raises(MissingDataError, match="`dlbook data`") as caught:
        load_mnist(sample="never")
    for word in ("mnist.npz", "DLBOOK_DATA", str(tmp_path / "xdg" / "dlbook")):
        assert word in str(caught.value)


def test_loading_does_not_touch_the_network(mini, monkeypatch, server, send, good):
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(good)))
    assert load_mnist().is_sample
    assert server.asked == []
    mnist = load_mnist(sample="never", download=True)
    assert (mnist.is_sample, len(server.asked)) == (False, 1)


def test_a_failed_download_falls_back_with_a_warning_or_raises(mini, monkeypatch, server, send):
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(b"other")))
    with pytest.warns(DataWarning, match="could not be downloaded.*The sample is used instead"):
        assert load_mnist(download=True, patience=Patience(10, 60)).is_sample
    with pytest.raises(DownloadError):
        load_mnist(download=True, sample="never", patience=Patience(10, 60))


def test_what_is_found_is_named_without_places_of_this_machine(mini, arrays, good, cache, tmp_path):
    (cache / "mnist.npz").write_bytes(good)
    mnist = load_mnist()
    assert not mnist.is_sample
    assert mnist.path == cache / "mnist.npz"
    assert mnist.checksum == mini.checksum
    assert str(tmp_path) not in mnist.source + repr(mnist)
    assert all(np.array_equal(getattr(mnist, key), arrays[key]) for key in arrays)


def test_only_takes_the_sample_even_when_all_is_there(mini, good, cache):
    (cache / "mnist.npz").write_bytes(good)
    assert load_mnist(sample="only").is_sample


def test_a_named_bad_file_is_never_replaced_by_the_sample(tmp_path, mini, good):
    path = tmp_path / "mnist.npz"
    path.write_bytes(good[:-60])
    with pytest.raises(BadFileError) as caught:
        load_mnist(path)
    assert str(path) in str(caught.value)


def test_arguments_that_contradict_or_do_not_exist_are_refused(tmp_path):
    with pytest.raises(ValueError, match='expected "allow", "never" or "only"'):
        load_mnist(sample="maybe")
    with pytest.raises(ValueError, match="Leave one of them out"):
        load_mnist(tmp_path, sample="only")


def test_flat_scales_pixels_and_encodes_labels():
    mnist = load_mnist(sample="only")
    x_train, y_train, x_test, y_test = mnist.flat()
    assert (x_train.shape, y_train.shape) == ((4000, 784), (4000, 10))
    assert (x_test.shape, y_test.shape) == ((1000, 784), (1000, 10))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype("float32")}
    assert np.array_equal(np.rint(x_train * 255).astype(np.uint8).reshape(-1, 28, 28), mnist.x_train)
    assert np.array_equal(y_test.argmax(axis=1), mnist.y_test)
    assert np.array_equal(y_test.sum(axis=1), np.ones(1000))


def test_all_loaded_data_are_read_only():
    mnist, housing, diabetes = load_mnist(sample="only"), load_housing(), load_diabetes()
    arrays = [
        value
        for data in (mnist, housing, diabetes)
        for value in vars(data).values()
        if isinstance(value, np.ndarray)
    ]
    assert len(arrays) == 10
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[:1] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        mnist.source = "other"


def test_housing_is_split_as_keras_splits_it():
    housing = load_housing()
    assert (housing.x_train.shape, housing.x_test.shape) == ((404, 13), (102, 13))
    assert housing.y_train[0] == 15.2
    assert housing.y_test[42] == 14.1
    assert housing.x_train[0].tolist() == [
        *(1.23247, 0.0, 8.14, 0.0, 0.538, 6.142, 91.7, 3.9769, 4.0, 307.0, 21.0, 396.9, 18.72),
    ]
    assert len(housing.feature_names) == 13


def test_housing_is_the_same_from_a_file_as_from_the_package(cache):
    inside = load_housing()
    x, y = embedded.embedded_housing()
    np.savez(cache / "boston_housing.npz", x=x, y=y)
    found = load_housing()
    assert found.path == cache / "boston_housing.npz"
    assert inside.path is None
    assert (found.checksum, found.source) == (inside.checksum, inside.source)


def test_an_altered_housing_file_is_refused(tmp_path):
    x, y = (a.copy() for a in embedded.embedded_housing())
    x[300, 5] = np.nextafter(x[300, 5], 10)
    np.savez(tmp_path / "boston_housing.npz", x=x, y=y)
    with pytest.raises(BadFileError, match="its x was altered"):
        load_housing(tmp_path)


def test_without_mlxtend_the_message_says_what_to_install(monkeypatch, mini, server, send):
    def absent(name):
        raise ModuleNotFoundError(f"No module named {name!r}")

    embedded.embedded_housing.cache_clear()
    monkeypatch.setattr(embedded, "files", absent)
    with pytest.raises(MissingDataError, match="pip install mlxtend"):
        load_housing()
    x, y = np.zeros((506, 13)), np.zeros(506)
    monkeypatch.setenv("DLBOOK_HOUSING_MIRRORS", server.url("boston_housing.npz", send(x.tobytes())))
    with pytest.raises(DownloadError, match="not the right file"):
        load_housing(download=True)
    assert y.size == 506


def test_altered_rows_inside_the_package_are_refused(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    path = importlib.resources.files("mlxtend.data").joinpath("data", "boston_housing.csv")
    text = path.read_text()
    (tmp_path / "data" / "boston_housing.csv").write_text(text.replace("2.4000000", "2.5000000", 1))
    embedded.embedded_housing.cache_clear()
    monkeypatch.setattr(embedded, "files", lambda name: tmp_path)
    with pytest.raises(BadFileError, match="inside the package mlxtend was altered"):
        load_housing()


def test_diabetes_is_unscaled():
    diabetes = load_diabetes()
    assert diabetes.x.shape == (442, 10)
    assert diabetes.feature_names[:3] == ("age", "sex", "bmi")
    assert diabetes.x[0, :3].tolist() == [59.0, 2.0, 32.1]
    assert (diabetes.y.min(), diabetes.y.max()) == (25.0, 346.0)


def test_all_of_mnist(real_folder):
    mnist = load_mnist(real_folder, sample="never")
    assert mnist.source == "all of MNIST (60,000 + 10,000)"
    assert mnist.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(mnist.y_train).tolist() == [
        *(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
    ]
    assert round(float(mnist.x_train.mean()) / 255, 4) == 0.1307  # the mean that everybody subtracts
    sample = load_mnist(sample="only")
    train = {x.tobytes(): y for x, y in zip(mnist.x_train, mnist.y_train, strict=True)}
    assert all(train[x.tobytes()] == y for x, y in zip(sample.x_test, sample.y_test, strict=True))


@pytest.mark.parametrize(
    ("key", "md5"),
    [
        ("x_train", "6bbc9ace898e44ae57da46a324031adb"),
        ("y_train", "a25bea736e30d166cdddb491f175f624"),
        ("x_test", "2646ac647ad5339dbf082846283269ea"),
        ("y_test", "27ae3e4e09519cfbb04c329615203637"),
    ],
)
def test_the_check_sums_are_those_of_the_published_files(real_folder, key, md5):
    array = getattr(load_mnist(real_folder), key)
    header = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    assert hashlib.md5(header + array.tobytes()).hexdigest() == md5


def test_one_altered_pixel_of_all_of_mnist_is_refused(real_folder, tmp_path):
    mnist = load_mnist(real_folder)
    arrays = {key: getattr(mnist, key).copy() for key in sources.MNIST.arrays}
    arrays["x_train"][41_234, 13, 7] ^= 1
    np.savez(tmp_path / "mnist.npz", **arrays)
    with pytest.raises(BadFileError, match="its x_train was altered"):
        load_mnist(tmp_path)
