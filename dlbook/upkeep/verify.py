"""`dlbook verify`: figures and site made twice from nothing, under other circumstances, and compared.

Two copies of the sources lie in folders of different names, with empty caches. Both builds get one
SOURCE_DATE_EPOCH and the installed packages; hash seed, time zone, locale, number of processes and the path
differ. Whatever is not equal to the byte is named, with the place where it differs.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dlbook.book.site import BESIDE
from dlbook.checks import problem
from dlbook.progress import Progress
from dlbook.upkeep.differences import differences
from dlbook.upkeep.live import reason

EPOCH = "1700000000"
LEFT_OUT = {".git", ".venv", ".cache", "site", "dist", "build", "node_modules", "__pycache__"}
"""Names of folders that are no sources; caches would hide what is not the same twice."""

COMMANDS = {"figures": ("figures", "--json"), "site": ("site",)}
"""What is made in each copy: the folder that results, and the command of `dlbook`."""

CIRCUMSTANCES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("one", {"PYTHONHASHSEED": "1", "TZ": "UTC0", "LC_ALL": "C.UTF-8"}),
    ("two, çöpy", {"PYTHONHASHSEED": "2", "TZ": "XXX-14", "LC_ALL": "C", "OPENBLAS_NUM_THREADS": "2"}),
)
"""The folders of the copies and the variables that differ between their builds."""


@dataclass(frozen=True)
class Verdict:
    """What the comparison gave.

    Args:
        files: how many files were compared.
        differences: how each file that differs does so, by "site/index.html" and the like.
        stale: figures whose committed file differs from what was drawn.
        live: files that differ only in what is made anew in every build, and why they may.
        seconds: how long it took.
    """

    files: int
    differences: Mapping[str, str]
    stale: Mapping[str, str]
    live: Mapping[str, str]
    seconds: float

    @property
    def equal(self) -> bool:
        """Whether both builds, and the committed figures, are the same to the byte."""
        return not self.differences and not self.stale


def verify(root: Path, work: Path, parts: tuple[str, ...]) -> Verdict:
    """Make everything twice and compare.

    Args:
        root: the checkout.
        work: an empty folder for the copies.
        parts: some of ``"figures"`` and ``"site"``.

    Raises:
        ValueError: a build fails; the message has the end of what it said.
    """
    begin = time.perf_counter()
    paths, copies = list(sources(root)), [work / name for name, _ in CIRCUMSTANCES]
    for copy in copies:  # both at once: the sources may be worked on meanwhile
        copy_sources(root, copy, paths)
    progress = Progress(len(parts) * len(copies))
    for copy, (_, variables) in zip(copies, CIRCUMSTANCES, strict=True):
        for part in parts:
            progress.show(f"making {part} in {copy} ...")
            make(copy, part, variables)
            progress.step(f"{part} made in {copy}")
    found: dict[str, str] = {}
    live: dict[str, str] = {}
    files = 0
    for part in parts:
        one, other = (copy / part for copy in copies)
        for name, how in differences(one, other):
            pair = [folder / name for folder in (one, other)]
            known = all(map(Path.exists, pair)) and reason(name, *map(Path.read_bytes, pair))
            (live if known else found)[f"{part}/{name}"] = known or how
        files += sum(path.is_file() for path in one.rglob("*"))
    stale = dict(differences(root / "figures", copies[0] / "figures")) if "figures" in parts else {}
    return Verdict(files, found, stale, live, time.perf_counter() - begin)


def copy_sources(root: Path, target: Path, paths: Iterable[Path]) -> None:
    """Copy files, given by their paths below a folder, into another one."""
    for path in paths:
        goal = target / path
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, goal)


def sources(root: Path) -> Iterator[Path]:
    """Yield what git knows of a checkout, changes included; without git, all but what is made."""
    if (root / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
        names = [Path(os.fsdecode(name)) for name in listed.split(b"\0") if name]
        yield from (name for name in names if (root / name).is_file())
        return
    for folder, inner, names_here in os.walk(root):
        inner[:] = [name for name in inner if name not in LEFT_OUT and not name.startswith(BESIDE)]
        yield from (Path(folder, name).relative_to(root) for name in names_here)


def make(copy: Path, part: str, variables: Mapping[str, str]) -> None:
    """Make the figures or the site of a copy, with its own package and nothing from any cache."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": EPOCH,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(copy), os.environ.get("PYTHONPATH", "")])),
        **variables,
    }
    command = [sys.executable, "-m", "dlbook", *COMMANDS[part]]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise problem(f"`dlbook {part}` failed in a copy:\n{last}\n", "a build", f"See `dlbook {part}` here")
