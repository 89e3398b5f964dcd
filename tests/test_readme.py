"""README and CONTRIBUTING name what is there: targets, commands, options, files; and their program runs."""

import re
from pathlib import Path

import pytest

from dlbook.__main__ import parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BOTH = pytest.mark.parametrize("text", [README, GUIDE], ids=["README", "CONTRIBUTING"])


@BOTH
def test_every_target_exists(text):
    there = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    lines = [line.partition("#")[0] for line in re.findall(r"(?:^|`)make ([^`\n]+)", text, re.M)]
    named = {word for line in lines for word in re.sub(r'\w+=(?:"[^"]*"|\S+)', "", line).split()}
    assert len(named) > 5
    assert named <= there


@BOTH
def test_every_command_exists_with_its_options(text):
    (commands,) = (action for action in parser()._actions if action.dest == "command")
    lines = re.findall(
        r"\bdlbook ([a-z][a-z-]+)([^`#\n]*)", "\n".join(re.findall(r"`[^`\n]+`|^\.venv.*", text, re.M))
    )
    assert lines
    for command, rest in lines:
        options = commands.choices[command].format_help()
        assert [one for one in re.findall(r"--[a-z-]+", rest) if one not in options] == []


@BOTH
def test_every_path_exists(text):
    named = re.findall(r"`((?:docs|dlbook|tests|figures|results|tools|\.ci)/[\w./-]*)`", text)
    assert len(named) > 5
    assert [
        path for path in named if not re.search("name|NN|rounding", path) and not (ROOT / path).exists()
    ] == []


def test_the_program_of_the_readme_runs_and_learns(capsys):
    exec(re.search(r"^```python\n(.*?)^```", README, re.M | re.S)[1], {})
    said = re.search(r"([\d.]+)% of the test digits are read right", capsys.readouterr().out)
    assert float(said[1]) > 80
