"""The judges of chapter 3 know right answers and typical mistakes; its page, figures and programs agree."""

import re
from itertools import product

import numpy as np
import pytest

from dlbook import nn, worked
from dlbook.exercises import check
from dlbook.figures.chapters import networks__representation as representation
from dlbook.rng import stream
from dlbook.runs import Results

COUNTING = np.array(list(product([0, 1], repeat=3)))
ONES, STEPS = np.ones((3, 3)), np.array([-0.5, -1.5, -2.5])
SIGNS, HALF = np.array([[1.0], [-1.0], [1.0]]), np.array([-0.5])


@pytest.fixture(scope="module")
def chapter(page):
    return page("first-look/networks.md")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("3.1", -4),  # −5 + 0 + 1
        ("3.2", 0.8176),  # 1 / (1 + e^−1.5)
        ("3.3", 111_146),  # 100,480 + 8,256 + 2,080 + 330
        ("3.4", 11),  # 1 + 10
        ("3.5", [4, -8, 4]),
        ("3.6", lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))),
        ("3.7", (8 * COUNTING, [-4, -4, -4])),
        ("3.8", (ONES, STEPS, SIGNS, HALF)),
        ("3.8", (-ONES, [0.5, 1.5, 2.5], [[-1], [1], [-1]], [0.5])),  # neuron j: fewer than j
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("3.1", -5, "left out the bias"),
        ("3.1", 0, "after ReLU"),
        ("3.1", 3, "first hidden neuron"),
        ("3.1", 2, "second hidden neuron"),
        ("3.1", 6, "number of turns"),
        ("3.1", 4, "sign"),
        ("3.2", 0.8, "Raise e"),
        ("3.2", 0.1824, "second class"),
        ("3.2", 7.389, "Divide it"),
        ("3.2", 0.8808, "the second has a say"),
        ("3.3", 110_912, "weights only"),
        ("3.3", 111_930, "input layer computes nothing"),
        ("3.3", 100_480, "first hidden layer only"),
        ("3.3", 111_136, "biases of the last layer"),
        ("3.3", 111_147, "close"),
        ("3.4", 10, "at least nine, too"),
        ("3.4", 1024, "every row"),
        ("3.4", 512, "parity"),
        ("3.4", 1, "How many does the recipe hire"),
        ("3.5", [4, -4, 0], "These are the slopes"),
        ("3.5", [4, -8, 0], "for ever"),
        ("3.5", [1, -2, 1], "too low"),
        ("3.5", [-4, 8, -4], "upside down"),
        ("3.5", [4, -8], "shape"),
        ("3.6", lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), "stay finite"),
        ("3.6", lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(), "whole array"),
        ("3.6", lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=0), "columns"),
        ("3.6", np.exp, "Divide each row"),
        ("3.6", 0.5, "function"),
        ("3.7", (10 * COUNTING[:, ::-1] - 5, np.zeros(3)), "opposite order"),
        ("3.7", (2 * COUNTING - 1, np.zeros(3)), "make the weights larger"),
        ("3.7", (10 * COUNTING[::-1] - 5, np.zeros(3)), "Message 1 gets"),
        ("3.7", ((10 * COUNTING - 5).T, np.zeros(3)), "(3, 8) where (8, 3)"),
        ("3.7", 10 * COUNTING - 5, "2 arrays"),
        ("3.7", "code", "Arrays of numbers"),
        ("3.8", (ONES, STEPS, -SIGNS, [0.5]), "even number"),
        ("3.8", (ONES, STEPS, np.ones((3, 1)), HALF), "For the inputs 011 the hidden neurons answer 110"),
        ("3.8", (ONES, STEPS, [1, -1, 1], HALF), "(3,) where (3, 1)"),
        ("3.8", 1, "Arrays of numbers"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def section(chapter, start, until=""):
    """The live cells of a section, or from it up to the beginning of another."""
    skipped = len(chapter.cells(until=start))
    following = re.compile(rf"{{#sec-{start}}}.*?^## .*?{{#sec-([a-z-]+)}}", re.M | re.S)
    return chapter.cells(until=until or following.search(chapter.text)[1])[skipped:]


def run(code, names):
    for cell in code:
        exec(cell, names)
    return names


@pytest.fixture(scope="module")
def shells(chapter):
    return run(section(chapter, "forward", "parameters"), {})


def test_the_cells_send_the_whelk_through_the_net_of_the_figure(shells):
    net = worked.shell_net()
    for k in (1, 2):
        np.testing.assert_array_equal(shells[f"W{k}"], net.params[f"dense_{k}/kernel"])
        np.testing.assert_array_equal(shells[f"b{k}"], net.params[f"dense_{k}/bias"])
    assert tuple(shells["kinds"]) == worked.KINDS
    np.testing.assert_array_equal(shells["shells"], worked.SHELLS)
    assert shells["z1"].tolist() == [-1.5, 2, 2]
    assert shells["a1"].tolist() == [0, 2, 2]
    assert shells["z2"].tolist() == [-1, 1, 5]
    assert shells["a2"].round(5).tolist() == [0.00243, 0.01794, 0.97963]


def test_each_hidden_neuron_likes_the_shells_that_the_page_says(shells):
    awake = shells["hidden"] > 0  # limpet, razor clam, whelk
    assert awake.tolist() == [[True, False, False], [True, True, False], [False, True, True]]
    assert shells["sums"].argmax(axis=1).tolist() == [0, 1, 2]


def test_the_count_on_the_page_is_the_engine_s(chapter):
    names = run(section(chapter, "parameters"), {})
    assert names["shallow"].count_params() == 50_890 == 50_240 + 650
    assert names["shallow"].params["dense_1/kernel"].size + 64 == 50_240


def test_all_functions_of_three_inputs_are_built_like_the_worked_ones(chapter):
    names = run(section(chapter, "boolean"), {"np": np})
    assert names["right"] == 256
    found = names["boolean_network"](worked.ODD, names["table"])
    np.testing.assert_array_equal(found, names["table"].sum(axis=1) % 2)
    np.testing.assert_array_equal(found, worked.boolean_net(worked.ODD).predict(names["table"])[:, 0])


def test_the_parity_table_counts_the_parameters_of_such_nets():
    odd = [row for row in product([0, 1], repeat=4) if sum(row) % 2]
    assert worked.boolean_net(odd).count_params() == (4 + 1) * 2**3 + 2**3 + 1


def test_corners_follow_a_curve_four_times_closer_with_each_doubling(chapter):
    names = run(section(chapter, "curves"), {"np": np})
    worst = list(names["worst"].values())
    ratios = np.divide(worst[1:-1], worst[2:])
    np.testing.assert_allclose(ratios[1:], 4, rtol=0.05)
    knots = np.linspace(-2, 2, 9)
    np.testing.assert_allclose(names["follow"](8, knots), names["curve"](knots), atol=1e-12)


def test_the_tower_on_the_page_is_the_worked_one(chapter):
    names = run(section(chapter, "two-layers"), {"np": np})
    points = np.array([[0.5, 0.5], [0.5, 0.9], [0.1, 0.9], [0.4, 0.33]])
    ridges, answers = names["tower"](*points.T)
    np.testing.assert_allclose(answers, worked.tower_net().predict(points)[:, 0], rtol=1e-9)
    assert ridges[:3].round().tolist() == [2, 1, 0]


@pytest.fixture(scope="module")
def encoder(chapter):
    return run(section(chapter, "encoder"), {"np": np, **vars(nn), "stream": stream})


def test_the_encoder_on_the_page_is_the_recorded_one(encoder):
    recorded = Results().read("encoder").array("classic", "codes", 1)[-1]
    np.testing.assert_allclose(encoder["codes"], recorded, atol=1e-4)
    assert encoder["answers"].argmax(axis=1).tolist() == list(range(8))


def test_what_the_page_tells_of_the_recorded_encoder_is_so():
    record = Results().read("encoder")
    epochs, sse = record.array("classic", "epochs", 1), record.curve("classic", "sse")
    np.testing.assert_allclose(sse[:, epochs == 50], 7, atol=0.01)  # the shrug, in all seeds
    assert list(epochs[:5]) == [0, 50, 100, 150, 200]  # the fifth number is that of epoch 200
    fewer = record.values("classic", "distinct_codes") < 8
    assert set(record.values("classic", "distinct_codes")) == {7, 8}
    for seed in np.array(record.seeds)[fewer]:  # two messages share a code, and something is near a half
        codes = np.atleast_2d(record.array("classic", "codes", int(seed)))
        codes = codes[-1] if codes.ndim == 3 else codes
        assert (np.abs(codes - 0.5) < 0.15).any()


def test_small_weights_make_a_tanh_net_straight_and_leave_a_relu_net_as_it_is(chapter):
    names = run(
        section(chapter, "linear"),
        {"np": np, **vars(nn), "stream": stream, "small": nn.RandomUniform(-0.1, 0.1)},
    )
    x, missed = names["x_wide"], names["missed_by_a_line"]
    tanh = [missed(representation.scaled_net(scale).predict(x)[:, 0]) for scale in representation.SCALES]
    np.testing.assert_allclose([float(f"{share:.2g}") for share in tanh], [0.00059, 0.12, 0.67])
    nets = {}
    for scale in (0.1, 5.0):
        net = nn.Sequential([nn.Dense(12, activation="relu"), nn.Dense(1)])
        draws = stream(31, "linear-to-nonlinear")
        net.build(input_shape=(1,), rng=draws, dtype=np.float64)
        net.set_weights({key: scale * draws.normal(size=w.shape) for key, w in net.params.items()})
        nets[scale] = missed(net.predict(x)[:, 0])
    assert nets[0.1] == pytest.approx(nets[5.0])
    assert names["costs"][50] < names["line_cost"] < 2 * names["costs"][50]  # as good as a line ...
    assert names["bends"][50] < 0.01  # ... and almost one
    assert list(names["bends"].values()) == sorted(names["bends"].values())


def test_the_linear_cell_prints_the_numbers_of_the_figure(chapter, capsys):
    run(section(chapter, "linear")[:1], {"np": np, **vars(nn), "stream": stream})
    shares = re.findall(r"line misses (\S+)", capsys.readouterr().out)
    assert shares[:3] == ["0.059", "12", "67"]  # per cent, as in the figure
    assert len(set(shares[3:])) == 1


def test_code_fits_the_page(chapter):
    assert max(len(line) for code in chapter.programs() for line in code.splitlines()) <= 76


@pytest.mark.keras
def test_the_keras_program_answers_like_the_dlbook_program(chapter, shells):
    pytest.importorskip("keras")
    ours, theirs = dict(shells), dict(shells)
    exec(chapter.tab("dlbook"), ours)
    exec(chapter.tab("Keras"), theirs)
    np.testing.assert_allclose(ours["answers"], theirs["answers"], atol=1e-6)
    np.testing.assert_allclose(ours["answers"][2], shells["a2"], atol=1e-6)
