"""Chapter 8's ladder shows what ten layers of sigmoids answer and what comes back to them."""

import numpy as np
import pytest

import dlbook.figures.chapters.weight_initialisation__ladder as chapter
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn


@pytest.fixture(scope="module")
def fig():
    with drawn(REGISTRY["init-ladder"]) as one:
        yield one


def rungs():
    return chapter.there_and_back("sigmoid", "glorot_normal", REGISTRY["init-ladder"].rng())


def threads(ax, marker):
    return [line for line in ax.lines if line.get_marker() == marker]


def test_dots_and_diamonds_are_the_sizes_and_differences(fig):
    signals, gradients = rungs()
    assert len(signals) == len(gradients) == 11
    (diamonds,) = threads(fig.axes[0], "D")
    expected = [np.log10(np.sqrt(np.mean(a.var(axis=0)))) for a in signals]
    np.testing.assert_allclose(diamonds.get_xdata(), expected)
    for ax, rows in zip(fig.axes, (signals, gradients[1:]), strict=True):
        (dots,) = threads(ax, "o")
        np.testing.assert_allclose(
            10.0 ** np.asarray(dots.get_xdata()), [np.linalg.norm(a) / a.size**0.5 for a in rows]
        )
        assert list(dots.get_ydata()) == list(range(11 - len(rows), 11))


def test_what_caption_and_alt_say(fig):
    signals, gradients = rungs()
    assert all(0.4 < chapter.size(a) < 0.6 for a in signals[1:])
    differences = [chapter.apart(a) for a in signals]
    assert all(np.diff(differences) < 0)
    assert differences[-1] < 1e-6
    sizes = [chapter.size(d) for d in gradients[1:]]
    assert all(np.diff(sizes) > 0)
    assert sizes[0] < 1e-5 < 0.9 < sizes[-1] < 1.1


def test_a_hill_stands_where_most_numbers_lie(fig):
    signals, _ = rungs()
    hills = [line for line in fig.axes[0].lines if line.get_marker() == "None"]
    assert len(hills) == 11
    for hill in hills:
        x, y = map(np.asarray, hill.get_data())
        layer = round(y.min())
        median = np.median(np.log10(signals[layer]))
        assert abs(x[y.argmax()] - median) < 0.35
