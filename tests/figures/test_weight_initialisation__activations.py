"""The six charts of ten layers show what fresh layers do, and what the chapter says of them."""

import numpy as np
import pytest

from dlbook.figures.chapters.weight_initialisation__activations import FLOOR, differences
from dlbook.figures.chapters.weight_initialisation__depth import DEEP_SCHEMES
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.nn import TruncatedNormal, initializers
from dlbook.rng import stream


@pytest.fixture(scope="module")
def lines():
    """Forward and backward sizes of every chart: {(row, activation): {scheme: eleven numbers}}."""
    found = {}
    with drawn(REGISTRY["init-activations"]) as fig:
        for i, ax in enumerate(fig.axes):
            sizes = [line.get_ydata() for line in ax.lines if len(line.get_ydata()) == 11]
            key = ("back" if i % 2 else "forward", ("sigmoid", "tanh", "relu")[i // 2])
            found[key] = dict(zip(DEEP_SCHEMES, sizes, strict=True))
    return found


def end(lines, row, activation, scheme):
    return lines[row, activation][scheme][10 if row == "forward" else 0]


def test_sigmoids_forget_the_inputs_with_the_weights_that_suit_the_others(lines):
    for scheme in ("He", "Glorot"):
        assert end(lines, "forward", "sigmoid", scheme) < 1e-4
        assert end(lines, "back", "sigmoid", scheme) < 1e-4
        assert 0.1 < end(lines, "forward", "tanh", scheme) < 10
        assert 0.1 < end(lines, "back", "tanh", scheme) < 10
    assert 0.1 < end(lines, "forward", "sigmoid", "s = 1") < 10


def test_standard_normal_weights_explode_where_nothing_holds_them(lines):
    assert end(lines, "back", "tanh", "s = 1") > 1e4
    assert end(lines, "back", "relu", "s = 1") > 1e9
    assert end(lines, "forward", "relu", "s = 1") > 1e9
    assert 0.3 < end(lines, "back", "relu", "He") < 3


def test_small_weights_fall_steeply_in_all_six_and_leave_before_rounding_shows(lines):
    for sizes in lines.values():
        path = sizes["s = 0.01"]
        down = path if path[0] == 1 else path[::-1]
        assert np.nanmin(down) < 1e-6
        assert np.nanmin(down) >= FLOOR
        assert (np.diff(down[np.isfinite(down)]) < 0).all()


def test_differences_do_not_count_what_all_inputs_share():
    forward, _ = differences("sigmoid", "glorot_normal", stream(8, "test"))
    assert forward[0] == 1
    assert forward[10] < 1e-5  # while every activation stays near 0.5


def test_ten_layers_of_he_end_at_0_277_without_the_correction():
    corrected, plain = stream(8, "test", "same"), stream(8, "test", "same")
    x = stream(8, "test", "x").normal(size=(20, 100))
    a = b = x
    for _ in range(10):
        a = np.maximum(a @ initializers.get("he_normal")((100, 100), rng=corrected, dtype=float), 0)
        b = np.maximum(b @ TruncatedNormal(stddev=0.02**0.5)((100, 100), rng=plain, dtype=float), 0)
    assert np.sqrt(np.mean(b**2) / np.mean(a**2)) == pytest.approx(0.277, abs=5e-4)
