"""Where the figures of a checkout are: their functions, their files, the records they rest on, the cache."""

from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else Path.cwd()
FIGURES = ROOT / "figures"


@dataclass(frozen=True)
class Places:
    """The package with one module per chapter and the folders that a build reads and writes."""

    chapters: str = "dlbook.figures.chapters"
    code: Path = PACKAGE.parent
    figures: Path = FIGURES
    results: Path = ROOT / "results"
    cache: Path = ROOT / ".cache" / "figures"

    def module_path(self, module: str) -> Path | None:
        """Return the file of one of our own modules, or None if the name is none of them."""
        path = self.code.joinpath(*module.split("."))
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if candidate.exists():
                return candidate
        own = PACKAGE.parent
        return None if self.code == own else Places(code=own).module_path(module)
