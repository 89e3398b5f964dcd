"""The programs that a page shows side by side do the same: each Keras tab is run against its dlbook tab."""

import re
import textwrap
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream

PAGE = Path(__file__).parents[2] / "docs" / "training" / "cost-functions.md"


def tab(title: str) -> str:
    """The program in the tab of that title."""
    found = re.search(rf'^=== "{title}"\n\n    ```python\n(.*?)^    ```', PAGE.read_text(), re.M | re.S)
    assert found, f"no tab {title!r} on {PAGE.name}"
    return textwrap.dedent(found[1])


@pytest.mark.keras
def test_the_keras_program_of_chapter_4_trains_like_the_dlbook_program(monkeypatch):
    keras = pytest.importorskip("keras")
    rng = stream(4, "test", "digits")
    x_train = rng.random((700, 784), dtype=np.float32)
    y_train = np.eye(10, dtype=np.float32)[rng.integers(10, size=700)]
    histories = []

    def fit_in_order(net, x, y, **options):  # the same batches: neither program shuffles here
        histories.append(nn.fit(net, x, y, **options, shuffle=False, verbose=0))

    ours = {**vars(nn), "stream": stream, "fit": fit_in_order, "x_train": x_train, "y_train": y_train}
    exec(tab("dlbook"), ours)
    started = nn.Sequential([nn.Dense(64, activation="sigmoid"), nn.Dense(10, activation="softmax")])
    started.build(input_shape=(784,), rng=stream(4, "weights"))

    def keras_fit(model, x, y, **options):
        model.set_weights(list(started.params.values()))
        histories.append(keras_in_order(model, x, y, **options, shuffle=False, verbose=0))

    keras_in_order = keras.Model.fit
    monkeypatch.setattr(keras.Model, "fit", keras_fit)
    monkeypatch.setattr(keras.Sequential, "fit", keras_fit, raising=False)
    exec(tab("Keras"), {"x_train": x_train, "y_train": y_train})

    ours_history, keras_history = (history.history for history in histories)
    assert len(ours_history["loss"]) == 3
    np.testing.assert_allclose(ours_history["loss"], keras_history["loss"], rtol=1e-5)
    np.testing.assert_allclose(ours_history["accuracy"], keras_history["accuracy"], atol=2e-3)
