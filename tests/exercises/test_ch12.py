"""The judges of chapter 12, and what its page says about the records."""

from math import comb
from statistics import NormalDist

import numpy as np
import pytest

from dlbook.exercises import check
from dlbook.exercises.ch12 import counted, picked, smoothed, surprise
from dlbook.nn import Adam, CategoricalCrossentropy, models
from dlbook.rng import stream
from dlbook.runs import Results, summarise


def first_best(right, in_a):
    rows = [list(row) for row in right]
    score = [sum(v for v, a in zip(row, in_a, strict=True) if a) / sum(in_a) for row in rows]
    best = score.index(max(score))
    other = [v for v, a in zip(rows[best], in_a, strict=True) if not a]
    return score[best], sum(other) / len(other)


def by_enumeration(p, q):
    """All outcomes of the coins, weighed by their probability."""
    up, down = int((p > q).sum()), int((q > p).sum())
    n = up + down
    return sum(comb(n, i) for i in range(n + 1) if abs(2 * i - n) >= abs(up - down)) / 2**n


def all_mistakes(p, q):
    """The same with every mistake of either net as a toss, shared ones twice."""
    wrong = [int((~right).sum()) for right in (p, q)]
    return by_enumeration(np.repeat([True, False], wrong), np.repeat([False, True], wrong))


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("12.1", [26_762, 128]),  # 25,120 + 1,056 + 330 = 26,506, and 256 of batch norm
        ("12.2", 0.15),  # 3 of 20
        ("12.3", 0.6415),
        (
            "12.4",
            lambda v, w: [np.average(v[: t + 1], weights=w ** np.arange(t, -1.0, -1)) for t in range(len(v))],
        ),
        ("12.5", first_best),
        ("12.6", by_enumeration),
    ],
)
def test_answers_found_otherwise_are_right(number, answer):
    assert check(number, answer)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("12.1", [128, 26_762], "other way round"),
        ("12.1", [26_634, 128], "moving means"),
        ("12.1", [26_762, 256], "γ and β are learned"),
        ("12.1", [26_506, 128], "leaves batch norm out"),
        ("12.1", [26_634, 64], "counted one"),
        ("12.1", [26_794, 128], "Dropout"),
        ("12.1", 26_762, "shape"),
        ("12.2", 0.85, "is left"),
        ("12.2", 0.00306, "what is right"),
        ("12.2", 0.003, "difference of the accuracies"),
        ("12.2", 0.1765, "second net's errors"),
        ("12.2", 15, "percentage"),
        ("12.3", 1, "added the chances"),
        ("12.3", 0.3585, "all twenty behave"),
        ("12.3", 0.05, "single one"),
        ("12.3", 0.3774, "exactly one"),
        ("12.4", lambda v, w: smoothed(v, w, correct=False), "starts near 0"),
        ("12.4", lambda v, w: smoothed(v, w, correct=False, start=v[0]), "starts at 0"),
        ("12.4", lambda v, w: smoothed(v, 1 - w) if w else v, "share of the old"),
        ("12.4", lambda v, w: np.divide(smoothed(v, w, correct=False), 1 - w), "power of t"),
        ("12.4", lambda v, w: v, "in place of"),
        ("12.5", lambda r, a: (r[:, a].mean(1).max(), r[:, ~a].mean(1).max()), "own best epoch"),
        ("12.5", lambda r, a: picked(r, ~a), "judged by A"),
        ("12.5", lambda r, a: picked(r, a)[::-1], "other way round"),
        ("12.5", lambda r, a: picked(r, a)[0], "shape"),
        (
            "12.5",
            lambda r, a: (r[r.mean(1).argmax(), a].mean(), r[r.mean(1).argmax(), ~a].mean()),
            "only A may pick",
        ),
        ("12.5", lambda r, a: (picked(r, a)[0], r[r[:, a].mean(1).argmax()].mean()), "A's included"),
        ("12.5", lambda r, a: (picked(r, a)[0], r[-1, ~a].mean()), "last epoch"),
        ("12.6", lambda p, q: surprise(p, q, sides=1), "one side"),
        ("12.6", lambda p, q: 2 * surprise(p, q, sides=1), "Cap it"),
        ("12.6", all_mistakes, "counted all mistakes"),
        (
            "12.6",
            lambda p, q: comb(int((p ^ q).sum()), int((p & ~q).sum())) / 2 ** int((p ^ q).sum()),
            "exactly this result",
        ),
        ("12.6", 0.5, "Pass its name"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_counting_cell_has_the_numbers_of_the_model_and_of_the_figure(page, capsys):
    exec(page("improving/deep-network.md").cell("kernels_and_biases ="), names := {})
    built = models.get("deep").build(rng=stream(12, "test"))
    kept = sum(values.size for values in built.state.values())
    assert (names["total"], names["kept"]) == (built.count_params(), kept) == counted(64, 64, 64)
    assert capsys.readouterr().out.count("59,978") == 1


def accuracy(run, variant, at="final", metric="val_accuracy"):
    return Results().read(run).values(variant, metric, at)


def test_what_the_page_says_about_depth_and_the_eleven_per_cent():
    tests = accuracy("deep", "clean", metric="test_accuracy") - accuracy(
        "intermediate", "clean", metric="test_accuracy"
    )
    assert (tests > 0).sum() == 6
    assert (tests < 0).sum() == 4
    assert summarise(tests).low < 0 < summarise(tests).high
    validation = summarise(accuracy("deep", "clean") - accuracy("intermediate", "clean"))
    assert validation.low > 0
    few, many = (1 - accuracy(run, "classic", "best") for run in ("deep", "intermediate"))
    removed = summarise(1 - few / many)
    assert removed.low < 0 < removed.high
    assert (few > many).sum() == 5
    costs = [Results().read(run).summary("clean", "test_loss") for run in ("intermediate", "deep")]
    assert costs[0].high < costs[1].low  # "a small scandal"
    assert accuracy("deep", "classic", "epoch15").max() < 0.9787 > accuracy("deep", "classic", "best").max()


def test_what_the_page_says_about_picking():
    test = [accuracy("deep", variant, metric="test_accuracy") for variant in ("picked", "clean")]
    gain = accuracy("deep", "clean", "best") - accuracy("deep", "clean")
    assert summarise(gain).low > 0
    assert summarise(test[0] - test[1]).low > 0
    rest = summarise(gain - (test[0] - test[1]))
    assert rest.low < 0 < rest.high  # "the difference between the two lines is within noise"
    assert (accuracy("deep", "clean") == accuracy("deep", "picked")).all()  # the same trainings


def test_what_the_page_says_about_the_ablation():
    def gap(variant, at="final"):
        return summarise(accuracy("ablation", variant, at) - accuracy("ablation", "full", at))

    others = [name for name in Results().read("ablation").variants if name not in ("full", "half-width")]
    assert len(others) == 9
    for name in others:
        assert gap(name).low < 0 < gap(name).high, name
    assert gap("half-width").high < 0
    for name in ("sigmoid", "no-batch-norm", "one-layer"):
        assert gap(name, "first").high < 0
    # "Those survive any correction": for ten looks, intervals of 99.5 %, wider by the quantiles' ratio
    wider = 5.598 / 2.776  # Student's t with 4 degrees of freedom, 99.5 % and 95 %
    for name, side in (("double-width", 1), ("half-width", -1)):
        best = gap(name, "best")
        assert side * best.mean > wider * (best.high - best.low) / 2


def test_frameworks_agree_within_noise():
    difference = accuracy("torch-deep", "clean", metric="test_accuracy") - accuracy(
        "deep", "clean", metric="test_accuracy"
    )
    assert summarise(difference).low < 0 < summarise(difference).high


def test_picking_the_best_of_many_equal_scores_is_rewarded_by_luck_alone(page):
    """The page's cell with networks that are all alike: A's pick shines on A, and is average on B."""
    rng = stream(12, "test", "equal epochs")
    names = {"np": np, "stream": stream, "right": rng.random((20, 1000)) < 0.95}
    exec(page("improving/deep-network.md").cell("picked, honest, last ="), names)
    spread = (0.95 * 0.05 / 500) ** 0.5
    flattery = np.mean(names["picked"]) - np.mean(names["honest"])
    expected = 2 * NormalDist(0, spread).inv_cdf(1 - 1 / 20)  # two halves of one deck move apart
    assert 0.5 * expected < flattery < 1.5 * expected


@pytest.mark.keras
def test_keras_first_adam_step_is_shorter_by_the_rounding_of_beta_2():
    keras = pytest.importorskip("keras")
    from dlbook.nn import Dropout, Sequential, fit
    from dlbook.twins.keras_twin import copy_from_keras, to_keras

    before = keras.backend.floatx()
    keras.backend.set_floatx("float64")
    try:
        layers = [layer for layer in models.get("deep").layers() if not isinstance(layer, Dropout)]
        net = Sequential(layers).build((784,), rng=stream(12, "test", "weights"), dtype=np.float64)
        start = net.params["dense_2/kernel"].copy()
        rng = stream(12, "test", "step")
        x, y = rng.random((128, 784)), np.eye(10)[rng.integers(10, size=128)]
        twin = to_keras(net)
        twin.compile(loss="categorical_crossentropy", optimizer="adam")
        twin.fit(x, y, batch_size=128, shuffle=False, verbose=0)
        fit(
            net,
            x,
            y,
            cost=CategoricalCrossentropy(),
            optimizer=Adam(),
            batch_size=128,
            epochs=1,
            rng=rng,
            verbose=0,
            shuffle=False,
        )
        ours = net.params["dense_2/kernel"] - start
        copy_from_keras(twin, net)
        theirs = net.params["dense_2/kernel"] - start
    finally:
        keras.backend.set_floatx(before)
    large = np.abs(ours) > 0.9e-3
    rounded = [1 - float(np.float32(beta)) for beta in (0.9, 0.999)]
    predicted = (rounded[1] / 0.001) ** 0.5 * 0.1 / rounded[0]
    assert 1 - predicted == pytest.approx(6.7e-6, rel=0.01)
    np.testing.assert_allclose(theirs[large] / ours[large], predicted, rtol=1e-9)
