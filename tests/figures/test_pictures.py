"""Pictures of figures are made once, made anew when the drawing changes, and never half."""

import pytest

from dlbook.figures import build
from dlbook.figures.pictures import pictures


@pytest.fixture
def drawn(places):
    """The small book with its figures drawn."""
    build.update([], places, jobs=1)
    return places


def test_each_figure_comes_in_two_kinds_and_two_themes(drawn, tmp_path):
    files = pictures(["first-figure"], tmp_path / "pictures", drawn)
    assert sorted(files) == [
        f"first-figure-{end}" for end in ("dark.pdf", "dark.png", "light.pdf", "light.png")
    ]
    contents = {name: path.read_bytes() for name, path in files.items()}
    assert contents["first-figure-light.pdf"].startswith(b"%PDF")
    assert contents["first-figure-dark.png"].startswith(b"\x89PNG")
    assert len(set(contents.values())) == 4


def test_pictures_that_are_there_are_kept_and_a_lost_one_is_made_again(drawn, tmp_path, monkeypatch):
    first = pictures(["first-figure", "second-figure"], tmp_path / "pictures", drawn)
    first["second-figure-light.png"].unlink()
    asked = []
    honest = build.draw

    def watched(figures, *rest, **options):
        asked.extend(figure.id for figure in figures)
        return honest(figures, *rest, **options)

    monkeypatch.setattr(build, "draw", watched)
    again = pictures(["first-figure", "second-figure"], tmp_path / "pictures", drawn)
    assert asked == ["second-figure"]
    assert again == first
    assert all(path.exists() for path in again.values())


def test_a_changed_drawing_gets_new_pictures_and_the_old_ones_go(drawn, tmp_path):
    old = pictures(["first-figure"], tmp_path / "pictures", drawn)
    svg = drawn.figures / "first-figure.svg"
    svg.write_text(svg.read_text(encoding="utf-8") + "<!-- changed -->", encoding="utf-8")
    new = pictures(["first-figure"], tmp_path / "pictures", drawn)
    assert all(path.exists() for path in new.values())
    assert not any(path.exists() for path in old.values())


def test_figures_of_another_checkout_are_passed_over(drawn, tmp_path):
    assert pictures(["of-another-book"], tmp_path, drawn) == {}


def test_a_figure_that_cannot_be_drawn_is_named(drawn, tmp_path):
    module = next(drawn.code.rglob("some_chapter.py"))
    text = module.read_text(encoding="utf-8")
    text = text.replace('id="first-figure",', 'id="first-figure", needs=("unrecorded",),')
    module.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"first-figure.*dlbook run unrecorded"):
        pictures(["first-figure"], tmp_path / "pictures", drawn)
