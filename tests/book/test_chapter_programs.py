"""The programs that a page shows side by side do the same: each Keras tab is run against its dlbook tab."""

import re
import textwrap
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream

TRAINING = Path(__file__).parents[2] / "docs" / "training"


def tab(page: str, title: str) -> str:
    """The program in the tab of that title."""
    text = (TRAINING / f"{page}.md").read_text(encoding="utf-8")
    found = re.search(rf'^=== "{title}"\n\n    ```python\n(.*?)^    ```', text, re.M | re.S)
    assert found, f"no tab {title!r} on {page}.md"
    return textwrap.dedent(found[1])


def random_digits(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and one-hot targets that look like MNIST's, and mean nothing."""
    return rng.random((n, 784), dtype=np.float32), np.eye(10, dtype=np.float32)[rng.integers(10, size=n)]


def started(page: str) -> nn.Sequential:
    """The net of the page's dlbook program before its training, from the same stream of first weights."""
    build = tab(page, "dlbook")
    names = {**vars(nn), "stream": stream, "fit": lambda *_, **__: None, "x_train": None, "y_train": None}
    exec(build, {**names, "x_val": None, "y_val": None}, found := {})
    return found["net"]


@pytest.mark.keras
@pytest.mark.parametrize(
    ("page", "epochs"), [("cost-functions", range(3, 4)), ("gradient-descent", range(6, 60))]
)
def test_the_keras_program_trains_like_the_dlbook_program(page, epochs, monkeypatch):
    keras = pytest.importorskip("keras")
    rng = stream(4, "test", "digits")
    data = dict(zip(("x_train", "y_train"), random_digits(700, rng), strict=True))
    data |= dict(zip(("x_val", "y_val"), random_digits(200, rng), strict=True))
    histories = []

    def fit_in_order(net, x, y, **options):  # the same batches: neither program shuffles here
        histories.append(nn.fit(net, x, y, **options, shuffle=False, verbose=0))

    first = list(started(page).params.values())
    exec(tab(page, "dlbook"), {**vars(nn), "stream": stream, "fit": fit_in_order, **data})

    def keras_fit(model, x, y, **options):
        model.set_weights(first)
        histories.append(keras_in_order(model, x, y, **options, shuffle=False, verbose=0))

    keras_in_order = keras.Model.fit
    monkeypatch.setattr(keras.Model, "fit", keras_fit)
    monkeypatch.setattr(keras.Sequential, "fit", keras_fit, raising=False)
    exec(tab(page, "Keras"), dict(data))

    ours, theirs = (history.history for history in histories)
    assert len(ours["loss"]) in epochs
    assert set(theirs) <= set(ours)
    for name in theirs:
        close = {"atol": 2e-3} if "accuracy" in name else {"rtol": 1e-5 if len(epochs) == 1 else 1e-3}
        np.testing.assert_allclose(ours[name], theirs[name], **close, err_msg=name)
