"""The programs that a page shows side by side do the same: each Keras program is run against dlbook's."""

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream


def random_digits(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and one-hot targets that look like MNIST's, and mean nothing."""
    return rng.random((n, 784), dtype=np.float32), np.eye(10, dtype=np.float32)[rng.integers(10, size=n)]


@pytest.mark.keras
@pytest.mark.parametrize(
    ("chapter", "epochs", "tolerance"),
    [
        ("training/cost-functions.md", range(3, 4), 1e-5),
        ("training/gradient-descent.md", range(6, 60), 1e-3),
        ("improving/optimisers.md", range(10, 11), 1e-4),
    ],
)
def test_the_keras_program_trains_like_the_dlbook_program(chapter, epochs, tolerance, page, train_alike):
    pytest.importorskip("keras")
    rng = stream(4, "test", "digits")
    data = dict(zip(("x_train", "y_train"), random_digits(700, rng), strict=True))
    data |= dict(zip(("x_val", "y_val"), random_digits(200, rng), strict=True))
    shown = page(chapter)
    names = {**vars(nn), "stream": stream, **data}
    ours, theirs = train_alike(shown.tab("dlbook"), shown.tab("Keras"), names)
    assert len(ours["loss"]) in epochs
    assert set(theirs) <= set(ours)
    for name in theirs:
        close = {"atol": 2e-3} if "accuracy" in name else {"rtol": tolerance}
        np.testing.assert_allclose(ours[name], theirs[name], **close, err_msg=name)
