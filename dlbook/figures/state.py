"""Which figures are up to date: what the cache remembers of each, compared with its code and its file."""

import hashlib
import json
from typing import Any

from dlbook.checks import problem
from dlbook.figures.export import manifest
from dlbook.figures.fingerprint import Declared, declared, keys
from dlbook.figures.places import Places
from dlbook.figures.registry import nearest


def choose(ids: list[str], places: Places) -> dict[str, Declared]:
    """Return the figures of those ids, or all.

    Raises:
        ValueError: if an id is unknown; the message names the nearest that is not.
    """
    known = declared(places)
    for id in ids:
        if id not in known:
            near = nearest(id, list(known))
            mend = f"Perhaps {near!r} was meant" if near else "See `dlbook figures --list` for all"
            raise problem(f"there is no figure {id!r}", "the id of a figure", mend)
    return {id: known[id] for id in (ids or known)}


def standing(places: Places) -> dict[str, str]:
    """Return how each figure stands, told without drawing any.

    Returns:
        By id: "up to date"; "missing", not drawn yet; "altered", its file is not the one that was drawn;
        "unproved", its code has changed, or it was not drawn on this machine yet.
    """
    figures = choose([], places)
    stamps = keys(figures.values(), places)
    entries, state, found = manifest(places.figures), remembered(places), {}
    for id in figures:
        path = places.figures / f"{id}.svg"
        if id not in entries or not path.exists():
            found[id] = "missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != entries[id]["sha256"]:
            found[id] = "altered"
        else:
            found[id] = "up to date" if is_fresh(id, stamps[id], entries, state, places) else "unproved"
    return found


def is_fresh(
    id: str, key: str, entries: dict[str, dict[str, Any]], state: dict[str, str], places: Places
) -> bool:
    """Return whether a figure's code, line of the manifest and file are those of its last drawing."""
    return id in entries and state.get(id) == stamp(key, entries[id], places, id)


def stamp(key: str, entry: dict[str, Any], places: Places, id: str) -> str:
    """Return what the cache remembers of a figure: its key, its manifest line and the bytes of its file."""
    path = places.figures / f"{id}.svg"
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    return hashlib.sha256(f"{key} {json.dumps(entry)} {content}".encode()).hexdigest()


def remembered(places: Places) -> dict[str, str]:
    """Return what the cache knows of each figure, by id; nothing where it is missing or damaged."""
    try:
        return dict(json.loads((places.cache / "state.json").read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError):
        return {}
