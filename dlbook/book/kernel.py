"""One notebook in a fresh IPython kernel, with a time limit per cell and a cap on what a cell may print."""

import ast
import asyncio
import contextlib
import json
import logging
import os
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

OUTPUT_LIMIT = 20_000
"""Characters of text that a cell may show."""

RICH_LIMIT = 1_000_000
"""Characters that one picture or piece of HTML may have."""

CELL_LIMIT = 5_000_000
"""Characters that all pictures and pieces of HTML of a cell may have together."""

SHOWN = ("display_data", "execute_result", "update_display_data")
"""The kinds of messages that hold pictures and HTML."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Two chapters run side by side; with a crew of threads each, they would wait for one another's cores."""

_LOG = re.compile(r"^(?:WARNING: All log messages before absl.*|[IWEF]\d{4} [\d:.]+ +\d+ \S+\] .*)\n?", re.M)

_SAMPLE = "any(type(o).__name__ == 'Mnist' and o.is_sample for o in __import__('gc').get_objects())"


class CappedClient(NotebookClient):
    """A client that keeps only so much of what a cell prints and shows, and counts the rest."""

    def __init__(self, notebook: NotebookNode, **options: Any) -> None:
        super().__init__(notebook, **options)
        self.printed: Counter[int] = Counter()
        self.shown: Counter[int] = Counter()

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take one message of the kernel, shortened where it alone says too much."""
        content = msg["content"]
        if msg["msg_type"] in SHOWN:
            content["data"] = {kind: _cut(kind, value) for kind, value in content["data"].items()}
        elif msg["msg_type"] == "error":
            content["evalue"] = shortened(content["evalue"])
            content["traceback"] = [shortened(part) for part in content["traceback"]]
        return super().process_message(msg, cell, cell_index)

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Take one output of a running cell, shortened or left out where the cell has said enough."""
        content = msg["content"]
        if msg["msg_type"] == "stream":
            if content["name"] == "stderr":
                content["text"] = without_logs(content["text"])
            room = max(0, OUTPUT_LIMIT - self.printed[cell_index])
            self.printed[cell_index] += len(content["text"])
            if not room or not content["text"]:
                return None
            content["text"] = content["text"][:room]
        elif "data" in content:
            self.shown[cell_index] += sum(len(_text(value)) for value in content["data"].values())
            if self.shown[cell_index] > CELL_LIMIT:
                return None
        return super().output(outs, msg, display_id, cell_index)

    def notice(self, cell_index: int) -> str:
        """Return the lines to put under a cell that printed or showed too much, or ""."""
        said, shown = self.printed[cell_index], self.shown[cell_index]
        lines = []
        if said > OUTPUT_LIMIT:
            lines.append(f"the cell printed {said:,} characters, the first {OUTPUT_LIMIT:,} are shown")
        if shown > CELL_LIMIT:
            lines.append(
                f"the cell showed {shown:,} characters of pictures and HTML, {CELL_LIMIT:,} are enough"
            )
        return "".join(f"\n[cut off: {line}]\n" for line in lines)


def shortened(text: str, kind: str = "text") -> str:
    r"""Return the beginning of a text that is too long for a page, with a word about its length.

    Example:
        >>> shortened("short"), shortened("x" * 30_000)[19_999:]
        ('short', 'x\n[30,000 characters of text: too much to show]')
    """
    if len(text) <= OUTPUT_LIMIT:
        return text
    return f"{text[:OUTPUT_LIMIT]}\n{_too_much(text, kind)}"


def _cut(kind: str, value: Any) -> Any:
    """Return what is shown of one form of an output: nothing of half a picture, which would be none."""
    if kind == "text/plain":
        return shortened(value, kind)
    return value if len(_text(value)) <= RICH_LIMIT else _too_much(_text(value), kind)


