"""Interrupted or not, one process or two: the same record."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import joblib
import pytest

from dlbook.runs import datasets
from dlbook.runs.executor import execute, some_seeds
from dlbook.runs.files import to_text
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome
from dlbook.runs.places import PACKAGE, Places
from dlbook.runs.results import Results


def lasting(record):
    """All of a record that may not differ from day to day, as bytes."""
    content = {key: value for key, value in record.content.items() if key not in ("timing", "provenance")}
    return to_text(content).encode()


def test_a_record_holds_every_seed_of_every_variant(make, places, results):
    execute([make["fake"]()], places=places)
    record = results.read("fake")
    assert record.curve("two", "loss")[:, 0].tolist() == [11.0, 12.0, 13.0]
    assert record.curve("one", "loss")[2].tolist() == [3.0, 1.5, 1.0]
    assert record.summary("one", "test_accuracy").mean == pytest.approx(0.902)
    assert record.content["summary"]["one"]["test_accuracy"]["n"] == 3
    provenance = record.content["provenance"]
    assert len(provenance["code"]) == 16
    assert provenance["libraries"]["numpy"]
    assert os.uname().nodename not in json.dumps(record.content)


def test_the_number_of_processes_changes_no_byte(make, tmp_path):
    digits = Training(net=Net(hidden=(16,), dropout=(0.2,)), epochs=2, examples=600)
    on_digits = make["fake"](
        name="tiny-digits", job=train, variants={"one": digits}, seeds=(1, 2), data="mnist"
    )
    records = []
    for jobs in (1, 2):
        places = Places(tmp_path / f"results{jobs}", tmp_path / f"cache{jobs}")
        with joblib.parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1):
            report = execute([make["encoder"](), on_digits], places=places, sample=True)
        assert not report.failures
        records.append(report.records)
    assert set(records[0]) == {"tiny-encoder", "tiny-digits"}
    for name, record in records[0].items():
        assert lasting(record) == lasting(records[1][name])


def test_two_seeds_differ_and_one_seed_is_the_same_twice(make, tmp_path):
    texts = []
    for folder in ("a", "b"):
        report = execute(
            [make["encoder"](seeds=(1, 2))], places=Places(tmp_path / folder, tmp_path / f"{folder}c")
        )
        record = report.records["tiny-encoder"]
        texts.append(lasting(record))
        curves = record.curve("short", "sse")
        assert (curves[0] != curves[1]).any()
    assert texts[0] == texts[1]


def test_interrupted_and_resumed_is_the_same_as_in_one_go(make, places, tmp_path):
    calls = []

    def interrupted(settings, seed, data, *, stop_after=None):
        calls.append(seed)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return make["add"](settings, seed, data)

    run = make["fake"](job=interrupted)
    with pytest.raises(KeyboardInterrupt):
        execute([run], places=places)
    kept = list(places.cache.rglob("*.json"))
    assert len(kept) == 3
    assert not (places.results / "fake.json").exists()
    resumed = execute([run], places=places).records["fake"]
    assert len(calls) == 4 + 3  # the interrupted one and the two after it; the first three are not done again
    whole = execute([run], places=Places(tmp_path / "r", tmp_path / "c")).records["fake"]
    assert lasting(resumed) == lasting(whole)


PROGRAM = """
import sys
from pathlib import Path
import joblib
from dlbook.runs.executor import execute
from dlbook.runs.jobs.encoder import EncoderSettings, encode
from dlbook.runs.places import Places
from dlbook.runs.spec import Run

run = Run(name="slow", title="Slow", chapter="none", about="Takes its time.", job=encode, data="none",
          variants={"one": EncoderSettings(epochs=2500)}, seeds=tuple(range(1, 7)))
