"""The judges of chapter 1, what its page says of records and digits, and its two networks side by side."""

import contextlib
import io

import numpy as np
import pytest

from dlbook.data import load_mnist, one_hot
from dlbook.exercises import check
from dlbook.exercises.ch01 import accuracy, centre_of_mass, nearest_average, shuffled
from dlbook.nn import models
from dlbook.rng import stream
from dlbook.runs import Results


@pytest.fixture(scope="module")
def chapter(page):
    return page("first-look/first-network.md")


@pytest.fixture(scope="module")
def sample():
    return load_mnist(sample="only")


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("1.1", 373),  # 13 · 28 + 9 = 364 + 9
        ("1.2", 0.09),  # (0.81 + 9 · 0.01) / 10
        (
            "1.3",
            lambda labels: np.array([[float(label == place) for place in range(10)] for label in labels]),
        ),
        (
            "1.4",
            lambda outputs, labels: np.mean(
                [row.argmax() == k for row, k in zip(outputs, labels, strict=True)]
            ),
        ),
        ("1.6", 0.797),
    ],
)
def test_answers_worked_by_hand_are_right(number, answer):
    assert check(number, answer)


def rows(labels):
    return one_hot(labels, 10)


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [
        ("1.1", 265, "row by row"),
        ("1.1", 374, "counted from 1"),
        ("1.1", 364, "Go on to column 9"),
        ("1.1", 392, "all rows up to"),
        ("1.1", 22, "a step down is 28"),
        ("1.2", 0.9, "sum over the ten"),
        ("1.2", 0.81, "nine others miss"),
        ("1.2", 0.081, "a tenth of the miss"),
        ("1.2", 0.18, "without squaring"),
        ("1.2", 0.01, "one of the nine others"),
        ("1.3", lambda labels: rows(labels).T, "should stand in rows"),
        ("1.3", lambda labels: rows((labels - 1) % 10), "to the left"),
        ("1.3", lambda labels: rows((labels + 1) % 10), "to the right"),
        ("1.3", lambda labels: rows(labels) * labels[:, None], "Put a 1 there"),
        ("1.3", lambda labels: rows(labels) == 0, "changed places"),
        ("1.3", lambda labels: labels, "shape"),
        ("1.4", lambda outputs, labels: np.mean(outputs.argmax(axis=1) != labels), "share of wrong"),
        ("1.4", lambda outputs, labels: np.sum(outputs.argmax(axis=1) == labels), "Divide it"),
        ("1.4", lambda outputs, labels: np.mean((rows(labels) * outputs).sum(1) > 0.5), "more than one half"),
        ("1.4", lambda outputs, labels: np.mean((rows(labels) * outputs).sum(1)), "how sure it is"),
        ("1.5", lambda picture: centre_of_mass(picture)[::-1], "the row comes first"),
        ("1.5", lambda picture: centre_of_mass(picture) + 1, "row 0"),
        ("1.5", lambda picture: centre_of_mass(picture > 0), "ten times as heavy"),
        ("1.5", lambda picture: (np.array(picture.shape) - 1) / 2, "middle of the picture"),
        ("1.5", lambda picture: divmod(picture.argmax(), picture.shape[1]), "darkest"),
        ("1.6", 0.203, "gets wrong"),
        ("1.6", 0.8075, "that you had averaged"),
        ("1.6", 0.631, "overlap"),
        ("1.6", 79.7, "in per cent"),
        ("1.7", "left", "number of one column"),
        ("1.7", 784, "from 0 to 783"),
    ],
)
def test_wrong_answers_are_told_what_is_wrong(number, answer, hint):
    feedback = check(number, answer)
    assert not feedback
    assert hint in feedback.message


def test_the_centre_of_mass_of_one_pixel_is_that_pixel_and_weights_count():
    picture = np.zeros((4, 5), dtype=np.uint8)
    picture[3, 1] = 200
    np.testing.assert_allclose(centre_of_mass(picture), (3, 1))
    picture[1, 1] = 100  # row (3 · 200 + 1 · 100) / 300
    np.testing.assert_allclose(centre_of_mass(picture), (7 / 3, 1))


