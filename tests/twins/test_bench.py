"""The benchmark: that it is fair and says what it measured, never how fast something must be."""

import json
import sys

import numpy as np
import pytest

from dlbook.rng import stream
from dlbook.twins import cli
from dlbook.twins.bench import report, rounds, with_dlbook, with_matmul
from dlbook.twins.bench.nets import NETS
from dlbook.twins.bench.rounds import Bench, Measurement

ROWS = 300


@pytest.fixture(scope="module")
def data():
    rng = stream(0, "bench", "test")
    labels = rng.integers(0, 10, ROWS).astype(np.uint8)
    x = rng.random((ROWS, 784), dtype=np.float32) * 0.2
    x[np.arange(ROWS), labels] = 1.0  # a digit is easy to tell
    return x, labels


@pytest.fixture(scope="module")
def bench(data):
    return rounds.measure(*data, frameworks=["dlbook", "floor", "sklearn"], rounds=3)


def test_every_round_of_every_net_is_measured(bench):
    expected = {(framework, net) for framework in ("dlbook", "floor") for net in NETS}
    assert {(m.framework, m.net) for m in bench.measurements} == expected | {("sklearn", "intermediate")}
    assert all(len(m.seconds) == 3 and min(m.seconds) > 0 for m in bench.measurements)
    assert bench.peak_over_data > 0
    assert "dlbook" in bench.versions["dlbook"]


def test_nobody_is_fast_by_doing_nothing(bench):
    for m in bench.measurements:
        if m.framework != "floor":
            assert m.losses[-1] < m.losses[0] < 2.5, m


def test_the_four_rounds_are_epochs_over_all_rows(data, monkeypatch):
    seen = []
    original = with_dlbook.fit
    monkeypatch.setattr(with_dlbook, "fit", lambda *a, **k: seen.append((len(a[1]), k)) or original(*a, **k))
    with_dlbook.trainer(NETS["deep"], *data)()
    ((rows, settings),) = seen
    assert rows == ROWS
    assert settings["batch_size"] == 128
    assert settings.get("epochs", 1) == 1


def test_the_floor_makes_all_products_of_a_step(monkeypatch, data):
    shapes = []
    original = np.matmul

    def spy(a, b, out):
        shapes.append((a.shape, b.shape))
        return original(a, b, out=out)

    monkeypatch.setattr(with_matmul.np, "matmul", spy)
    with_matmul.trainer(NETS["intermediate"], *data)()
    assert len(shapes) == 3 * (3 + 3 + 2)  # three batches; forward, kernels, errors passed back
    work = sum(2 * a[0] * a[1] * b[1] for a, b in shapes)
    assert work == 2 * ROWS * (3 * (64 * 64 + 64 * 10) + 2 * 784 * 64)


def test_workers_have_one_thread_and_free_choice_of_instructions(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    environment = rounds.environment("here")
    assert "OPENBLAS_CORETYPE" not in environment
    assert environment["OPENBLAS_NUM_THREADS"] == environment["OMP_NUM_THREADS"] == "1"
    assert environment["PYTHONPATH"] == "here"


@pytest.mark.keras
def test_keras_learns_as_much_in_its_epochs_as_we_do(data):
    x, labels = (np.concatenate([part] * 4) for part in data)
    bench = rounds.measure(x, labels, nets=["intermediate"], frameworks=["dlbook", "keras"], rounds=2)
    ours, theirs = (m.losses[-1] for m in bench.measurements)
    assert ours == pytest.approx(theirs, rel=0.3)
    assert all(0 < seconds < 60 for m in bench.measurements for seconds in m.seconds)


def test_a_missing_framework_is_reported_not_fatal(data, tmp_path):
    nothing = tmp_path / "torch.py"  # stands before any installed one on the path
    nothing.write_text("raise ImportError('no torch here')")
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "dlbook").symlink_to(rounds.Path(rounds.dlbook.__file__).parent, target_is_directory=True)
    with rounds.Framework("torch", sys.executable, str(folder), str(tmp_path), rounds.pick_core()) as worker:
        assert "no torch here" in worker.hello["missing"]


def test_a_worker_that_dies_says_why(data, tmp_path):
    (tmp_path / "dlbook").symlink_to(rounds.Path(rounds.dlbook.__file__).parent, target_is_directory=True)
    with pytest.raises(ValueError, match="worker ended: FileNotFoundError"):
        rounds.Framework("floor", sys.executable, str(tmp_path), str(tmp_path), rounds.pick_core())


def test_the_interpreter_is_the_option_the_variable_or_our_own(monkeypatch):
    monkeypatch.setenv("DLBOOK_BENCH_PYTHON_TORCH", "from-variable")
    assert rounds.python_for("torch", {"torch": "from-option"}) == "from-option"
    assert rounds.python_for("torch", {}) == "from-variable"
    assert rounds.python_for("jax", {}) == sys.executable


@pytest.fixture
def made_up():
    measurements = [
        Measurement("dlbook", "deep", [1.0, 2.0, 1.0], [0.3, 0.2, 0.1]),
        Measurement("torch", "deep", [2.0, 3.0, 4.0], [0.3, 0.2, 0.1]),
        Measurement("floor", "deep", [0.5, 0.5, 0.5], [float("nan")] * 3),
    ]
    versions = {"dlbook": "dlbook 1", "torch": "torch 2"}
    aside = {"OPENBLAS_CORETYPE": "Haswell"}
    return Bench(60000, versions, {"jax": "no jax"}, measurements, 1.25, True, aside)


def test_ratios_compare_within_a_round(made_up):
    rows = {r["framework"]: r for r in report.summarise(made_up)["nets"]["deep"]}
    assert rows["torch"]["ratio"] == {"median": 2.0, "min": 1.5, "max": 4.0}
    assert rows["floor"]["ratio"]["median"] == 0.5
    assert rows["dlbook"]["seconds"] == {"median": 1.0, "min": 1.0, "max": 2.0}


def test_the_report_names_ratios_memory_losses_and_what_is_missing(made_up):
    text = report.as_text(report.summarise(made_up))
    for part in (
        "2.00 (1.50-4.00)",
        "50% (25%-50%)",
        "0.1000",
        "jax: left out, no jax",
        "1.25 times",
        "CORETYPE=Haswell was not",
    ):
        assert part in text
    assert "one core" in text


def test_the_report_is_valid_json(made_up):
    assert json.loads(json.dumps(report.summarise(made_up)))["rows"] == 60000


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cli.chosen("nets", "deeep", ["deep"]), "names 'deeep'; expected some of deep"),
        (lambda: cli.pythons(["torch"], ["torch"]), "FRAMEWORK=PATH"),
        (lambda: cli.pythons(["ruby=x"], ["torch"]), "FRAMEWORK=PATH"),
    ],
)
def test_wrong_options_are_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call()
