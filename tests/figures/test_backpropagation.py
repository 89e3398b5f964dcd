"""What the figures of chapter 6 draw equals the engine's derivatives."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.backpropagation  # noqa: F401  registers
import dlbook.figures.chapters.backpropagation__check as check
from dlbook import worked
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import numerical_gradient


def numbers(id, colour):
    """Return all numbers written in a colour, in the order of drawing."""
    with drawn(REGISTRY[id]) as fig:
        found = [t.get_text() for ax in fig.axes for t in ax.texts if to_hex(t.get_color()) == role(colour)]
    return [float(text.replace("−", "-")) for text in found if text.lstrip("−").replace(".", "").isdigit()]


def test_computation_graph_carries_products_back():
    walk = worked.Neuron()
    carried = numbers("computation-graph", "gradient")
    np.testing.assert_allclose(carried, walk.carried(), atol=5e-4)
    with drawn(REGISTRY["computation-graph"]) as fig:
        factors = [t.get_text() for t in fig.axes[0].texts if t.get_text().startswith("× ")]
    slopes = [float(text.removeprefix("× ")) for text in factors]
    np.testing.assert_allclose(slopes, walk.slopes(), atol=5e-4)
    for here, there, slope in zip(carried, carried[1:], slopes, strict=False):
        assert here == pytest.approx(there * slope, abs=2e-3)


def test_computation_graph_shows_the_values_of_the_way_forward():
    with drawn(REGISTRY["computation-graph"]) as fig:
        texts = [text.get_text() for text in fig.axes[0].texts]
    for name, value in zip(("w", "w x", "z", "a", "C"), worked.Neuron().values(), strict=True):
        assert float(texts[texts.index(name) + 1]) == pytest.approx(value, abs=5e-4)


def test_backprop_flow_writes_the_slope_of_each_weight_on_its_edge():
    net = worked.small_net()

    def cost():
        return net.cost_and_gradients(worked.POINT, worked.ANSWER, "quadratic")[0]

    slopes = [numerical_gradient(cost, net.params[f"dense_{k}/kernel"]).ravel() for k in (1, 2)]
    shown = numbers("backprop-flow", "gradient")
    np.testing.assert_allclose(shown, [*np.concatenate(slopes), 1.0], atol=5e-4)
    weights = numbers("backprop-flow", "model")
    assert weights == [w for k in (1, 2) for w in net.params[f"dense_{k}/kernel"].ravel()]


def test_backprop_flow_writes_values_and_slopes_into_the_neurons():
    net = worked.small_net()
    outputs = net.layer_outputs(worked.POINT).values()
    back = worked.nudges(net, worked.POINT, worked.ANSWER)
    expected = [*worked.POINT[0], *np.concatenate([a[0] for a in outputs])]
    expected += [*worked.POINT[0], *np.concatenate(back.z)]
    np.testing.assert_allclose(numbers("backprop-flow", "ink"), expected, atol=5e-4)


def test_the_caption_is_true_each_weight_s_slope_is_what_went_in_times_what_came_back():
    net = worked.small_net()
    back = worked.nudges(net, worked.POINT, worked.ANSWER)
    inputs = [worked.POINT[0], net.layer_outputs(worked.POINT)["dense_1"][0]]
    for k in (0, 1):
        np.testing.assert_allclose(
            np.outer(inputs[k], back.z[k]), back.params[f"dense_{k + 1}/kernel"], rtol=1e-12
        )


def test_decimal_backpropagation_is_the_engine_s():
    params = [check._decimals(array) for array in worked.small_net().params.values()]
    found = check.slopes(params, *map(check._decimals, (worked.POINT, worked.ANSWER)))
    _, right = worked.small_net().cost_and_gradients(worked.POINT, worked.ANSWER, "quadratic")
    for ours, theirs in zip(found, right.values(), strict=True):
        np.testing.assert_allclose(ours.astype(float), theirs, rtol=1e-12)


def test_gradient_check_is_a_v_with_the_slopes_of_its_two_errors():
    with drawn(REGISTRY["gradient-check"]) as fig:
        line = next(line for line in fig.axes[0].lines if len(line.get_xdata()) > 10)
        steps, errors = line.get_xdata(), line.get_ydata()
    np.testing.assert_array_equal(errors, check.check_errors())
    assert errors.min() < 1e-10
    assert 1e-6 < steps[errors.argmin()] < 1e-4
    bends, rounds = (steps > 1e-4) & (steps < 0.1), steps < 1e-6
    assert np.polyfit(np.log(steps[bends]), np.log(errors[bends]), 1)[0] == pytest.approx(2, abs=0.1)
    assert np.polyfit(np.log(steps[rounds]), np.log(errors[rounds]), 1)[0] == pytest.approx(-1, abs=0.15)