folder = Path(sys.argv[1])
with joblib.parallel_config(backend="loky", n_jobs=2, inner_max_num_threads=1):
    places = Places(folder / "results", folder / "cache")
    execute([run], places=places, watch=lambda *_: print("done", flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_kill_lose_at_most_the_seeds_in_progress(tmp_path, number):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PACKAGE.parent,
        start_new_session=True,
    )
    for _ in range(2):
        assert process.stdout.readline() == "done\n"
    os.killpg(process.pid, number)  # as a terminal does: to all processes of the group
    rest, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    done = len(list((tmp_path / "cache").rglob("*.json")))
    told = 2 + rest.count("done")
    assert told <= done <= told + (number == signal.SIGKILL) < 6
    assert not list((tmp_path / "results").glob("*"))
    assert number == signal.SIGKILL or not list(tmp_path.rglob("*.part"))
    begin = time.perf_counter()
    resumed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert resumed.stdout.count("done") == 6 - done
    assert time.perf_counter() - begin < 300
    assert Results(tmp_path / "results").read("slow").seeds == (1, 2, 3, 4, 5, 6)


def flipped(content):
    """Change one bit of the first decimal: what is left is sound JSON."""
    place = re.search(rb"\.(\d)", content).start(1)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        lambda content: content[:-40],
        lambda _: b"",
        lambda _: b"\xff\x00garbage",
        lambda _: b'{"outcome": {"history": {}, "final": {}, "arrays": {}}}\n',
    ],
    ids=["flipped bit", "truncated", "empty", "garbage", "something else"],
)
def test_a_damaged_seed_is_trained_again_and_never_used(make, places, damage):
    calls = []

    def counted(settings, seed, data, *, stop_after=None):
        calls.append((settings.offset, seed))
        return make["add"](settings, seed, data)

    run = make["fake"](job=counted)
    whole = execute([run], places=places).records["fake"]
    entry = next(places.cache.rglob("two-*-3.json"))
    content = entry.read_bytes()
    entry.write_bytes(damage(content))
    assert entry.read_bytes() != content
    calls.clear()
    again = execute([run], places=places).records["fake"]
    assert calls == [(10.0, 3)]
    assert lasting(again) == lasting(whole)
    execute([run], places=places)
    assert len(calls) == 1, "the new one counts"


@pytest.fixture
def counted(make):
    """A run of one variant, and the list of the seeds that were trained for it."""
    calls = []

    def job(settings, seed, data, *, stop_after=None):
        calls.append(seed)
        return make["add"](settings, seed, data)

    return make["fake"](job=job, variants={"one": make["Fake"]()}), calls


def test_a_seed_whose_check_sum_is_gone_or_damaged_is_trained_again(counted, places):
    run, calls = counted
    execute([run], places=places)
    sums = {int(path.stem.rpartition("-")[2].split(".")[0]): path for path in places.cache.rglob(".*.sha256")}
    assert set(sums) == {1, 2, 3}
    sums[1].unlink()
    sums[2].write_bytes(b"\xff")
    calls.clear()
    execute([run], places=places)
    assert calls == [1, 2]


def test_a_seed_that_is_damaged_while_others_are_trained_is_named_and_makes_no_record(make, places):
    def damaging(settings, seed, data, *, stop_after=None):
        if seed == 3:
            for path in places.cache.rglob("one-*-1.json"):
                path.write_bytes(flipped(path.read_bytes()))
        return make["add"](settings, seed, data)

    run = make["fake"](job=damaging, variants={"one": make["Fake"]()})
    with pytest.raises(ValueError, match=r"fake one seed 1 in .* was damaged.*`dlbook run fake` trains only"):
        execute([run], places=places)
    assert not (places.results / "fake.json").exists()


def test_one_bad_task_spoils_its_own_run_only(make, places):
    def bad(settings, seed, data, *, stop_after=None):
        if seed == 2:
            raise RuntimeError("out of luck")
        return make["add"](settings, seed, data)

    report = execute([make["fake"](name="bad", job=bad), make["fake"](name="good")], places=places)
    assert set(report.records) == {"good"}
    assert set(report.failures) == {"bad one seed 2", "bad two seed 2"}
    assert "out of luck" in report.failures["bad one seed 2"]


