"""The commands say what is stale, missing or misspelt, and their status tells a script."""

import json

import pytest

from dlbook.__main__ import main
from dlbook.progress import duration
from dlbook.runs import registry
from dlbook.runs import results as results_module
from dlbook.runs.executor import execute
from dlbook.runs.files import read_json, to_text, write_text
from dlbook.runs.places import Places
from dlbook.runs.progress import Progress
from dlbook.runs.results import Results


@pytest.fixture
def book(make, places, monkeypatch):
    """A book of two runs, in folders of its own."""
    runs = {run.name: run for run in (make["encoder"](), make["fake"](name="never"))}
    monkeypatch.setattr(registry, "all_runs", lambda: runs)
    monkeypatch.setattr(results_module, "Places", lambda: places)
    monkeypatch.setattr(Places, "of", classmethod(lambda cls, *, sample: places))
    return runs


def spoil(places, **provenance):
    path = places.results / "tiny-encoder.json"
    content = read_json(path)
    content["provenance"].update(provenance)
    write_text(path, to_text(content))


def test_an_unknown_run_gets_the_nearest_name(book, capsys):
    assert main(["run", "tiny-encodr"]) == 1
    assert "Perhaps 'tiny-encoder' was meant" in capsys.readouterr().err


def test_run_then_list_then_check(book, places, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)  # where progress is not told
    assert main(["run", "tiny-encoder", "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    assert "wrote results/tiny-encoder.json" in out
    assert "6/6" in err
    assert "left about" in err
    assert main(["runs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["tiny-encoder", "numpy", "fresh"]
    assert lines[1].split()[:3] == ["never", "numpy", "missing"]
    assert main(["runs", "--json"]) == 0
    states = {run["name"]: run for run in json.loads(capsys.readouterr().out)["runs"]}
    assert states["tiny-encoder"]["seeds"] == [1, 2, 3]
    assert states["never"]["cpu_seconds"] is None
    assert main(["check"]) == 1
    assert "missing: never" in capsys.readouterr().out


def test_check_passes_when_all_is_fresh(book, places, capsys):
    execute(book.values(), places=places)
    assert main(["check"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_check_names_stale_records_and_restamp_renews_them(book, places, capsys):
    execute(book.values(), places=places)
    spoil(places, code="0" * 16)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "stale: tiny-encoder: the code it runs has changed" in out
    assert "--restamp" in out
    assert main(["check", "--restamp"]) == 0
    assert "renewed: tiny-encoder" in capsys.readouterr().out
    assert main(["check"]) == 0


def test_restamp_refuses_what_a_replay_does_not_confirm(book, places, capsys):
    execute(book.values(), places=places)
    spoil(places, code="0" * 16)
    path = places.results / "tiny-encoder.json"
    content = read_json(path)
    content["results"]["short"]["final"]["opening_sse"][0] *= 1.01
    write_text(path, to_text(content))
    assert main(["check", "--restamp"]) == 1
    out = capsys.readouterr().out
    assert "a replay differs" in out
    assert "opening_sse" in out


def test_a_record_without_a_run_is_an_orphan(book, places, make, capsys):
    execute([*book.values(), make["fake"](name="gone")], places=places)
    assert main(["check"]) == 1
    assert "orphan: gone: results/gone.json" in capsys.readouterr().out


def test_results_goes_through_what_is_not_fresh(book, places, make, monkeypatch, capsys):
    execute([book["tiny-encoder"]], places=places)
    monkeypatch.setitem(book, "never", make["encoder"](seeds=(1,)))
    object.__setattr__(book["never"], "name", "never")
    before = (places.results / "tiny-encoder.json").stat().st_mtime_ns
    assert main(["results", "--jobs", "1"]) == 0
    assert "never.json" in capsys.readouterr().out
    assert (places.results / "tiny-encoder.json").stat().st_mtime_ns == before
    assert main(["results"]) == 0
    assert "All records are up to date." in capsys.readouterr().out
    (places.results / "never.json").unlink()
    assert main(["results", "--all"]) == 0  # finished seeds are not trained again, and give the same bytes
    assert capsys.readouterr().err == ""
    assert (places.results / "never.json").exists()
    assert main(["results", "--json"]) == 0
    assert [record["run"] for record in json.loads(capsys.readouterr().out)] == ["never", "tiny-encoder"]


def test_a_failure_is_told_and_counts(book, capsys, monkeypatch, make):
    def bad(settings, seed, data, *, stop_after=None):
        raise RuntimeError("out of luck")

    monkeypatch.setitem(book, "never", make["fake"](name="never", job=bad, seeds=(1,)))
    assert main(["run", "never", "--jobs", "1"]) == 1
    assert "out of luck" in capsys.readouterr().err


def test_results_without_mnist_stop_at_once_and_say_how_to_get_it(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("DLBOOK_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(Places, "of", classmethod(lambda cls, *, sample: cls(tmp_path / "r", tmp_path / "c")))
    assert main(["run", "intermediate"]) == 1
    assert "Run `dlbook data` to download it" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


def test_the_time_left_comes_from_seconds_of_the_same_variant(make, places, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    from dlbook.runs.seed_files import tasks_of

    run = make["fake"]()
    tasks = tasks_of(run, run.variants, run.seeds, places)
    told = []

    class Log:
        def isatty(self):
            return False

        def write(self, text):
            told.append(text)

        def flush(self):
            pass

    progress = Progress(Results(places.results), Log())
    progress.begin -= 4.0  # four seconds by the clock for four of the processor
    progress(tasks[0], {"cpu_seconds": 1.0}, tasks[1:])  # variant one
    progress(tasks[1], {"cpu_seconds": 3.0}, tasks[2:])  # variant two
    ones = [task for task in tasks[2:] if task.variant == "one"]
    assert progress.seconds_left(ones) == pytest.approx(2 * 1.0, rel=0.05)
    assert told[-1].startswith("2/6 fake two seed 1: 3.0 s; left about 8 s")
    assert duration(3600 * 3) == "3 h 0 min"
