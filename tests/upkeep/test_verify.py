"""Two builds are compared byte by byte, and what differs is named with the place."""

import gzip
import io
import json
import subprocess
import sys
import zipfile

import pytest

from dlbook.__main__ import main
from dlbook.upkeep import verify as verifying
from dlbook.upkeep.differences import differences, how
from dlbook.upkeep.live import reason
from dlbook.upkeep.verify import Verdict, sources, verify

PROGRAM = """
import os, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
folder.mkdir(exist_ok=True)
(folder / "same.txt").write_text("always the same")
{sin}
"""
SINS = {
    "none": ("", ""),
    "clock": ("(folder / 'x.html').write_text(f'made at {time.time_ns()}')", "x.html"),
    "hash seed": ("(folder / 'x.json').write_text(str({'a', 'b', 'c', 'd', 'e', 'f'}))", "x.json"),
    "path": ("(folder / 'x.js').write_text(os.getcwd())", "x.js"),
    "time zone": ("(folder / 'x.txt').write_text(time.strftime('%Z'))", "x.txt"),
    "epoch": ("(folder / 'x.txt').write_text(os.environ['SOURCE_DATE_EPOCH'])", ""),
}


@pytest.mark.parametrize("sin", SINS)
def test_a_build_that_depends_on_circumstances_is_found_out(tmp_path, monkeypatch, sin):
    code, guilty = SINS[sin]
    root = tmp_path / "book"
    root.mkdir()
    (root / "build.py").write_text(PROGRAM.replace("{sin}", code))
    (root / ".cache").mkdir()
    (root / ".cache" / "secret").write_text("not to be copied")

    def make(copy, part, variables):
        environment = {"SOURCE_DATE_EPOCH": verifying.EPOCH, **variables}
        subprocess.run([sys.executable, "build.py", part], cwd=copy, env=environment, check=True)

    monkeypatch.setattr(verifying, "make", make)
    verdict = verify(root, tmp_path / "work", ("site",))
    assert set(verdict.differences) == ({f"site/{guilty}"} if guilty else set())
    assert verdict.equal is not bool(guilty)
    assert verdict.files == (1 if sin == "none" else 2)
    assert not list((tmp_path / "work").rglob("secret"))


def test_git_decides_what_are_sources(tmp_path):
    for name in ("kept", "new", "made", "gone"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".gitignore").write_text("made\n")

    def git(*words):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    assert set(map(str, sources(tmp_path))) == {"kept", "new", "made", "gone", ".gitignore"}
    git("init")
    git("add", "kept", "gone")
    (tmp_path / "gone").unlink()
    assert set(map(str, sources(tmp_path))) == {"kept", "new", ".gitignore"}


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "one", "other", "said"),
    [
        ("a.html", b"x\n" + b"y" * 99 + b"1", b"x\n" + b"y" * 99 + b"2", "line 2: "),
        ("a.html", b"x", b"x\ny", "1 / 2 lines"),
        ("a.png", b"\xff\xfe1", b"\xff\xfe2", "2 bytes are equal, of 3 / 3"),
        ("a.gz", gzip.compress(b"x", mtime=1), gzip.compress(b"y", mtime=1), "inside: line 1"),
        ("a.whl", zipped(a="1", b="2"), zipped(a="1", b="3"), "1 of its files: b; b: line 1: '2' / '3'"),
        ("a.zip", zipped(a="1", b="2"), zipped(b="2", a="1"), "the order, times or rights"),
    ],
)
def test_the_place_of_a_difference_is_told(name, one, other, said):
    assert said in how(name, one, other)


def test_a_file_that_is_in_one_folder_only_is_a_difference(tmp_path):
    for name in ("one/site/a", "one/site/b/c", "two/site/a"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("same")
    assert dict(differences(tmp_path / "one/site", tmp_path / "two/site")) == {"b/c": "is in one only"}


@pytest.mark.parametrize(
    ("verdict", "status", "said"),
    [
        (Verdict(9, {}, {}, {}, 1.0), 0, "9 files, none of them different"),
        (Verdict(9, {}, {}, {"site/y": "the clock"}, 1.0), 0, "live: site/y: the clock"),
        (Verdict(9, {"site/x": "line 1"}, {}, {}, 1.0), 1, "differs: site/x: line 1"),
        (Verdict(9, {}, {"x.svg": "line 1"}, {}, 1.0), 1, "stale: figures/x.svg: line 1"),
    ],
)
def test_the_status_and_the_words_tell_the_verdict(monkeypatch, capsys, verdict, status, said):
    monkeypatch.setattr(verifying, "verify", lambda *_: verdict)
    assert main(["verify"]) == status
    assert said in capsys.readouterr().out
    assert main(["verify", "--json"]) == status
    assert json.loads(capsys.readouterr().out)["equal"] is not bool(status)


def test_copies_are_not_put_where_something_is(tmp_path, capsys):
    (tmp_path / "thesis.tex").write_text("precious")
    assert main(["verify", "--keep", str(tmp_path)]) == 1
    assert "Name another" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_build_that_fails_is_told_with_its_last_words(tmp_path):
    package = tmp_path / "dlbook"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("raise SystemExit('the figure hill failed')")
    with pytest.raises(ValueError, match=r"(?s)`dlbook figures` failed in a copy:.*the figure hill failed"):
        verifying.make(tmp_path, "figures", {})


@pytest.mark.parametrize(
    ("name", "texts", "may"),
    [
        ("slides/regression/index.html", (f"a<!-- {'0' * 64} -->", f"a<!-- {'1' * 64} -->"), True),
        ("slides/optimisers/index.html", (f"a<!-- {'0' * 64} -->", f"a<!-- {'1' * 64} -->"), False),
        ("downloads/deep-network.ipynb", ("epoch 1   training 88%", "epoch 1   training 87%"), True),
        ("search/search_index.json", ("take 6.4 hours for one step", "take 11 hours for one step"), True),
        ("search/search_index.json", ("another word", "another world"), False),
        ("index.html", ("measured 2.1", "measured 2.2"), False),
    ],
)
def test_only_what_is_live_may_differ_and_only_where_it_is(name, texts, may):
    assert bool(reason(name, *(text.encode() for text in texts))) is may
