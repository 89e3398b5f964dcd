"""Figures survive what machines do: kills, full or read-only disks, other locales and paths, two at once."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from dlbook.figures import build
from dlbook.figures.pictures import pictures
from dlbook.figures.state import standing

BUILD = """
import sys
from pathlib import Path
from dlbook.figures import build
from dlbook.figures.places import Places
root = Path(sys.argv[1])
places = Places(sys.argv[2], root, *(root / name for name in ("figures", "results", "cache")))
try:
    outcomes = build.update([], places, jobs=1, report=lambda outcome, *_: print(outcome.id, flush=True))
    print(sorted({outcome.state for outcome in outcomes}))
except OSError as error:
    print(f"{type(error).__name__}: {error}")
"""
SLOW = "    import time; time.sleep(60)\n"


def child(places, root=None, **options):
    """Start `dlbook figures` for the small checkout in a process of its own."""
    command = [sys.executable, "-c", BUILD, str(root or places.code), places.chapters]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def edit(places, old, new):
    path = places.code / places.chapters / "some_chapter.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def drawn(places):
    """The small checkout with its figures drawn."""
    build.update([], places, jobs=1)
    return places


def test_killed_in_the_middle_nothing_is_half_and_the_next_call_finishes(drawn):
    whole = contents(drawn.figures)
    shutil.rmtree(drawn.figures)
    shutil.rmtree(drawn.cache)
    scatter = "    ax.scatter("
    edit(drawn, scatter, SLOW + scatter)
    process = child(drawn)
    with process.stdout as said, process.stderr:
        assert said.readline() == "first-figure\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert contents(drawn.figures) == {"first-figure.svg": whole["first-figure.svg"]}
    edit(drawn, SLOW, "")
    assert child(drawn).communicate()[0].endswith("['same', 'written']\n")
    assert contents(drawn.figures) == whole


def test_a_full_disk_leaves_the_old_figures_and_says_what_to_do(drawn):
    whole = contents(drawn.figures)
    edit(drawn, "size=20", "size=4000")

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    said, complaints = child(drawn, preexec_fn=small).communicate()
    assert "second-figure.svg cannot be stored (File too large)" in said, complaints
    assert "Free some space" in said
    assert contents(drawn.figures) == whole
    assert child(drawn).communicate()[0].endswith("'written']\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_checkout_that_must_not_be_changed_is_no_fault_while_its_figures_are_right(drawn):
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        shutil.copytree(drawn.code, folder / "book")
        shutil.rmtree(folder / "book" / "cache")
        for path in (folder / "book").rglob("*"):
            path.chmod(0o755)
        (folder / "book").chmod(0o755)
        root = folder / "book"
        elsewhere = replace(
            drawn, code=root, figures=root / "figures", results=root / "results", cache=root / "cache"
        )
        os.seteuid(65534)
        assert {outcome.state for outcome in build.update([], elsewhere, jobs=1)} == {"same"}
        (outcome,) = build.export(["first-figure"], elsewhere, ("svg",), Path(tempfile.mkdtemp()))
        assert outcome.state == "written"
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


def test_two_at_once_do_no_harm(drawn):
    whole = contents(drawn.figures)
    shutil.rmtree(drawn.figures)
    shutil.rmtree(drawn.cache)
    processes = [child(drawn) for _ in range(2)]
    for process in processes:
        said, complaints = process.communicate()
        assert "Error" not in said + complaints
    assert contents(drawn.figures) == whole


def test_clock_locale_time_zone_and_path_change_no_byte(drawn):
    whole = contents(drawn.figures)
    for number, circumstances in enumerate(
        (
            {"LC_ALL": "C", "TZ": "XXX-14", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"},
            {"LC_ALL": "tr_TR.UTF-8", "TZ": "UTC12", "SOURCE_DATE_EPOCH": "1"},
        )
    ):
        root = drawn.code / f"a cöpy, {number}"
        shutil.copytree(drawn.code / drawn.chapters, root / drawn.chapters)
        said, complaints = child(drawn, root, env={**os.environ, **circumstances}).communicate()
        assert said.endswith("['written']\n"), complaints
        assert contents(root / "figures") == whole


def test_a_damaged_cache_or_manifest_is_made_anew(drawn):
    whole = contents(drawn.figures)
    for damage in (b"", b"[1, 2]", b'{"first-figure": 3}', b"\xff\x00"):
        (drawn.cache / "state.json").write_bytes(damage)
        states = {outcome.state for outcome in build.update([], drawn, jobs=1)}
        assert states == {"same"}, damage
    assert contents(drawn.figures) == whole
    manifest = drawn.figures / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:100])
    with pytest.raises(ValueError, match=r"manifest\.json is damaged.*Delete it"):
        build.update([], drawn, jobs=1)
    manifest.unlink()
    build.update([], drawn, jobs=1)
    assert contents(drawn.figures) == whole


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_picture_is_made_again(drawn, tmp_path, damage):
    files = pictures(["first-figure"], tmp_path / "pictures", drawn)
    before = {name: path.read_bytes() for name, path in files.items()}
    path = files["first-figure-light.png"]
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(before[path.name][:-9] + (b"" if damage == "cut" else b"ninebytes"))
    again = pictures(["first-figure"], tmp_path / "pictures", drawn)
    assert {name: path.read_bytes() for name, path in again.items()} == before


def test_how_each_figure_stands_is_told_without_drawing(drawn):
    assert standing(drawn) == {"first-figure": "up to date", "second-figure": "up to date"}
    svg = drawn.figures / "first-figure.svg"
    svg.write_text(svg.read_text(encoding="utf-8") + " ", encoding="utf-8")
    edit(drawn, "size=20", "size=30")
    assert standing(drawn) == {"first-figure": "altered", "second-figure": "unproved"}
    svg.unlink()
    assert standing(drawn)["first-figure"] == "missing"