def test_only_pixels_that_touched_are_neighbours(sample):
    x, place = shuffled()
    flat = sample.flat()[0]
    sources = {column.tobytes(): i for i, column in enumerate(flat.T)}
    row, column = divmod(sources[x[:, place].tobytes()], 28)
    right = [i for i in range(784) if check("1.7", i)]
    places = [divmod(sources[x[:, i].tobytes()], 28) for i in right]
    assert len(places) == 8
    assert all(max(abs(r - row), abs(c - column)) == 1 for r, c in places)
    assert "itself" in check("1.7", place).message


def test_the_average_digits_are_far_above_chance(sample):
    assert nearest_average()["right"] > 0.75
    outputs = one_hot(sample.y_test, 10)
    assert accuracy(outputs, sample.y_test) == 1
    assert accuracy(outputs, (sample.y_test + 1) % 10) == 0


def test_digits_are_boxed_and_balanced_as_the_page_says(sample):
    for picture in sample.x_train[:500]:
        assert np.all(np.abs(centre_of_mass(picture) - 14) <= 0.51)
        assert max(np.ptp(np.argwhere(picture), axis=0) + 1) <= 20
    assert sample.x_train[:, 0, 0].max() == 0  # 0 is background


def test_the_cost_falls_while_accuracy_is_still_at_chance():
    record = Results().read("shallow")
    for metric in ("loss", "val_loss"):
        assert (np.diff(record.curve("classic", metric), axis=1) < 0).all()
    first = record.values("classic", "val_accuracy", "first")
    assert 2 <= (first < 0.1).sum() <= 5  # "some of our ten runs"


def test_the_clean_protocol_is_not_worse_for_equal_numbers_of_steps():
    record = Results().read("shallow")
    steps = 200 * -(-50_000 // 128)
    assert round(steps / 469) == 167
    early = record.summary("classic", "val_accuracy", "epoch167")
    clean = record.summary("clean", "test_accuracy")
    assert max(early.low, clean.low) < min(early.high, clean.high)


def test_an_untrained_net_gives_every_digit_nearly_the_same_answer(sample):
    x = sample.flat()[2]
    for seed in range(5):
        outputs = models.get("shallow").build(rng=stream(seed, "untrained")).predict(x)
        assert outputs.max() < 0.5
        assert np.all(outputs.std(axis=0) < 0.2 * outputs.mean(axis=0))


def test_the_stored_net_behaves_as_the_page_tells(chapter, sample):
    names = {"digits": sample, "np": np, "x_test": sample.flat()[2], "stream": stream}
    for word in ("kept_net", "Counter", "accuracy_on", "shuffle"):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(chapter.cell(word), names)
    right = {digit: np.mean(~names["wrong"][sample.y_test == digit]) for digit in range(10)}
    assert min(right[0], right[1]) > 0.93
    assert min(right, key=right.get) == 5
    assert 0.5 < right[5] < 2 / 3  # "more than a third"
    assert max((pair for pair in names["pairs"] if pair[0] == 5), key=names["pairs"].get) == (5, 3)
    plain = names["accuracy_on"](sample.x_test)
    assert names["accuracy_on"](np.roll(sample.x_test, 4, axis=2)) < plain / 3
    assert names["accuracy_on"](255 - sample.x_test) < 0.03
    assert np.abs(names["gap"]).max() < 2e-6


def test_code_fits_the_page(chapter):
    assert max(len(line) for code in chapter.programs() for line in code.splitlines()) <= 76


@pytest.mark.keras
def test_the_keras_cells_train_like_the_dlbook_cells(chapter, train_alike, capsys):
    pytest.importorskip("keras")
    rng = stream(1, "test", "digits")
    names = {"np": np, "report": lambda history: None}
    for part, size in (("train", 700), ("test", 150)):
        names[f"x_{part}"] = rng.random((size, 784), dtype=np.float32)
        names[f"y_{part}"] = one_hot(rng.integers(10, size=size), 10)
    ours, theirs = train_alike(
        chapter.cell("net.build") + chapter.cell("fit(net"),
        chapter.cell("import keras") + chapter.cell("model.fit"),
        names,
    )
    assert len(ours["loss"]) == 3
    for metric in ("loss", "val_loss"):
        np.testing.assert_allclose(ours[metric], theirs[metric], rtol=1e-5)
    for metric in ("accuracy", "val_accuracy"):
        np.testing.assert_allclose(ours[metric], theirs[metric], atol=2e-3)
    assert capsys.readouterr().out.count("epoch") == 3  # Keras' own report
