"""The programs of chapter 12 do what the page says: Keras' net (and appendix C's), PyTorch's, TensorBoard."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream
from dlbook.runs import Results
from dlbook.tensorboard import EventWriter
from dlbook.twins.parity.row import GROWN_TOLERANCE

CHAPTER, APPENDIX = "improving/deep-network.md", "appendices/pytorch.md"
WAIT = 25  # seconds that TensorBoard may take to start


def without_dropout(program: str, epochs: int) -> str:
    """The program without dropout, since no two would drop the same units, and with three epochs."""
    for old, new in (
        ("rate=0.2", "rate=0.0"),
        ("Dropout(0.2)", "Dropout(0.0)"),
        ("seed=12", "seed=13"),  # 12 has a gradient of mere rounding, which Adam blows up
        ('stream(12, "weights")', 'stream(13, "weights")'),
        (f"epochs={epochs}", "epochs=3"),
    ):
        program = program.replace(old, new)
    assert "0.2" not in program
    assert "epochs=3" in program
    return program


@pytest.mark.keras
@pytest.mark.parametrize(("name", "epochs"), [(CHAPTER, 3), (APPENDIX, 20)])
def test_the_keras_net_trains_like_the_dlbook_net(page, digits, train_alike, capsys, name, epochs):
    pytest.importorskip("keras")
    shown = page(name)
    if name == CHAPTER:
        programs = shown.cell("def deep_net"), shown.cell("import keras")
    else:
        programs = shown.tab("dlbook"), shown.tab("Keras")
    ours, theirs = (without_dropout(program, epochs) for program in programs)
    names = {**vars(nn), "stream": stream, "np": np, **digits}
    ours_history, keras_history = train_alike(ours, theirs, names)
    said = capsys.readouterr().out
    assert name == APPENDIX or said.count("59,978 parameters") == 2
    assert len(ours_history["loss"]) == 3
    assert ours_history["loss"][-1] < 0.8 * ours_history["loss"][0]  # it learns
    for metric in ("loss", "val_loss"):
        np.testing.assert_allclose(ours_history[metric][0], keras_history[metric][0], rtol=2e-4)
        np.testing.assert_allclose(ours_history[metric], keras_history[metric], rtol=GROWN_TOLERANCE)
    for metric in ("accuracy", "val_accuracy"):
        np.testing.assert_allclose(ours_history[metric], keras_history[metric], atol=GROWN_TOLERANCE)


@pytest.mark.keras
def test_the_keras_program_says_how_many_parameters_are_not_trainable(page, digits, monkeypatch, capsys):
    keras = pytest.importorskip("keras")
    nothing = type("History", (), {"history": {"accuracy": [], "val_accuracy": []}})
    monkeypatch.setattr(keras.Model, "fit", lambda *_, **__: nothing)
    exec(page(CHAPTER).cell("import keras"), {"np": np, **digits})
    net = nn.models.get("deep").build(rng=stream(12, "test"))
    kept = sum(values.size for values in net.state.values())
    assert f"{net.count_params():,} parameters, {kept} of them not trainable" in capsys.readouterr().out


def test_the_pytorch_program_is_the_same_net_and_learns(page, digits, capsys):
    torch = pytest.importorskip("torch")
    from dlbook.twins.torch_twin import to_torch

    torch.manual_seed(12)
    names = {"np": np, **digits}
    exec(page(CHAPTER).tab("PyTorch").replace("range(3)", "range(12)"), names)
    assert float(capsys.readouterr().out) > 0.3
    ours = to_torch(nn.models.get("deep").build(rng=stream(12, "test")))
    shapes = [tuple(value.shape) for value in names["model"].state_dict().values()]
    assert shapes == [tuple(value.shape) for value in ours.state_dict().values()]
    norms = [
        [(m.eps, m.momentum) for m in net.modules() if isinstance(m, torch.nn.BatchNorm1d)]
        for net in (names["model"], ours)
    ]
    np.testing.assert_allclose(*norms)
    group = names["optimizer"].param_groups[0]
    adam = nn.models.get("deep").optimizer
    assert (group["lr"], *group["betas"], group["eps"]) == (
        adam.learning_rate,
        adam.beta_1,
        adam.beta_2,
        adam.epsilon,
    )


START = """
import sys, types
sys.modules["tensorboard.compat.notf"] = types.ModuleType("notf")  # do without TensorFlow, which loads slowly
from tensorboard.main import run_main
sys.argv = ["tensorboard", "--logdir", {logs!r}, "--port", "0", "--host", "127.0.0.1", "--load_fast", "false"]
run_main()
"""


@pytest.fixture
def tensorboard(tmp_path):
    """A function that starts TensorBoard over a folder on a free port and returns its address."""
    if not importlib.util.find_spec("tensorboard"):
        pytest.skip("TensorBoard is not installed")
    servers = []

    def start(logs: Path) -> str:
        command = [sys.executable, "-c", START.format(logs=str(logs))]
        environment = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
        servers.append(server)
        alarm = threading.Timer(WAIT, server.kill)
        alarm.start()
        said = []
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                alarm.cancel()
                return found[0]
        alarm.cancel()
        raise AssertionError(f"TensorBoard did not start: {''.join(said)}")

    yield start
    for server in servers:
        server.terminate()
        server.wait(timeout=10)
        server.stderr.close()


def asked(address: str, path: str, **query: str):
    """What TensorBoard's data interface answers."""
    with urlopen(f"{address}data/{path}?{urlencode(query)}", timeout=10) as answer:
        return json.load(answer)


def test_tensorboard_serves_the_curves_of_our_event_files(
    page, digits, tensorboard, tmp_path, monkeypatch, capsys
):
    """The page's own cell writes files; beside them stands a recorded training. Both come back over HTTP."""
    monkeypatch.setattr("tempfile.mkdtemp", lambda: str(tmp_path / "logs"))
    names = {**vars(nn), "np": np, "stream": stream, **digits}
    defined = page(CHAPTER).cell("def deep_net").partition("net = deep_net()")[0]
    exec(defined + page(CHAPTER).cell('logs / "first-try"'), names)
    record = Results().read("tensorboard-deep")
    recorded = record.curve("deep", "validation/epoch_loss")[0]
    with EventWriter(tmp_path / "logs" / "recorded" / "validation") as writer:
        for epoch, cost in enumerate(recorded, 1):
            writer.scalar("epoch_loss", cost, step=epoch)

    address = tensorboard(tmp_path / "logs")
    runs = asked(address, "runs")
    assert set(runs) == {"first-try/train", "first-try/validation", "recorded/validation"}
    curves = {
        run: asked(address, "plugin/scalars/scalars", run=run, tag="epoch_loss") for run in runs
    }  # rows of time, step and value
    expected = {
        "first-try/train": names["logged"].history["loss"],
        "first-try/validation": names["logged"].history["val_loss"],
        "recorded/validation": recorded,
    }
    for run, values in expected.items():
        assert [step for _, step, _ in curves[run]] == list(range(1, len(values) + 1))
        np.testing.assert_allclose([value for _, _, value in curves[run]], values, rtol=1e-6)
    kernels = asked(address, "plugin/histograms/histograms", run="first-try/train", tag="dense_1/kernel")
    assert [step for _, step, _ in kernels] == [1, 2, 3, 4, 5]
    assert "first-try/train" in capsys.readouterr().out
    assert "tensorboard --logdir logs --port 6006" in page(CHAPTER).text
