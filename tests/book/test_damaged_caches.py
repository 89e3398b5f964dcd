"""A damaged entry of a cache is seen and made anew; those with tests of their own are beside them."""

import pytest

from dlbook.book import playground_digits
from dlbook.book.chapters import Workshop
from dlbook.book.fonts import math_font
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
def test_a_damaged_notebook_is_written_anew(tmp_path, damage):
    workshop = Workshop(None, tmp_path, None)
    path = workshop._kept("notebooks/a.ipynb", '{"cells": []}')
    path.write_bytes(damage(path.read_bytes()))
    assert workshop._kept("notebooks/a.ipynb", '{"cells": []}').read_text() == '{"cells": []}'
