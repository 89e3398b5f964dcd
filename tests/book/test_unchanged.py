"""A site is built again when anything that it is made of has changed, or the site itself; else not."""

import argparse
import os

import pytest

from dlbook.book import cli, site, unchanged
from dlbook.runs import places


@pytest.fixture
def root(tmp_path):
    for name in ("docs/page.md", "dlbook/code.py", "mkdocs.yml", "site/index.html", ".cache/kept.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.fixture
def built(root):
    unchanged.remember(root, root / "site", unchanged.sources(root, root / "site"))
    assert unchanged.is_current(root, root / "site")
    return root


def test_what_was_never_built_is_not_current(root):
    assert not unchanged.is_current(root, root / "site")


@pytest.mark.parametrize("name", ["docs/page.md", "dlbook/code.py", "mkdocs.yml", "site/index.html"])
def test_a_changed_or_missing_file_counts(built, name):
    state = (built / name).stat()
    os.utime(built / name, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert not unchanged.is_current(built, built / "site")
    os.utime(built / name, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert unchanged.is_current(built, built / "site")
    (built / name).unlink()
    assert not unchanged.is_current(built, built / "site")


def test_a_new_file_counts(built):
    (built / "docs/new.md").write_text("new", encoding="utf-8")
    assert not unchanged.is_current(built, built / "site")


def test_the_environment_and_the_data_count(built, monkeypatch):
    monkeypatch.setenv("DLBOOK_AUTHOR", "Someone")
    assert not unchanged.is_current(built, built / "site")
    monkeypatch.delenv("DLBOOK_AUTHOR")
    monkeypatch.setattr(unchanged, "data_state", lambda: "other digits")
    assert not unchanged.is_current(built, built / "site")


def test_caches_and_byte_code_do_not_count(built):
    (built / ".cache/kept.json").write_text("more", encoding="utf-8")
    (built / "dlbook/__pycache__").mkdir()
    (built / "dlbook/__pycache__/code.pyc").write_bytes(b"0")
    assert unchanged.is_current(built, built / "site")


def test_another_place_is_another_site(built):
    assert not unchanged.is_current(built, built / "elsewhere")


def test_a_damaged_record_means_that_the_site_is_built(built):
    (built / unchanged.RECORD).write_text("[not", encoding="utf-8")
    assert not unchanged.is_current(built, built / "site")


def test_the_command_builds_once_and_again_when_told(root, monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(places, "ROOT", root)
    monkeypatch.setattr(site, "build_site", lambda *places: calls.append(places) or 0)
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    for words in (["site"], ["site"], ["site", "--again"]):
        arguments = parser.parse_args(words)
        assert arguments.run(arguments) == 0
    assert len(calls) == 2
    assert "Nothing has changed" in capsys.readouterr().out
