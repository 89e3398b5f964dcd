"""Networks in files: everything comes back, nothing foreign gets in."""

import io
import json
import zipfile

import numpy as np
import pytest

from dlbook.nn import (
    ELU,
    L1L2,
    Activation,
    BatchNorm,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    LeakyReLU,
    Maxout,
    NoisyReLU,
    Normalization,
    PReLU,
    Rescaling,
    Sequential,
)
from dlbook.nn.initializers import RandomNormal
from dlbook.nn.layers import LAYERS
from dlbook.nn.storage import describe

DESCRIPTION = "description.json"


@pytest.fixture
def net(rng):
    normalization = Normalization()
    normalization.adapt(rng.normal(3, 2, (20, 2, 3)))
    layers = [
        *(Rescaling(np.float64(0.5), offset=1), normalization, Flatten(), GaussianNoise(0.1)),
        *(
            Dense(5, kernel_initializer=RandomNormal(stddev=2.0), kernel_regularizer=L1L2(l1=0.1, l2=0.2)),
            BatchNorm(),
        ),
        *(LeakyReLU(0.05), Maxout(4, pieces=3), PReLU(), ELU(0.5), NoisyReLU(), Dropout(0.25)),
        *(Dense(3, use_bias=False), Activation("softmax")),
    ]
    net = Sequential(layers).build((2, 3), rng=rng, dtype=np.float64)
    net.cost_and_gradients(rng.normal(size=(8, 2, 3)), np.eye(3)[[0] * 8], "quadratic", rng=rng)
    return net


def rewrite(path, change):
    """Apply a change to the members of an npz file."""
    with np.load(path) as archive:
        members = dict(archive)
    change(members)
    with open(path, "wb") as file:
        np.savez(file, **members)


def redescribe(path, change):
    """Apply a change to the description inside the file."""

    def both(members):
        description = json.loads(str(members[DESCRIPTION]))
        change(description)
        members[DESCRIPTION] = np.array(json.dumps(description))

    rewrite(path, both)


def test_every_layer_comes_back(net, tmp_path, rng):
    net.save(tmp_path / "net.npz")
    again = Sequential.load(tmp_path / "net.npz")
    assert {layer.kind for layer in net.layers} == set(LAYERS)
    assert [describe(layer) for layer in again.layers] == [describe(layer) for layer in net.layers]
    assert again.dtype == np.float64
    assert again.input_shape == (2, 3)
    for key, array in net.get_weights().items():
        np.testing.assert_array_equal(again.get_weights()[key], array)
    x = rng.normal(size=(4, 2, 3))
    np.testing.assert_array_equal(again.predict(x), net.predict(x))
    assert again.penalty() == net.penalty() > 0


def test_the_name_is_taken_as_it_is_and_nothing_is_left_beside(net, tmp_path):
    net.save(str(tmp_path / "my.net"))
    assert [path.name for path in tmp_path.iterdir()] == ["my.net"]
    assert Sequential.load(str(tmp_path / "my.net")).count_params() == net.count_params()


def test_a_failed_save_leaves_the_old_file(net, tmp_path, monkeypatch):
    net.save(tmp_path / "net")
    old = (tmp_path / "net").read_bytes()

    def fails(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", fails)
    with pytest.raises(OSError, match="disk full"):
        net.save(tmp_path / "net")
    assert (tmp_path / "net").read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_the_file_needs_no_pickle(net, tmp_path):
    net.save(tmp_path / "net")
    with np.load(tmp_path / "net", allow_pickle=False) as archive:
        assert all(archive[key].dtype != object for key in archive.files)
        assert json.loads(str(archive[DESCRIPTION]))["layers"][4]["units"] == 5


def test_pickles_are_never_opened(net, tmp_path):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was opened",))

    path = tmp_path / "net"
    net.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, np.array([Trap()], dtype=object), allow_pickle=True)
        archive.writestr("trap.npy", buffer.getvalue())
    with pytest.raises(ValueError, match="cannot be read as a network"):
        Sequential.load(path)


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        Sequential.load(tmp_path / "none")


def truncate(path):
    path.write_bytes(path.read_bytes()[:-200])


def flip_a_byte(path):
    content = bytearray(path.read_bytes())
    content[content.index(b"dense_1/kernel.npy") + 250] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        flip_a_byte,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"hello, this is no archive"),
        lambda path: path.write_bytes(b"\x80\x04\x95pickle"),
        lambda path: np.save(path.open("wb"), np.zeros(3)),
        lambda path: rewrite(path, lambda members: members.pop(DESCRIPTION)),
        lambda path: rewrite(path, lambda members: members.update({DESCRIPTION: np.array("{no json")})),
        lambda path: rewrite(path, lambda members: members.update({DESCRIPTION: np.array("[1, 2]")})),
        lambda path: redescribe(path, lambda d: d.update(format="other/7")),
        lambda path: redescribe(path, lambda d: d.pop("layers")),
    ],
    ids=[
        "truncated",
        "flipped",
        "empty",
        "text",
        "pickle",
        "npy",
        "bare",
        "json",
        "list",
        "format",
        "no layers",
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damaged_and_foreign_files_are_refused(damage, net, tmp_path):
    path = tmp_path / "net"
    net.save(path)
    damage(path)
    with pytest.raises(
        ValueError, match=r"net cannot be read as a network .*; expected a file that net\.save wrote"
    ):
        Sequential.load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d["layers"][4].update(type="dens"), "Did you mean 'dense'"),
        (lambda d: d["layers"][4].update(colour="red"), "hyperparameters of this version"),
        (lambda d: d["layers"][4].update(units=-1), "units is -1"),
        (lambda d: d["layers"][4].update(units=6), r"shape \(6, 5\); expected"),
        (
            lambda d: d["layers"][4]["kernel_regularizer"].update(type="os.system"),
            "regularizer's type|kernel_regularizer",
        ),
        (lambda d: d["layers"].pop(), None),
        (lambda d: d.update(input_shape=[4, 3]), "expected"),
        (lambda d: d.update(input_shape="x"), "expected"),
        (lambda d: d.update(dtype="nonsense"), "expected"),
        (lambda d: d.update(layers=[3]), "expected"),
        (lambda d: d.update(layers=5), "expected"),
    ],
)
def test_descriptions_that_fit_nothing_are_refused(change, message, net, tmp_path):
    net.save(tmp_path / "net")
    redescribe(tmp_path / "net", change)
    if message is None:  # without its softmax the net is another one, but a whole one
        assert len(Sequential.load(tmp_path / "net").layers) == len(net.layers) - 1
    else:
        with pytest.raises(ValueError, match=message):
            Sequential.load(tmp_path / "net")


def test_saving_before_building_is_refused(tmp_path):
    with pytest.raises(ValueError, match="not built"):
        Sequential([Dense(3)]).save(tmp_path / "net")
