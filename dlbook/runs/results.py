"""The folder of records."""

from dataclasses import dataclass, field
from pathlib import Path

from dlbook.checks import problem
from dlbook.runs.files import read_json
from dlbook.runs.nearest import look_up
from dlbook.runs.places import Places
from dlbook.runs.record import FORMAT, Record


@dataclass(frozen=True)
class Results:
    """All records of a folder, each read when it is first asked for.

    Args:
        folder: where the JSON files are; the book's own by default.
    """

    folder: Path = field(default_factory=lambda: Places().results)
    _kept: dict[str, Record] = field(init=False, repr=False, compare=False, default_factory=dict)

    def names(self) -> list[str]:
        """Return the names of the runs that have a record, in alphabetical order."""
        return sorted(path.stem for path in self.folder.glob("*.json") if begins_like_a_record(path))

    def __contains__(self, name: str) -> bool:
        """Return whether there is a record of that name."""
        return self.path(name).exists()

    def path(self, name: str) -> Path:
        """Return the file of a record, whether or not it exists."""
        return self.folder / f"{name}.json"

    def read(self, name: str) -> Record:
        """Return a record.

        Args:
            name: the run's name.

        Returns:
            The record.

        Raises:
            ValueError: if there is none (the nearest name is given), or the file is damaged.
        """
        if name not in self._kept:
            if name not in self:
                look_up(name, dict.fromkeys(self.names()), "record of")
            content = read_json(self.path(name))
            if not isinstance(content, dict) or content.get("format") != FORMAT:
                raise problem(
                    f"{name}.json is no record of format {FORMAT}",
                    "one that this version wrote",
                    f"Record it again: dlbook run {name} --force",
                )
            self._kept[name] = Record(content)
        return self._kept[name]


def begins_like_a_record(path: Path) -> bool:
    """Return whether a file begins as records do; other parts of the book keep tables in the same folder."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(64).split()[:2] == ["{", '"format":']
