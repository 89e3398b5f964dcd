"""Which Python, packages and programs are there, told from metadata: nothing heavy is imported."""

import platform
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from dlbook.upkeep.finding import BAD, GOOD, NOTE, Finding

NEEDED = ("book", "keras")
"""The extras without which the chapters cannot be run."""

OPTIONAL = {
    "torch": "appendix C can be tried and `dlbook bench` measures it too",
    "cluster": "recorded runs can be trained on several machines",
    "tensorboard": "the curves of a run can be watched in the browser",
    "test": "`make test` runs",
    "lint": "`make lint` runs",
}
"""The other extras, and what each is good for."""

PROGRAMS = {
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"): (
        "the tests in a browser run",
        "Debian/Ubuntu: apt install chromium; elsewhere name one in DLBOOK_CHROMIUM",
    ),
    ("node",): ("`make types` checks the widgets' types", "Install Node.js"),
    ("npm",): ("`make types` fetches the type checker", "Install npm, which comes with Node.js"),
    ("git",): ("changes can be seen and committed", "Install git"),
}
"""Programs by their names, what each is good for, and how to get it."""

SETUP = "`make setup` installs the locked versions"


def required(extra: str, distribution: str = "dlbook") -> dict[str, SpecifierSet]:
    """Return the packages that an extra asks for, by name, with the versions that will do.

    Args:
        extra: its name in pyproject.toml, or "" for what is always needed.
        distribution: whose metadata to read.

    Raises:
        PackageNotFoundError: the distribution is not installed.
    """
    found: dict[str, SpecifierSet] = {}
    for text in metadata.requires(distribution) or ():
        asked = Requirement(text)
        if not (asked.marker.evaluate({"extra": extra}) if asked.marker else not extra):
            continue
        if asked.name == distribution:
            for inner in sorted(asked.extras):
                found |= required(inner, distribution)
        else:
            found[asked.name] = asked.specifier
    return dict(sorted(found.items()))


def python() -> Iterator[Finding]:
    """Say which Python runs, and whether it is one that the book allows."""
    allowed = SpecifierSet(metadata.metadata("dlbook")["Requires-Python"] or "")
    version = platform.python_version()
    fits = allowed.contains(version, prereleases=True)
    said = f"{version} ({sys.executable}); the book needs {allowed}"
    yield Finding("Python", "Python", GOOD if fits else BAD, said, "" if fits else f"Install one; {SETUP}")


def packages() -> Iterator[Finding]:
    """Say of every package that is asked for which version is there, and whether it will do."""
    yield from judged(required(""), BAD, "without it nothing runs")
    for extra in NEEDED:
        yield from judged(required(extra), BAD, "the book cannot be built without it")
    known = {name for extra in ("", *NEEDED) for name in required(extra)}
    for extra, use in OPTIONAL.items():
        wanted = {name: spec for name, spec in required(extra).items() if name not in known}
        known |= set(wanted)
        yield from judged(wanted, NOTE, f"optional: with it {use}", extra)


def judged(
    wanted: Mapping[str, SpecifierSet], otherwise: str, why: str, extra: str = ""
) -> Iterator[Finding]:
    """Compare packages with what is installed.

    Args:
        wanted: versions that will do, by name.
        otherwise: the state of one that is missing or does not fit.
        why: what it is for.
        extra: the optional extra that brings it, or "".
    """
    for name, versions in wanted.items():
        range_ = str(versions) or "any version"
        pip = f"{shlex.quote(sys.executable)} -m pip install"
        mend = f'{pip} "{name}{versions}" adds it' if extra else SETUP
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding("Packages", name, otherwise, f"not installed; {range_}; {why}", mend)
            continue
        if versions.contains(version, prereleases=True):
            yield Finding("Packages", name, GOOD, f"{version} ({range_})")
        else:
            yield Finding("Packages", name, otherwise, f"{version} does not fit {range_}; {why}", SETUP)


def programs() -> Iterator[Finding]:
    """Say which programs are on the PATH; the book is built without any of them."""
    for names, (use, mend) in PROGRAMS.items():
        place = next(filter(None, map(shutil.which, names)), None)
        if place:
            yield Finding("Programs", names[0], GOOD, place)
        else:
            yield Finding("Programs", names[0], NOTE, f"not found; with it {use}", mend)
