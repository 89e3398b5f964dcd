"""The recorded runs as tables for the reader: what each asks, how often it was done, what it cost."""

from collections.abc import Sequence

from dlbook.book.source import Source
from dlbook.progress import duration
from dlbook.runs import Results
from dlbook.runs.registry import all_runs
from dlbook.runs.spec import Run

_HEAD = ("| Run | What is trained | Variants | Seeds | Time |", "|---|---|--:|--:|--:|")
_GROUPS = {"numpy": "", "keras": " (Keras)", "torch": " (PyTorch)"}


def run_tables(results: Results, pages: Sequence[Source]) -> str:
    """Return all recorded runs in Markdown: a table for each chapter.

    Args:
        results: the records; a run without one says so.
        pages: all pages; a chapter without a page keeps its short name.

    Returns:
        Headings and tables.
    """
    chapters: dict[str, list[Run]] = {}
    for run in all_runs().values():
        chapters.setdefault(run.chapter, []).append(run)
    titles = {page.slug: page for page in pages if page.chapter}
    parts = []
    for slug in sorted(chapters, key=lambda slug: _number(titles.get(slug))):
        page = titles.get(slug)
        heading = f"{page.chapter}. {page.meta['title']}" if page else slug.replace("-", " ").capitalize()
        rows = [_row(run, results) for run in chapters[slug]]
        parts.append("\n".join([f"## {heading} {{.unnumbered #runs-{slug}}}", "", *_HEAD, *rows]))
    return "\n\n".join(parts)


def _number(page: Source | None) -> int:
    return int(page.chapter) if page and page.chapter.isdigit() else 99


def _row(run: Run, results: Results) -> str:
    """Return what a reader wants to know of a run in one row."""
    what = f"**{run.title}**{_GROUPS[run.group]}. {run.about}".replace("|", r"\|")
    if run.name not in results:
        return f"| `{run.name}` | {what} | | {len(run.seeds)} | not recorded |"
    record = results.read(run.name)
    time = duration(float(record.content["provenance"]["cpu_seconds"]))
    return f"| `{run.name}` | {what} | {len(record.content['results'])} | {len(record.seeds)} | {time} |"
