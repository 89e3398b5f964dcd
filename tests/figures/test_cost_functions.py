"""The lines of chapter 4's figures are the engine's values, and the race in them is gradient descent."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

import dlbook.figures.chapters.cost_functions as chapter
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential, sigmoid, sigmoid_derivative, tanh, tanh_derivative
from dlbook.nn.costs import cross_entropy, squared_error
from dlbook.nn.costs import get as cost_named


def curves(id, colour):
    """Return the data of the long lines of a role, panel by panel."""
    with drawn(REGISTRY[id]) as fig:
        return [
            [
                line.get_xydata().T
                for line in ax.lines
                if to_hex(line.get_color()) == role(colour) and _long(line)
            ]
            for ax in fig.axes
        ]


def _long(line):
    return len(line.get_xdata()) > 40


def words(id):
    with drawn(REGISTRY[id]) as fig:
        return [text.get_text() for ax in fig.axes for text in ax.texts]


def slope(cost, z, y, nudge=1e-5):
    return np.abs(cost(y, sigmoid(z + nudge)) - cost(y, sigmoid(z - nudge))) / (2 * nudge)


def test_quadratic_cost_draws_squares_of_the_worked_misses():
    ((x, height),) = curves("quadratic-cost", "quadratic")[1]
    np.testing.assert_allclose(height, squared_error(np.ones_like(x), x))
    with drawn(REGISTRY["quadratic-cost"]) as fig:
        squares = [patch for patch in fig.axes[0].patches if not patch.get_fill()]
        assert [square.get_x() for square in squares] == list(chapter.OUTPUTS)
        for square in squares:
            assert square.get_width() == square.get_height()
            assert square.get_x() + square.get_width() == pytest.approx(1)
        box = fig.axes[0].get_window_extent()
        assert box.width == pytest.approx(box.height)
    assert words("quadratic-cost").count("0.78") == words("quadratic-cost").count("0.16") == 2


def test_tanh_saturation_shades_where_the_slope_is_small():
    with drawn(REGISTRY["tanh-saturation"]) as fig:
        ax = fig.axes[0]
        shaded = [patch.get_bbox() for patch in ax.patches]
        curve = next(line for line in ax.lines if to_hex(line.get_color()) == role("model"))
        np.testing.assert_allclose(curve.get_ydata(), tanh(curve.get_xdata()))
        tangents = [line.get_xydata() for line in ax.lines if len(line.get_xdata()) == 2]
        edge = shaded[1].x0
        assert shaded[0].x1 == -edge
        assert tanh_derivative(edge) > 0.05 > tanh_derivative(edge + 0.06)
        for (x0, y0), (x1, y1) in tangents:
            middle = (x0 + x1) / 2
            assert (y1 - y0) / (x1 - x0) == pytest.approx(float(tanh_derivative(middle)))
            assert (y0 + y1) / 2 == pytest.approx(float(tanh(middle)))
    assert {"slope 1.00", "slope 0.42", "slope 0.01"} <= set(words("tanh-saturation"))


def test_cross_entropy_cost_draws_both_branches():
    (one, zero), *_ = curves("cross-entropy-cost", "entropy")
    np.testing.assert_allclose(one[1], cross_entropy(np.ones_like(one[0]), one[0]))
    np.testing.assert_allclose(zero[1], cross_entropy(np.zeros_like(zero[0]), zero[0]))
    assert {"2.13", "0.51", "0.11"} <= set(words("cross-entropy-cost"))


@pytest.mark.parametrize(("name", "cost"), [("quadratic", squared_error), ("entropy", cross_entropy)])
def test_cost_comparison_draws_costs_and_their_true_slopes(name, cost):
    (heights,), (slopes,) = curves("cost-comparison", name)
    np.testing.assert_allclose(heights[1], cost(np.ones_like(heights[0]), heights[0]))
    z = np.log(slopes[0] / (1 - slopes[0]))
    np.testing.assert_allclose(slopes[1], slope(cost, z, 1.0), atol=1e-6)


def test_cost_comparison_labels_the_worst_answer():
    assert {"2.13", "0.78", "0.88", "0.18"} <= set(words("cost-comparison"))


@pytest.mark.parametrize(("name", "cost"), [("quadratic", "quadratic"), ("entropy", "binary_crossentropy")])
def test_the_race_is_gradient_descent_of_the_engine_s_neuron(name, cost):
    net = Sequential([Dense(1, activation="sigmoid")])
    net.build(input_shape=(1,), rng=np.random.default_rng(0), dtype=np.float64)
    net.set_weights({"dense_1/kernel": np.array([[2.0]]), "dense_1/bias": np.array([2.0])})
    path = chapter.race(name, 60)
    for w, b in path:
        np.testing.assert_allclose(
            [net.params["dense_1/kernel"][0, 0], net.params["dense_1/bias"][0]], [w, b]
        )
        _, gradients = net.cost_and_gradients(np.ones((1, 1)), np.zeros((1, 1)), cost_named(cost))
        for key, gradient in gradients.items():
            net.params[key] -= chapter.LEARNING_RATE * gradient


def test_saturated_start_draws_the_race():
    for name, cost in (("quadratic", squared_error), ("entropy", cross_entropy)):
        (outputs,), (slopes,) = curves("saturated-start", name)
        z = chapter.race(name, 150).sum(axis=1)
        np.testing.assert_allclose(outputs[1], sigmoid(z))
        np.testing.assert_allclose(slopes[1], slope(cost, z, 0.0), atol=1e-6)


def test_the_words_about_the_race_are_true():
    quadratic, entropy = (sigmoid(chapter.race(name, 150).sum(axis=1)) for name in ("quadratic", "entropy"))
    assert quadratic[0] == entropy[0] == pytest.approx(0.98, abs=0.005)
    assert quadratic[80] > 0.9 > quadratic[90]
    assert entropy[50] == pytest.approx(0.1, abs=0.01)
    z = chapter.race("quadratic", 150).sum(axis=1)
    assert int(np.argmax(slope(squared_error, z, 0.0))) == 108
    assert f"σ′(z) = {sigmoid_derivative(z[0]):.2f}" in words("saturated-start")
    assert f"σ′(z) = {sigmoid_derivative(z[108]):.2f}" in words("saturated-start")


@pytest.mark.parametrize(("name", "cost"), [("quadratic", squared_error), ("entropy", cross_entropy)])
def test_cost_surfaces_puts_the_path_on_the_surface(name, cost):
    panel = {"quadratic": 0, "entropy": 1}[name]
    ((x, y),) = curves("cost-surfaces", name)[panel]
    w, b = chapter.race(name, 300).T
    tall = 4 / float(cost(0.0, sigmoid(8.0)))
    np.testing.assert_allclose(x - 0.5 * b, w)
    np.testing.assert_allclose((y - 0.42 * b) / tall, cost(np.zeros_like(w), sigmoid(w + b)), atol=1e-9)


def test_the_right_landscape_is_eight_times_as_high():
    highest = sigmoid(2 * chapter.CORNER)
    assert cross_entropy(0.0, highest) / squared_error(0.0, highest) == pytest.approx(8, abs=0.05)
