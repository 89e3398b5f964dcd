"""What the figures of chapter 3 draw equals the engine's numbers."""

from itertools import product

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, Polygon, Rectangle

import dlbook.figures.chapters.networks  # noqa: F401 (registers)
import dlbook.figures.chapters.networks__representation as representation
from dlbook import worked
from dlbook.figures.primitives.tables import decimals
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import models

NET, WHELK = worked.shell_net(), worked.SHELLS[2:]


def words(id):
    with drawn(REGISTRY[id]) as fig:
        return [text.get_text() for ax in fig.axes for text in ax.texts]


def inked(ax, colour):
    return [line for line in ax.lines if to_hex(line.get_color()) == role(colour)]


def test_forward_propagation_shows_every_weight_bias_sum_and_activation():
    with drawn(REGISTRY["forward-propagation"]) as fig:
        found = [(t.get_text(), to_hex(t.get_color()), t.get_weight()) for t in fig.axes[0].texts]
        weights = [_number(text) for text, colour, _ in found if colour == role("model") and text != "bias"]
        totals = [_number(text) for text, _, weight in found if weight == "bold" and text != "whelk"]
        inside = [_inside(ax_text, fig) for ax_text in fig.axes[0].texts]
    kernels = [NET.params[f"dense_{k}/kernel"] for k in (1, 2)]
    assert weights == [w for kernel in kernels for w in kernel.T.ravel()]
    assert totals == [z for layer in worked.weighted_inputs(NET, WHELK) for z in layer[0]]
    neurons = [_number(text) for text in inside if text]
    expected = np.concatenate([WHELK[0], *(a[0] for a in NET.layer_outputs(WHELK).values())])
    np.testing.assert_allclose(neurons, expected, atol=0.005)


def test_forward_propagation_adds_up():
    texts = words("forward-propagation")
    biases = [_number(texts[i + 2]) for i, text in enumerate(texts) if text == "bias"]
    assert biases == [*NET.params["dense_1/bias"], *NET.params["dense_2/bias"]]


def _number(text):
    return float(text.replace("−", "-"))


def _inside(text, fig):
    """Return what is written in the middle of a circle, or nothing."""
    centres = [patch.center for patch in fig.axes[0].patches if isinstance(patch, Circle)]
    return text.get_text() if text.get_position() in centres else ""


def test_dense_layer_lights_the_column_that_the_edges_show():
    kernel = NET.params["dense_2/kernel"]
    with drawn(REGISTRY["dense-layer"]) as fig:
        lit = [
            patch
            for patch in fig.axes[0].patches
            if isinstance(patch, Rectangle) and to_hex(patch.get_facecolor()) == role("model-fill")
        ]
        assert len(lit) == len(kernel) + 1
        assert len({patch.get_x() for patch in lit}) == 1
        assert len(inked(fig.axes[0], "model")) == len(kernel)
        texts = fig.axes[0].texts
        on_edges = [t.get_text() for t in texts if to_hex(t.get_color()) == role("model")]
        in_cells = [t.get_text() for t in texts if t.get_position()[0] == lit[0].get_x() + 29]
    assert [_number(text) for text in on_edges[:3]] == kernel[:, 2].tolist()
    assert [_number(text) for text in in_cells[:3]] == kernel[:, 2].tolist()


def test_softmax_steps_draws_logits_powers_and_shares():
    z = worked.weighted_inputs(NET, WHELK)[-1][0]
    expected = (z, np.exp(z), NET.predict(WHELK)[0])
    with drawn(REGISTRY["softmax-steps"]) as fig:
        for ax, values in zip(fig.axes, expected, strict=True):
            np.testing.assert_allclose([bar.get_width() for bar in ax.patches], values)
    assert {"148.41", "0.980", "sum 1", f"÷ {np.exp(z).sum():.2f}"} <= set(words("softmax-steps"))


