"""One framework's process: it pins itself to a core, loads the data, and trains an epoch when asked.

It runs under the Python that has the framework, so it imports only NumPy and what is measured. Questions and
answers are lines of JSON on the standard streams.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from dlbook.twins.bench.nets import NETS

Epoch = Callable[[], tuple[float, float]]
MODULES = {
    "dlbook": "with_dlbook",
    "keras": "with_keras",
    "torch": "with_torch",
    "jax": "with_jax",
    "sklearn": "with_sklearn",
    "floor": "with_matmul",
}


def peak_memory() -> int:
    """Return the most memory this process has held so far, in bytes.

    Linux keeps it apart for each program in ``/proc``. The portable ``ru_maxrss`` begins at what the parent
    held when it started us.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def pin(core: int) -> bool:
    """Keep this process on one core; return False where the system offers no such call."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {core})
    return True


def private_stdout() -> TextIO:
    """Return the stream for answers; whatever frameworks print themselves goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


class Worker:
    """Holds the data and the nets of one framework.

    Args:
        framework: a key of ``MODULES``.
        folder: where ``x.npy`` (n, 784) float32 and ``labels.npy`` (n,) lie.
    """

    def __init__(self, framework: str, folder: str) -> None:
        self.module: Any = importlib.import_module(f"dlbook.twins.bench.{MODULES[framework]}")
        import numpy as np

        self.before = peak_memory()
        self.x = np.load(f"{folder}/x.npy")
        self.labels = np.load(f"{folder}/labels.npy")
        self.epochs: dict[str, Epoch] = {}

    def greeting(self) -> dict[str, Any]:
        """Return the framework's version and the nets that it can train."""
        return {"version": self.module.version(), "nets": list(getattr(self.module, "CAN_TRAIN", NETS))}

    def train(self, name: str) -> dict[str, float]:
        """Train one net for one epoch; return its duration and the mean cost meanwhile.

        Building the net is not part of the time, nor what a call of ``fit`` does before its first epoch.
        """
        if name not in self.epochs:
            self.epochs[name] = self.module.trainer(NETS[name], self.x, self.labels)
        seconds, loss = self.epochs[name]()
        return {"seconds": seconds, "loss": loss}

    def memory(self) -> dict[str, float]:
        """Return by how much the process grew at most since the imports, as multiples of the inputs' size."""
        return {"peak_over_data": (peak_memory() - self.before) / self.x.nbytes}

    def answer(self, question: dict[str, str]) -> dict[str, Any]:
        """Return what was asked for: an epoch of a net, or the memory."""
        return self.train(question["net"]) if "net" in question else self.memory()


def main() -> None:
    """Serve one parent until it closes the line: ``worker.py FRAMEWORK FOLDER CORE``."""
    framework, folder, core = sys.argv[1:4]
    answers = private_stdout()
    pinned = pin(int(core))
    try:
        worker = Worker(framework, folder)
    except ImportError as error:
        print(json.dumps({"missing": str(error)}), file=answers)
        return
    print(json.dumps(worker.greeting() | {"pinned": pinned}), file=answers)
    for line in sys.stdin:
        print(json.dumps(worker.answer(json.loads(line))), file=answers)


if __name__ == "__main__":
    main()
