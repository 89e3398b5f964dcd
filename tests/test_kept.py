"""What commands make is whole or not there: killed, without room, without rights; and damage is seen."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dlbook import kept
from dlbook.kept import is_kept, keep, write_whole

WRITER = """
import sys
from pathlib import Path
from dlbook.kept import keep
n = 0
while True:
    n += 1
    keep(Path(sys.argv[1]), bytes([n % 256]) * 3_000_000)
    print("wrote", flush=True)
"""


def in_child(code, *arguments, **options):
    """Run Python with this package in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, **options
    )


def test_only_a_change_is_written(tmp_path):
    path = tmp_path / "new" / "file"
    assert write_whole(path, b"one")
    before = path.stat()
    assert not write_whole(path, b"one")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert write_whole(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o644


def test_killed_while_it_writes_the_file_is_whole(tmp_path):
    path = tmp_path / "file"
    for wait in (0.01, 0.03, 0.05):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout.readline()
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        content = path.read_bytes()
        assert content == content[:1] * 3_000_000


def test_parts_of_killed_processes_are_hidden_and_go_when_they_are_old(tmp_path):
    old, new, other = (tmp_path / f".{name}.part" for name in ("file.x1", "file.x2", "else.x3"))
    for part in (old, new, other):
        part.touch()
    for part in (old, other):
        os.utime(part, (1, 1))
    write_whole(tmp_path / "file", b"content")
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.name, new.name, "file"]


def test_without_room_the_old_file_stays_nothing_is_left_and_the_message_helps(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    code = (
        "import sys; from pathlib import Path; from dlbook.kept import write_whole\n"
        "try: write_whole(Path(sys.argv[1]), bytes(1_000_000))\n"
        "except OSError as error: print(type(error).__name__, error)"
    )

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = in_child(code, path, preexec_fn=small)
    assert f"{path} cannot be stored (File too large)" in done.stdout
    assert "Free some space" in done.stdout
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_without_the_right_to_write_the_message_names_the_file():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        os.seteuid(65534)
        with pytest.raises(PermissionError, match=r"file cannot be stored \(Permission denied\).*copy"):
            write_whole(folder / "file", b"content")
    finally:
        os.seteuid(0)
        shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [b"", b"contenT", b"content and more", None])
def test_damage_is_seen(tmp_path, damage):
    path = tmp_path / "file"
    assert not is_kept(path)
    keep(path, b"content")
    assert is_kept(path)
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    assert not is_kept(path)
    keep(path, b"content")
    assert is_kept(path)


def test_a_file_without_its_check_sum_or_with_a_damaged_one_does_not_count(tmp_path):
    path = tmp_path / "file"
    keep(path, b"content")
    (beside,) = (other for other in tmp_path.iterdir() if other != path)
    beside.write_bytes(b"\xff\x00")
    assert not is_kept(path)
    beside.unlink()
    assert not is_kept(path)


def test_killed_between_check_sum_and_file_nothing_counts(tmp_path, monkeypatch):
    path, real = tmp_path / "file", kept.write_whole
    for old in (None, b"old"):
        if old:
            keep(path, old)
        written = []

        def once(place, content, written=written):
            if written:
                raise KeyboardInterrupt
            written.append(place)
            return real(place, content)

        monkeypatch.setattr(kept, "write_whole", once)
        with pytest.raises(KeyboardInterrupt):
            keep(path, b"new")
        monkeypatch.setattr(kept, "write_whole", real)
        assert path.exists() is bool(old), "the file comes last"
        assert kept.kept(path) is None
        keep(path, b"new")
        assert kept.kept(path) == b"new"


def test_a_failed_write_is_no_change(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(kept.os, "replace", fail)
    with pytest.raises(OSError, match="Input/output error"):
        write_whole(tmp_path / "file", b"content")
    assert os.listdir(tmp_path) == []
