"""Where and with what a run was made: enough to judge its seconds, nothing that names a person or a host."""

import os
import platform
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = {
    "numpy": ("numpy",),
    "keras": ("numpy", "keras", "tensorflow"),
    "torch": ("numpy", "torch"),
}


def libraries(group: str) -> dict[str, str]:
    """Return the versions of Python and of the packages that a group of runs computes with.

    Args:
        group: ``"numpy"``, ``"keras"`` or ``"torch"``.

    Returns:
        Versions by name.
    """
    found = {"python": platform.python_version()}
    for name in LIBRARIES[group]:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, Any]:
    """Return the kind of machine: architecture, processor, cores, system."""
    return {
        "architecture": platform.machine(),
        "processor": processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "blas_threads": 1,
    }


def processor() -> str:
    """Return the processor's model, as far as the system tells."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def created() -> dict[str, str]:
    """Return the day that SOURCE_DATE_EPOCH stands for, or nothing: records do not change with the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return {}
    return {"created": datetime.fromtimestamp(int(epoch), UTC).date().isoformat()}


def one_blas_thread() -> AbstractContextManager[Any]:
    """Return a context in which matrix products run on one thread.

    Sums then have one order, so a seed gives the same bits however many jobs run beside it.

    Returns:
        The context; it does nothing where ``threadpoolctl`` is not installed (the usual worker processes
        are started with one thread anyway).
    """
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        return nullcontext()
    limits: AbstractContextManager[Any] = threadpool_limits(1)
    return limits
