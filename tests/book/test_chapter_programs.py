"""The programs that a page shows side by side do the same: each Keras program is run against dlbook's."""

import numpy as np
import pytest

from dlbook import nn
from dlbook.rng import stream


@pytest.mark.keras
def test_the_keras_program_of_chapter_4_trains_like_the_dlbook_program(page, train_alike):
    pytest.importorskip("keras")
    chapter = page("training/cost-functions.md")
    rng = stream(4, "test", "digits")
    x_train = rng.random((700, 784), dtype=np.float32)
    y_train = np.eye(10, dtype=np.float32)[rng.integers(10, size=700)]
    names = {**vars(nn), "stream": stream, "x_train": x_train, "y_train": y_train}
    ours, theirs = train_alike(chapter.tab("dlbook"), chapter.tab("Keras"), names)
    assert len(ours["loss"]) == 3
    np.testing.assert_allclose(ours["loss"], theirs["loss"], rtol=1e-5)
    np.testing.assert_allclose(ours["accuracy"], theirs["accuracy"], atol=2e-3)
