"""All runs by name, the most important first."""

import importlib
from functools import cache

from dlbook.checks import problem
from dlbook.runs.nearest import look_up
from dlbook.runs.spec import Run

#: Modules of ``dlbook.runs.definitions``, in the order in which `dlbook results` goes through them.
THEMES = (
    "nets",
    "architecture",
    "descent",
    "initialisation",
    "normalisation",
    "regularisation",
    "optimisers",
    "ingredients",
    "committees",
    "small",
    "gradients",
    "remedies",
    "adaptive",
    "regression",
    "frameworks",
    "showcase",
)


@cache
def all_runs() -> dict[str, Run]:
    """Return every run that a theme lists in ``RUNS``.

    Returns:
        Runs by name, in order.

    Raises:
        ValueError: if two runs have one name.
    """
    found: dict[str, Run] = {}
    for theme in THEMES:
        for run in importlib.import_module(f"dlbook.runs.definitions.{theme}").RUNS:
            if run.name in found:
                raise problem(f"two runs are called {run.name!r}", "one", "Rename one of them")
            found[run.name] = run
    return found


def get(name: str) -> Run:
    """Return the run of that name.

    Args:
        name: such as ``"depth-sweep"``.

    Returns:
        The run.

    Raises:
        ValueError: if there is none; the nearest name is given.
    """
    return look_up(name, all_runs(), "run")


def group(name: str) -> list[Run]:
    """Return the runs of a group.

    Args:
        name: ``"numpy"``, ``"keras"``, ``"torch"`` or ``"all"``.

    Returns:
        The runs, in order.
    """
    return [run for run in all_runs().values() if name in ("all", run.group)]
