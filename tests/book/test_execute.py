"""Chapters in real kernels: values, outputs, faults with their place, limits, and what is run again."""

import asyncio
import os
import textwrap
import time
from pathlib import Path

import pytest

from dlbook.book import execute
from dlbook.book.compose import BANNER, compose
from dlbook.book.errors import ChapterError
from dlbook.book.execute import Results, Runner, run
from dlbook.book.kernel import CELL_LIMIT, OUTPUT_LIMIT, RICH_LIMIT
from dlbook.book.source import Source
from dlbook.book.store import Store

HEADER = """---
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---
"""
FIRST_LINE = HEADER.count("\n") + 1


def chapter(body: str) -> Source:
    return Source("c.md", HEADER + textwrap.dedent(body))


def fault(body: str, timeout: float = 60) -> str:
    with pytest.raises(ChapterError) as caught:
        asyncio.run(run(chapter(body), timeout))
    return str(caught.value)


@pytest.fixture(scope="module")
def results() -> Results:
    before = set(os.listdir())
    body = """\
    ```python
    x = 3
    print("a" * 100_000_000)
    ```

    Now {py}`x` and {py}`x / 7:.3f` and {py}`"it's"`.

    ```python
    x = 4
    open("left behind", "w").write("x")
    x
    ```

    ```python tags=["raises-exception"]
    1 / 0
    ```

    Later {py}`x`.
    """
    found = asyncio.run(run(chapter(body)))
    assert set(os.listdir()) == before
    return found


def test_values_are_those_after_the_cells_above(results):
    assert results.values == ["3", "0.429", "it's", "4"]


def test_a_cell_that_prints_a_hundred_megabytes_is_cut_off_with_a_notice(results):
    printed = "".join(output["text"] for output in results.outputs[0])
    assert printed.startswith("a" * OUTPUT_LIMIT)
    assert "cut off: the cell printed 100,000,001 characters" in printed
    assert len(printed) < OUTPUT_LIMIT + 200


MUCH = """\
```python
from IPython.display import HTML, display

handle = display(HTML("small"), display_id="a")
for i in range(60):
    display(HTML("x" * 900_000))
```

```python
display({"text/html": "y" * 2_000_000, "application/json": ["z" * 2_000_000]}, raw=True)
handle.update(HTML("w" * 2_000_000))
```

```python tags=["raises-exception"]
raise ValueError("v" * 2_000_000)
```
"""


def test_pictures_and_errors_without_end_are_cut_off_too():
    found = asyncio.run(run(chapter(MUCH)))
    many, (large, *_), (error,) = found.outputs
    assert sum(len(str(output)) for output in many) < CELL_LIMIT + RICH_LIMIT
    assert len(many) > 3
    assert "cut off: the cell showed 54,0" in many[-1]["text"]
    assert "[2,000,000 characters of text/html: too much to show]" in large["data"]["text/html"]
    assert "[2,000,004 characters of application/json: too much to show]" in large["data"]["application/json"]
    assert "[2,000,000 characters of text/html: too much to show]" in many[0]["data"]["text/html"]
    assert "2,000,000 characters of text: too much to show" in error["evalue"]
    assert len(str(error)) < 4 * OUTPUT_LIMIT


def test_faults_that_say_too_much_are_short():
    message = fault('```python\nraise ValueError("v" * 2_000_000)\n```\n')
    assert "2,000,000 characters of text: too much to show" in message
    assert len(message) < 2 * OUTPUT_LIMIT
    message = fault('```python\ny = "x" * 2_000_000\n```\n\nIt is {py}`y`.\n')
    assert f"docs/c.md:{FIRST_LINE + 4}: {{py}}`y` gives 2,000,000 characters; let a cell show" in message
    assert len(message) < 2 * OUTPUT_LIMIT


def test_results_and_wanted_errors_are_outputs(results):
    assert results.outputs[1][0]["data"]["text/plain"] == "4"
    assert results.outputs[2][0]["ename"] == "ZeroDivisionError"
    assert not results.sample


def test_a_failing_cell_is_named_by_file_line_and_marked_source():
    message = fault("""\
    ```python
    def f(x):
        return 1 / x
    ```

    Between.

    ```python
    f(1)
    f(0)
    ```
    """)
    assert f"docs/c.md:{FIRST_LINE + 2}: (cell 1) ZeroDivisionError: division by zero" in message
    assert f"> {FIRST_LINE + 2} |     return 1 / x" in message


def test_the_second_of_two_equal_cells_is_the_one_that_is_named():
    cell = "```python\nn = globals().get('n', 0) + 1; assert n < 2\n```\n\n"
    assert f"docs/c.md:{FIRST_LINE + 5}: (cell 2) AssertionError" in fault(cell * 2)


def test_a_failing_expression_is_named_by_its_line():
    message = fault("```python\nx = 1\n```\n\nLine.\nIt is {py}`x` and {py}`y:.2f`.\n")
    assert f"docs/c.md:{FIRST_LINE + 5}: {{py}}`y:.2f` fails: NameError" in message


def test_an_endless_cell_is_stopped():
    started = time.perf_counter()
    message = fault("```python\nwhile True:\n    pass\n```\n", timeout=1)
    assert f"docs/c.md:{FIRST_LINE + 1}: (cell 1) the cell ran longer than 1 s" in message
    assert time.perf_counter() - started < 20


def test_a_kernel_that_dies_is_reported():
    assert "the kernel died" in fault("```python\nimport os\nos._exit(1)\n```\n")


