import io
import math

import numpy as np
import pytest

from dlbook.nn import SGD, Adam, Dense, Sequential, fit
from dlbook.nn.callbacks import (
    Callback,
    Checkpoint,
    EarlyStopping,
    GradientNorms,
    LearningRateSchedule,
    ProgressBar,
    layer_norms,
)
from dlbook.nn.callbacks.proximal import ProximalL1


class Script(Callback):
    """Puts prepared figures into the logs, and the epoch's number into the net's bias."""

    def __init__(self, **figures):
        self.figures = figures

    def on_epoch_end(self, trainer, logs):
        trainer.net.params["dense_1/bias"][...] = trainer.epoch
        for name, values in self.figures.items():
            logs[name] = values[trainer.epoch - 1]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def net(rng):
    return Sequential([Dense(1)]).build((3,), rng=rng)


def train(net, *callbacks, epochs=10, batch_size=8, **options):
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
    settings = {"cost": "mse", "optimizer": SGD(0.01), "verbose": 0} | options
    return fit(net, x, y, batch_size=batch_size, epochs=epochs, rng=rng, callbacks=callbacks, **settings)


def test_hooks_are_called_in_order(net):
    calls = []

    class Spy(Callback):
        def on_train_begin(self, trainer):
            calls.append("begin")

        def on_epoch_begin(self, trainer):
            calls.append(f"epoch {trainer.epoch}")

        def on_step_end(self, trainer):
            calls.append(f"step {trainer.step}")
            assert set(trainer.gradients) == set(net.params)

        def on_epoch_end(self, trainer, logs):
            calls.append(f"loss {len(trainer.history.epochs)} {set(logs)}")

        def on_train_end(self, trainer):
            calls.append("end")

    train(net, Spy(), epochs=2, batch_size=10)
    one = ["epoch 1", "step 1", "step 2", "loss 0 {'loss'}"]
    two = ["epoch 2", "step 3", "step 4", "loss 1 {'loss'}"]
    assert calls == ["begin", *one, *two, "end"]


@pytest.mark.parametrize(
    ("values", "options", "stopped", "best"),
    [
        ([5, 4, 3, 4, 5, 6, 7, 8, 9, 9], {"patience": 2}, 5, 3),
        ([5, 4, 3, 4, 2, 6, 7, 8, 9, 9], {"patience": 2}, 7, 5),
        ([5, 4, 3, 3, 3, 3, 2, 2, 2, 2], {"patience": 3}, 6, 3),  # an equal value is no gain
        ([5, 4, 5, 4, 5, 4, 5, 4, 5, 4], {"patience": 0}, 3, 2),
        ([5, 4, 5, 4, 5, 4, 5, 4, 5, 4], {"patience": 1}, 3, 2),
        ([5, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4, 4.3, 4.2, 4.1], {"patience": 3, "min_delta": 0.25}, 0, 10),
        ([5, 4.9, 4.8, 4.7, 4.6, 4.5, 4.4, 4.3, 4.2, 4.1], {"patience": 3, "min_delta": 1.0}, 4, 1),
        ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], {"patience": 1}, 0, 10),
    ],
)
def test_early_stopping_waits_and_stops(net, values, options, stopped, best):
    stopping = EarlyStopping("val_x", **options)
    history = train(net, Script(val_x=values), stopping)
    assert (stopping.stopped_epoch, len(history.epochs)) == (stopped, stopped or 10)
    if "min_delta" not in options or stopped:
        assert stopping.best_epoch == best


def test_early_stopping_lets_accuracy_grow(net):
    stopping = EarlyStopping("val_accuracy", patience=2)
    train(net, Script(val_accuracy=[0.1, 0.5, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]), stopping)
    assert (stopping.best_epoch, stopping.stopped_epoch) == (3, 5)


@pytest.mark.parametrize(("restore", "bias"), [(True, 2), (False, 4)])
def test_early_stopping_brings_the_best_weights_back(net, restore, bias):
    stopping = EarlyStopping("val_x", patience=2, restore_best=restore)
    train(net, Script(val_x=[5, 1, 2, 3, 4]), stopping, epochs=5)
    assert net.params["dense_1/bias"].tolist() == [bias]


def test_early_stopping_restores_without_stopping_too_and_begins_anew(net):
    stopping = EarlyStopping("val_x", patience=9, restore_best=True)
    for _ in range(2):
        train(net, Script(val_x=[5, 1, 2, 3, 4]), stopping, epochs=5)
        assert net.params["dense_1/bias"].tolist() == [2]
    assert stopping.stopped_epoch == 0


def test_a_figure_that_is_not_there_is_named(net):
    with pytest.raises(ValueError, match=r"'val_loss'; expected one of loss. Pass validation_data"):
        train(net, EarlyStopping())


def test_checkpoint_keeps_the_best_or_the_last(net, tmp_path):
    figures = Script(val_loss=[5, 1, 2, 0.5, 4])
    best, last = (
        Checkpoint(tmp_path / "deep" / "best.npz"),
        Checkpoint(tmp_path / "last.npz", save_best_only=False),
    )
    train(net, figures, best, last, epochs=5)
    assert (best.saved_epochs, last.saved_epochs) == ([1, 2, 4], [1, 2, 3, 4, 5])
    assert Sequential.load(tmp_path / "deep" / "best.npz").params["dense_1/bias"].tolist() == [4]
    assert Sequential.load(tmp_path / "last.npz").params["dense_1/bias"].tolist() == [5]
    assert sorted(path.name for path in tmp_path.rglob("*.npz")) == ["best.npz", "last.npz"]


