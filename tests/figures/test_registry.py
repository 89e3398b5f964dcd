import numpy as np
import pytest

from dlbook.figures import figure
from dlbook.figures.registry import REGISTRY, nearest

GOOD = {"id": "test-figure", "caption": "Costs fall.", "alt": "Line chart of cost, falling."}


@pytest.fixture(autouse=True)
def _restored():
    known = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(known)


def draw(rng): ...


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Test_Figure"}, "Call it 'test-figure'"),
        ({"id": "test--figure"}, "small letters, digits and hyphens"),
        ({"caption": " "}, "has no caption"),
        ({"alt": ""}, "has no alt"),
        ({"alt": "COSTS fall. "}, "same text as caption and as alt"),
        ({"size": "huge"}, "one of inline, wide, square"),
    ],
)
def test_bad_registrations_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        figure(**{**GOOD, **change})(draw)
    assert "test-figure" not in REGISTRY


def test_an_id_is_taken_once():
    figure(**GOOD)(draw)
    with pytest.raises(ValueError, match="two figures have the id 'test-figure'"):
        figure(**GOOD)(lambda rng: None)


def test_the_same_function_may_be_imported_again():
    figure(**GOOD)(draw)
    assert figure(**GOOD)(draw) is draw


def test_a_figure_has_its_own_stream_of_numbers():
    figure(**GOOD)(draw)
    figure(**{**GOOD, "id": "other-figure"})(test_an_id_is_taken_once)
    one, other = REGISTRY["test-figure"], REGISTRY["other-figure"]
    assert np.array_equal(one.rng().normal(size=3), one.rng().normal(size=3))
    assert not np.array_equal(one.rng().normal(size=3), other.rng().normal(size=3))


def test_nothing_near_is_an_empty_name():
    assert nearest("zzz", ["quadratic-cost"]) == ""


@pytest.mark.parametrize("module", ["first_network", "first_network__curves"])
def test_modules_of_one_chapter_share_its_slug(module, monkeypatch):
    figure(**GOOD)(draw)
    monkeypatch.setattr(draw, "__module__", f"dlbook.figures.chapters.{module}")
    assert REGISTRY["test-figure"].chapter == "first-network"
