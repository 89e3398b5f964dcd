"""Where records and half-finished runs lie."""

from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else Path.cwd()
SHIPPED = PACKAGE / "recorded"
"""Where an installed package has the book's records; in a checkout they are in ``results``."""


@dataclass(frozen=True)
class Places:
    """The folders that runs read and write.

    Args:
        results: the records, one JSON file a run.
        cache: one file for each finished (variant, seed).

    Example:
        >>> Places.of(sample=False).results.name, Places.of(sample=True).results.name
        ('results', 'results-sample')
    """

    results: Path = SHIPPED if SHIPPED.is_dir() else ROOT / "results"
    cache: Path = ROOT / ".cache" / "runs"

    @classmethod
    def of(cls, *, sample: bool) -> "Places":
        """Return the usual folders, or those for records made on the small sample, which count for nothing.

        Args:
            sample: whether training is on the embedded 5,000 digits.

        Returns:
            The folders.
        """
        hidden = ROOT / ".cache"
        return cls(hidden / "results-sample", hidden / "runs-sample") if sample else cls()