def _too_much(text: str, kind: str) -> str:
    return f"[{len(text):,} characters of {kind}: too much to show]"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def without_logs(text: str) -> str:
    r"""Return what a cell said without TensorFlow's log lines: they hold the clock and a process number.

    Example:
        >>> without_logs("I0000 00:00:1795663375.21    8315 stub.cc:31] No cuda drivers.\nmine\n")
        'mine\n'
    """
    return _LOG.sub("", text)


def _manager(scratch: str) -> AsyncKernelManager:
    """Return a manager for kernels of this very Python, whatever kernels the machine has registered."""
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    quiet = ["--IPKernelApp.log_level=ERROR", "--HistoryManager.enabled=False"]
    manager = AsyncKernelManager(connection_file=str(Path(scratch) / "connection.json"), transport="tcp")
    manager._kernel_spec = KernelSpec(argv=[*command, *quiet], language="python", display_name="Python 3")
    return manager


def absolute_data(variables: Mapping[str, str]) -> dict[str, str]:
    """Return DLBOOK_DATA as a path that means the same in the scratch folder; nothing where it is unset.

    Example:
        >>> absolute_data({}), absolute_data({"DLBOOK_DATA": "/data"})
        ({}, {'DLBOOK_DATA': '/data'})
    """
    named = variables.get("DLBOOK_DATA", "")
    return {"DLBOOK_DATA": str(Path(named).expanduser().absolute())} if named else {}


@contextlib.asynccontextmanager
async def running(notebook: NotebookNode, cell_timeout: float) -> AsyncIterator[CappedClient]:
    """Give a client with a live kernel, in a scratch folder that goes away with it."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="dlbook-", ignore_cleanup_errors=True) as scratch:
        work = Path(scratch) / "work"
        work.mkdir()
        client = CappedClient(
            notebook,
            km=_manager(scratch),
            timeout=cell_timeout,
            startup_timeout=120,
            shutdown_kernel="immediate",
            coalesce_streams=True,
            resources={"metadata": {"path": str(work)}},
        )
        environment = {
            **os.environ,
            **absolute_data(os.environ),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "IPYTHONDIR": str(Path(scratch) / "ipython"),
            **ONE_THREAD,
            "PYTHONHASHSEED": "0",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        with said_in_the_end(Path(scratch) / "stderr") as stderr:
            async with client.async_setup_kernel(env=environment, cleanup_kc=True, stderr=stderr):
                # nbclient would swallow these signals; kernels end with us
                for number in (signal.SIGINT, signal.SIGTERM):
                    asyncio.get_running_loop().remove_signal_handler(number)
                yield client


@contextlib.contextmanager
def said_in_the_end(path: Path) -> Iterator[IO[str]]:
    """Give a file for what a kernel tells the terminal, and tell it afterwards.

    TensorFlow tells of missing graphics cards whatever its log level, in the middle of the line of progress.
    """
    with path.open("w+", encoding="utf-8", errors="replace") as file:
        try:
            yield file
        finally:
            file.seek(0)
            sys.stderr.write(without_logs(file.read()))


async def evaluate(client: NotebookClient, expressions: list[str], timeout: float) -> list[dict[str, Any]]:
    """Return Jupyter's replies to expressions, evaluated after the cells that have run so far."""
    asked = {str(number): expression for number, expression in enumerate(expressions)}
    reply = await client.kc.execute(  # type: ignore[misc, union-attr, call-arg]
        "", silent=True, store_history=False, user_expressions=asked, reply=True, timeout=timeout
    )
    values = reply["content"]["user_expressions"]
    return [values[str(number)] for number in range(len(expressions))]


async def used_sample(client: NotebookClient) -> bool:
    """Return whether the kernel holds the embedded digits in place of all of MNIST."""
    (value,) = await evaluate(client, [_SAMPLE], 60)
    return value["status"] == "ok" and value["data"]["text/plain"] == "True"


def text_of(value: dict[str, Any]) -> str:
    """Return the string that a reply holds."""
    return str(ast.literal_eval(value["data"]["text/plain"]))
