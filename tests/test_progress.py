"""Long work tells how far it is: over and over on a terminal, line by line in a log, not at all in CI."""

import io
import json

import pytest

from dlbook.__main__ import main
from dlbook.figures.build import Outcome
from dlbook.figures.cli import Reporter
from dlbook.progress import Progress, manner


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    monkeypatch.delenv("CI", raising=False)


def told(stream, steps=3, total=3):
    progress = Progress(total, stream)
    for number in range(steps):
        progress.step(f"step {number}")
        progress.begin -= 10
    progress.close()
    return stream.getvalue()


def test_the_start_up_in_the_first_step_is_not_taken_for_the_time_of_every_step(monkeypatch):
    clock = iter((600.0, 601.0, 602.0))
    monkeypatch.setattr("dlbook.progress.perf_counter", lambda: next(clock))
    stream = io.StringIO()
    progress = Progress(100, stream)
    for number in range(3):
        progress.step(f"figure {number}")
    assert [line.partition("; ")[2] for line in stream.getvalue().splitlines()] == [
        "",
        "left about 98 s",
        "left about 97 s",
    ]


def test_a_log_has_one_line_a_step_with_the_time_left_and_no_carriage_return():
    assert told(io.StringIO()).splitlines() == [
        "1/3 step 0",
        "2/3 step 1; left about 10 s",
        "3/3 step 2",
    ]


def test_a_terminal_has_one_line_that_is_written_over():
    shown = told(Terminal())
    assert shown.count("\r") == 3
    assert shown.count("\n") == 1
    assert shown.endswith("3/3 step 2\n")
    assert told(Terminal(), steps=2).count("\n") == 1, "work that stops early leaves the line"


def test_a_line_of_a_terminal_never_wraps(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    terminal = Terminal()
    Progress(9, terminal).step("a" * 500)
    assert len(terminal.getvalue().removeprefix("\r\x1b[K")) == 39


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_continuous_integration_is_left_in_peace(monkeypatch, stream):
    monkeypatch.setenv("CI", "true")
    assert told(stream()) == ""


@pytest.mark.parametrize(
    ("value", "expected"), [("", "live"), ("false", "live"), ("0", "live"), ("1", "quiet")]
)
def test_an_empty_variable_is_none(monkeypatch, value, expected):
    monkeypatch.setenv("CI", value)
    assert manner(Terminal()) == expected


def test_an_estimate_of_ones_own_comes_first():
    stream = io.StringIO()
    Progress(5, stream).step("a run", 7000)
    assert stream.getvalue() == "1/5 a run; left about 1 h 57 min\n"


def test_figures_tell_how_many_there_are(capsys):
    report = Reporter()
    report(Outcome("hill", "written", "3.1 kB"), 1, 2)
    report(Outcome("wave", "same"), 2, 2)
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["1/2 hill written 3.1 kB", "2/2 wave same"]


def test_check_says_as_json_what_it_says_in_words(capsys, monkeypatch):
    from dlbook.runs import freshness
    from dlbook.runs.freshness import CODE, State

    def state(run, _):
        stale = run.name == "saturated-start"
        return State(run, "stale", (CODE,)) if stale else State(run, "fresh")

    monkeypatch.setattr(freshness, "state_of", state)
    assert main(["check", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["fresh"]
    (record,) = found["records"]
    assert (record["name"], record["state"], record["reasons"]) == ("saturated-start", "stale", [CODE])
    assert "dlbook check --restamp" in record["mend"]
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert f"stale: saturated-start: {CODE}. Mend: {record['mend']}" in said


@pytest.mark.parametrize(
    "command", ["data", "figures", "runs", "results", "check", "parity", "bench", "doctor", "verify"]
)
def test_every_command_that_a_program_might_read_speaks_json(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "--json" in capsys.readouterr().out
