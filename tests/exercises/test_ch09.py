"""The judges of chapter 9, the solutions of its page, and the digits of its worked examples."""

import numpy as np
import pytest

from dlbook import nn
from dlbook.data import load_mnist
from dlbook.exercises import check
from dlbook.exercises.ch09 import diagnosis, patients, quotients
from dlbook.figures.chapters import unstable_gradients__exploding as figures
from dlbook.rng import stream

NAME = "improving/unstable-gradients.md"
HEALTHY = {"A": "vanishing", "B": "healthy", "C": "exploding", "D": "vanishing"}


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("9.1", 0.0115),  # 0.8 ** 20
        ("9.2", [1.5, 2, 6]),  # the norm is 13, the factor a half
        ("9.3", [-2.732, -2.732, -2.732, 4.196]),  # 3 · −1 / √3 − 1; 3 · 3 / √3 − 1
        ("9.4", 299),  # 0.99 ** 299 = 0.0495
        ("9.7", HEALTHY),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def folded(
    kernel=lambda k, f: k * f, bias=lambda b, m, f, c: (b - m) * f + c, root=lambda v, e: np.sqrt(v + e)
):
    """A solution of 9.5 with parts that can be replaced by mistakes."""

    def fold(k, b, gamma, beta, mean, variance, epsilon):
        factor = gamma / root(variance, epsilon)
        return kernel(k, factor), bias(b, mean, factor, beta)

    return fold


