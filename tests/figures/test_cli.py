import json

import pytest

from dlbook.__main__ import main
from dlbook.figures import build
from dlbook.figures.build import Outcome


def test_list_names_every_figure_and_its_message(capsys):
    assert main(["figures", "--list"]) == 0
    assert "quadratic-cost" in capsys.readouterr().out


def test_list_as_json_has_what_a_gallery_needs(capsys):
    assert main(["figures", "--list", "--json"]) == 0
    entries = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert entries["trilobite-descent"]["chapter"] == "gradient-descent"
    assert entries["trilobite-descent"]["size"] == "wide"
    assert entries["quadratic-cost"]["caption"].startswith("The cost of a miss")


def test_an_unknown_id_suggests_the_nearest_and_fails(capsys):
    assert main(["figures", "quadratic-cots"]) == 1
    assert "Perhaps 'quadratic-cost' was meant" in capsys.readouterr().err


def test_an_unknown_format_fails(capsys):
    assert main(["figures", "--format", "gif"]) == 1
    assert "svg, pdf, png" in capsys.readouterr().err


def test_pictures_are_written_where_asked(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert main(["figures", "tanh-saturation", "--format", "png", "--output", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "tanh-saturation-dark.png",
        "tanh-saturation-light.png",
    ]
    said = capsys.readouterr()
    assert "1/1" in said.err
    assert said.out == f"1 of 1 figure is done in {tmp_path}/.\n"


@pytest.mark.parametrize(("state", "status"), [("fresh", 0), ("stale", 1), ("failed", 1)])
def test_the_exit_status_tells_stale_and_failed_figures(monkeypatch, capsys, state, status):
    monkeypatch.setattr(build, "check", lambda *_, **__: [Outcome("some-figure", state, "why")])
    assert main(["figures", "--check"]) == status
    captured = capsys.readouterr()
    assert ("some-figure" in captured.err) == bool(status)


def test_results_as_json(monkeypatch, capsys):
    monkeypatch.setattr(build, "check", lambda *_, **__: [Outcome("some-figure", "stale", "why")])
    assert main(["figures", "--check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [{"id": "some-figure", "state": "stale", "detail": "why"}]
