"""The file with all figures: what is in it, what it says, and that equal figures make equal bytes."""

import csv
import io
import json
import os
import zipfile

import pytest

from dlbook.book.expand import Book
from dlbook.book.figure_pack import TOP, entries, pack
from dlbook.book.library import Library
from dlbook.book.references import number_pages
from dlbook.book.source import Source

SVG = '<svg role="img" viewBox="0 0 9 6"><style>svg{}</style><path stroke="var(--fig-data,#0b66ad)"/></svg>\n'
PAGES = (
    Source("b.md", "---\ntitle: Later\nchapter: 10\n---\n{figure}`wave`\n"),
    Source("index.md", "{figure}`hill`\n"),
    Source("a.md", "---\ntitle: Sooner\nchapter: 2\n---\n{figure}`digits`\n\n{figure}`hill`\n"),
)


@pytest.fixture
def folder(tmp_path):
    figures = {
        id: {"caption": f"*{id}*, see [](a.md#fig-hill).", "alt": f"Chart of {id}.", "digits": id == "digits"}
        for id in ("hill", "wave", "digits")
    }
    for id in figures:
        (tmp_path / f"{id}.svg").write_text(SVG, encoding="utf-8")
        (tmp_path / f"{id}-light.png").write_bytes(b"\x89PNG" + id.encode())
    (tmp_path / "manifest.json").write_text(json.dumps({"figures": figures}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def book(folder):
    return Book(number_pages(PAGES), library=Library.load(folder), pages=PAGES)


@pytest.fixture
def files(folder):
    return {path.name: path for path in folder.glob("*.png")}


def opened(path):
    with zipfile.ZipFile(path) as archive:
        return {name.removeprefix(f"{TOP}/"): archive.read(name) for name in archive.namelist()}


def test_the_pack_has_every_file_of_every_figure_in_the_folder_of_its_chapter(book, files, tmp_path):
    inside = opened(pack(book, files, tmp_path / "kept"))
    own = [
        f"{id}{end}" for id in ("digits", "hill") for end in ("-dark.svg", "-light.png", "-light.svg", ".svg")
    ]
    assert [name for name in inside if name.startswith("02-a/")] == [f"02-a/{name}" for name in own]
    assert inside["02-a/hill-light.png"] == b"\x89PNGhill"
    assert b"var(" not in inside["10-b/wave-dark.svg"]
    assert len(inside) == 3 * 4 + 2


def test_captions_descriptions_numbers_and_licences_are_told(book, files, tmp_path):
    inside = opened(pack(book, files, tmp_path / "kept"))
    rows = list(csv.DictReader(io.StringIO(inside["captions.csv"].decode("utf-8-sig"))))
    assert [row["figure"] for row in rows] == ["Figure 2.1", "Figure 2.2", "Figure 10.1"]
    assert rows[1]["caption"] == "*hill*, see Figure 2.2."
    assert rows[1]["alt"] == "Chart of hill."
    assert rows[1]["licence"] == "CC BY 4.0"
    assert "CC BY-SA 3.0" in rows[0]["licence"]
    readme = inside["README.txt"].decode()
    assert "3 figures" in readme
    assert "digits of MNIST (digits)" in readme


def test_equal_figures_make_equal_bytes_at_any_time(book, files, tmp_path):
    first = pack(book, files, tmp_path / "one").read_bytes()
    for path in files.values():
        os.utime(path, (1, 1))
    assert pack(book, files, tmp_path / "two").read_bytes() == first


def test_a_changed_figure_makes_a_new_pack_and_removes_the_old(book, files, folder, tmp_path):
    first = pack(book, files, tmp_path / "kept")
    assert pack(book, files, tmp_path / "kept") == first
    (folder / "wave.svg").write_text(SVG.replace("9 6", "9 7"), encoding="utf-8")
    second = pack(book, files, tmp_path / "kept")
    assert second != first
    assert not first.exists()
    assert b"9 7" in opened(second)["10-b/wave.svg"]


def test_a_damaged_pack_is_made_again(book, files, tmp_path):
    path = pack(book, files, tmp_path)
    whole = path.read_bytes()
    for damage in (b"", whole[:-30], whole.replace(b"hill", b"hell", 1)):
        path.write_bytes(damage)
        assert pack(book, files, tmp_path) == path
        assert path.read_bytes() == whole


def test_a_book_without_figures_has_no_pack(tmp_path):
    assert pack(Book(), {}, tmp_path) is None
    assert entries(Book()) == []
