"""Which figures are stale, drawing them over processes, and the manifest that pages and tests read."""

import hashlib
import importlib
import json
import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlbook.figures.export import manifest
from dlbook.figures.fingerprint import Declared, declared, keys
from dlbook.figures.places import Places
from dlbook.figures.registry import REGISTRY
from dlbook.figures.state import choose, is_fresh, remembered, stamp
from dlbook.kept import write_whole

SERIAL = 3  # fewer stale figures than this are drawn without starting processes


@dataclass(frozen=True)
class Drawn:
    """One drawn figure: the content of its files by name and its line of the manifest, or what went wrong."""

    id: str
    files: dict[str, bytes]
    entry: dict[str, Any]
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one figure: "written", "same", "up to date", "stale", "fresh" or "failed"."""

    id: str
    state: str
    detail: str = ""

    @property
    def bad(self) -> bool:
        """Whether the command should leave with a status that is not 0."""
        return self.state in ("failed", "stale")


Report = Callable[[Outcome, int, int], None]


def update(ids: list[str], places: Places, *, jobs: int = 0, report: Report | None = None) -> list[Outcome]:
    """Draw the figures that are not up to date and write their SVG files and the manifest.

    Args:
        ids: which figures; all when empty.
        places: the checkout.
        jobs: how many processes; 0 for one a processor.
        report: called with each outcome, how many are done and how many there are.

    Returns:
        The outcome of every figure, in the order of the chapters.
    """
    figures = choose(ids, places)
    stamps = keys(figures.values(), places)
    entries, state = manifest(places.figures), remembered(places)
    fresh = {id for id in figures if is_fresh(id, stamps[id], entries, state, places)}
    outcomes = {id: Outcome(id, "up to date") for id in fresh}
    tasks = [figure for id, figure in figures.items() if id not in fresh]
    for drawn in draw(tasks, places, jobs=jobs):
        outcomes[drawn.id] = _keep(drawn, entries, places)
        if not drawn.error:
            state[drawn.id] = stamp(stamps[drawn.id], entries[drawn.id], places, drawn.id)
        if report:
            report(outcomes[drawn.id], len(outcomes) - len(fresh), len(tasks))
    _write_manifest(entries, places)
    with suppress(OSError):  # a cache that cannot be written to is no fault; the next call draws again
        write_whole(places.cache / "state.json", _json(state))
    return [outcomes[id] for id in figures]


def check(ids: list[str], places: Places, *, jobs: int = 0, report: Report | None = None) -> list[Outcome]:
    """Draw figures without writing anything and compare them with the committed files and manifest.

    Returns:
        The outcome of every figure, "fresh", "stale" or "failed"; with no ids also of committed files that no
        function draws.
    """
    figures, entries = choose(ids, places), manifest(places.figures)
    outcomes: dict[str, Outcome] = {}
    for drawn in draw(list(figures.values()), places, jobs=jobs):
        outcomes[drawn.id] = _compared(drawn, entries, places)
        if report:
            report(outcomes[drawn.id], len(outcomes), len(figures))
    known = declared(places)
    files = {path.stem for path in places.figures.glob("*.svg")} | set(entries)
    left = [Outcome(id, "stale", "no function draws it") for id in sorted(files - set(known)) if not ids]
    return [outcomes[id] for id in figures] + left


def draw(
    figures: list[Declared], places: Places, *, formats: tuple[str, ...] = ("svg",), jobs: int = 0
) -> Iterator[Drawn]:
    """Draw figures, over several processes where there are many, and yield each as it is done."""
    jobs = min(jobs or os.cpu_count() or 1, len(figures))
    if jobs < 2 or len(figures) < SERIAL:
        for figure in figures:
            yield draw_one(figure, places, formats)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for done in as_completed([pool.submit(draw_one, figure, places, formats) for figure in figures]):
            yield done.result()


def draw_one(figure: Declared, places: Places, formats: tuple[str, ...] = ("svg",)) -> Drawn:
    """Draw one figure in some formats; an error is told in the result and stops nothing else."""
    missing = [run for run in figure.needs if not (places.results / f"{run}.json").exists()]
    if missing:
        mend = f"the record of {missing[0]!r} is missing; make it with `dlbook run {missing[0]}`"
        return Drawn(figure.id, {}, {}, mend)
    try:
        return _drawn(figure, places, formats)
    except Exception as error:  # a figure may fail in any way, and the others go on
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "chapters" in frame.filename]
        where = f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
        return Drawn(figure.id, {}, {}, f"{type(error).__name__}: {error}{where}")


def _drawn(figure: Declared, places: Places, formats: tuple[str, ...]) -> Drawn:
    from dlbook.figures.export import standalone
    from dlbook.figures.render import picture, svg

    if str(places.code) not in sys.path:
        sys.path.insert(0, str(places.code))
    importlib.import_module(figure.module)
    spec, files = REGISTRY[figure.id], {}
    element = svg(spec) if "svg" in formats else ""
    if element:
        files[f"{spec.id}.svg"] = standalone(element, spec.alt).encode()
    for format in set(formats) - {"svg"}:
        for mode in ("light", "dark"):
            files[f"{spec.id}-{mode}.{format}"] = picture(spec, mode, format)
    entry: dict[str, Any] = {
        "caption": spec.caption,
        "alt": spec.alt,
        "chapter": spec.chapter,
        "size": spec.size,
    }
    if element:
        width, height = element.split('viewBox="0 0 ')[1].split('"')[0].split()
        content = files[f"{spec.id}.svg"]
        entry |= {"width": float(width), "height": float(height)}
        entry |= {"source": figure.path.relative_to(places.code).as_posix(), "function": figure.function}
        entry |= {
            "needs": list(spec.needs),
            "digits": spec.digits,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
        }
    return Drawn(spec.id, files, entry)


def _keep(drawn: Drawn, entries: dict[str, dict[str, Any]], places: Places) -> Outcome:
    if drawn.error:
        return Outcome(drawn.id, "failed", drawn.error)
    changed = [write_whole(places.figures / name, content) for name, content in drawn.files.items()]
    entries[drawn.id] = drawn.entry
    return Outcome(drawn.id, "written" if any(changed) else "same", f"{drawn.entry['bytes'] / 1000:.1f} kB")


def _compared(drawn: Drawn, entries: dict[str, dict[str, Any]], places: Places) -> Outcome:
    if drawn.error:
        return Outcome(drawn.id, "failed", drawn.error)
    path = places.figures / f"{drawn.id}.svg"
    if not path.exists():
        return Outcome(drawn.id, "stale", "it is not drawn yet")
    if path.read_bytes() != drawn.files[path.name]:
        return Outcome(drawn.id, "stale", "the file differs from what its function draws")
    if entries.get(drawn.id) != drawn.entry:
        return Outcome(drawn.id, "stale", "its line of the manifest differs")
    return Outcome(drawn.id, "fresh")


def _write_manifest(entries: dict[str, dict[str, Any]], places: Places) -> None:
    kept = {id: entries[id] for id in declared(places) if id in entries}
    write_whole(places.figures / "manifest.json", _json({"figures": kept}))


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def export(
    ids: list[str], places: Places, formats: tuple[str, ...], folder: Path, jobs: int = 0
) -> Iterator[Outcome]:
    """Write figures in any formats to a folder of the reader's; the committed files stay as they are."""
    target = replace(places, figures=folder)
    for drawn in draw(list(choose(ids, places).values()), places, formats=formats, jobs=jobs):
        if drawn.error:
            yield Outcome(drawn.id, "failed", drawn.error)
            continue
        for name, content in drawn.files.items():
            write_whole(target.figures / name, content)
        yield Outcome(drawn.id, "written", ", ".join(drawn.files))
