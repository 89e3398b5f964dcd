"""The judges of chapter 8, the digits of its worked examples, and what its cells find, Keras' too."""

import numpy as np
import pytest

from dlbook.exercises import check
from dlbook.exercises.ch08 import remaining_spread
from dlbook.nn import Dense, Sequential, initializers
from dlbook.nn.initializers.scaled import TRUNCATED_STDDEV
from dlbook.rng import stream

NAME = "improving/weight-initialisation.md"


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("8.1", 0.0841),  # the root of 6 / 848
        ("8.2", 6.5),  # the length is 13
        ("8.3", lambda n, alpha: (2 / n / (1 + alpha**2)) ** 0.5),
        ("8.4", 0.00209),  # 0.5396 to the power of 10
        ("8.5", lambda n, m, rng: (2 * rng.random((n, m)) - 1) * (6 / n) ** 0.5),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def uniform(limit, *, low=-1.0):
    return lambda n, m, rng: rng.uniform(low * limit(n, m), limit(n, m), (n, m))


def measured(*, spread=lambda z: z.std(), wrong_input=False, draw=lambda rng, shape: rng.normal(size=shape)):
    """A solution of 8.6 with parts that can be replaced by mistakes."""

    def start(x, units, activation, rng):
        kernels, a = [], x
        for width in units:
            W = draw(rng, (a.shape[1], width))
            z = a @ W
            kernels.append(W / spread(z))
            a = activation(z if wrong_input else a @ kernels[-1])
        return kernels

    return start


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("8.1", 0.04856, "√3 times as far"),
        ("8.1", 0.08748, "takes Glorot's"),
        ("8.1", 0.06186, "LeCun's"),
        ("8.1", 0.007075, "root is missing"),
        ("8.1", -0.0841, "positive"),
        ("8.2", 9.5, "Variances add up"),
        ("8.2", 42.25, "That is the variance"),
        ("8.2", 13, "size of the weights"),
        ("8.2", 3.25, "their standard deviation"),
        ("8.3", lambda n, alpha: 2 / n / (1 + alpha**2), "That is the variance"),
        ("8.3", lambda n, alpha: (2 / n) ** 0.5, "He's scheme"),
        ("8.3", lambda n, alpha: (2 / n / (1 + alpha)) ** 0.5, "squared"),
        ("8.3", lambda n, alpha: (1 / n / (1 + alpha**2)) ** 0.5, "LeCun's scheme"),
        ("8.3", 0.05, "Pass its name"),
        ("8.4", 0.54, "after one layer"),
        ("8.4", 0.277, "usual cut"),
        ("8.4", 4.38e-6, "variance"),
        ("8.4", 5.4, "multiply"),
        ("8.4", 0.998, "what is lost"),
        ("8.5", uniform(lambda n, m: (6 / (n + m)) ** 0.5), "Glorot's"),
        ("8.5", uniform(lambda n, m: (2 / n) ** 0.5), "for the limit"),
        ("8.5", uniform(lambda n, m: (3 / n) ** 0.5), "LeCun's"),
        ("8.5", uniform(lambda n, m: (6 / m) ** 0.5), "fan_out"),
        ("8.5", uniform(lambda n, m: (6 / n) ** 0.5, low=0.0), "positive"),
        ("8.5", uniform(lambda n, m: 1.0), "in place of 0.0816"),
        ("8.5", lambda n, m, rng: rng.normal(0, (2 / n) ** 0.5, (n, m)), "not uniform"),
        ("8.5", lambda n, m, rng: rng.random((m, n)), "shape is (200, 300)"),
        ("8.5", lambda n, m, rng: np.random.default_rng(1).random((n, m)), "twice"),
        ("8.5", lambda n: n, "TypeError"),
        ("8.5", "he_uniform", "Pass its name"),
        ("8.6", measured(wrong_input=True), "layer 2"),
        ("8.6", measured(spread=lambda z: 1), "Divide the kernel"),
        ("8.6", measured(spread=lambda z: z.std(axis=0)), "each unit by itself"),
        ("8.6", measured(draw=lambda rng, shape: np.ones(shape)), "at random"),
        ("8.6", lambda x, units, f, rng: measured()(x, units[:2], f, rng), "2 kernels"),
        ("8.6", lambda x, units, f, rng: [w.T for w in measured()(x, units, f, rng)], "(30, 50)"),
        ("8.6", lambda x: x, "TypeError"),
        ("8.6", [1], "Pass its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_what_a_cut_at_two_leaves_is_the_engines_constant():
    assert remaining_spread(2.0) == pytest.approx(TRUNCATED_STDDEV, abs=1e-9)


@pytest.fixture(scope="module")
def run(page):
    """The names that the page's cells define up to Keras, all run in order."""
    names = {}
    for cell in page(NAME).cells(until="keras"):
        exec(cell, names)
    return names


def test_equal_units_are_worth_one_and_zeros_do_not_move(run):
    found = run["found"]
    assert found["all 0"][0] == found["all 0.5"][0] == 1
    assert found["random"][0] == 8
    assert found["all 0"][2] == 0 < found["all 0.5"][2]
    assert found["all 0.5"][1] < 0.85 < 0.95 < found["random"][1]
    units, _, largest = run["start_from"]("zeros", "sigmoid")
    assert units == 1
    assert largest > 0  # sigmoids answer 1/2, so they move, as one


def test_the_worked_sums_are_those_of_the_text():
    x, rng = np.array([1.0, 2.0, 2.0, 4.0]), np.random.default_rng(1)
    assert np.linalg.norm(x) == 5
    for s_w, s_z in ((0.2, 1.0), (1.0, 5.0)):
        assert (rng.normal(0, s_w, (200_000, 4)) @ x).std() == pytest.approx(s_z, rel=0.01)


def test_the_shares_are_those_of_the_reference_values(run):
    assert run["expected"] == pytest.approx(0.89, abs=0.005)
    assert 1 - run["expected_glorot"] == pytest.approx(0.998, abs=0.0005)
    assert 1 - np.mean(run["shares"]) == pytest.approx(0.998, abs=0.001)  # those of the last cell, Glorot's
    low, high = np.percentile(run["largest"], [5, 95])
    assert 1.5 < low < 1.8 < 2.2 < high < 2.6


def test_relu_halves_the_mean_square_and_not_the_variance(run):
    a = run["relu"](stream(8, "halves").normal(size=1_000_000))
    assert np.mean(a**2) == pytest.approx(0.5, abs=0.005)
    assert a.var() == pytest.approx(0.5 - 0.5 / np.pi, abs=0.005)


def test_ten_layers_do_what_the_text_says(run):
    ten = run["ten"]
    size, difference, gradient = ten["sigmoid", "Glorot"]
    assert 0.4 < size < 0.6
    assert difference < 1e-6 > gradient
    assert ten["sigmoid", "s = 1"][1] > 0.1
    assert ten["tanh", "s = 1"][2] > 1e4
    assert ten["tanh", "Glorot"][1] > 0.05 < ten["tanh", "He"][1]
    assert ten["ReLU", "He"][0] == pytest.approx(3**-0.5, rel=0.3)  # as the inputs
    assert ten["ReLU", "He"][1] < 0.8 * run["lab"]("ReLU", "he_normal", layers=1)[1]
    assert ten["ReLU", "Glorot"][0] < 0.1 * ten["ReLU", "He"][0]


def test_the_lab_walks_back_as_the_engine_does(run):
    rng, draw = stream(8, "lab"), initializers.get("he_normal")
    net = Sequential([Dense(20, activation="tanh") for _ in range(3)])
    net.build((30,), rng=stream(8, "test"), dtype=np.float64)
    x = rng.random((64, 30))
    for k in (1, 2, 3):
        net.params[f"dense_{k}/kernel"][...] = draw((20 if k > 1 else 30, 20), rng=rng, dtype=np.float64)
    a, caches = net.forward(x, training=True)
    top = d = rng.normal(size=a.shape)
    for layer, cache in zip(net.layers[::-1], caches[::-1], strict=True):
        d, _ = layer.backward(d, cache)
    found = run["lab"]("tanh", "he_normal", layers=3, units=20, inputs=30)
    assert found[0] == pytest.approx(np.sqrt(np.mean(a**2)))
    assert found[2] == pytest.approx(np.sqrt(np.mean(d**2) / np.mean(top**2)))


@pytest.mark.keras
def test_keras_draws_what_the_page_says_of_it(page, run):
    keras = pytest.importorskip("keras")
    names = dict(run)
    for word in ("import keras", "after_ten", "keras.Sequential"):
        exec(page(NAME).cell(word), names)
    for title, (s_keras, s_ours, top_keras, top_ours) in names["moments"].items():
        assert s_keras == pytest.approx(s_ours, rel=0.01)
        assert s_keras == pytest.approx(TRUNCATED_STDDEV if title == "TruncatedNormal" else 1, rel=0.01)
        if title == "RandomNormal":
            assert top_keras > 4 < top_ours
        else:
            assert top_keras == pytest.approx(top_ours, rel=2e-3)
    assert names["moments"]["he_normal"][2] == pytest.approx(2 / TRUNCATED_STDDEV, rel=1e-3)
    assert names["left"] == pytest.approx(0.277, abs=5e-4)
    assert isinstance(names["model"].layers[0].kernel_initializer, keras.initializers.GlorotUniform)
    for layer, k in zip(names["model"].layers, (1, 2, 3), strict=True):
        theirs, ours = layer.get_weights()[0], names["net"].params[f"dense_{k}/kernel"]
        limit = (6 / sum(theirs.shape)) ** 0.5
        for w in (theirs, ours):
            assert 0.98 * limit < np.abs(w).max() <= limit * (1 + 1e-6)
            assert w.std() == pytest.approx(limit / 3**0.5, rel=0.06)
