"""A build that is killed, fails, lacks room or rights, or races with another never leaves half a site."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from dlbook.book import assemble, site
from dlbook.book.site import BESIDE, PAGES, build_site, put

from .conftest import HEADER, ROOT, write_book

BUILD = """
import sys
from pathlib import Path
from dlbook.book.site import build_site
sys.exit(build_site(Path(sys.argv[1]), Path(sys.argv[1]) / "site"))
"""
WAITING = (
    HEADER.format(title="Waiting", number=6)
    + """
# Waiting

```python
import time
from pathlib import Path

while not Path({flag!r}).exists():
    time.sleep(0.05)
```
"""
)


@pytest.fixture
def old_site():
    """A function that makes a folder look like a site that was built before."""

    def make(folder):
        folder.mkdir(parents=True)
        for name in PAGES:
            (folder / name).write_text("old", encoding="utf-8")
        return folder

    return make


def waiting_book(root, flag):
    """The smallest book: one page, and one chapter that runs until there is a file."""
    write_book(root)
    for name in ("costs.md", "other.md", "appendices", "glossary.yml", "references.bib"):
        path = root / "docs" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(root / "figures")
    (root / "docs" / "index.md").write_text("# Home\n\n[On](waiting.md)\n", encoding="utf-8")
    (root / "docs" / "waiting.md").write_text(WAITING.format(flag=str(flag)), encoding="utf-8")
    for name in ("glossary.yml", "references.bib"):
        (root / "docs" / name).write_text("", encoding="utf-8")
    return root


def test_killed_in_the_middle_the_old_site_stays_and_the_next_build_finishes(tmp_path, old_site):
    book, flag = waiting_book(tmp_path / "a book ü", tmp_path / "flag"), tmp_path / "flag"
    target = old_site(book / "site")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "CI": ""}
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(book)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with builder.stderr as said:
        assert any("docs/waiting.md" in line for line in said), "the chapter never began"
        os.killpg(builder.pid, signal.SIGKILL)
        builder.wait()
    assert [(target / name).read_text(encoding="utf-8") for name in PAGES] == ["old"] * len(PAGES)
    assert sorted(path.name for path in target.iterdir()) == sorted(PAGES)
    (left,) = book.glob(f"{BESIDE}*")
    os.utime(left, (1, 1))
    flag.touch()
    assert build_site(book, target) == 0
    assert "On" in (target / "index.html").read_text(encoding="utf-8")
    assert (target / "waiting" / "index.html").exists()
    assert not list(book.glob(f"{BESIDE}*"))


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(tmp_path, old_site):
    book = waiting_book(tmp_path / "book", tmp_path)
    target = old_site(book / "site")
    (book / "docs" / "index.md").write_text("# Home\n\n[On](nowhere.md)\n", encoding="utf-8")
    assert build_site(book, target)
    assert (target / "index.html").read_text(encoding="utf-8") == "old"
    assert not list(book.glob(f"{BESIDE}*"))


@pytest.fixture
def quick(monkeypatch):
    """MkDocs that takes no time, and writes who called it."""

    def run(command, *, cwd, env, check):
        beside = Path(command[-1])
        for name in PAGES:
            (beside / name).write_text(threading.current_thread().name, encoding="utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(site.subprocess, "run", run)


def test_many_builds_at_once_end_with_one_whole_site(tmp_path, quick):
    faults = []

    def build():
        try:
            for _ in range(20):
                build_site(tmp_path / "book", tmp_path / "site")
        except OSError as error:
            faults.append(error)

    (tmp_path / "book").mkdir()
    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len({(tmp_path / "site" / name).read_text(encoding="utf-8") for name in PAGES}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "site"]


@pytest.mark.parametrize("place", ["full", ".", "..", "file"])
def test_it_never_removes_what_is_no_site(tmp_path, quick, place):
    book = tmp_path / "book"
    (book / "full").mkdir(parents=True)
    for name in ("full/thesis.tex", "file"):
        (book / name).write_text("precious", encoding="utf-8")
    with pytest.raises(ValueError, match=r"holds something else than a site.*Name another folder"):
        build_site(book, book / place)
    assert (book / "full" / "thesis.tex").read_text(encoding="utf-8") == "precious"


def test_an_empty_folder_and_a_link_to_a_site_will_do(tmp_path, quick, old_site):
    book = tmp_path / "book"
    (book / "empty").mkdir(parents=True)
    real = old_site(tmp_path / "real")
    (book / "link").symlink_to(real)
    for name in ("empty", "link", "new/below"):
        assert build_site(book, book / name) == 0
        assert (book / name / "index.html").read_text(encoding="utf-8") == "MainThread"
    assert (book / "link").is_symlink()


def test_a_site_is_never_put_where_nothing_can_be_written(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        put(tmp_path / "not there", tmp_path / "site")
    assert os.listdir(tmp_path) == []


def test_old_hidden_folders_of_others_stay(tmp_path, quick):
    for name in (".site-backup", ".site-packages", ".sites"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1, 1))
    build_site(tmp_path / "book", tmp_path / "site")
    assert {path.name for path in tmp_path.iterdir()} == {".site-backup", ".site-packages", ".sites", "site"}


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", [1, 2])
def test_where_the_new_site_cannot_take_its_place_the_old_one_keeps_it(
    tmp_path, old_site, monkeypatch, fault, step
):
    target, beside = old_site(tmp_path / "site"), tmp_path / "new"
    beside.mkdir()
    rename, steps = Path.rename, iter(range(1, 9))

    def failing(path, goal):
        if next(steps) == step:
            raise fault
        return rename(path, goal)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(type(fault)):
        put(beside, target)
    assert [(target / name).read_text(encoding="utf-8") for name in PAGES] == ["old"] * len(PAGES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "site"]


def test_parts_that_are_young_are_another_builds(tmp_path, quick):
    (tmp_path / f"{BESIDE}young").mkdir()
    (tmp_path / f"{BESIDE}old").mkdir()
    os.utime(tmp_path / f"{BESIDE}old", (1, 1))
    build_site(tmp_path / "book", tmp_path / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{BESIDE}young", "site"]
    assert time.time() - (tmp_path / "site").stat().st_mtime < 60


def test_without_room_the_build_says_so_and_leaves_nothing(tmp_path, monkeypatch, capfd):
    book = waiting_book(tmp_path / "book", tmp_path)
    real = subprocess.run

    def small(command, **options):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        return real(command, preexec_fn=limit, **options)

    monkeypatch.setattr(site.subprocess, "run", small)
    assert build_site(book, book / "site")
    said = capfd.readouterr().err
    assert "cannot be stored (File too large)" in said
    assert "Free some space" in said
    assert "Traceback" not in said
    assert not (book / "site").exists()
    assert not list(book.glob(f"{BESIDE}*"))


def linked(known, folder):
    (folder / "elsewhere").mkdir()
    known.symlink_to(folder / "elsewhere")


def open_to_all(known, folder):
    known.mkdir()
    known.chmod(0o777)


@pytest.mark.parametrize("planted", [linked, open_to_all, lambda known, folder: known.write_bytes(b"")])
def test_a_passing_cache_that_others_may_have_filled_is_not_used(tmp_path, monkeypatch, request, planted):
    request.addfinalizer(assemble.passing.cache_clear)
    monkeypatch.setattr(assemble.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(assemble.os, "access", lambda *_: False)
    known = tmp_path / f"dlbook-cache-{os.getuid()}"
    places = assemble.Places(tmp_path, tmp_path)
    assemble.passing.cache_clear()
    assert places.cache == places.cache == known
    assert known.stat().st_mode & 0o777 == 0o700
    known.rmdir()
    planted(known, tmp_path)
    assemble.passing.cache_clear()
    other = places.cache
    assert other == places.cache != known
    assert other.parent == tmp_path
    assert other.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_a_book_that_must_not_be_changed_is_built_elsewhere(quick):
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "book").mkdir(mode=0o755)
        (folder / "out").mkdir()
        (folder / "out").chmod(0o777)
        folder.chmod(0o755)
        os.seteuid(65534)
        with pytest.raises(PermissionError, match=r"cannot be built in .*book .*--output"):
            build_site(folder / "book", folder / "book" / "site")
        assert build_site(folder / "book", folder / "out" / "site") == 0
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


def test_a_failed_build_on_a_full_disk_says_that_the_disk_is_full(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(site.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    assert build_site(tmp_path, tmp_path / "site") == 1
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(site.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100e9, 99e9, 3e6))
    assert build_site(tmp_path, tmp_path / "site") == 1
    assert "only 3 MB are left" in capsys.readouterr().err
