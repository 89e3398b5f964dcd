"""Whatever is typed after a command gets a message and a status, and touches nothing but what was named."""

import ast
import os
from pathlib import Path

import pytest

from dlbook import __main__ as command_line

PACKAGE = Path(command_line.__file__).parent
NAMES = {
    "up": "../../x",
    "absolute": "/etc/passwd",
    "dots": "..",
    "empty": "",
    "blank": " ",
    "nul": "a\0b",
    "long": "a" * 5000,
    "shell": "$(touch hacked); `touch hacked`",
    "format": "%s{0.__class__}",
    "turned": "\u202ecost",
    "surrogate": "\udcff",
}
COMMANDS = {
    "run": ["run", "{}"],
    "figures": ["figures", "{}"],
    "figures --check": ["figures", "--check", "{}"],
    "figures --format": ["figures", "--format", "{}"],
    "results --group": ["results", "--group", "{}"],
    "check --group": ["check", "--group", "{}"],
    "data --path": ["data", "--no-download", "--path", "{}"],
    "bench --nets": ["bench", "--nets", "x{}"],
    "bench --frameworks": ["bench", "--frameworks", "x{}"],
    "bench --python": ["bench", "--python", "{}"],
    "verify --only": ["verify", "--only", "{}"],
    "command": ["x{}"],
}


@pytest.fixture
def call(capsys, tmp_path, tmp_path_factory, monkeypatch):
    """A function that runs a command in an empty folder, and returns its status and what it said."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CACHE_HOME", "KERAS_HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.mktemp("none")))
    monkeypatch.setenv("DLBOOK_MNIST_MIRRORS", "")
    monkeypatch.setenv("DLBOOK_HOUSING_MIRRORS", "")
    monkeypatch.delenv("DLBOOK_DATA", raising=False)

    def run(words):
        try:
            status = command_line.main(words)
        except SystemExit as stop:
            status = stop.code
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_name_does_harm_or_gets_a_traceback(call, tmp_path, command, name):
    status, said = call([word.format(NAMES[name]) for word in COMMANDS[command]])
    assert status in (1, 2)
    assert "Traceback" not in said
    assert len(said) < 4000
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["run", "../saturated-start"], "saturated-start"),
        (["figures", "../cost-comparison"], "cost-comparison"),
        (["figure"], "figures"),
        (["doctr"], "doctor"),
        (["results", "--group", "numpi"], "numpy"),
        (["verify", "--only", "sit"], "site"),
    ],
)
def test_a_name_that_is_nearly_right_gets_the_right_one(call, words, near):
    status, said = call(words)
    assert status in (1, 2)
    assert f"'{near}'" in said


@pytest.mark.parametrize("command", ["figures", "data", "check", "verify", "site"])
def test_what_begins_with_a_dash_is_an_unknown_option(call, command):
    status, said = call([command, "-rf"])
    assert status == 2
    assert "-rf" in said


@pytest.mark.parametrize("place", ["file", "file/below", "a\0b", "n" * 300])
@pytest.mark.parametrize("command", [["figures", "cost-comparison", "--output"], ["site", "--output"]])
def test_an_output_that_cannot_be_a_folder_is_refused_and_no_file_is_replaced(call, tmp_path, command, place):
    (tmp_path / "file").write_text("precious")
    status, said = call([*command, place])
    assert status == 1
    assert "Traceback" not in said
    assert (tmp_path / "file").read_text() == "precious"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "words",
    [
        ["run", "saturated-start", "--seeds", "1e9"],
        ["run", "saturated-start", "--seeds", "0"],
        ["figures", "--jobs", "many"],
        ["data", "--timeout", "soon"],
        ["bench", "--rounds", "0"],
    ],
)
def test_numbers_that_make_no_sense_are_refused(call, words):
    status, said = call(words)
    assert status in (1, 2)
    assert "Traceback" not in said


def suspicious(tree):
    """Yield what turns data into code: calls by name and imports of such modules."""
    banned = {"eval", "exec", "compile", "__import__"}
    modules = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            options = {word.arg: ast.unparse(word.value) for word in node.keywords}
            unsafe = {"shell": "False", "allow_pickle": "False"}
            if name in banned or name in ("os.system", "yaml.load", "yaml.unsafe_load", "torch.load"):
                yield f"{name}()"
            if name in ("np.load", "numpy.load") and options.get("allow_pickle", "False") != "False":
                yield "np.load(allow_pickle)"
            yield from (option for option in unsafe if options.get(option, "False") != "False")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {getattr(node, "module", None) or "", *(alias.name for alias in node.names)}
            yield from sorted(modules & {name.split(".")[0] for name in names})


KNOWN = {"book/answers.py": ["eval()"]}
"""Inline expressions of the book's own chapters, without builtins."""


def test_nothing_in_the_package_turns_data_into_code():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if hits := list(suspicious(ast.parse(path.read_text(encoding="utf-8")))):
            found[path.relative_to(PACKAGE).as_posix()] = hits
    assert found == KNOWN


def test_the_search_for_such_code_finds_it():
    code = (
        "import pickle\nfrom marshal import loads\neval(x)\nnp.load(p, allow_pickle=True)\nrun(c, shell=True)"
    )
    hits = list(suspicious(ast.parse(code)))
    assert set(hits) == {"pickle", "marshal", "eval()", "np.load(allow_pickle)", "allow_pickle", "shell"}
