"""The records in the repository: replayed from their seeds, small, and summed up over seeds."""

import json

import numpy as np
import pytest
from scipy import stats

from dlbook.runs import datasets, registry
from dlbook.runs.places import Places
from dlbook.runs.replay import replay
from dlbook.runs.results import Results

RESULTS = Results()
RUNS = registry.all_runs()
RECORDED = [name for name in RESULTS.names() if name in RUNS]
NUMPY = [name for name in RECORDED if RUNS[name].group == "numpy"]


@pytest.fixture(scope="module")
def all_of_mnist():
    try:
        datasets.load("mnist")
    except ValueError:
        pytest.skip("needs all of MNIST: `dlbook data`, or set DLBOOK_DATA to the folder with mnist.npz")


@pytest.mark.parametrize("name", NUMPY)
def test_the_first_epoch_comes_out_again(name, all_of_mnist):
    record = RESULTS.read(name)
    found = replay(RUNS[name], record, RESULTS, variants=record.variants[:1])
    assert found.compared
    assert not found.differences


@pytest.mark.slow
@pytest.mark.parametrize("name", NUMPY)
def test_the_first_epoch_of_every_variant_comes_out_again(name, all_of_mnist):
    found = replay(RUNS[name], RESULTS.read(name), RESULTS)
    assert not found.differences


@pytest.mark.parametrize("name", RECORDED)
def test_intervals_are_over_seeds(name):
    record = RESULTS.read(name)
    for variant, part in record.content["results"].items():
        for metric in part["history"] | part["final"]:
            curves = part["history"].get(metric)
            values = part["final"].get(metric) or [
                next((v for v in reversed(curve or []) if v is not None), None) for curve in curves
            ]
            assert len(values) == len(record.seeds)
            kept = np.array([value for value in values if value is not None])
            summary = record.content["summary"][variant].get(metric)
            if summary is None:
                assert len(kept) == 0
                continue
            assert summary["n"] == len(kept)
            assert summary["mean"] == pytest.approx(kept.mean(), rel=1e-5)
            if len(kept) > 1 and kept.std() > 0:
                low, high = stats.t.interval(0.95, len(kept) - 1, kept.mean(), stats.sem(kept))
                assert (summary["low"], summary["high"]) == pytest.approx((low, high), rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("name", RECORDED)
def test_a_record_says_where_its_numbers_come_from(name):
    content = RESULTS.read(name).content
    assert not content["data"]["sample"]
    assert content["data"]["source"]
    provenance = content["provenance"]
    assert {"code", "libraries", "machine", "cpu_seconds"} <= set(provenance)
    assert set(provenance["machine"]) <= {"architecture", "processor", "cores", "system", "blas_threads"}
    assert set(content["timing"]) == set(content["results"])
    text = json.dumps(content)
    assert str(Places().results.parent) not in text


def test_records_are_small():
    files = [path for path in RESULTS.folder.iterdir() if path.suffix in (".json", ".npz")]
    assert sum(path.stat().st_size for path in files) < 5_000_000


@pytest.mark.parametrize("name", sorted({"intermediate", "deep", "shallow"} & set(RECORDED)))
def test_the_nets_have_ten_seeds_in_both_protocols(name):
    record = RESULTS.read(name)
    assert len(record.seeds) >= 10
    assert {"classic", "clean"} <= set(record.variants)
    assert record.content["data"]["checksum"] == datasets.EXPECTED["mnist"]()
