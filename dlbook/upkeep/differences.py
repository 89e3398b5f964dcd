"""Which files of two folders differ, and how, in words that lead to the cause."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

AROUND = 40  # characters shown on both sides of a difference
ARCHIVES = (".zip", ".whl")


def differences(one: Path, other: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that differ, by their path below the folders, with how they do.

    Args:
        one: a folder.
        other: the folder to hold it against.
    """
    names = {
        path.relative_to(folder).as_posix()
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file()
    }
    for name in sorted(names):
        pair = one / name, other / name
        if not all(path.exists() for path in pair):
            yield name, f"is in {(one if pair[0].exists() else other).parent.name} only"
        elif (contents := [path.read_bytes() for path in pair])[0] != contents[1]:
            yield name, how(name, *contents)


def how(name: str, one: bytes, other: bytes) -> str:
    r"""Return how two contents of a file differ.

    Example:
        >>> how("page.html", b"one\ntwo", b"one\ntoo")
        "line 2: 'two' / 'too'"
        >>> how("sitemap.xml.gz", gzip.compress(b"a", mtime=1), gzip.compress(b"a", mtime=2))
        'its header alone (time, name or system), not its content'
    """
    if name.endswith(".gz"):
        inner = gzip.decompress(one), gzip.decompress(other)
        if inner[0] == inner[1]:
            return "its header alone (time, name or system), not its content"
        return f"inside: {how(name.removesuffix('.gz'), *inner)}"
    if name.endswith(ARCHIVES):
        return _archives(one, other)
    try:
        return _texts(one.decode(), other.decode())
    except UnicodeDecodeError:
        return f"{_first(one, other):,} bytes are equal, of {len(one):,} / {len(other):,}"


def _archives(one: bytes, other: bytes) -> str:
    """Name the members of two archives that differ; else it is their order, times or rights."""
    members: list[dict[str, bytes]] = []
    for content in (one, other):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members.append({name: archive.read(name) for name in archive.namelist()})
    different = [
        name
        for name in sorted(members[0].keys() | members[1].keys())
        if members[0].get(name) != members[1].get(name)
    ]
    if not different:
        return "the order, times or rights of its files, not their contents"
    first = different[0]
    inside = how(first, members[0].get(first, b""), members[1].get(first, b""))
    return f"{len(different)} of its files: {', '.join(different[:5])}; {first}: {inside}"


def _texts(one: str, other: str) -> str:
    lines, others = one.split("\n"), other.split("\n")
    for number, pair in enumerate(zip(lines, others, strict=False), 1):
        if pair[0] != pair[1]:
            start = max(0, _first(*pair) - AROUND)
            shown = [repr(line[start : start + 2 * AROUND]) for line in pair]
            return f"line {number}: {shown[0]} / {shown[1]}"
    return f"{len(lines)} / {len(others)} lines, the shorter one is the beginning of the other"


def _first(one: str | bytes, other: str | bytes) -> int:
    """Return the place of the first difference."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
