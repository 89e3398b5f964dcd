"""The programs that a page shows side by side do the same: each Keras tab is run against its dlbook tab."""

import re
import textwrap
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream

DOCS = Path(__file__).parents[2] / "docs"


def tab(page: str, title: str) -> str:
    """The program in the tab of that title."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf'^=== "{title}"\n\n    ```python\n(.*?)^    ```', text, re.M | re.S)
    assert found, f"no tab {title!r} on {page}"
    return textwrap.dedent(found[1])


@pytest.mark.keras
@pytest.mark.parametrize(
    ("page", "epochs", "tolerance"),
    [("training/cost-functions.md", 3, 1e-5), ("improving/optimisers.md", 10, 1e-4)],
)
def test_the_keras_program_trains_like_the_dlbook_program(page, epochs, tolerance, monkeypatch):
    keras = pytest.importorskip("keras")
    rng = stream(4, "test", "digits")
    x_train = rng.random((700, 784), dtype=np.float32)
    y_train = np.eye(10, dtype=np.float32)[rng.integers(10, size=700)]
    histories, started, ours_in_order = [], [], nn.fit

    def fit_in_order(net, x, y, **options):  # the same batches: neither program shuffles here
        started.extend(array.copy() for array in net.params.values())
        histories.append(ours_in_order(net, x, y, **options | {"shuffle": False, "verbose": 0}))

    monkeypatch.setattr(nn, "fit", fit_in_order)
    exec(tab(page, "dlbook"), {**vars(nn), "stream": stream, "x_train": x_train, "y_train": y_train})

    def keras_fit(model, x, y, **options):
        model.set_weights(started)
        histories.append(keras_in_order(model, x, y, **options, shuffle=False, verbose=0))

    keras_in_order = keras.Model.fit
    monkeypatch.setattr(keras.Model, "fit", keras_fit)
    monkeypatch.setattr(keras.Sequential, "fit", keras_fit, raising=False)
    exec(tab(page, "Keras"), {"x_train": x_train, "y_train": y_train})

    ours_history, keras_history = (history.history for history in histories)
    assert len(ours_history["loss"]) == epochs
    np.testing.assert_allclose(ours_history["loss"], keras_history["loss"], rtol=tolerance)
    np.testing.assert_allclose(ours_history["accuracy"], keras_history["accuracy"], atol=2e-3)
