"""The parent's side: one worker for each framework, asked in turn so that all meet the same noise."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import dlbook
from dlbook.checks import problem
from dlbook.twins.bench.nets import NETS
from dlbook.twins.bench.worker import MODULES

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}
QUIET_CPU = {
    "KERAS_BACKEND": "tensorflow",
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
HOLDS_BACK = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def environment(package: str) -> dict[str, str]:
    """Return the environment of every worker: one thread, no accelerator, no log, and dlbook to be found.

    Each library picks the instructions that suit the processor. Variables that would hold NumPy's OpenBLAS
    (and no other framework) to older ones are therefore left out.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in HOLDS_BACK}
    return inherited | ONE_THREAD | QUIET_CPU | {"PYTHONPATH": package}


class Framework:
    """A running worker. Use it in a ``with`` statement.

    Args:
        name: a key of ``MODULES``.
        python: the interpreter that has the framework.
        folder: where the data lie.
        package: a folder that holds ``dlbook`` and nothing else.
        core: number of the processor core that all workers share.
    """

    def __init__(self, name: str, python: str, folder: str, package: str, core: int) -> None:
        self.name = name
        command = [python, "-m", "dlbook.twins.bench.worker", name, folder, str(core)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(package),
        )
        self.hello = self._read()

    def ask(self, **question: str) -> dict[str, Any]:
        """Send one question and wait for the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            last = self.process.communicate()[1].strip().splitlines()[-1:]
            raise problem(
                f"the {self.name} worker ended: {' '.join(last)}",
                "an answer",
                "Leave it out with --frameworks, or mend its installation",
            )
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate()


@dataclass
class Measurement:
    """What one framework did with one net: seconds and mean cost of each round, the warm-up left out."""

    framework: str
    net: str
    seconds: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)


@dataclass
class Bench:
    """Everything that was measured in one run of the benchmark.

    Args:
        rows: number of digits.
        versions: what was measured, by framework.
        missing: why a framework was left out.
        measurements: one for each framework and net.
        peak_over_data: by how much dlbook's process grew at most, as multiples of its inputs' size.
        pinned: whether every worker was bound to one core.
        set_aside: variables of the environment that the workers did not get.
    """

    rows: int
    versions: dict[str, str]
    missing: dict[str, str]
    measurements: list[Measurement]
    peak_over_data: float
    pinned: bool
    set_aside: dict[str, str] = field(default_factory=dict)


@contextmanager
def scratch(x: Any, labels: Any) -> Iterator[tuple[str, str]]:
    """Write the data once for all workers, and a folder through which any Python finds this very dlbook."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/x.npy", x)
        np.save(f"{folder}/labels.npy", labels)
        package = Path(folder, "package")
        package.mkdir()
        Path(package, "dlbook").symlink_to(Path(dlbook.__file__).parent, target_is_directory=True)
        yield folder, str(package)


def pick_core() -> int:
    """Return the last core this process may use: the first ones tend to serve the system."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0


def python_for(framework: str, chosen: Mapping[str, str]) -> str:
    """Return the interpreter to use: from the options, from ``DLBOOK_BENCH_PYTHON_<NAME>``, or our own."""
    return (
        chosen.get(framework) or os.environ.get(f"DLBOOK_BENCH_PYTHON_{framework.upper()}") or sys.executable
    )


def measure(
    x: Any,
    labels: Any,
    *,
    nets: Sequence[str] = tuple(NETS),
    frameworks: Sequence[str] = tuple(MODULES),
    pythons: Mapping[str, str] | None = None,
    rounds: int = 7,
    log: Any = None,
) -> Bench:
    """Measure all frameworks in one interleaved run.

    Args:
        x: inputs, shape (n, 784), float32.
        labels: classes, shape (n,).
        nets: keys of ``NETS``.
        frameworks: keys of ``MODULES``; those that are not installed are reported as missing.
        pythons: interpreter by framework, where it is not our own.
        rounds: epochs of each net that count, after one to warm up.
        log: is called with a sentence now and then.

    Returns:
        The measurements.

    Raises:
        ValueError: if a worker fails for another reason than a framework that is missing.
    """
    log = log or (lambda sentence: None)
    with scratch(x, labels) as (folder, package), ExitStack() as stack:
        workers, missing = [], {}
        for name in frameworks:
            log(f"starting {name}")
            worker = Framework(name, python_for(name, pythons or {}), folder, package, pick_core())
            stack.enter_context(worker)
            if "missing" in worker.hello:
                missing[name] = worker.hello["missing"]
            else:
                workers.append(worker)
        measurements = run_rounds(workers, nets, rounds, log)
        own = next((w for w in workers if w.name == "dlbook"), None)
        peak = own.ask(ask="memory")["peak_over_data"] if own else float("nan")
        versions = {w.name: w.hello["version"] for w in workers}
        pinned = all(w.hello["pinned"] for w in workers)
        aside = {name: os.environ[name] for name in HOLDS_BACK if name in os.environ}
        return Bench(len(x), versions, missing, measurements, peak, pinned, aside)


def run_rounds(workers: Sequence[Framework], nets: Sequence[str], rounds: int, log: Any) -> list[Measurement]:
    """Let every worker train every net for one epoch a round, each round beginning with another worker."""
    table = {(w.name, net): Measurement(w.name, net) for net in nets for w in workers if can(w, net)}
    for number in range(rounds + 1):
        log(f"round {number} of {rounds}" if number else "warming up")
        turn = [*workers[number % len(workers) :], *workers[: number % len(workers)]]
        for net in nets:
            for worker in turn:
                if can(worker, net):
                    answer = worker.ask(net=net)
                    if number:
                        table[worker.name, net].seconds.append(answer["seconds"])
                        table[worker.name, net].losses.append(answer["loss"])
    return list(table.values())


def can(worker: Framework, net: str) -> bool:
    """Return whether a framework can build a net (the worker said so in its greeting)."""
    return net in worker.hello["nets"]
