"""A sweep on a Dask cluster gives the records that it gives on one machine's processes."""

import joblib
import pytest

from dlbook.runs.executor import execute
from dlbook.runs.files import to_text
from dlbook.runs.places import Places

distributed = pytest.importorskip("distributed")

WORKERS = 2


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two workers on this machine, in processes of their own, reached over loopback only."""
    with distributed.LocalCluster(
        n_workers=WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster


def lasting(record):
    """All of a record that may not differ from place to place, as text."""
    return to_text({k: v for k, v in record.content.items() if k not in ("timing", "provenance")})


def test_a_sweep_on_a_dask_cluster_gives_the_same_records(cluster, make, tmp_path):
    run = make["encoder"](seeds=(1, 2, 3))
    with joblib.parallel_config(backend="loky", n_jobs=1):
        here = execute([run], places=Places(tmp_path / "here", tmp_path / "cache-here"))
    with (
        distributed.Client(cluster) as client,
        joblib.parallel_config(backend="dask", wait_for_workers_timeout=60),
    ):
        there = execute([run], places=Places(tmp_path / "there", tmp_path / "cache-there"))
        worked = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert not there.failures
    assert lasting(there.records["tiny-encoder"]) == lasting(here.records["tiny-encoder"])
    assert sum(worked.values()) >= 6  # two variants, three seeds
    assert min(worked.values()) > 0
