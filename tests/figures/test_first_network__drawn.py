"""The figure of the drawn three shows what the preparation and the net compute."""

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import dlbook.figures.chapters.first_network__drawn as chapter
from dlbook.data import drawing
from dlbook.figures.chapters.first_network__results import SHARE
from dlbook.figures.registry import REGISTRY
from dlbook.figures.render import drawn
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.stores import kept_net


def test_pictures_and_bars_are_those_of_the_net():
    with drawn(REGISTRY["drawn-digit"]) as fig:
        pictures = [np.asarray(image.get_array())[..., 3] for image in fig.axes[0].images]
        bars = [
            p.get_height() for p in fig.axes[0].patches if isinstance(p, Rectangle) and p.get_width() == 9
        ]
        texts = [(t.get_text(), to_hex(t.get_color())) for t in fig.axes[0].texts if len(t.get_text()) < 2]
    sheet, box, prepared, as_it_is = pictures
    np.testing.assert_allclose(sheet, drawing.inked(drawing.EXAMPLE, side=140))
    np.testing.assert_allclose(prepared, drawing.prepared(drawing.inked(drawing.EXAMPLE)), atol=1 / 255)
    np.testing.assert_allclose(box[:, 3:17], prepared[4:24, 7:21])
    assert box.sum() == box[:, 3:17].sum()
    assert 0.01 < as_it_is.sum() / 784 < prepared.sum() / 784
    both = np.stack([as_it_is, prepared]).reshape(2, 784).astype(np.float32)
    answers = kept_net(Results(), "shallow").predict(both)
    np.testing.assert_allclose(np.reshape(bars, (2, 10)), SHARE * answers, atol=0.2)
    assert [int(text) for text, colour in texts if colour == role("model")] == answers.argmax(axis=1).tolist()


def test_the_words_say_what_the_net_says():
    as_it_is, prepared = (chapter.said(picture) for picture in chapter.seen())
    assert (as_it_is.argmax(), prepared.argmax()) == (4, chapter.TRUTH)
    assert as_it_is.max() < 0.3 < 0.7 < prepared.max()  # "still low", "stands out"
    alt = REGISTRY["drawn-digit"].alt
    assert "the highest, still low, says 4" in alt
    assert "one bar stands out, that of 3" in alt
