import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

from dlbook.figures.chapters import gradient_descent__nearing as nearing
from dlbook.figures.chapters.gradient_descent__ground import START, line_gradient
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.rng import stream
from dlbook.runs import Results


def drawn_line(ax, colour):
    (line,) = [x for x in ax.lines if to_hex(x.get_color()) == role(colour)]
    return np.column_stack(line.get_data())


def test_the_small_maps_show_both_walks_over_the_same_way():
    with drawn(REGISTRY["incremental-limit"]) as fig:
        maps = [
            (float(re.search(r"[\d.]+", ax.get_title(loc="left"))[0]), ax)
            for ax in fig.axes
            if ax.get_title(loc="left").startswith("rate")
        ]
        paths = [(rate, drawn_line(ax, "model"), drawn_line(ax, "data")) for rate, ax in maps]
    assert [rate for rate, *_ in paths] == sorted((rate for rate, *_ in paths), reverse=True)
    for rate, whole, single in paths:
        np.testing.assert_array_equal(whole[0], START)
        np.testing.assert_array_equal(single[0], START)
        epochs = len(whole) - 1
        assert epochs * rate == pytest.approx(3.2)
        assert len(single) - 1 == 12 * epochs
        np.testing.assert_allclose(np.diff(whole, axis=0), [-rate * line_gradient(w) for w in whole[:-1]])
    widest = [np.linalg.norm(single[::12] - whole, axis=1).max() for _, whole, single in paths]
    assert widest[0] > 2 * widest[1] > 4 * widest[2]


def test_an_epoch_of_small_steps_uses_every_pebble_once_at_a_twelfth_of_the_rate():
    path = nearing.one_at_a_time(0.4, stream(5, "test", "nearing"))
    steps = np.diff(path[:13], axis=0)
    each = [[-0.4 / 12 * line_gradient(here, np.array([row])) for row in range(12)] for here in path[:12]]
    used = [int(np.abs(np.array(e) - step).sum(axis=1).argmin()) for e, step in zip(each, steps, strict=True)]
    assert sorted(used) == list(range(12))
    np.testing.assert_allclose([e[row] for e, row in zip(each, used, strict=True)], steps, atol=1e-12)


def test_the_gap_is_drawn_as_recorded_and_halves_with_the_rate():
    record = Results().read("incremental-limit")
    with drawn(REGISTRY["incremental-limit"]) as fig:
        ax = fig.axes[-1]
        digits, pebbles = drawn_line(ax, "ink"), drawn_line(ax, "muted")
        low, high = ax.get_ylim()
        bars = [np.array(c.get_segments())[:, :, 1] for c in ax.collections]
    expected = {float(name): record.values(name, "gap").mean() for name in record.variants}
    np.testing.assert_allclose(digits, sorted(expected.items()))
    assert all(low < ends.min() and ends.max() < high for ends in bars)
    for line in (digits, pebbles):
        np.testing.assert_allclose(line[:3, 0], [0.05, 0.1, 0.2])
        assert (np.diff(np.log2(line[:3, 1])) > 0.97).all(), "half the rate, half the gap or less"
    alt = REGISTRY["incremental-limit"].alt
    assert f"from {100 * digits[0, 1]:.1f} percent to {100 * digits[-1, 1]:.0f}, that" in alt
    assert f"from {100 * pebbles[0, 1]:.1f} percent to {100 * pebbles[-1, 1]:.1f} at 0.4" in alt
