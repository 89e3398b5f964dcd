"""Chapters run with nbclient, two at a time, each once per state of what its results depend on."""

import asyncio
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode
from nbformat.validator import NotebookValidationError

from dlbook.book.errors import ChapterError, marked
from dlbook.book.fingerprint import chapter_key, data_state
from dlbook.book.scan import kind, scan, values
from dlbook.book.source import Source
from dlbook.book.store import Store
from dlbook.progress import Progress

JOBS = 2
CELL_TIMEOUT = 180.0
"""Seconds that a cell may run; the variable DLBOOK_CELL_TIMEOUT says otherwise."""

_ANSI = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Results:
    """What a chapter gave: outputs by cell, values by inline expression, whether the sample was used."""

    outputs: list[list[dict[str, Any]]]
    values: list[str]
    sample: bool = False


@dataclass(frozen=True)
class Runner:
    """Where results are kept and what they may depend on.

    Args:
        store: the cache.
        package: the folder of `dlbook`.
        results: the folder of recorded runs.
        cell_timeout: seconds that a cell may run.
    """

    store: Store
    package: Path
    results: Path
    cell_timeout: float = CELL_TIMEOUT

    def key(self, source: Source) -> str:
        """Return the key of a chapter's results."""
        try:
            cells = code_cells(notebook(source.text))
        except ValueError as error:
            raise ChapterError(str(error), source.path, 1) from None
        tags = [repr(cell.metadata.get("tags", [])) for cell in cells]
        code = [*(cell.source for cell in cells), *tags]
        expressions = [match["body"] for match in values(source.text)]
        return chapter_key(code, expressions, self.package, self.results, source.chapter)

    def run_all(self, sources: Sequence[Source]) -> list[Results]:
        """Return the results of all chapters, running those whose key is new.

        Raises:
            ChapterError: if cells fail; the message has all faults.
        """
        keys = [self.key(source) for source in sources]
        known = [self.store.get(key) for key in keys]
        new = [place for place, entry in enumerate(known) if entry is None]
        fresh = asyncio.run(self._run([sources[place] for place in new])) if new else []
        if errors := [result for result in fresh if isinstance(result, BaseException)]:
            if unexpected := [error for error in errors if not isinstance(error, ChapterError)]:
                raise unexpected[0]
            raise ChapterError("\n\n".join(str(error) for error in errors))
        found = dict(zip(new, fresh, strict=True))
        return [found[place] if entry is None else Results(**entry) for place, entry in enumerate(known)]

    async def _run(self, sources: Sequence[Source]) -> list[Any]:
        slots, progress = asyncio.Semaphore(JOBS), Progress(len(sources))

        async def one(source: Source) -> Results:
            async with slots:
                started = time.perf_counter()
                progress.show(f"running {source.path} ... ({progress.done}/{progress.total} done)")
                results = await run(source, self.cell_timeout)
                progress.step(f"ran {source.path} in {time.perf_counter() - started:.1f} s")
            if not (results.sample and data_state() != "sample"):
                self.store.put(self.key(source), vars(results))
            return results

        done = await asyncio.gather(*(one(source) for source in sources), return_exceptions=True)
        progress.close()
        return done


def cell_timeout() -> float:
    """Return the seconds that a cell may run."""
    return float(os.environ.get("DLBOOK_CELL_TIMEOUT", CELL_TIMEOUT))


def notebook(text: str) -> NotebookNode:
    """Return a chapter as a notebook.

    Raises:
        ValueError: the header lacks a part of the kernel's description.
    """
    try:
        return jupytext.reads(text, fmt="md")
    except NotebookValidationError as error:
        raise ValueError(f"the jupyter header is incomplete: {error.message}") from None


def code_cells(book: NotebookNode) -> list[NotebookNode]:
    """Return the cells of a notebook that hold code."""
    return [cell for cell in book.cells if cell.cell_type == "code"]


