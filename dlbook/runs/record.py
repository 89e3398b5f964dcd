"""A record: every number of a run by variant, metric, seed and epoch, and where they came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlbook.runs.nearest import look_up
from dlbook.runs.statistics import Summary, summarise

Array = np.ndarray[Any, Any]
FORMAT = 1


@dataclass(frozen=True)
class Record:
    """What ``results/<name>.json`` holds.

    ``content`` is the file as it is: ``run``, ``title``, ``chapter``, ``about``, ``group``; ``data`` (source,
    checksum, whether it is the sample); ``seeds``; ``settings`` by variant; ``results`` by variant with
    ``history`` (a list a seed of a number an epoch), ``final`` (a number a seed) and ``arrays`` (an entry a
    seed); ``summary``; ``timing`` (seconds by variant and seed) and ``provenance``. The last two differ from
    one machine and day to the next, the others only if the code does.

    Args:
        content: plain data.

    Example:
        >>> results = {"one": {"history": {"loss": [[3.0, 1.0], [4.0, 2.0]]}, "final": {}, "arrays": {}}}
        >>> record = Record({"run": "tiny", "seeds": [1, 2], "results": results})
        >>> record.curve("one", "loss").tolist(), record.values("one", "loss").tolist()
        ([[3.0, 1.0], [4.0, 2.0]], [1.0, 2.0])
        >>> record.summary("one", "loss").mean
        1.5
    """

    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The run's name."""
        return str(self.content["run"])

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds, in the order of all values."""
        return tuple(self.content["seeds"])

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants, the book's own first."""
        return tuple(self.content["results"])

    @property
    def is_sample(self) -> bool:
        """Whether this was trained on the embedded digits only, and so counts for nothing."""
        return bool(self.content["data"]["sample"])

    def metrics(self, variant: str) -> tuple[str, ...]:
        """Return the names of all metrics of a variant: histories, single numbers, seconds."""
        part = self._part(variant)
        return (*part["history"], *part["final"], *self._timing(variant))

    def curve(self, variant: str, metric: str) -> Array:
        """Return a history.

        Args:
            variant: name of the variant.
            metric: such as ``"val_accuracy"``.

        Returns:
            Shape (seeds, epochs); nan where a training ended early or diverged.
        """
        lists = look_up(metric, self._part(variant)["history"], f"metric of {self.name}.{variant}")
        longest = max(map(len, lists))
        return np.array([[*values, *[None] * (longest - len(values))] for values in lists], dtype=float)

    def values(self, variant: str, metric: str, at: str = "final") -> Array:
        """Return one number a seed.

        Args:
            variant: name of the variant.
            metric: a single number such as ``"test_accuracy"``, or a history, of which ``at`` picks a number.
            at: ``"final"`` (last epoch), ``"first"``, ``"best"`` (largest accuracy, smallest of all else),
                ``"best_epoch"`` (when that was, from 1), ``"max"``, ``"min"``, ``"epoch7"``.

        Returns:
            Shape (seeds,); nan where there is none.

        Raises:
            ValueError: if variant, metric or ``at`` is unknown; the nearest names are given.
        """
        single = self._part(variant)["final"] | self._timing(variant)
        if metric in single:
            return np.array(single[metric], dtype=float)
        look_up(metric, dict.fromkeys(self.metrics(variant)), f"metric of {self.name}.{variant}")
        return np.array([pick(curve, metric, at) for curve in self.curve(variant, metric)])

    def summary(self, variant: str, metric: str, at: str = "final") -> Summary:
        """Return mean, standard deviation and 95 % interval over seeds of what ``values`` returns."""
        return summarise(self.values(variant, metric, at))

    def mean_curve(self, variant: str, metric: str) -> dict[str, Array]:
        """Return ``mean``, ``low`` and ``high`` (95 % interval over seeds) of a history, epoch by epoch."""
        columns = [summarise(column) for column in self.curve(variant, metric).T]
        return {part: np.array([getattr(s, part) for s in columns]) for part in ("mean", "low", "high")}

    def array(self, variant: str, name: str, seed: int | None = None) -> Array:
        """Return an array that a seed left.

        Args:
            variant: name of the variant.
            name: name of the array.
            seed: which seed; None for the first.

        Returns:
            The array; nested lists of unequal length come as objects.
        """
        arrays = look_up(name, self._part(variant)["arrays"], f"array of {self.name}.{variant}")
        return np.array(arrays[0 if seed is None else self.seeds.index(seed)])

    def _part(self, variant: str) -> dict[str, Any]:
        part: dict[str, Any] = look_up(variant, self.content["results"], f"variant of {self.name}")
        return part

    def _timing(self, variant: str) -> dict[str, list[float]]:
        timing: dict[str, list[float]] = self.content.get("timing", {}).get(variant, {})
        return timing


def pick(curve: Array, metric: str, at: str) -> float:
    """Return one number of one seed's history; nan if there is none.

    Args:
        curve: one number an epoch.
        metric: its name: accuracies are best large.
        at: see ``Record.values``.

    Returns:
        The number.

    Example:
        >>> losses = np.array([3.0, 1.0, 2.0])
        >>> [pick(losses, "loss", at) for at in ("final", "best", "best_epoch", "epoch1")]
        [2.0, 1.0, 2.0, 3.0]
    """
    kept = np.flatnonzero(np.isfinite(curve))
    if len(kept) == 0:
        return float("nan")
    if at.startswith("epoch") and at[5:].isdigit():
        epoch = int(at[5:])
        return float(curve[epoch - 1]) if 1 <= epoch <= len(curve) else float("nan")
    best = int(np.nanargmax(curve)) if "accuracy" in metric else int(np.nanargmin(curve))
    found = {
        "final": float(curve[kept[-1]]),
        "first": float(curve[0]),
        "best": float(curve[best]),
        "best_epoch": float(best + 1),
        "max": float(np.nanmax(curve)),
        "min": float(np.nanmin(curve)),
    }
    return look_up(at, found, "place in a history")
