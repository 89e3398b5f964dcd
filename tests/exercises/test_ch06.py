"""The judges of chapter 6, the solutions of its page, and the digits of its worked networks."""

import numpy as np
import pytest

from dlbook import nn, worked
from dlbook.exercises import check
from dlbook.exercises.ch06 import suspect
from dlbook.rng import stream


@pytest.fixture(scope="module")
def chapter(page):
    return page("training/backpropagation.md")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("6.1", -0.0751),  # 2 · (0.8808 − 1) · 0.8808 · 0.1192 · 3
        ("6.2", 0.928),  # 0.7311 + 0.1966
        ("6.3", [0.127, -0.0323]),  # −1 · −0.1064 + 0.5 · 0.0418; 0.5 · (−0.1064 + 0.0418)
        ("6.3", [[0.1273, -0.0323]]),
        ("6.4", 59_648),  # 50,176 + 2 · 4,096 + 2 · 640
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def tanh_answer(slope=lambda a: 1 - a**2, kernel=lambda g: g, bias=lambda d_z: d_z.sum(axis=0)):
    """A solution of 6.5 with parts that can be replaced by mistakes."""

    def backward(d_a, a_in, a, W):
        d_z = d_a * slope(a)
        return d_z @ W.T, kernel(a_in.T @ d_z), bias(d_z)

    return backward


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("6.1", -0.02503, "multiplied by x"),
        ("6.1", -0.03754, "left out the 2"),
        ("6.1", -0.7152, "left out the sigmoid"),
        ("6.1", 0.5548, "target 0"),
        ("6.1", 1.4304, "put z in"),
        ("6.1", 0.0751, "sign"),
        ("6.2", 0.7311, "the sigmoid as well"),
        ("6.2", 0.1966, "the multiplication as well"),
        ("6.2", 0.1437, "added"),
        ("6.3", [0.5318, -0.1064], "∂C/∂a"),
        ("6.3", [-0.1064, 0.0418], "One more step"),
        ("6.3", [-0.0645, -0.1291], "not by the input"),
        ("6.3", [-0.1273, 0.0323], "sign"),
        ("6.3", 0.1, "shape"),
        ("6.3", "both", "array"),
        ("6.4", 109_824, "pixels too"),
        ("6.4", 54_912, "All layers but the first"),
        ("6.4", 4_736, "own slopes"),
        ("6.4", 55_050, "parameters"),
        ("6.4", 114_560, "the way back alone"),
        ("6.5", tanh_answer(lambda a: a * (1 - a)), "sigmoid's slope"),
        ("6.5", tanh_answer(lambda a: 1 + 0 * a), "missing"),
        ("6.5", tanh_answer(lambda a: 1 - np.tanh(a) ** 2), "already"),
        ("6.5", tanh_answer(lambda a: 1 - a), "not 1 − a."),
        ("6.5", tanh_answer(bias=lambda d_z: d_z.mean(axis=0)), "bias are divided"),
        ("6.5", tanh_answer(kernel=lambda g: g / 5), "kernel are divided"),
        ("6.5", tanh_answer(kernel=lambda g: g + 1), "kernel are wrong"),
        ("6.5", tanh_answer(kernel=lambda g: g.T), "(4, 3) in place of (3, 4)"),
        ("6.5", lambda d_a, a_in, a, W: (d_a, a), "2 arrays"),
        ("6.5", lambda d_a, a_in, a, W: d_a @ W, "ValueError"),
        ("6.5", 3.0, "Pass its name"),
        ("6.6", "dense_1/kernel", "innocent"),
        ("6.6", "the butler", "dense_3/bias"),
        ("6.6", 3, "by its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_only_one_suspect_is_guilty_and_no_sign_gives_it_away():
    net, x, y, gradients = suspect()
    assert [name for name in gradients if check("6.6", name)] == ["dense_2/kernel"]
    _, right = net.cost_and_gradients(x, y, "quadratic")
    assert all((np.sign(gradients[name]) == np.sign(right[name])).all() for name in right)


def test_the_cell_with_one_neuron_has_the_numbers_of_the_figure(chapter):
    names = {}
    exec("\n".join(chapter.cells(until="worked")), names)
    walk = worked.Neuron()
    assert [names[k] for k in ("w", "product", "z", "a", "cost")] == pytest.approx(walk.values())
    carried = [names[k] for k in ("d_w", "d_product", "d_z", "d_a")]
    assert carried == pytest.approx(walk.carried()[:4])
    assert [round(value, 3) for value in carried] == [0.575, 0.287, 0.287, 1.462]


def test_the_cells_with_three_neurons_have_the_numbers_of_the_figure(chapter):
    names = {}
    exec("\n".join(chapter.cells(until="equations")), names)
    net, back = worked.small_net(), worked.nudges(worked.small_net(), worked.POINT, worked.ANSWER)
    np.testing.assert_array_equal(names["x"], worked.POINT)
    np.testing.assert_array_equal(names["y"], worked.ANSWER)
    for k in (1, 2):
        for code, part in (("W", "kernel"), ("b", "bias")):
            np.testing.assert_array_equal(names[f"{code}{k}"], net.params[f"dense_{k}/{part}"])
            np.testing.assert_allclose(names[f"d_{code}{k}"], back.params[f"dense_{k}/{part}"], rtol=1e-12)
        np.testing.assert_allclose(names[f"d_z{k}"][0], back.z[k - 1], rtol=1e-12)
        np.testing.assert_allclose(names[f"d_a{k}"][0], back.a[k - 1], rtol=1e-12)
    assert round(float(names["cost"]), 3) == 0.188
    np.testing.assert_array_equal(names["d_W1"].round(3), [[-0.106, 0.042], [-0.213, 0.084]])
    np.testing.assert_array_equal(names["d_W2"].round(3), [[-0.106], [-0.156]])


def test_two_parameters_share_the_strongest_slope_as_the_page_says():
    _, gradients = worked.small_net().cost_and_gradients(worked.POINT, worked.ANSWER, "quadratic")
    sizes = {(name, i): abs(v) for name, array in gradients.items() for i, v in enumerate(array.ravel())}
    strongest = [place for place, size in sizes.items() if size == pytest.approx(max(sizes.values()))]
    assert strongest == [("dense_1/kernel", 2), ("dense_2/bias", 0)]  # entry 2: second input, upper neuron


def test_twenty_lines_equal_the_engine_on_many_examples_and_layers(chapter, capsys):
    names = {}
    exec("\n".join(chapter.cells(until="check")), names)
    rng = stream(6, "test", "twenty lines")
    net = nn.Sequential([nn.Dense(units, activation="sigmoid") for units in (5, 4, 3)])
    net.build(input_shape=(2,), rng=rng, dtype=np.float64)
    x, y = rng.normal(size=(7, 2)), rng.random(size=(7, 3))
    arrays = list(net.params.values())
    layers = list(zip(arrays[::2], arrays[1::2], strict=True))
    found = [array for pair in names["backward"](names["forward"](x, layers), y, layers) for array in pair]
    _, right = net.cost_and_gradients(x, y, "quadratic")
    for ours, theirs in zip(found, right.values(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10)


@pytest.mark.keras
def test_the_keras_program_gets_the_slopes_of_the_dlbook_program(chapter):
    pytest.importorskip("keras")
    rng = stream(6, "test", "digits")
    batch = {
        "x_batch": rng.random((32, 784), dtype=np.float32),
        "y_batch": np.eye(10, dtype=np.float32)[rng.integers(10, size=32)],
    }
    ours = {**batch, "stream": stream}
    exec(chapter.tab("dlbook"), ours)
    build, _, rest = chapter.tab("Keras").partition("cost = ")
    theirs = dict(batch)
    exec(build, theirs)
    theirs["model"].set_weights(list(ours["net"].params.values()))
    exec("cost = " + rest, theirs)
    assert float(theirs["value"]) == pytest.approx(ours["value"], rel=1e-5)
    for ours_slopes, their_slopes in zip(ours["gradients"].values(), theirs["gradients"], strict=True):
        np.testing.assert_allclose(ours_slopes, their_slopes.numpy(), rtol=1e-4, atol=1e-7)