def test_the_terminal_hears_what_a_kernel_says_but_not_the_log_of_tensorflow(capfd):
    log = "I0000 00:00:1795676493.138701    4993 cudart_stub.cc:31] Could not find cuda drivers"
    asyncio.run(run(chapter(f"```python\nimport os\nn = os.write(2, b'{log}\\nlost words\\n')\n```\n"), 60))
    assert capfd.readouterr().err.endswith("lost words\n")
    asyncio.run(run(chapter(f"```python\nimport os\nn = os.write(2, b'{log}\\n')\n```\n"), 60))
    assert "cuda" not in capfd.readouterr().err


def test_digits_of_the_sample_are_noticed(monkeypatch):
    monkeypatch.setenv("DLBOOK_DATA", "")
    body = "```python\nfrom dlbook.data import load_mnist\nn = len(load_mnist(sample='only').flat())\n```\n"
    assert asyncio.run(run(chapter(body))).sample


def test_a_relative_data_folder_means_the_same_in_the_scratch_folder(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLBOOK_DATA", "data")
    body = "```python\nimport os\n```\n\n{py}`os.environ['DLBOOK_DATA']` {py}`os.getcwd()`\n"
    data, folder = asyncio.run(run(chapter(body))).values
    assert Path(data) == tmp_path / "data"
    assert Path(folder) != tmp_path


def test_a_page_says_that_it_was_built_on_the_sample():
    text = HEADER + "\n# Title\n\nText.\n"
    assert "Built on a sample" in compose(text, Results([], [], sample=True))
    assert "Built on a sample" not in compose(text, Results([], []))
    assert "make data" in BANNER


def test_an_incomplete_header_is_a_fault():
    source = Source("c.md", HEADER.replace("    display_name: Python 3\n", "") + "\nText.\n")
    with pytest.raises(ChapterError, match=r"docs/c\.md:1: the jupyter header is incomplete"):
        Runner(Store(Path("unused")), Path("unused"), Path("unused")).key(source)


@pytest.fixture
def counted(monkeypatch, tmp_path):
    """A runner whose runs are counted instead of done, and the list of what ran."""
    ran: list[str] = []

    async def pretend(source: Source, timeout: float) -> Results:
        ran.append(source.uri)
        return Results([[]], ["7"])

    monkeypatch.setattr(execute, "run", pretend)
    package = tmp_path / "dlbook"
    for name, text in {
        "__init__.py": "",
        "near.py": "from dlbook import far\n\ndef f():\n    '''Doc.'''\n    return 1\n",
        "far.py": "x = 1\n",
        "unused.py": "y = 1\n",
    }.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text)
    return Runner(Store(tmp_path / "cache"), package, tmp_path / "results"), ran, package


ONE = chapter("# One\n\n```python\nfrom dlbook import near\n```\n\n{py}`near.f()`\n")
TWO = Source("two.md", chapter("# Two\n\n```python\nx = 2\n```\n\n{py}`x`\n").text)


def again(counted, *changed: Source) -> list[str]:
    """What runs when both chapters have run and some are then changed."""
    runner, ran, _ = counted
    ran.clear()
    runner.run_all(changed or [ONE, TWO])
    return sorted(ran)


def test_nothing_runs_twice_and_prose_runs_nothing(counted):
    assert again(counted) == ["c.md", "two.md"]
    assert again(counted) == []
    prose = Source("c.md", ONE.text.replace("# One", "# Another title\n\nMore prose."))
    assert again(counted, prose, TWO) == []


def test_changed_code_runs_its_own_chapter_only(counted):
    again(counted)
    assert again(counted, Source("c.md", ONE.text.replace("near\n", "near, far\n")), TWO) == ["c.md"]
    assert again(counted, Source("c.md", ONE.text.replace("f()", "f() + 1")), TWO) == ["c.md"]


def test_a_changed_module_runs_the_chapters_that_import_it(counted):
    again(counted)
    package = counted[2]
    (package / "unused.py").write_text("y = 2\n")
    assert again(counted) == []
    (package / "near.py").write_text(
        "from dlbook import far  # why\n\ndef f():\n    '''Other.'''\n    return 1\n"
    )
    assert again(counted) == []
    (package / "far.py").write_text("x = 2\n")
    assert again(counted) == ["c.md"]


def test_a_damaged_cache_entry_is_found_and_made_again(counted):
    again(counted)
    runner = counted[0]
    for path in runner.store.folder.iterdir():
        whole = path.read_bytes()
        assert whole.count(b'"7"') == 1
        path.write_bytes(whole.replace(b'"7"', b'"8"'))  # still JSON, but not what was kept
    assert again(counted) == ["c.md", "two.md"]
    for path in runner.store.folder.iterdir():
        path.write_bytes(b"\xff\x00")
    assert again(counted) == ["c.md", "two.md"]
    assert again(counted) == []


def test_a_cache_that_cannot_be_written_to_does_not_stop_the_build(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = Store(blocked / "below")
    store.put("key", [1])
    assert store.get("key") is None


def test_faults_of_several_chapters_are_reported_together(monkeypatch, tmp_path):
    async def fail(source: Source, timeout: float) -> Results:
        raise ChapterError("broken", source.path, 1)

    monkeypatch.setattr(execute, "run", fail)
    runner = Runner(Store(tmp_path), tmp_path / "dlbook", tmp_path)
    with pytest.raises(ChapterError, match=r"(?s)docs/c\.md:1: broken.*docs/two\.md:1: broken"):
        runner.run_all([ONE, TWO])


def test_a_kernel_keeps_to_one_thread(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    body = """{py}`__import__("os").environ["OPENBLAS_NUM_THREADS"]`\n"""
    assert asyncio.run(run(chapter(body), 60)).values == ["1"]
