"""Mirrors that lie, stop, hang or drip; disks without room; two processes at once."""

import contextlib
import errno
import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import asdict

import pytest

from dlbook.data import DownloadError, NotWritableError, Patience
from dlbook.data.cache import part_beside
from dlbook.data.download import download
from dlbook.data.search import find

QUICK = Patience(timeout=0.3, deadline=20)
SHORT = Patience(timeout=20, deadline=1.0)
CALM = Patience(timeout=20, deadline=60)
SOON = 8  # seconds; far less than the 20 s that the servers are silent, more than a busy machine needs


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def fails(mini, urls, cache, match, patience):
    start = time.monotonic()
    with pytest.raises(DownloadError, match=match) as caught:
        download(mini, urls, patience=patience)
    assert names(cache) == []
    for word in [*urls, "mnist.npz", str(cache), "DLBOOK_DATA"]:
        assert word in str(caught.value)
    return time.monotonic() - start


def stops_half_way(server, content):
    """An answer that promises all of a file, sends its beginning and then says nothing more."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[:1000])
        handler.wfile.flush()
        server.over.wait(20)

    return answer


@pytest.mark.parametrize("length", [True, False])
def test_the_file_comes_into_the_cache(server, send, mini, good, cache, length):
    url = server.url("mnist.npz", send(good, length=length))
    assert download(mini, [url]) == cache / "mnist.npz"
    assert (cache / "mnist.npz").read_bytes() == good
    assert names(cache) == ["mnist.npz"]


def test_the_network_is_touched_only_when_allowed_and_only_when_needed(
    server, send, mini, good, cache, monkeypatch
):
    url = server.url("mnist.npz", send(good))
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", url)
    assert find(mini) is None
    assert server.asked == []
    assert find(mini, allow_download=True).place == "download"
    assert find(mini, allow_download=True).place == "cache"
    assert len(server.asked) == 1


def test_a_mirror_that_lies_is_not_believed_and_the_next_is_asked(server, send, mini, good, cache):
    urls = [
        server.url("a", send(b"<html>Sign in to the network of this hotel</html>")),
        server.url("b", send(good[:-40])),
        server.url("c", send(good)),
    ]
    download(mini, urls)
    assert server.asked == ["/a", "/b", "/c"]
    assert (cache / "mnist.npz").read_bytes() == good
    assert names(cache) == ["mnist.npz"]


def test_when_all_mirrors_fail_each_reason_is_given(server, send, mini, good, cache):
    urls = [
        server.url("lie", send(b"other")),
        server.url("cut", send(good[:500], length=len(good))),
        server.url("gone", send(b"", status=404)),
        "http://127.0.0.1:1/refused",
        "file:///etc/hostname",
    ]
    fails(
        mini,
        urls,
        cache,
        rf"lie \(what it sent is not the right file\).*stopped after 500 of {len(good):,} bytes"
        r".*status 404.*refused.*not an address of http",
        CALM,
    )


@pytest.mark.parametrize("length", [True, False])
def test_a_file_that_is_too_large_is_refused(server, send, mini, cache, length):
    url = server.url("large", send(bytes(mini.max_bytes + 1), length=length))
    fails(mini, [url], cache, r"more than 0\.2 MB", CALM)


def test_a_server_that_never_answers_is_left(server, mini, cache):
    url = server.url("silent", lambda handler: server.over.wait(20))
    assert fails(mini, [url], cache, "no answer in time", QUICK) < SOON


def test_a_server_that_stops_sending_is_left(server, mini, good, cache):
    assert (
        fails(mini, [server.url("stuck", stops_half_way(server, good))], cache, "no answer in time", QUICK)
        < SOON
    )


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_left_at_the_deadline(server, mini, cache, part):
    def answer(handler):
        if part == "body":
            handler.send_response(200)
            handler.end_headers()
        while not server.over.wait(0.05):
            handler.wfile.write(b"H")
            handler.wfile.flush()

    seconds = fails(mini, [server.url("drip", answer)], cache, "not done after", SHORT)
    assert 0.9 < seconds < SOON


def test_a_name_lookup_that_hangs_is_left_at_the_deadline(mini, cache, monkeypatch):
    over = threading.Event()

    def slow(*args, **kwargs):
        over.wait(20)
        raise OSError("no name")

    monkeypatch.setattr("socket.getaddrinfo", slow)
    assert fails(mini, ["http://mirror.example/mnist.npz"], cache, "not done after", SHORT) < SOON
    over.set()


def test_the_deadline_is_for_all_mirrors_together(server, mini, cache):
    urls = [server.url(name, lambda handler: server.over.wait(20)) for name in "abcdef"]
    assert fails(mini, urls, cache, "no time left", Patience(timeout=0.4, deadline=0.6)) < SOON


def test_without_a_mirror_the_message_says_so(mini, cache):
    with pytest.raises(DownloadError, match="no mirror is set"):
        download(mini, [])


def not_stored(mini, url, folder, match):
    with pytest.raises(NotWritableError, match=match) as caught:
        download(mini, [url, url], folder=folder)
    assert "XDG_CACHE_HOME" in str(caught.value)
    assert "mnist.npz" in str(caught.value)
    assert str(folder) in str(caught.value)


@contextlib.contextmanager
def files_of_at_most(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_room_leaves_nothing_behind(server, send, mini, good, cache):
    url = server.url("mnist.npz", send(good))
    with files_of_at_most(1000):
        not_stored(mini, url, cache, "there is no room")
    assert names(cache) == []
    assert len(server.asked) == 1  # another mirror would not help


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fills_up_at_the_end_leaves_nothing_behind(
    server, send, mini, good, cache, monkeypatch, call
):
    def full(*args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    not_stored(mini, server.url("mnist.npz", send(good)), cache, "there is no room")
    assert names(cache) == []


def test_a_folder_without_the_right_to_write(server, send, mini, good, open_folder, as_nobody):
    folder = open_folder / "cache"
    folder.mkdir()
    folder.chmod(0o555)
    url = server.url("mnist.npz", send(good))
    for target in (folder, folder / "new"):
        with as_nobody():
            not_stored(mini, url, target, "cannot be stored")
    assert names(folder) == []


def test_a_file_in_the_way_of_the_folder(server, send, mini, good, tmp_path):
    (tmp_path / "file").write_text("in the way")
    url = server.url("mnist.npz", send(good))
    not_stored(mini, url, tmp_path / "file", "cannot be stored")
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_interrupt_leaves_nothing_behind(server, mini, good, cache, monkeypatch):
    def interrupted(self, timeout=None):
        raise KeyboardInterrupt

    url = server.url("silent", lambda handler: server.over.wait(20))
    monkeypatch.setattr("dlbook.data.download.threading.Thread.join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        download(mini, [url])
    monkeypatch.undo()
    assert names(cache) == []


def test_two_threads_have_a_part_each(cache):
    with part_beside(cache / "mnist.npz") as one, part_beside(cache / "mnist.npz") as other:
        assert one != other


def test_parts_of_killed_processes_are_removed_when_old(cache):
    old, new = cache / ".mnist.npz.1-aa.part", cache / ".mnist.npz.2-bb.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    with part_beside(cache / "mnist.npz") as part:
        assert part.parent == cache
        assert names(cache) == [new.name]


CHILD = """
import json, sys
from dlbook.data.download import download
from dlbook.data.sources import ArraySpec, FileSet
spec = json.loads(sys.argv[1])
spec["arrays"] = {k: ArraySpec(tuple(v["shape"]), v["dtype"], v["sha256"]) for k, v in spec["arrays"].items()}
print(download(FileSet(**spec), [sys.argv[2]]))
"""


def test_two_processes_at_once_do_no_harm(server, mini, good, cache):
    both = threading.Barrier(2, timeout=20)

    def answer(handler):
        """Send the first half to both before either gets the second."""
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(good)))
        handler.end_headers()
        both.wait()
        handler.wfile.write(good[:2000])
        handler.wfile.flush()
        both.wait()
        halves.append([p.stat().st_size for p in cache.iterdir()])
        handler.wfile.write(good[2000:])

    halves = []
    url = server.url("mnist.npz", answer)
    command = [sys.executable, "-c", CHILD, json.dumps(asdict(mini)), url]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for child in children:
        out, err = child.communicate(timeout=30)
        assert (child.returncode, err) == (0, "")
        assert out.strip() == str(cache / "mnist.npz")
    assert len(halves[0]) == 2  # a part each, and nothing under the final name
    assert names(cache) == ["mnist.npz"]
    assert (cache / "mnist.npz").read_bytes() == good


def test_the_bar_is_drawn_on_a_terminal_only(server, send, mini, good, cache, monkeypatch, capsys):
    url = server.url("mnist.npz", send(good))
    download(mini, [url])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    download(mini, [url])
    assert "mnist.npz  ########################  0.0 of 0.0 MB" in capsys.readouterr().err


def test_killed_in_the_middle_nothing_is_served_and_the_next_call_finishes(server, send, mini, good, cache):
    command = [
        sys.executable,
        "-c",
        CHILD,
        json.dumps(asdict(mini)),
        server.url("half", stops_half_way(server, good)),
    ]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while not any(path.stat().st_size for path in cache.iterdir()) and time.monotonic() < end:
        time.sleep(0.01)
    child.kill()
    child.wait()
    assert [name.startswith(".mnist.npz.") for name in names(cache)] == [True]
    assert find(mini) is None
    path = download(mini, [server.url("mnist.npz", send(good))])
    assert path.read_bytes() == good
    assert find(mini).path == path
