"""The doctor names what is missing, old or stale, with a remedy, and says whether the book can be built."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from dlbook.__main__ import main
from dlbook.figures.places import Places as FigurePlaces
from dlbook.figures.state import standing as standing_of_figures
from dlbook.upkeep import doctor, installed, standing
from dlbook.upkeep.finding import BAD, GOOD, NOTE, Finding, guarded

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def report():
    """What the command says of this very copy, as a program reads it, and which heavy modules it imported."""
    heavy = "('tensorflow', 'keras', 'torch', 'matplotlib', 'mkdocs', 'sklearn')"
    code = (
        "import sys; from dlbook.__main__ import main; status = main(['doctor', '--json']); "
        f"print(sorted(set({heavy}) & set(sys.modules)), status, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout), done.stderr.strip()


def named(findings, name):
    return [finding for finding in findings if finding.name == name]


def test_this_copy_can_be_built_and_nothing_heavy_is_imported_to_say_so(report):
    found, said = report
    assert found["ready"]
    assert said == "[] 0"
    assert {finding["part"] for finding in found["findings"]} == set(doctor.PARTS)
    assert all(finding["mend"] for finding in found["findings"] if finding["state"] == "bad")


def test_versions_are_held_against_the_ranges_of_the_metadata(report):
    packages = {f["name"]: f for f in report[0]["findings"] if f["part"] == "Packages"}
    assert packages["numpy"]["said"] == f"{metadata.version('numpy')} (>=1.26)"
    assert {"matplotlib", "mkdocs-material", "keras", "tensorflow", "playwright"} <= set(packages)


def test_extras_that_name_extras_are_followed():
    assert "mlxtend" in installed.required("book")
    assert set(installed.required("")) == {"numpy"}


@pytest.mark.parametrize(
    ("name", "versions", "said"),
    [("no-such-package", ">=1", "not installed; >=1"), ("numpy", ">=99", "does not fit >=99")],
)
@pytest.mark.parametrize("state", [BAD, NOTE])
def test_a_package_that_is_missing_or_too_old_is_named_with_its_remedy(name, versions, said, state):
    (found,) = installed.judged({name: SpecifierSet(versions)}, state, "why", "test")
    assert found.state == state
    assert said in found.said
    assert "why" in found.said
    assert found.mend


def test_the_remedy_for_an_optional_package_can_be_typed_as_it_stands(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/a reader's place/python")
    (found,) = installed.judged({"no-such-package": SpecifierSet(">=2")}, NOTE, "why", "torch")
    command = found.mend.removesuffix(" adds it")
    said = subprocess.run(
        ["sh", "-c", f"printf '%s\n' {command}"], capture_output=True, text=True, check=True
    )
    expected = ["/a reader's place/python", "-m", "pip", "install", "no-such-package>=2"]
    assert said.stdout.splitlines() == expected


def test_one_note_is_one_note():
    note = Finding("Packages", "torch", NOTE, "not installed", "Install it")
    assert doctor.as_text([note]).endswith("make site. (1 note)")
    assert doctor.as_text([note, note]).endswith("make site. (2 notes)")


def test_programs_that_are_missing_are_notes(monkeypatch):
    monkeypatch.setenv("PATH", "")
    found = list(installed.programs())
    assert {finding.state for finding in found} == {NOTE}
    assert [finding.name for finding in found] == ["chromium", "node", "npm", "git"]


def test_it_says_which_digits_would_be_used(monkeypatch, tmp_path):
    for name in ("XDG_CACHE_HOME", "KERAS_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("DLBOOK_DATA", raising=False)
    (found,) = standing.data()
    assert found.state == NOTE
    assert "sample of 5,000 digits" in found.said
    assert "make data" in found.mend
    monkeypatch.setattr(standing, "find_spec", lambda name: None)
    assert [finding.state for finding in standing.data()] == [BAD]
    monkeypatch.setenv("DLBOOK_DATA", str(tmp_path / "nowhere"))
    assert "nowhere" in next(standing.data()).said


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """An empty checkout in place of this one."""
    from dlbook.runs import places

    monkeypatch.setattr(places, "ROOT", tmp_path)
    return tmp_path


def test_caches_are_listed_with_their_sizes(checkout):
    assert "first build" in named(standing.caches(), ".cache")[0].said
    (checkout / ".cache" / "fonts").mkdir(parents=True)
    (checkout / ".cache" / "fonts" / "one").write_bytes(bytes(300_000))
    (found,) = named(standing.caches(), ".cache/fonts")
    assert found.said.startswith("0.3 MB")


def test_stale_records_and_missing_ones_are_told_apart(monkeypatch):
    from dlbook.runs import freshness, registry
    from dlbook.runs.freshness import State

    runs = registry.all_runs()
    names = list(runs)
    words = {names[0]: "stale", names[1]: "missing"}
    monkeypatch.setattr(freshness, "state_of", lambda run, _: State(run, words.get(run.name, "fresh")))
    counted, stale, missing = standing.records()
    assert counted.said == f"{len(names) - 2} of {len(names)} are up to date"
    assert (stale.state, missing.state) == (NOTE, BAD)
    assert names[0] in stale.said
    assert names[1] in missing.said


def test_stale_fixtures_are_named_when_they_are_computed(monkeypatch):
    from dlbook.book import fixtures

    monkeypatch.setattr(fixtures, "stale", lambda folder, which=fixtures.FIXTURES: ["costs.json"])
    assert [finding.state for finding in standing.fixtures(True)] == [GOOD, NOTE]
    assert "thorough" in next(standing.fixtures(False)).said


def test_a_figure_is_up_to_date_missing_altered_or_unproved():
    from dataclasses import replace

    places = FigurePlaces()
    words = standing_of_figures(places)
    assert set(words.values()) <= {"up to date", "unproved"}
    assert set(standing_of_figures(replace(places, figures=ROOT / "no")).values()) == {"missing"}


def test_what_goes_wrong_while_looking_is_a_finding_and_no_traceback():
    def look():
        yield Finding("Data", "one", GOOD, "fine")
        raise OSError("the disk is on fire")

    first, second = guarded("Data", look)
    assert first.state == GOOD
    assert second.state == BAD
    assert "the disk is on fire" in second.said


def test_one_bad_finding_and_the_status_is_one(monkeypatch, capsys):
    monkeypatch.setattr(
        doctor, "examine", lambda thorough: [Finding("Python", "Python", BAD, "3.9", "Install another")]
    )
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "! Python" in said
    assert "> Install another" in said
    assert "cannot be built" in said
    assert main(["doctor", "--json"]) == 1
    assert not json.loads(capsys.readouterr().out)["ready"]
