"""Dependencies point one way, and importing stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dlbook"

# part of dlbook -> the parts it may import; what is not named may import nothing of dlbook
ALLOWED = {
    "checks": set(),
    "rng": set(),
    "codebase": set(),
    "kept": set(),
    "progress": set(),
    "words": set(),
    "settings": {"checks"},
    "nn": {"checks", "rng"},
    "augment": {"checks", "rng", "nn"},
    "tensorboard": {"checks", "rng", "nn"},
    "worked": {"checks", "rng", "nn"},
    "data": {"checks", "progress", "rng", "settings", "words"},
    "twins": {"checks", "kept", "rng", "nn", "data"},
    "runs": {
        "codebase",
        "checks",
        "kept",
        "progress",
        "rng",
        "nn",
        "data",
        "augment",
        "tensorboard",
        "twins",
    },
    "figures": {"codebase", "checks", "kept", "progress", "rng", "nn", "worked", "data", "augment", "runs"},
    "exercises": {"checks", "rng", "nn", "worked", "data"},
    "book": {
        "codebase",
        "checks",
        "kept",
        "progress",
        "rng",
        "nn",
        "augment",
        "worked",
        "data",
        "settings",
        "figures",
        "exercises",
        "runs",
    },
    "upkeep": {"checks", "progress", "data", "figures", "book", "runs"},
    "__init__": set(),
    "__main__": {"", "words", "data", "figures", "book", "twins", "runs", "upkeep"},
}
STANDARD_LIBRARY = sys.stdlib_module_names


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports anywhere, relative ones resolved."""
    package = ["dlbook", *path.relative_to(PACKAGE).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def parts_imported(path: Path) -> set[str]:
    return {[*name.split("."), ""][1] for name in imports(path) if name.split(".")[0] == "dlbook"}


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path):
    part = part_of(path)
    known = {p.name.removesuffix(".py") for p in PACKAGE.iterdir()}
    wrong = (parts_imported(path) & known) - ALLOWED[part] - {part}
    assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}, but may import {ALLOWED[part]} only"


@pytest.mark.parametrize("path", sorted((PACKAGE / "nn").rglob("*.py")), ids=lambda p: p.name)
def test_the_engine_needs_numpy_only(path):
    outside = {name.split(".")[0] for name in imports(path)} - STANDARD_LIBRARY - {"numpy", "dlbook"}
    assert not outside


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_top_level_module_hides_one_of_the_standard_library(path):
    if path.parent == PACKAGE and not path.stem.startswith("__"):
        assert path.stem not in STANDARD_LIBRARY


def test_the_command_line_starts_without_heavy_packages():
    heavy = {"matplotlib", "tensorflow", "keras", "mkdocs", "sklearn", "mlxtend", "pandas", "scipy"}
    code = f"import sys, dlbook.__main__ as m; m.parser(); print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.strip() == "[]"
