"""Chapter 10's eighteen copies of a six are those of `dlbook.augment`, and the answers the net's own."""

import numpy as np
from matplotlib.colors import to_hex

import dlbook.figures.chapters.generalisation__too_far as chapter
from dlbook.augment import blur, rotate, shift
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.stores import kept_net


def test_copies_are_the_digit_changed():
    six, sheet = chapter.original(), chapter.copies()
    for row in sheet[:, 0]:
        np.testing.assert_allclose(row, six[0], atol=1e-6)
    np.testing.assert_array_equal(sheet[0, 5], rotate(six, 180)[0])
    np.testing.assert_array_equal(sheet[1, 3], shift(six, 0, 3)[0])
    np.testing.assert_array_equal(sheet[2, 4], blur(six, 2.0)[0])


def test_the_answers_are_the_nets_and_as_caption_and_alt_say():
    net = kept_net(Results(), "intermediate")
    said = [[net.predict(copy.reshape(1, 784)).argmax() for copy in row] for row in chapter.copies()]
    assert chapter.answers(chapter.copies()).tolist() == said
    assert said == [[6, 0, 2, 3, 9, 9], [6, 6, 6, 8, 8, 8], [6, 6, 6, 6, 6, 8]]


def test_under_each_picture_stands_its_answer_green_where_it_is_right():
    with drawn(REGISTRY["augmentation-too-far"]) as fig:
        (ax,) = fig.axes
        assert len(ax.images) == 18
        shown = [text for text in ax.texts if text.get_text().isdigit()]
        assert [int(text.get_text()) for text in shown] == chapter.answers(chapter.copies()).ravel().tolist()
        for text in shown:
            wanted = role("good" if text.get_text() == "6" else "bad")
            assert to_hex(text.get_color()) == to_hex(wanted)
