"""The live Keras program of a page trains like the dlbook program before it, from the same first weights."""

import re
from pathlib import Path

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream

PAGE = Path(__file__).parents[2] / "docs" / "training" / "depth-and-width.md"


def live_program(heading: str) -> str:
    """The first live cell after a heading."""
    after = PAGE.read_text(encoding="utf-8").partition(f"\n### {heading}\n")[2]
    found = re.search(r"^```python\n(.*?)^```", after, re.M | re.S)
    assert found, f"no cell after {heading!r} on {PAGE.name}"
    return found[1]


def digits() -> dict[str, np.ndarray]:
    """Random pixels with one class a tenth, to train on and to validate with."""
    rng = stream(7, "test", "digits")
    pixels, labels = rng.random((900, 784), dtype=np.float32), rng.integers(10, size=900)
    pixels[np.arange(900), labels] += 4  # something to learn
    targets = np.eye(10, dtype=np.float32)[labels]
    return {"x_train": pixels[:700], "y_train": targets[:700], "x_val": pixels[700:], "y_val": targets[700:]}


@pytest.mark.keras
def test_the_keras_program_of_chapter_7_trains_like_the_dlbook_program(monkeypatch, capsys):
    keras = pytest.importorskip("keras")
    data = digits()

    def fit_in_order(net, x, y, **options):  # the same batches: neither program shuffles here
        return nn.fit(net, x, y, **options, shuffle=False)

    ours = {**vars(nn), "stream": stream, **data, "fit": fit_in_order}
    exec(live_program("In NumPy"), ours)
    started = nn.models.get("intermediate").build(rng=stream(7, "weights"))
    keras_in_order = keras.Model.fit

    def keras_fit(model, x, y, **options):
        model.set_weights(list(started.params.values()))
        return keras_in_order(model, x, y, **options, shuffle=False)

    monkeypatch.setattr(keras.Model, "fit", keras_fit)
    monkeypatch.setattr(keras.Sequential, "fit", keras_fit, raising=False)
    theirs = dict(data)
    exec(live_program("In Keras"), theirs)

    assert capsys.readouterr().out.count("55,050 parameters") == 2
    ours_history, keras_history = ours["history"].history, theirs["keras_history"].history
    assert len(ours_history["loss"]) == 3
    assert ours_history["val_accuracy"][-1] > 0.2  # it learns
    for metric in ("loss", "val_loss"):
        np.testing.assert_allclose(ours_history[metric], keras_history[metric], rtol=2e-5)
    for metric in ("accuracy", "val_accuracy"):
        np.testing.assert_allclose(ours_history[metric], keras_history[metric], atol=5e-3)