def test_checkpoint_can_keep_every_epoch(net, tmp_path):
    train(net, Checkpoint(tmp_path / "net-{epoch:02d}.npz", save_best_only=False), epochs=3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net-01.npz", "net-02.npz", "net-03.npz"]


def test_the_learning_rate_changes_by_epoch_and_is_recorded(net):
    rates = []

    class Watch(Callback):
        def on_step_end(self, trainer):
            rates.append(trainer.learning_rate)

    schedule = LearningRateSchedule(lambda epoch, rate: rate / 2 if epoch else rate)
    history = train(net, schedule, Watch(), epochs=3, batch_size=10, optimizer=Adam(0.4))
    assert history.history["learning_rate"] == [0.4, 0.2, 0.1]
    assert rates == [0.4, 0.4, 0.2, 0.2, 0.1, 0.1]


def test_a_new_rate_keeps_the_optimisers_memories():
    weights = []
    for callbacks in ((), (LearningRateSchedule(lambda epoch, rate: rate),)):
        net = Sequential([Dense(1)]).build((3,), rng=np.random.default_rng(0))
        train(net, *callbacks, optimizer=Adam(0.1))
        weights.append(net.params["dense_1/kernel"])
    np.testing.assert_array_equal(*weights)


def test_gradient_norms_of_layers_worked_by_hand():
    # sqrt(1 + 4 + 4) = 3 over kernel and bias together; sqrt(9 + 16) = 5
    arrays = {
        "a/kernel": np.array([[1.0, 2.0]]),
        "a/bias": np.array([2.0]),
        "b/kernel": np.array([[3.0, 4.0]]),
    }
    assert layer_norms(arrays) == {"a": 3, "b": 5}


def test_gradient_norms_are_recorded_every_few_steps(rng):
    net = Sequential([Dense(4, activation="relu"), Dense(1)]).build((3,), rng=rng)
    norms, all_norms = GradientNorms(every=4), GradientNorms()
    train(net, norms, all_norms, epochs=4)  # 4 epochs of 3 steps
    assert norms.steps == [1, 5, 9]
    assert all_norms.steps == list(range(1, 13))
    assert list(norms.gradients) == list(norms.weights) == ["dense_1", "dense_2"]
    assert norms.gradients["dense_2"] == [all_norms.gradients["dense_2"][i] for i in (0, 4, 8)]
    last = math.sqrt(sum(float((net.params[f"dense_1/{k}"] ** 2).sum()) for k in ("kernel", "bias")))
    assert all_norms.weights["dense_1"][-1] == pytest.approx(last)


def test_the_proximal_step_leaves_exact_zeros_where_the_penalty_does_not():
    kernels = {}
    for name, callbacks, penalty in (("proximal", (ProximalL1(0.5),), None), ("penalty", (), "l1")):
        layer = Dense(1, kernel_regularizer=penalty)
        net = Sequential([layer]).build((3,), rng=np.random.default_rng(0))
        train(net, *callbacks, epochs=60, optimizer=SGD(0.05))
        kernels[name] = net.params["dense_1/kernel"]
    assert (kernels["proximal"] == 0).any()
    assert (kernels["penalty"] != 0).all()


def test_the_progress_bar_is_quiet_where_nobody_watches(net):
    quiet, lines, terminal = io.StringIO(), io.StringIO(), Terminal()
    bars = [ProgressBar(stream=quiet), ProgressBar(stream=lines, always=True), ProgressBar(stream=terminal)]
    history = train(net, *bars, epochs=2)
    assert quiet.getvalue() == ""
    loss = f"loss {history.history['loss'][-1]:.4g}"
    assert lines.getvalue().splitlines()[-1] == f"Epoch 2/2  {loss}"
    assert len(lines.getvalue().splitlines()) == 2
    assert "\r" not in lines.getvalue()
    shown = terminal.getvalue()
    assert "\rEpoch 1/2 [========................] 1/3" in shown
    assert " left" in shown
    assert shown.endswith(f"\r\x1b[KEpoch 2/2  {loss}\n")


def test_fit_shows_nothing_without_a_terminal_unless_asked(net, capsys):
    train(net, verbose=1, epochs=1)
    assert capsys.readouterr() == ("", "")
    train(net, verbose=2, epochs=1)
    assert capsys.readouterr().err.startswith("Epoch 1/1  loss ")


def test_an_interrupted_line_is_closed(net):
    class Stop(Callback):
        def on_step_end(self, trainer):
            raise KeyboardInterrupt

    terminal = Terminal()
    train(net, ProgressBar(stream=terminal), Stop())
    assert terminal.getvalue().endswith("\n")


@pytest.mark.parametrize(
    "make",
    [
        lambda: EarlyStopping(patience=-1),
        lambda: EarlyStopping(min_delta=-0.1),
        lambda: GradientNorms(every=0),
        lambda: ProximalL1(-1.0),
    ],
)
def test_bad_settings_are_refused(make):
    with pytest.raises(ValueError, match="expected"):
        make()