def test_force_trains_again_and_more_seeds_keep_the_first(counted, places):
    run, calls = counted
    execute([run], places=places)
    execute([run], places=places)
    assert calls == [1, 2, 3]
    record = execute([run], places=places, seeds=5).records["fake"]
    assert calls == [1, 2, 3, 4, 5]
    assert record.seeds == (1, 2, 3, 4, 5)
    execute([run], places=places, force=True)
    assert calls[5:] == [1, 2, 3]


def test_a_new_variant_leaves_finished_ones_alone(make, places):
    calls = []

    def counted(settings, seed, data, *, stop_after=None):
        calls.append(settings.offset)
        return make["add"](settings, seed, data)

    Fake = make["Fake"]
    execute([make["fake"](job=counted, variants={"one": Fake()}, seeds=(1,))], places=places)
    execute(
        [make["fake"](job=counted, variants={"one": Fake(), "more": Fake(offset=5.0)}, seeds=(1,))],
        places=places,
    )
    execute([make["fake"](job=counted, variants={"one": Fake(offset=1.0)}, seeds=(1,))], places=places)
    assert calls == [0.0, 5.0, 1.0]


def test_a_run_that_needs_another_comes_after_it(make, places):
    def best(results):
        record = results.read("first")
        name = min(record.variants, key=lambda v: record.summary(v, "loss").mean)
        return {"best": make["Fake"](offset={"one": 0.0, "two": 10.0}[name])}

    second = make["fake"](name="second", variants=best, needs=("first",))
    report = execute([second, make["fake"](name="first")], places=places)
    assert list(report.records) == ["first", "second"]
    assert report.records["second"].content["settings"]["best"]["offset"] == 0.0


def test_runs_that_need_each_other_are_refused(make, places):
    runs = [make["fake"](name="a", needs=("b",)), make["fake"](name="b", needs=("a",))]
    with pytest.raises(ValueError, match="need each other"):
        execute(runs, places=places)


def test_without_all_of_mnist_nothing_is_trained(make, places, monkeypatch, tmp_path):
    monkeypatch.delenv("DLBOOK_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    runs = [
        make["fake"](),
        make["fake"](name="digits", job=train, variants={"one": Training()}, data="mnist"),
    ]
    with pytest.raises(ValueError, match="Run `dlbook data` to download it"):
        execute(runs, places=places)
    assert not places.cache.exists()
    assert not places.results.exists()


def test_records_of_the_sample_go_elsewhere_and_are_marked(make, monkeypatch, tmp_path):
    apart, usual = Places.of(sample=True), Places()
    assert not {apart.results, apart.cache} & {usual.results, usual.cache}
    digits = Training(net=Net(hidden=(8,)), epochs=1, examples=200)
    run = make["fake"](job=train, variants={"one": digits}, seeds=(1,), data="mnist")
    record = execute([run], places=Places(tmp_path / "r", tmp_path / "c"), sample=True).records["fake"]
    assert record.is_sample
    assert "sample" in record.content["data"]["source"]


def test_a_job_sees_what_the_loader_gives(make, places, monkeypatch):
    monkeypatch.setitem(datasets.LOADERS, "none", lambda sample: datasets.NoData(source="seen"))
    datasets.load.cache_clear()

    def tell(settings, seed, data, *, stop_after=None):
        return Outcome(final={"seen": float(data.source == "seen")})

    record = execute([make["fake"](job=tell)], places=places).records["fake"]
    datasets.load.cache_clear()
    assert record.values("one", "seen").tolist() == [1, 1, 1]


def test_seeds_beyond_the_runs_own_are_new_numbers(make):
    run = make["fake"](seeds=(101, 102))
    assert some_seeds(run, None) == (101, 102)
    assert some_seeds(run, 1) == (101,)
    assert some_seeds(run, 4) == (101, 102, 103, 104)
    with pytest.raises(ValueError, match="at least 1"):
        some_seeds(run, 0)
