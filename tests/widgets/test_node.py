"""The widgets' mathematics, tested by `node --test` with the Node that the playwright package carries."""

import json
import re
from pathlib import Path

import pytest

from dlbook.book import digit_nets, fixtures
from dlbook.runs import Results

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WIDGETS = ROOT / "docs/widgets"
TESTS = sorted(HERE.glob("*.test.mjs"))


@pytest.fixture(scope="session")
def nets(tmp_path_factory):
    """The folder of the nets as the site publishes them."""
    folder = tmp_path_factory.mktemp("digit-nets")
    digit_nets.published(Results(), folder)
    return folder


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_javascript(path, nets, run_node):
    answer = run_node("--test", "--test-reporter=tap", path, DIGIT_NETS=nets)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert int(re.search(r"^# pass (\d+)$", answer.stdout, re.M)[1]) > 1


def test_the_golden_numbers_are_what_the_engine_computes_now():
    assert fixtures.stale(HERE / "fixtures") == []
    assert fixtures.stale(WIDGETS / "data", fixtures.PUBLISHED) == []


def test_a_changed_number_makes_a_fixture_stale(tmp_path, capsys):
    places = {"folder": tmp_path / "golden", "shelf": tmp_path / "shelf"}
    assert fixtures.write_fixtures(**places) == 0
    assert fixtures.write_fixtures(check=True, **places) == 0
    assert "up to date" in capsys.readouterr().out
    change(places["folder"] / "costs.json", lambda golden: golden["outputs"]["squared_error"])
    assert fixtures.write_fixtures(check=True, **places) == 1
    assert "costs.json is out of date" in capsys.readouterr().err
    change(places["shelf"] / "checkpoint.json", lambda data: data["curves"]["raw"][3])
    assert fixtures.write_fixtures(check=True, **places) == 1
    assert "checkpoint.json is out of date" in capsys.readouterr().err


def change(path, find):
    content = json.loads(path.read_text())
    find(content)[1] *= 1 + 1e-9
    path.write_text(json.dumps(content))


def test_the_trilobite_of_the_widgets_is_that_of_the_figures(tmp_path):
    path = WIDGETS / "data/trilobite.mjs"
    kept = path.read_text(encoding="utf-8").partition("export default ")[2].rstrip(";\n")
    assert json.loads(kept) == json.loads((ROOT / "dlbook/figures/primitives/trilobite.json").read_text())
    assert fixtures.write_fixtures(folder=tmp_path / "golden", shelf=tmp_path) == 0
    (tmp_path / "trilobite.mjs").write_text(path.read_text(encoding="utf-8").replace("0.335", "0.336"))
    assert fixtures.stale(tmp_path, fixtures.PUBLISHED) == ["trilobite.mjs"]


def test_the_mathematics_has_no_dom():
    without = [
        path
        for path in WIDGETS.glob("lib/**/*.mjs")
        if path.stem not in {"element", "controls", "dom", "clock"}
    ]
    assert len(without) >= 6
    for path in without:
        assert not re.search(r"\b(document|window|HTMLElement|location)\b\.?", _code(path)), path.name


def test_every_export_says_what_it_is():
    """An exported name has a JSDoc comment right above it."""
    for path in WIDGETS.rglob("*.mjs"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            if line.startswith("export "):
                assert above.strip().endswith("*/"), f"{path.relative_to(ROOT)}: {line}"


def test_every_widget_of_the_chapters_has_its_element():
    used = {name for path in (ROOT / "docs").rglob("*.md") for name in _elements(path)}
    assert used
    for name in used:
        assert (WIDGETS / "elements" / f"{name}.mjs").is_file(), name


def _code(path):
    return re.sub(r"/\*.*?\*/|//.*", "", path.read_text(encoding="utf-8"), flags=re.S)


def _elements(path):
    return re.findall(r"^/// html \| (dl-[\w-]+)", path.read_text(encoding="utf-8"), re.M)