def test_parameter_count_gives_every_parameter_the_same_area():
    net = models.get("shallow").build(rng=np.random.default_rng(0))
    with drawn(REGISTRY["parameter-count"]) as fig:
        areas = [p.get_width() * p.get_height() for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    counts = [w.size for w in net.params.values()]
    np.testing.assert_allclose(np.divide(areas, areas[0]), np.divide(counts, counts[0]))
    assert any("50,240" in text for text in words("parameter-count"))
    assert any("= 650" in text for text in words("parameter-count"))
    assert "in all 50,890 parameters" in words("parameter-count")
    assert f"{100 * 650 / net.count_params():.1f} %" in REGISTRY["parameter-count"].caption


def test_boolean_network_has_a_neuron_for_each_true_row():
    texts = words("boolean-network")
    assert [t for t in texts if len(t) == 3 and set(t) <= {"0", "1"}] == ["001", "010", "100", "111"]
    with drawn(REGISTRY["boolean-network"]) as fig:
        lines = fig.axes[0].lines
        dashed = np.array([line.is_dashed() for line in lines[:12]]).reshape(3, 4)
        np.testing.assert_array_equal(dashed, np.array(worked.ODD).T == 0)
        cells = [p for p in fig.axes[0].patches if isinstance(p, Rectangle)]
        lit = [to_hex(p.get_facecolor()) == role("model-fill") for p in cells]
        answers = [bool(sum(row) % 2) for row in product((0, 1), repeat=3)]
        assert lit == np.repeat(answers, 4).tolist()


def test_localised_bumps_adds_its_sigmoids_up():
    with drawn(REGISTRY["localised-bumps"]) as fig:
        pair, curve, ridges, tower = fig.axes
        up, down = (line.get_ydata() for line in inked(pair, "data"))
        np.testing.assert_allclose(inked(pair, "model")[0].get_ydata(), up + down, atol=1e-12)
        steps, target = inked(curve, "model")[0], inked(curve, "target")[0]
        assert np.abs(steps.get_ydata() - target.get_ydata()).mean() < 0.05
        heights = [_highest(ax) for ax in (ridges, tower)]
        assert heights[0] == pytest.approx(heights[1], rel=0.02)
        assert _share_raised(ridges) > 4 * _share_raised(tower)


def _highest(ax):
    return _heights(ax).max()


def _share_raised(ax):
    return np.mean(_heights(ax) > 0.1)


def _heights(ax):
    """Return the heights above the ground of all profiles, from the back to the front."""
    away = np.linspace(1, 0, len(ax.lines))
    x = np.linspace(0, 1, 101)
    profiles = [
        np.interp(x, line.get_xdata() - y / 2, line.get_ydata())
        for line, y in zip(ax.lines, away, strict=True)
    ]
    return np.array(profiles) - 0.42 * away[:, None]


def test_what_stands_in_front_hides_what_is_behind():
    with drawn(REGISTRY["localised-bumps"]) as fig:
        ax = fig.axes[2]
        fills = [patch for patch in ax.patches if isinstance(patch, Polygon)]
        depths = [fill.get_xy()[:, 1].min() for fill in fills]
        orders = [fill.get_zorder() for fill in fills]
        assert np.all(np.diff(depths) < 0)
        assert np.all(np.diff(orders) > 0)


def test_encoder_network_repeats_its_input_as_target():
    texts = words("encoder-network")
    assert texts.count("?") == 3
    assert texts.count("1") == 2
    assert texts.count("0") == 14
    with drawn(REGISTRY["encoder-network"]) as fig:
        assert len(fig.axes[0].lines) == 2 * 8 * 3


def test_linear_to_nonlinear_measures_what_the_line_misses():
    with drawn(REGISTRY["linear-to-nonlinear"]) as fig:
        missed = []
        for ax, scale in zip(fig.axes, representation.SCALES, strict=True):
            curve, line = (line.get_ydata() for line in ax.lines)
            x = ax.lines[0].get_xdata()
            y = representation.scaled_net(scale).predict(x[:, None])[:, 0]
            assert np.corrcoef(curve, y)[0, 1] == pytest.approx(1)
            assert np.cov(curve - line, x)[0, 1] == pytest.approx(0, abs=1e-10)
            missed.append(np.var(curve - line) / np.var(curve))
            text = ax.get_xlabel().removeprefix("line misses ").removesuffix(" %")
            assert float(text) == pytest.approx(100 * missed[-1], rel=0.05)
        assert missed[0] < 0.001 < missed[1] < missed[2]


def test_the_figure_s_net_is_no_exception():
    x = np.linspace(-2, 2, 61)
    missed = []
    for seed in range(30):
        curves = [representation.scaled_net(s, seed).predict(x[:, None])[:, 0] for s in (0.1, 1.0, 5.0)]
        missed.append([1 - np.corrcoef(x, y)[0, 1] ** 2 for y in curves])
    small, middle, large = np.median(missed, axis=0)
    assert small < 0.001 < 0.03 < middle < 0.3 < large


def test_decimals_are_rounded_and_never_minus_zero():
    assert decimals(-0.0004, 3) == "0.000"
    assert decimals(-0.0006, 3) == "−0.001"
