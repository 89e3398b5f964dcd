"""The judges of chapter 13, and the digits and programs of its page."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.exercises import check
from dlbook.exercises.ch13 import CURVES, kept_and_ended
from dlbook.rng import stream

PAGE = Path(__file__).parents[2] / "docs" / "improving" / "regression.md"


def cells(start, end):
    """The live cells of the page between two sections, each a program."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.partition(f"{{#sec-{start}}}")[2].partition(f"{{#sec-{end}}}")[0]
    return re.findall(r"^```python\n(.*?)^```", part, re.M | re.S)


def pinball(late, early):
    return lambda y, yhat: np.where(y > yhat, late * (y - yhat), early * (yhat - y))


def huber(half=0.5, corner=0.5, size=np.abs, mean=np.mean):
    def cost(y, yhat, delta):
        r = size(yhat - y)
        return mean(np.where(r <= delta, half * r**2, delta * r - corner * delta**2))

    return cost


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("13.1", 3.697),  # the root of 41/3
        ("13.2", 21.16),
        ("13.3", (673, 601)),  # 216 + 300 + 13 + 144, of which 72 are moving means and variances
        ("13.4", huber()),
        ("13.5", kept_and_ended),
        ("13.6", pinball(9, 1)),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("13.1", 13.67, "take its root"),
        ("13.1", 3.0, "absolute"),
        ("13.1", 5 / 3, "cancel"),
        ("13.1", 6.403, "divide by the three"),
        ("13.2", 4.6, "RMSE"),
        ("13.2", 2.3, "square of the standard deviation"),
        ("13.2", 43.56, "drops out"),
        ("13.2", 0.25 / 84.64, "other direction"),
        ("13.3", (601, 673), "wrong order"),
        ("13.3", (529, 529), "also has numbers"),
        ("13.3", (673, 529), "gamma and beta are"),
        ("13.3", (601, 529), "four a unit"),
        ("13.3", (636, 564), "biases"),
        ("13.3", 673, "shape"),
        ("13.4", huber(half=1), "factor ½"),
        ("13.4", huber(corner=0), "left out"),
        ("13.4", huber(mean=np.sum), "the mean was asked for"),
        ("13.4", huber(size=lambda r: r), "size of the residual"),
        ("13.4", lambda y, yhat, delta: np.mean((y - yhat) ** 2) / 2, "everywhere"),
        ("13.4", 1.0, "Pass its name"),
        ("13.5", lambda e, p: tuple(k - 1 for k in kept_and_ended(e, p)), "from 1"),
        ("13.5", lambda e, p: kept_and_ended(e, p + 1), "one epoch too long"),
        ("13.5", lambda e, p: (kept_and_ended(e, p)[1],) * 2, "not the best one"),
        ("13.5", lambda e, p: (int(np.argmin(e)) + 1, len(e)), "future"),
        ("13.6", pinball(1, 9), "charged the early"),
        ("13.6", pinball(1, 1), "median"),
        ("13.6", lambda y, yhat: (y - yhat) ** 2, "mean, as squares do"),
        ("13.6", pinball(3, 1), "75% of the deliveries"),
        ("13.6", lambda y: y, "TypeError"),
        ("13.6", lambda y, yhat: np.inf + y, "finite"),
        ("13.6", 0.9, "Pass its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_epochs_kept_and_ended_are_those_of_the_engine():
    """Play each curve to the engine's callback."""

    class Script(nn.Callback):
        def __init__(self, errors):
            self.errors = iter(errors)

        def on_epoch_end(self, trainer, logs):
            logs["val_loss"] = next(self.errors)

    for errors, limit in CURVES:
        net = nn.Sequential([nn.Dense(1)]).build((1,), rng=stream(13, "test"))
        stopping = nn.EarlyStopping("val_loss", patience=limit)
        x = np.ones((2, 1))
        history = nn.fit(
            net,
            x,
            x,
            cost="mse",
            optimizer=nn.SGD(0.1),
            epochs=len(errors),
            callbacks=[Script(errors), stopping],
            rng=stream(13, "test", "order"),
            verbose=0,
        )
        assert kept_and_ended(errors, limit) == (stopping.best_epoch, len(history.history["loss"]))


def test_the_street_of_five_homes_has_the_digits_of_the_page():
    names = {"np": np}
    exec(cells("costs", "net")[0], names)
    assert names["best"] == pytest.approx({"squared": 27.6, "absolute": 22, "Huber": 22.75})
    pulls = np.clip(names["best"]["Huber"] - names["prices"], -3, 3)
    assert [pull == -3 for pull in pulls] == [False, False, False, False, True]
    assert pulls.sum() == pytest.approx(0)
    y = names["prices"][:, None]
    for name, cost in (("squared", nn.MeanSquaredError()), ("Huber", nn.Huber(3))):
        at_best = cost(y, np.full_like(y, names["best"][name]))
        assert all(at_best < cost(y, np.full_like(y, names["best"][name] + nudge)) for nudge in (-0.1, 0.1))


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_the_keras_cell_trains_like_the_dlbook_cell(tmp_path, monkeypatch, capsys):
    keras = pytest.importorskip("keras")
    from dlbook.twins.keras_twin import copy_to_keras

    monkeypatch.chdir(tmp_path)
    names = {}
    for cell in cells("how-much", "costs") + cells("net", "scaling")[:1] + cells("scaling", "boston")[1:]:
        exec(cell.partition("\nscaled = []")[0], names)
    ours, theirs, carry = cells("checkpoint", "frozen")
    histories, started = (
        {},
        nn.Sequential(
            [part for part in names["regression_net"](10, seed=13).layers if part.kind != "dropout"]
        ),
    )

    def without_dropout(net, x, y, **options):
        started.build((10,), rng=stream(13, "test", "weights"))
        net.set_weights(started.get_weights())
        options |= {"epochs": 6, "shuffle": False}
        histories["dlbook"] = nn.fit(net, x, y, **options)
        return histories["dlbook"]

    names |= {"fit": without_dropout, "Dropout": lambda rate: nn.Dropout(0.0)}
    exec(ours, names)
    fresh = names["regression_net"](10, seed=13)
    started.build((10,), rng=stream(13, "test", "weights"))
    fresh.set_weights(started.get_weights())
    plain_fit, plain_dropout = keras.Model.fit, keras.layers.Dropout

    def from_the_same_start(model, x, y, **options):
        copy_to_keras(fresh, model)
        histories["keras"] = plain_fit(model, x, y, **options | {"epochs": 6, "shuffle": False})
        return histories["keras"]

    monkeypatch.setattr(keras.layers, "Dropout", lambda rate: plain_dropout(0.0))
    monkeypatch.setattr(keras.Sequential, "fit", from_the_same_start, raising=False)
    exec(theirs, names)
    for metric in ("loss", "val_loss"):
        np.testing.assert_allclose(
            histories["dlbook"].history[metric], histories["keras"].history[metric], rtol=1e-3
        )
    assert names["keras_mse"] == pytest.approx(names["kept_mse"], rel=1e-3)
    exec(carry, names)
    assert names["apart"].max() < 1e-5


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_seed_freezes_the_order_of_keras_epochs_as_the_page_says():
    keras = pytest.importorskip("keras")
    seen = []

    class Watcher(keras.Sequential):
        def train_step(self, data):
            seen.extend(np.array(data[0])[:, 0].tolist())
            return super().train_step(data)

    keras.utils.set_random_seed(13)
    model = Watcher([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mean_squared_error", optimizer="sgd", run_eagerly=True)
    x = np.arange(40.0)[:, None]
    model.fit(x, x / 40, batch_size=8, epochs=2, verbose=0)
    first, second = seen[:40], seen[40:]
    assert sorted(first) == sorted(second) == x[:, 0].tolist() != first
    assert first == second
