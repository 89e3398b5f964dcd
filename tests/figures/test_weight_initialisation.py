"""Chapter 8's histograms and lines are what the engine's layers compute from fresh weights."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.weight_initialisation as layer_chapter
import dlbook.figures.chapters.weight_initialisation__depth as depth_chapter
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import relu, sigmoid
from dlbook.nn.initializers import get
from dlbook.rng import stream


def many(scheme, measure, draws=40):
    return [measure(layer_chapter.sums(scheme, stream(seed, "draw"))) for seed in range(draws)]


def test_standard_normal_saturates_nine_sigmoids_in_ten():
    shares = many(layer_chapter.STANDARD_NORMAL, lambda z: layer_chapter.saturated_share(sigmoid(z)))
    assert np.mean(shares) == pytest.approx(0.89, abs=0.015)
    peaks = many(layer_chapter.STANDARD_NORMAL, lambda z: relu(z).max())
    assert 36 < np.median(peaks) < 58
    assert np.mean([36 < peak < 58 for peak in peaks]) > 0.8


def test_glorot_leaves_practically_no_sigmoid_saturated():
    shares = many("glorot_normal", lambda z: layer_chapter.saturated_share(sigmoid(z)))
    assert np.mean(shares) == pytest.approx(0.002, abs=0.002)
    assert np.mean([1.6 < peak < 2.5 for peak in many("glorot_normal", lambda z: relu(z).max())]) > 0.8


@pytest.mark.parametrize(
    ("id", "scheme"),
    [("init-standard-normal", layer_chapter.STANDARD_NORMAL), ("init-glorot-normal", "glorot_normal")],
)
def test_both_histograms_show_all_256_units(id, scheme):
    z = layer_chapter.sums(scheme, REGISTRY[id].rng())
    share = np.mean(np.abs(z) > np.log(9))
    with drawn(REGISTRY[id]) as fig:
        curve = fig.axes[0].lines[0]
        flat = np.abs(curve.get_xdata()) > np.log(9)
        height = curve.get_ydata() / (0.96 * fig.axes[0].get_ylim()[1])
        np.testing.assert_array_equal(flat, (height < 0.0999) | (height > 0.9001))
        for ax in fig.axes:
            assert sum(bar.get_height() for container in ax.containers for bar in container) == 256
        marked = [b for b in fig.axes[1].containers[0] if to_hex(b.get_facecolor()) == role("bad")]
        assert sum(bar.get_height() for bar in marked) == round(share * 256)
        assert f"{100 * share:.0f} % saturated" in [text.get_text() for text in fig.axes[1].texts]


def test_grid_has_a_cell_for_every_activation_and_scheme():
    with drawn(REGISTRY["init-grid"]) as fig:
        cells = np.array(fig.axes).reshape(4, 3)
        totals = [sum(bar.get_height() for bar in ax.containers[0]) for ax in cells.flat]
        assert totals == [256] * 12
        largest = [ax.get_xticks()[-1] for ax in cells[:, 2]]
        assert 30 < largest[0] < 60
        assert largest[0] > 10 * largest[1] > 10 * largest[3]
        ends = [bar.get_height() for bar in cells[0, 0].containers[0]]
        assert ends[0] + ends[-1] > 200


def test_densities_are_those_of_the_weights():
    with drawn(REGISTRY["init-densities"]) as fig:
        for ax, scheme in zip(fig.axes, layer_chapter.DENSITY_SCHEMES.values(), strict=True):
            density, edges = ax.patches[0].get_data()[:2]
            weights = get(scheme)((784, 256), rng=stream(7, "other"))
            inside = np.mean(np.abs(weights) < edges[-1])
            assert np.sum(density * np.diff(edges)) == pytest.approx(inside, abs=0.01)
            said = float(ax.texts[1].get_text().removeprefix("s = "))
            assert said == pytest.approx(weights.std(), rel=0.02)


def test_only_he_keeps_signal_and_gradient_through_ten_layers():
    with drawn(REGISTRY["init-ten-layers"]) as fig:
        forward, backward = (
            [line.get_ydata() for line in ax.lines if len(line.get_ydata()) == 11] for ax in fig.axes
        )
    for sizes, first, last in ((forward, 0, 10), (backward, 10, 0)):
        growth = [line[last] / line[first] for line in sizes]
        assert growth[0] > 1e9
        assert 0.5 < growth[1] < 2
        assert 1 / 60 < growth[2] < 1 / 15
        assert growth[3] < 1e-9
        per_layer = (forward[2][10] / forward[2][2]) ** (1 / 8)
        assert per_layer == pytest.approx(np.sqrt(1 / 2), rel=0.05)  # E[ReLU(z)^2] is half of Var(z)


def test_equal_units_stay_equal_and_random_ones_part():
    with drawn(REGISTRY["init-symmetry"]) as fig:
        zero, equal, random = (np.array([line.get_ydata() for line in ax.lines]) for ax in fig.axes)
    assert not zero.any()
    assert np.ptp(equal, axis=0).max() < 1e-12
    assert np.ptp(equal[0]) > 0.2
    assert len(np.unique(random[:, -1].round(3))) == 4
    gaps = depth_chapter.weight_paths("glorot_normal", stream(3, "paths"))
    assert gaps.shape == (301, 4)
    assert not np.allclose(gaps[0], gaps[-1])
