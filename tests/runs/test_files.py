"""Files are whole or not there, and small, and always the same."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from dlbook.runs.files import read_json, to_text, write_text
from dlbook.runs.outcome import Outcome, plain

WRITER = """
import sys
from pathlib import Path
from dlbook.runs.files import write_text, to_text
path = Path(sys.argv[1])
print("ready", flush=True)
n = 0
while True:
    n += 1
    write_text(path, to_text({"n": n, "values": [n] * 200_000}))
"""


def test_killed_in_the_middle_the_file_is_whole(tmp_path):
    path = tmp_path / "record.json"
    for wait in (0.11, 0.17, 0.23):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout.readline()
        while not path.exists():
            time.sleep(0.01)
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found = read_json(path)
        assert found["values"] == [found["n"]] * 200_000


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "record.json"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "new \ud800")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["record.json"]


def test_text_is_json_with_lists_on_one_line():
    value = {"a": {"b": [[1.5, None], [2, "x"]], "c": {}}, "d": "Füße"}
    text = to_text(value)
    assert json.loads(text) == value
    assert ' "b": [[1.5,null],[2,"x"]]' in text
    assert text.count("\n") == 6


def test_nan_never_reaches_a_file():
    with pytest.raises(ValueError, match="JSON"):
        to_text({"x": [float("nan")]})
    assert plain([float("nan"), float("inf"), 1.0]) == [None, None, 1.0]


def test_numbers_keep_six_digits_whatever_their_size():
    outcome = Outcome({"loss": [123456.789, 1.23456789e-9]}, {"n": 1234567}, {})
    assert outcome.as_json()["history"]["loss"] == [123457.0, 1.23457e-09]
    assert outcome.as_json()["final"]["n"] == 1234567


def test_a_damaged_file_is_named_with_its_remedy(tmp_path):
    (tmp_path / "deep.json").write_text('{"format": 1, ')
    with pytest.raises(ValueError, match=r"deep\.json is damaged.*record the run again"):
        read_json(tmp_path / "deep.json")
