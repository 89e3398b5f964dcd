"""`dlbook data` says where the data are, fetches what is nowhere, and tells by its status."""

import argparse
import json
import time

import pytest

from dlbook.data import cli


@pytest.fixture
def data(capsys):
    def command(*words):
        parser = argparse.ArgumentParser()
        cli.add_commands(parser.add_subparsers())
        arguments = parser.parse_args(["data", *words])
        status = arguments.run(arguments)
        return status, *capsys.readouterr()

    return command


def test_found(data, mini, good, cache):
    (cache / "mnist.npz").write_bytes(good)
    status, out, err = data()
    assert (status, err) == (0, "")
    assert f"cache         {cache / 'mnist.npz'}: good, used" in out
    assert mini.checksum in out
    assert "Boston housing, all 506 rows" in out
    assert "diabetes, all 442 rows" in out


def test_nowhere_and_no_download(data, mini, cache, monkeypatch, server, send, good):
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(good)))
    status, out, err = data("--no-download")
    assert status == 1
    assert server.asked == []
    assert "MNIST: sample: 5,000 MNIST digits" in out
    assert str(cache) in err
    assert "--no-download" in err


def test_it_downloads_what_is_nowhere(data, mini, cache, monkeypatch, server, send, good):
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(good)))
    status, out, _ = data("--json")
    report = json.loads(out)
    assert (status, report["mnist"]["used"], report["mnist"]["complete"]) == (0, "download", True)
    assert (cache / "mnist.npz").read_bytes() == good
    assert json.loads(data("--json")[1])["mnist"]["used"] == "cache"
    assert server.asked == ["/mnist.npz"]


def test_a_failed_download_is_told_with_the_remedy(data, mini, cache, monkeypatch, server, send):
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(b"other")))
    status, out, err = data("--timeout", "10")
    assert status == 1
    assert "what it sent is not the right file" in out
    assert "Go online and run this again" in err


def test_without_a_network_each_mirror_has_its_reason_and_the_sample_serves(data, mini, monkeypatch):
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", "http://a.example/mnist.npz https://b.example/mnist.npz")
    begin = time.monotonic()
    status, text, complaints = data()
    assert status == 1
    for mirror in ("http://a.example/mnist.npz (", "https://b.example/mnist.npz ("):
        assert mirror in text
    assert "sample" in text
    assert "Go online" in complaints
    assert "Traceback" not in text + complaints
    assert time.monotonic() - begin < 20


def test_a_bad_file_in_the_cache_is_told_and_replaced(data, mini, cache, monkeypatch, server, send, good):
    (cache / "mnist.npz").write_bytes(good[:-40])
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", server.url("mnist.npz", send(good)))
    status, out, _ = data("--json")
    report = json.loads(out)["mnist"]
    assert status == 0
    assert [place["state"] for place in report["places"]] == ["bad", "nothing"]
    assert "It was renamed to mnist.npz.bad-" in report["notices"][0]
    assert (cache / "mnist.npz").read_bytes() == good


def test_a_bad_named_file_is_an_error(data, mini, cache, good, tmp_path):
    (cache / "mnist.npz").write_bytes(good)
    bad = tmp_path / "bad.npz"
    bad.write_bytes(good[:-40])
    status, out, err = data("--path", str(bad))
    assert status == 1
    assert "MNIST: cannot be used" in out
    assert f"! {bad} is damaged" in out
    assert "DLBOOK_DATA" in err


def test_a_variable_that_points_nowhere_is_an_error(data, mini, cache, good, tmp_path, monkeypatch):
    (cache / "mnist.npz").write_bytes(good)
    monkeypatch.setenv("DLBOOK_DATA", str(tmp_path / "nowhere"))
    status, out, _ = data("--json")
    report = json.loads(out)["mnist"]
    assert (status, report["complete"], report["source"]) == (1, False, None)
    assert "which is not there" in report["problem"]


def test_a_named_folder_serves(data, mini, good, tmp_path):
    folder = tmp_path / "mine, with ä space"
    folder.mkdir()
    (folder / "mnist.npz").write_bytes(good)
    status, out, _ = data("--path", str(folder), "--json")
    assert (status, json.loads(out)["mnist"]["used"]) == (0, "path")


def test_every_mirror_is_asked_and_nothing_is_kept(data, mini, good, cache, monkeypatch, server, send):
    right, wrong = server.url("right.npz", send(good)), server.url("wrong.npz", send(good[:-40]))
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", f"{wrong} {right}")
    status, out, _ = data("--mirrors")
    assert status == 1
    assert f"{right}: has the right file" in out
    assert f"{wrong}: has the right file" not in out
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", right)
    assert data("--mirrors", "--json")[:2] == (0, json.dumps({right: ""}, indent=2) + "\n")
    assert server.asked == ["/wrong.npz", "/right.npz", "/right.npz"]
    assert list(cache.iterdir()) == []