async def run(source: Source, timeout: float = CELL_TIMEOUT) -> Results:
    """Run one chapter in a kernel of its own.

    Args:
        source: the chapter.
        timeout: seconds that a cell may run.

    Raises:
        ChapterError: a cell or an inline expression fails, or a cell runs too long.
    """
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from dlbook.book.kernel import running, used_sample

    book = notebook(source.text)
    places = iter(_cell_offsets(source, code_cells(book)))
    starts: dict[int, int] = {}
    results = Results([], [])
    inline = values(source.text)
    async with running(book, timeout) as client:
        for index, cell in enumerate(book.cells):
            if cell.cell_type != "code":
                await _inline(client, source, inline, len(values(cell.source)), results)
                continue
            starts[len(starts) + 1] = next(places)
            try:
                await client.async_execute_cell(cell, index)
            except CellExecutionError as error:
                raise _failure(source, starts, error) from None
            except CellTimeoutError:
                raise _stopped(
                    source, starts, f"the cell ran longer than {timeout:g} s; make it faster or record a run"
                ) from None
            except DeadKernelError:
                raise _stopped(
                    source, starts, "the kernel died while it ran this cell (out of memory?)"
                ) from None
            results.outputs.append([*cell.outputs, *_notice(client.notice(index))])
        return Results(results.outputs, results.values, await used_sample(client))


def _notice(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


async def _inline(
    client: Any, source: Source, inline: list[re.Match[str]], count: int, results: Results
) -> None:
    """Evaluate the next expressions of the prose, after the cells above them."""
    from dlbook.book.kernel import OUTPUT_LIMIT, evaluate, shortened, text_of

    found = inline[len(results.values) : len(results.values) + count]
    asked = [f'f"""{{{match["body"]}}}"""' for match in found]
    for match, value in zip(found, await evaluate(client, asked, 60) if asked else [], strict=True):
        if value["status"] != "ok":
            source.fail(f"{match[0]} fails: {value['ename']}: {shortened(value['evalue'])}", match.start())
        text = text_of(value)
        if len(text) > OUTPUT_LIMIT:
            source.fail(f"{match[0]} gives {len(text):,} characters; let a cell show them", match.start())
        results.values.append(text)


def _cell_offsets(source: Source, cells: list[NotebookNode]) -> list[int]:
    """Return where the code of each cell begins in the chapter."""
    fences = [m for m in scan(source.text) if kind(m) == "fence" and not m["ticks"].startswith((" ", "\t"))]
    offsets, place = [], 0
    for cell in cells:
        while place < len(fences) and cell.source.strip() not in fences[place][0]:
            place += 1
        start = fences[place].start() if place < len(fences) else 0
        offsets.append(source.text.find("\n", start) + 1)
        place += 1
    return offsets


def _failure(source: Source, starts: dict[int, int], error: Any) -> ChapterError:
    """Return the error of a failed cell, at the innermost line of the chapter that took part."""
    from dlbook.book.kernel import shortened

    frames = re.findall(r"Cell In\[(\d+)\],? line (\d+)", _ANSI.sub("", error.traceback))
    number, line = (int(frames[-1][0]), int(frames[-1][1])) if frames else (len(starts), 1)
    number = number if number in starts else len(starts)
    hint = "Tag the cell `raises-exception` if the reader is meant to see the error."
    return _stopped(
        source, starts, f"{error.ename}: {shortened(error.evalue)}\n{hint}", number=number, line=line
    )


def _stopped(
    source: Source, starts: dict[int, int], message: str, *, number: int = 0, line: int = 1
) -> ChapterError:
    offset = starts[number or len(starts)]
    place = source.text.count("\n", 0, offset) + line
    return ChapterError(
        f"(cell {number or len(starts)}) {message}", source.path, place, marked(source.text, place, 4)
    )


Execute = Callable[[Sequence[Source]], list[Results]]
"""What a site needs of a runner."""
