import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.gradient_descent__repeats  # noqa: F401
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results


def lines_in(ax, name):
    return [line for line in ax.lines if to_hex(line.get_color()) == role(name)]


def test_costs_are_those_of_the_training_to_the_end_and_the_stop_is_the_mean_one():
    record = Results().read("early-stopping")
    with drawn(REGISTRY["early-stopping"]) as fig:
        (ax,) = fig.axes
        for metric, colour in (("loss", "data"), ("val_loss", "model")):
            (line,) = lines_in(ax, colour)
            np.testing.assert_allclose(line.get_ydata(), record.curve("to-the-end", metric).mean(axis=0))
            np.testing.assert_array_equal(line.get_xdata(), np.arange(1, 61))
        (stop,) = lines_in(ax, "good")
        words = [text.get_text() for text in ax.texts]
        bands = [np.ptp(band.get_paths()[0].vertices[:, 1]) for band in ax.collections]
    epochs = record.values("stopped", "epochs").mean()
    assert stop.get_xdata()[0] == pytest.approx(epochs)
    best = (1 + record.curve("to-the-end", "val_loss").argmin(axis=1)).mean()
    assert f"stops at epoch {epochs:.0f}" in words
    assert f"best:\nepoch {best:.0f}" in words
    assert len(bands) == 2
    assert min(bands) > 0


def test_the_committee_grows_as_recorded():
    record = Results().read("restarts-and-committee")
    grown = 100 * np.array([record.array("ten", "by_size", seed) for seed in record.seeds])
    with drawn(REGISTRY["restarts-and-committee"]) as fig:
        (ax,) = fig.axes
        (line,) = lines_in(ax, "model")
        (bars,) = ax.collections
        ends = np.array(bars.get_segments())[:, :, 1]
        levels = [lines_in(ax, name)[0].get_ydata()[0] for name in ("muted", "data")]
    np.testing.assert_allclose(line.get_ydata(), grown.mean(axis=0))
    half = 2.776 * grown.std(axis=0, ddof=1) / np.sqrt(5)
    np.testing.assert_allclose(np.diff(ends)[:, 0], 2 * half, rtol=1e-3)
    one, best = (100 * record.values("ten", name).mean() for name in ("mean_member", "best_restart"))
    assert levels == pytest.approx([one, best])
    gain = (line.get_ydata()[-1] - one) / (best - one)
    assert gain == pytest.approx(4, abs=0.5), "the caption says four times"