def backward(inner=lambda d, h: d - d.mean(0) - h * (d * h).mean(0), scale=lambda gamma, s: gamma / s):
    """A solution of 9.6 with parts that can be replaced by mistakes."""

    def back(d, a, gamma, epsilon):
        s = np.sqrt(a.var(axis=0) + epsilon)
        return scale(gamma, s) * inner(d, (a - a.mean(axis=0)) / s)

    return back


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("9.1", 16, "not added"),
        ("9.1", -3, "of what is left"),
        ("9.1", 0.0144, "19 layers"),
        ("9.1", 0.98847, "lost"),
        ("9.2", [3, 4, 6.5], "by itself"),
        ("9.2", [6.5, 4, 3], "position 0"),
        ("9.2", [0.231, 0.308, 0.923], "multiply by the cap"),
        ("9.2", [0.4615, 0.6154, 1.846], "divided by the cap"),
        ("9.2", 6.5, "shape"),
        ("9.3", [-2, -2, -2, 2], "its root"),
        ("9.3", [-2.5, -2.5, -2.5, 3.5], "biased"),
        ("9.3", [-0.577, -0.577, -0.577, 1.732], "before γ and β"),
        ("9.3", [-1.732, -1.732, -1.732, 5.196], "still to be added"),
        ("9.3", [-4.732, -4.732, -4.732, 2.196], "multiplied the sum"),
        ("9.4", 298, "just below"),
        ("9.4", 1, "0.99 of it"),
        ("9.4", 96, "what is missing"),
        ("9.4", 6, "only 5 %"),
        ("9.5", folded(root=lambda v, e: np.sqrt(v)), "missing under the root"),
        ("9.5", folded(root=lambda v, e: v + e), "its root is meant"),
        ("9.5", folded(root=lambda v, e: np.sqrt(v) + e), "belongs under"),
        ("9.5", folded(kernel=lambda k, f: (k.T * 2).T * f), "kernel is wrong"),
        ("9.5", folded(bias=lambda b, m, f, c: b - m * f + c), "scale it"),
        ("9.5", folded(bias=lambda b, m, f, c: b * f + c), "start with bias"),
        ("9.5", folded(kernel=lambda k, f: (k * f).T), "(3, 4) in place of (4, 3)"),
        ("9.5", lambda *everything: everything[:3], "3 arrays"),
        ("9.5", lambda kernel: kernel, "TypeError"),
        ("9.5", 1.0, "Pass its name"),
        ("9.6", backward(lambda d, h: d), "as constants"),
        ("9.6", backward(lambda d, h: d - h * (d * h).mean(0)), "mean of d is still"),
        ("9.6", backward(lambda d, h: d - d.mean(0)), "more or less spread"),
        ("9.6", backward(scale=lambda gamma, s: 1 / s), "γ is missing"),
        ("9.6", backward(scale=lambda gamma, s: gamma), "division"),
        ("9.6", backward(lambda d, h: d - d.sum(0) - h * (d * h).sum(0)), "sums"),
        ("9.6", lambda d, a, gamma, epsilon: d[0], "(4,) in place of (6, 4)"),
        ("9.6", "by hand", "Pass its name"),
        ("9.7", {**HEALTHY, "B": "exploding"}, "Not B"),
        ("9.7", {**HEALTHY, "A": "ill"}, "say one of"),
        ("9.7", {"A": "healthy"}, "A, B, C, D"),
        ("9.7", "healthy", "dictionary"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_no_patient_is_a_borderline_case():
    nets, x, y = patients()
    for name, net in nets.items():
        first, last = quotients(net, x, y)
        assert diagnosis(first, last) == HEALTHY[name]
        assert not 0.03 < first / last < 0.3
        assert not 3 < first / last < 30


@pytest.fixture(scope="module")
def run(page):
    """The names that the page's cells define, all run in order on the sample's first digits."""
    names = {}
    for cell in page(NAME).cells():
        exec(cell, names)
    return names


def test_the_worked_gradient_is_that_of_the_figure(run):
    assert tuple(run["gradient"]["w"]) == figures.GRADIENT
    by_norm, by_value = figures.clipped()
    assert [*by_norm.round(2), *by_value.round(2)] == [1.92, 0.56, 2.0, 1.4]
    assert np.hypot(*figures.GRADIENT) == pytest.approx(5)
    assert np.hypot(*by_norm) == pytest.approx(figures.CAP)


def test_the_worked_batch_is_that_of_the_layer(run):
    layer = nn.BatchNorm(epsilon=1e-9)
    layer.build((1,), rng=stream(9, "test"), dtype=np.float64)
    a = np.array([3.0, 9.0, 11.0, 17.0])
    x_hat = layer.forward(a[:, np.newaxis], training=True)[0][:, 0]
    np.testing.assert_allclose(x_hat, [-1.4, -0.2, 0.2, 1.4], atol=1e-9)
    np.testing.assert_allclose(run["batch_norm"](a), x_hat)
    np.testing.assert_allclose(run["batch_norm"](a, 2, 1), [-1.8, 0.6, 1.4, 3.8], atol=1e-9)
    np.testing.assert_allclose(run["batch_norm"](a, 5, 10), a)


def test_the_two_factors_are_what_the_text_says_of_them(run):
    found = {name: slope * weights for name, (slope, weights) in run["found"].items()}
    assert found["sigmoid, Glorot"] < 0.3 > found["ReLU, small"]
    assert found["sigmoid, huge"] > 2 < found["ReLU, large"]
    assert run["found"]["sigmoid, huge"][0] < run["found"]["sigmoid, Glorot"][0] / 3
    assert found["ReLU, He"] == pytest.approx(1, abs=0.1)
    relus = [slope for name, (slope, _) in run["found"].items() if name.startswith("ReLU")]
    assert relus == pytest.approx([0.5**0.5] * 3, abs=0.03)


def test_the_factors_of_the_page_multiply_to_the_gradient_of_the_engine(run):
    slope, weights = run["two_factors"]("sigmoid", "glorot_normal")
    net = run["deep"]("sigmoid", "glorot_normal")
    _, caches = net.forward(run["x_few"], training=True)
    d_y = (net.predict(run["x_few"]) - run["y_few"]) / len(run["x_few"])
    lengths = {}
    for k in range(10, 0, -1):
        cache = caches[k]
        if k == 10:  # from the logits, as the page does it
            d_y = d_y @ net.params["dense_11/kernel"].T
        else:
            d_y, _ = net.layers[k].backward(d_y, cache)
        lengths[k] = np.linalg.norm(d_y)
    assert (slope * weights) ** 9 == pytest.approx(lengths[1] / lengths[10], rel=1e-3)


def test_large_weights_run_out_of_numbers_and_hes_do_not(run):
    assert not np.isfinite(run["lengths"]).all()  # the cell's last net has the large weights
    net = run["small_relus"]("he_normal")
    _, gradients = net.cost_and_gradients(run["x_few"], run["y_few"], run["COST"])
    assert nn.global_norm(gradients) < 20


def test_bias_and_size_do_not_matter_before_batch_norm(run):
    assert run["cost"] == pytest.approx(run["cost_100"], rel=1e-6)
    assert run["before"] / run["after"] == pytest.approx(100, rel=1e-6)
    _, _, gradients = run["biases"](run["classic"])
    assert abs(gradients["dense_1/bias"]).max() > 1e-3


def test_noise_makes_the_inputs_jump_farther_than_in_the_plain_net(run):
    jumps = run["jumps"]
    assert jumps["batch norm, then noise"] > jumps["plain"] > 100 * jumps["batch norm"]


def test_a_long_step_goes_wrong_without_batch_norm_only(run):
    tried, one = run["tried"], 1 + run["rates"].index(1.0)
    assert tried[2, "plain"][one] > 2 * tried[2, "plain"][0]
    assert tried[2, "batch norm"][one] < tried[2, "batch norm"][0]
    assert tried[0, "plain"][-1] < tried[0, "plain"][0]  # the fresh plain net takes it calmly


def test_batch_norm_explodes_in_forty_layers_as_yang_and_others_say(run):
    assert run["growth"]["batch norm"] == pytest.approx((np.pi / (np.pi - 1)) ** 0.5, abs=0.03)
    assert run["growth"]["plain"] == pytest.approx(1, abs=0.03)


def test_company_matters_in_training_only_and_alone_a_digit_gets_the_same_answer_as_any(run):
    first, alone = run["sure_of_first"], run["x_test"][:1]
    company = np.vstack([alone, run["ones"][:31]])
    assert first(company, True) != pytest.approx(first(alone, True), abs=0.05)
    assert first(company, False) == pytest.approx(first(alone, False), rel=1e-4)
    assert first(run["x_test"][5:6], True) == pytest.approx(first(alone, True), rel=1e-3)


@pytest.mark.keras
def test_the_keras_program_trains_and_answers_like_the_dlbook_program(page, train_alike):
    pytest.importorskip("keras")
    answers = []
    x_train, y_train, x_test, _ = load_mnist(sample="only").flat()
    names = {
        **{name: getattr(nn, name) for name in ("Sequential", "Dense", "BatchNorm", "SGD")},
        "stream": stream,
        "x_train": x_train[:700],
        "y_train": y_train[:700],
        "x_test": x_test[:50],
        "answers": answers,
    }
    keep = "\nanswers.append((in_training, at_inference))\n"
    ours, theirs = train_alike(page(NAME).tab("dlbook") + keep, page(NAME).tab("Keras") + keep, names)
    np.testing.assert_allclose(ours["loss"], theirs["loss"], rtol=1e-5)
    for mine, other in zip(*answers, strict=True):
        np.testing.assert_allclose(mine, np.asarray(other), atol=1e-4)
    assert abs(answers[0][0] - answers[0][1]).max() > 0.01
