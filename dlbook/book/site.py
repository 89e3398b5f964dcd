"""The whole site, built beside its place and then put there in one step: no one ever sees half of it."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from dlbook.checks import problem

BESIDE = ".dlbook-site-"
"""How the names of unfinished and of outgoing sites begin; git ignores them."""

ABANDONED_SECONDS = 3600.0
ROOM = 200e6
"""Bytes that a site takes, roughly."""

PAGES = ("index.html", "404.html", "sitemap.xml")
"""Files of every site made by MkDocs: what has all of them may be replaced, anything else may not."""


def build_site(root: Path, target: Path) -> int:
    """Build the book of a folder; where that fails, the site that was there before stays as it is.

    Args:
        root: the folder with mkdocs.yml.
        target: where the site is to be.

    Returns:
        The exit status of MkDocs, which has said what was wrong.

    Raises:
        ValueError: the target holds something that is no site.
        OSError: the folder of the target cannot be written.
    """
    target = target.resolve()
    check_target(target, root)
    beside = folder_beside(target)
    try:
        command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "--site-dir", str(beside)]
        environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ}
        status = subprocess.run(command, cwd=root, env=environment, check=False).returncode
        if not status:
            put(beside, target)
        elif (free := shutil.disk_usage(target.parent).free) < ROOM:
            said = f"only {free / 1e6:.0f} MB are left on the disk of {target.parent}"
            print(f"{said}; a site takes about {ROOM / 1e6:.0f} MB. Free some space.", file=sys.stderr)
        return status
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def folder_beside(target: Path) -> Path:
    """Return a new folder beside a site's place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(target.parent)
        beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=target.parent))
        beside.chmod(0o755)
    except OSError as error:
        raise OSError(
            error.errno,
            f"the site cannot be built in {target.parent} ({error.strerror}); expected a folder with room "
            "where you may write. Name another one with --output.",
        ) from error
    return beside


def check_target(target: Path, root: Path) -> None:
    """Raise ValueError if building there would remove what is no site."""
    if root.resolve().is_relative_to(target) or not any(_may_be_replaced(target) for _ in range(3)):
        raise problem(
            f"{target} holds something else than a site",
            "a new or empty folder, or one with a site that was built before",
            "Name another folder, or empty that one yourself",
        )


def _may_be_replaced(target: Path) -> bool:
    """Return whether a place is free, empty, or holds a site; another build may be moving it just now."""
    try:
        names = set(os.listdir(target))
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    return not names or names.issuperset(PAGES)


def put(beside: Path, target: Path) -> None:
    """Give a finished site its name; an older one of that name goes.

    Two renamings: a process that is killed between them leaves no site, but never half of one. Where another
    build puts its site there meanwhile, the later one stays. Who is disturbed tries again, ever later.
    """
    for attempt in range(10):
        time.sleep(0.02 * attempt)
        outgoing = Path(tempfile.mkdtemp(prefix=BESIDE, dir=target.parent))
        try:
            with suppress(FileNotFoundError):
                target.rename(outgoing)
            beside.rename(target)
            return
        except BaseException as error:
            _put_back(outgoing, target)
            if getattr(error, "errno", None) not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        finally:
            shutil.rmtree(outgoing, ignore_errors=True)
    raise OSError(f"another build keeps putting its site at {target}; wait for it and build again")


def _put_back(outgoing: Path, target: Path) -> None:
    """Give an older site its name again, unless another build has put its own there meanwhile."""
    with suppress(OSError):
        if any(outgoing.iterdir()):
            outgoing.rename(target)


def remove_abandoned(folder: Path) -> None:
    """Remove what builds that were killed an hour ago or earlier have left."""
    for path in folder.glob(f"{BESIDE}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
