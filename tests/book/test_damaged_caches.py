"""A damaged entry of a cache is seen and made anew; those with tests of their own are beside them."""

import pytest

from dlbook.book import cards, playground_digits
from dlbook.book.chapters import Workshop
from dlbook.book.fonts import math_font
from dlbook.book.library import Library
from dlbook.book.source import Source

DAMAGE = pytest.mark.parametrize("damage", [lambda whole: whole[:-5], lambda whole: whole[:-5] + b"wrong"])


@DAMAGE
def test_a_damaged_font_is_cut_anew(tmp_path, monkeypatch, damage):
    cuts = []
    monkeypatch.setattr("dlbook.book.fonts._subset", lambda text: cuts.append(text) or text.encode())
    path = math_font("x", tmp_path)
    whole = path.read_bytes()
    assert math_font("x", tmp_path).read_bytes() == whole
    assert len(cuts) == 1
    path.write_bytes(damage(whole))
    assert math_font("x", tmp_path).read_bytes() == whole
    assert len(cuts) == 2


@DAMAGE
def test_damaged_digits_of_the_playground_are_written_anew(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(playground_digits, "content", lambda: b"all the digits")
    page = Source("lab/playground.md", "/// html | dl-playground\n///\n")
    (path,) = playground_digits.published([page], tmp_path).values()
    path.write_bytes(damage(path.read_bytes()))
    playground_digits.published([page], tmp_path)
    assert path.read_bytes() == b"all the digits"


@DAMAGE
def test_a_damaged_preview_is_drawn_anew(tmp_path, monkeypatch, damage):
    monkeypatch.setattr(cards, "card", lambda *_: b"a picture of the page")
    picture = tmp_path / "hill-light.png"
    picture.write_bytes(b"figure")
    page = Source("index.md", "---\npicture: hill\n---\n# Home\n")

    def published():
        library = Library(tmp_path, entries={"hill": {}})
        (path,) = cards.published([page], library, {picture.name: picture}, tmp_path / "cards").values()
        return path

    path = published()
    path.write_bytes(damage(path.read_bytes()))
    assert published() == path
    assert path.read_bytes() == b"a picture of the page"


@DAMAGE
def test_a_damaged_notebook_is_written_anew(tmp_path, damage):
    workshop = Workshop(None, tmp_path, None)
    path = workshop._kept("notebooks/a.ipynb", '{"cells": []}')
    path.write_bytes(damage(path.read_bytes()))
    assert workshop._kept("notebooks/a.ipynb", '{"cells": []}').read_text() == '{"cells": []}'
