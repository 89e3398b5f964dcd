"""The jobs that need Keras, TensorBoard or PyTorch, on tiny settings."""

import dataclasses
import importlib.util
from types import SimpleNamespace

import numpy as np
import pytest

from dlbook.nn import Adam, models
from dlbook.runs import datasets, registry
from dlbook.runs.definitions.nets import both_protocols
from dlbook.runs.jobs import event_files
from dlbook.runs.jobs.classify import Training
from dlbook.runs.jobs.event_files import EventSettings, log_training

RUNS = registry.all_runs()
SHORT = Training(net="intermediate", optimizer=Adam(), examples=300, epochs=2)


@pytest.fixture(scope="module")
def digits():
    return datasets.load("mnist", sample=True)


def test_the_keras_nets_are_trained_as_often_and_in_both_protocols():
    for net in ("shallow", "intermediate", "deep"):
        ours, theirs = both_protocols(net), RUNS[f"keras-{net}"].variants
        assert ours.keys() == theirs.keys()
        for protocol, settings in theirs.items():
            assert settings.protocol == ours[protocol].protocol
            assert (settings.epochs or models.get(net).epochs) == ours[protocol].epochs
            assert settings.examples is None
        assert len(RUNS[f"keras-{net}"].seeds) >= (3 if net == "shallow" else 10)
    assert {run.group for name, run in RUNS.items() if name.startswith("keras-")} == {"keras"}


def test_torch_trains_the_deep_net():
    settings = RUNS["torch-deep"].variants["clean"]
    rng = np.random.default_rng
    net = settings.net.build(784, rng=rng(1))
    deep = models.get("deep").build(rng=rng(1))
    assert net.count_params() == deep.count_params()
    for key, w in deep.params.items():
        np.testing.assert_array_equal(net.params[key], w)
    assert settings.optimizer == models.get("deep").optimizer
    assert settings.training.epochs == models.get("deep").epochs
    assert settings.training.protocol == "clean"


@pytest.mark.skipif(not importlib.util.find_spec("tensorboard"), reason="needs tensorboard")
def test_what_tensorboard_reads_is_what_was_trained(digits):
    outcome = log_training(EventSettings(SHORT, histogram_freq=1), 1, digits)
    assert outcome.final["bytes"] > 1000
    assert 0 <= outcome.final["largest_gap"] < 1e-6
    assert {"train/epoch_loss", "validation/epoch_accuracy"} <= set(outcome.history)
    assert all(len(values) == 2 for values in outcome.history.values())
    assert "dense_1/kernel" in outcome.arrays["tags"]
    begun = log_training(EventSettings(SHORT, histogram_freq=1), 1, digits, stop_after=1)
    assert begun.history == {name: values[:1] for name, values in outcome.history.items()}
    last = outcome.arrays["histogram"][-1]
    assert last["epoch"] == 2
    assert sum(last["counts"]) == 784 * 64


def test_a_gap_between_training_and_event_files_is_seen():
    curves = {"train/epoch_loss": [1.0, 2.0], "validation/epoch_loss": [1.0, 2.5]}
    assert event_files.largest_gap({"loss": [1.0, 2.0], "val_loss": [1.0, 2.0]}, curves) == 0.5


@pytest.mark.keras
def test_keras_gives_equal_numbers_for_equal_seeds(digits):
    pytest.importorskip("keras")
    from dlbook.runs.jobs.keras_nets import KerasSettings, train_in_keras

    settings = KerasSettings("deep", epochs=2, protocol="clean", examples=256)
    first, again, other = (train_in_keras(settings, seed, digits) for seed in (1, 1, 2))
    assert first == again
    assert first.history["loss"] != other.history["loss"]
    begun = train_in_keras(settings, 1, digits, stop_after=1)
    assert begun.history == {name: values[:1] for name, values in first.history.items()}


@pytest.mark.keras
def test_keras_sees_the_protocols_rows(digits):
    pytest.importorskip("keras")
    from dlbook.runs.jobs.keras_nets import KerasSettings, train_in_keras

    classic = KerasSettings("intermediate", epochs=1, examples=256)
    found = train_in_keras(classic, 1, digits)
    assert found.history["val_accuracy"][-1] == pytest.approx(found.final["test_accuracy"], abs=1e-6)
    spoiled = dataclasses.replace(digits, x_test=1 - digits.x_test)
    clean = dataclasses.replace(classic, protocol="clean")
    assert train_in_keras(clean, 1, digits).history == train_in_keras(clean, 1, spoiled).history


@pytest.mark.keras
def test_both_engines_agree_on_equal_batches(digits):
    pytest.importorskip("keras")
    from dlbook.runs.jobs.keras_nets import KerasSettings
    from dlbook.runs.jobs.side_by_side import compare

    found = compare(KerasSettings("deep", epochs=2, examples=500), 1, digits)
    assert found.final["first_epoch_gap"] < 1e-4
    assert 0 < found.final["weight_gap"] < 1e-3
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert found.history[name] == pytest.approx(found.history[f"keras_{name}"], rel=1e-3)


@pytest.mark.keras
def test_keras_trains_the_table(digits):
    pytest.importorskip("keras")
    from dlbook.runs.jobs.keras_nets import KerasSettings, train_in_keras

    found = train_in_keras(KerasSettings("regression", epochs=1), 1, datasets.load("boston"))
    assert found.history["val_loss"][-1] == pytest.approx(found.final["test_loss"], rel=1e-4)
    assert np.isfinite(found.final["row_42"])


@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="needs PyTorch")
def test_torch_learns_and_repeats(digits):
    from dlbook.runs.jobs.torch_nets import TorchSettings, train_in_torch

    settings = TorchSettings(Training(examples=600, epochs=3))
    first, again = (train_in_torch(settings, 1, digits) for _ in range(2))
    assert first == again
    assert first.history["loss"][-1] < first.history["loss"][0]
    assert train_in_torch(settings, 1, digits, stop_after=1).history["loss"] == first.history["loss"][:1]


class Watched:
    """Stands in for a Keras model and remembers on which rows each epoch trained."""

    def __init__(self):
        self.orders = []

    def fit(self, x, y, *, initial_epoch, epochs, shuffle, **options):
        assert (initial_epoch, epochs, shuffle) == (len(self.orders), len(self.orders) + 1, False)
        assert (x[:, 0] == y[:, 0]).all()
        self.orders.append(x[:, 0].tolist())
        return SimpleNamespace(history={"loss": [float(len(self.orders))]})


def test_every_epoch_in_keras_has_an_order_of_its_own_and_all_rows():
    from dlbook.runs.jobs.keras_nets import fit_keras

    rows = np.arange(50.0)[:, None]
    parts = SimpleNamespace(x_train=rows, y_train=rows, x_val=rows, y_val=rows)
    net, fixed = Watched(), Watched()
    history = fit_keras(net, parts, 8, 4, rng=np.random.default_rng(1))
    assert history == {"loss": [1.0, 2.0, 3.0, 4.0]}
    assert len({tuple(order) for order in net.orders}) == 4
    assert all(sorted(order) == rows[:, 0].tolist() for order in net.orders)
    fit_keras(fixed, parts, 8, 2, rng=None)
    assert fixed.orders == [rows[:, 0].tolist()] * 2
