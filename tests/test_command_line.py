"""The command line answers mistakes with the nearest command, and errors with words instead of tracebacks."""

import argparse
import subprocess
import sys

import pytest

from dlbook import __main__ as command_line


def test_an_unknown_command_names_the_nearest(capsys):
    with pytest.raises(SystemExit) as stop:
        command_line.main(["figurs"])
    assert stop.value.code == 2
    assert "there is no 'figurs'; did you mean 'figures'?" in capsys.readouterr().err


def test_a_hopeless_command_lists_what_there_is(capsys):
    with pytest.raises(SystemExit):
        command_line.main(["zzzzzz"])
    message = capsys.readouterr().err
    assert "known are" in message
    assert "figures" in message


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as stop:
        command_line.main(["--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    for command in ("data", "figures", "widgets-fixtures", "parity", "bench"):
        assert command in text


@pytest.mark.parametrize(
    ("error", "status"),
    [(ValueError("came; expected that. Mend it."), 1), (OSError("disk full"), 1), (KeyboardInterrupt(), 130)],
)
def test_errors_become_messages_and_a_status(monkeypatch, capsys, error, status):
    def run(_):
        raise error

    fake = argparse.Namespace(parse_args=lambda argv: argparse.Namespace(run=run))
    monkeypatch.setattr(command_line, "parser", lambda: fake)
    assert command_line.main(["anything"]) == status
    message = capsys.readouterr().err
    assert "Traceback" not in message
    assert (str(error) or "Stopped") in message


def test_a_reader_that_has_seen_enough_is_no_error():
    command = [sys.executable, "-m", "dlbook", "figures", "--list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 141
