"""Stale and missing records are told apart; a replay renews what is still true, and nothing else."""

import dataclasses

import pytest

from dlbook.runs import freshness
from dlbook.runs.executor import execute
from dlbook.runs.files import read_json, to_text, write_text
from dlbook.runs.freshness import state_of
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.outcome import Outcome
from dlbook.runs.replay import replay, restamp
from dlbook.runs.results import Results
from dlbook.runs.tolerance import Tolerance


@pytest.fixture
def done(make, places):
    run = make["encoder"]()
    execute([run], places=places)
    return run


def altered(places, name, change):
    path = places.results / f"{name}.json"
    content = read_json(path)
    change(content)
    write_text(path, to_text(content))
    return Results(places.results)


def test_what_was_just_made_is_fresh(done, results):
    assert state_of(done, results).word == "fresh"


def test_what_was_never_made_is_missing(make, results):
    assert state_of(make["fake"](), results).word == "missing"


def test_changed_settings_name_the_variant(done, results):
    changed = dataclasses.replace(
        done, variants={**done.variants, "short": dataclasses.replace(done.variants["short"], momentum=0.5)}
    )
    state = state_of(changed, results)
    assert state.word == "stale"
    assert state.reasons == ("its settings have changed: short",)


def test_missing_seeds_are_named(done, results):
    state = state_of(dataclasses.replace(done, seeds=(1, 2, 3, 4, 5)), results)
    assert state.reasons == ("seeds 4, 5 are missing",)


def test_more_seeds_than_needed_are_fine(done, results):
    assert state_of(dataclasses.replace(done, seeds=(1, 2)), results).word == "fresh"


def test_a_record_of_other_data_is_stale(done, places):
    results = altered(places, done.name, lambda c: c["data"].update(sample=True))
    assert "its data are others" in state_of(done, results).reasons[0]


def test_changed_code_is_renewed_by_a_replay_that_agrees(done, places):
    results = altered(places, done.name, lambda c: c["provenance"].update(code="0" * 16))
    state = state_of(done, results)
    assert state.only_code_changed
    found = replay(done, state.record, results)
    assert found.agrees
    assert found.equal == found.compared > 2
    restamp(done, state.record, results)
    renewed = Results(places.results)
    assert state_of(done, renewed).word == "fresh"
    assert renewed.read(done.name).content["provenance"]["trained_with"] == "0" * 16
    assert renewed.read(done.name).content["results"] == state.record.content["results"]


def test_a_replay_sees_another_number(done, places):
    def spoil(content):
        content["results"]["fast"]["history"]["sse"][0][0] *= 3

    results = altered(places, done.name, spoil)
    found = replay(done, results.read(done.name), results)
    assert not found.agrees
    assert len(found.differences) == 1
    assert "tiny-encoder fast seed 1 sse epoch 1" in str(found.differences[0])


def test_a_replay_that_compares_nothing_does_not_agree(make, places, results):
    silent = make["fake"](job=lambda settings, seed, data, *, stop_after=None: Outcome())
    execute([dataclasses.replace(silent, job=make["add"])], places=places)
    assert not replay(silent, results.read("fake"), results).agrees


@pytest.mark.parametrize(
    ("metric", "recorded", "replayed", "allowed"),
    [
        ("loss", 0.5, 0.5099, True),
        ("loss", 0.5, 0.511, False),
        ("val_accuracy", 0.95, 0.9549, True),
        ("val_accuracy", 0.95, 0.9551, False),
        ("loss", None, None, True),
        ("loss", None, 0.5, False),
        ("loss", 0.5, None, False),
    ],
)
def test_tolerance_where_all_seeds_agree(metric, recorded, replayed, allowed):
    assert Tolerance().allows(metric, recorded, replayed, [recorded] * 4) is allowed


def test_tolerance_where_seeds_do_not_agree():
    wild = [0.9, 0.5, 0.7, 0.6]
    assert Tolerance().allows("val_accuracy", 0.3, 0.8, wild)
    assert not Tolerance().allows("val_accuracy", 0.3, 2.0, wild)
    assert Tolerance().allows("loss", None, 2.0, [None, 2.0, 3.0])
    assert not Tolerance().allows("loss", None, 2.0, [None, None])
    assert Tolerance().allows("loss", 0.3, 0.9, [0.4])  # of one other seed no spread can be told
    assert not Tolerance().allows("loss", 0.3, 0.9, [])


def test_the_opening_is_strict_and_sees_another_seed(make, places, results):
    """The spread between seeds would let another seed's first epoch pass; ten steps do not."""
    variants = {"one": Training(net=Net(hidden=(16,)), epochs=1, examples=1500)}
    run = make["fake"](job=train, variants=variants, seeds=(1, 2, 3), data="mnist")
    execute([run], places=places, sample=True)
    record = results.read("fake")
    assert replay(run, record, results).agrees

    def other(settings, seed, data, *, stop_after=None):
        return train(settings, seed + 7, data, stop_after=stop_after)

    found = replay(dataclasses.replace(run, job=other), record, results)
    assert ["opening_loss" in str(difference) for difference in found.differences] == [True]


def test_a_fingerprint_is_the_only_thing_that_code_changes(done, places, monkeypatch):
    monkeypatch.setattr(freshness, "code_fingerprint", lambda job: "f" * 16)
    assert state_of(done, Results(places.results)).reasons == (freshness.CODE,)
