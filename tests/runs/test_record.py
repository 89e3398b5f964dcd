"""Records are read as they were written, and unknown names get the nearest known one."""

import numpy as np
import pytest

from dlbook.runs.executor import execute
from dlbook.runs.outcome import Outcome
from dlbook.runs.results import Results


@pytest.fixture
def record(make, places, results):
    def uneven(settings, seed, data, *, stop_after=None):
        curve = [0.5, 0.9, 0.7][:seed]
        losses = [float("nan")] if seed == 1 else [3.0, 1.0, 2.0][:seed]
        return Outcome(
            {"val_accuracy": curve, "loss": losses}, {"test_accuracy": 0.1 * seed}, {"codes": np.eye(seed)}
        )

    execute([make["fake"](job=uneven)], places=places)
    return results.read("fake")


def test_histories_that_end_early_are_filled_with_nan(record):
    curve = record.curve("one", "val_accuracy")
    assert curve.shape == (3, 3)
    assert np.isnan(curve[0]).tolist() == [False, True, True]
    assert record.mean_curve("one", "val_accuracy")["mean"].tolist() == pytest.approx([0.5, 0.9, 0.7])


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("final", [0.5, 0.9, 0.7]),
        ("first", [0.5, 0.5, 0.5]),
        ("best", [0.5, 0.9, 0.9]),
        ("best_epoch", [1, 2, 2]),
        ("epoch2", [np.nan, 0.9, 0.9]),
        ("epoch9", [np.nan] * 3),
        ("min", [0.5, 0.5, 0.5]),
    ],
)
def test_one_number_of_each_seeds_history(record, at, expected):
    np.testing.assert_allclose(record.values("one", "val_accuracy", at), expected)


def test_the_best_loss_is_the_smallest_and_a_diverged_seed_has_none(record):
    np.testing.assert_allclose(record.values("one", "loss", "best"), [np.nan, 1.0, 1.0])
    assert record.summary("one", "loss", "best").n == 2


def test_trainings_that_diverged_at_once_have_empty_histories(make, places, results):
    def wild(settings, seed, data, *, stop_after=None):
        lost = settings.offset > 0 or seed == 2
        history = {} if lost else {"loss": [1.0], "val_accuracy": [0.9]}
        return Outcome(history, {"diverged": float(lost), "test_accuracy": float("nan") if lost else 0.9})

    execute([make["fake"](job=wild)], places=places)
    record = results.read("fake")
    assert record.curve("two", "val_accuracy").shape == (3, 0)
    assert np.isnan(record.values("two", "val_accuracy")).all()
    assert record.values("one", "val_accuracy").tolist() == pytest.approx([0.9, np.nan, 0.9], nan_ok=True)
    assert record.summary("one", "loss").n == 2
    assert record.summary("two", "diverged").mean == 1
    assert len(record.mean_curve("two", "loss")["mean"]) == 0


def test_arrays_of_a_seed(record):
    assert record.array("one", "codes", seed=2).tolist() == [[1, 0], [0, 1]]
    assert record.array("one", "codes").shape == (1, 1)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda r: r.values("onne", "loss"), "no variant of fake 'onne'.*'one' was meant"),
        (
            lambda r: r.values("one", "val_acuracy"),
            "no metric of fake.one 'val_acuracy'.*'val_accuracy' was meant",
        ),
        (lambda r: r.values("one", "loss", "finl"), "no place in a history 'finl'.*'final' was meant"),
        (lambda r: r.array("one", "code"), "'codes' was meant"),
    ],
)
def test_unknown_names_get_the_nearest(record, ask, message):
    with pytest.raises(ValueError, match=message):
        ask(record)


def test_a_folder_lists_records_and_nothing_else(record, results):
    (results.folder / "parity.json").write_text('{\n "rows": []\n}\n')
    fresh = Results(results.folder)
    assert fresh.names() == ["fake"]
    assert "fake" in fresh
    assert "deep" not in fresh
    with pytest.raises(ValueError, match="'fake' was meant"):
        fresh.read("fakee")
    with pytest.raises(ValueError, match="no record of format"):
        fresh.read("parity")
