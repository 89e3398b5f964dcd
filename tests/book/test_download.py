"""The notebooks that readers take away: what is inside, and that one runs where nothing of ours is."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from dlbook.book.download import Luggage, build_wheel, takeaway
from dlbook.book.source import Source

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Source("training/costs.md", "---\ntitle: Costs\nchapter: 4\n---\n")


def executed(*cells):
    """A notebook of Markdown and code cells, as JSON."""
    made = [
        nbformat.v4.new_code_cell(text[1:]) if text.startswith(">") else nbformat.v4.new_markdown_cell(text)
        for text in cells
    ]
    return nbformat.writes(nbformat.v4.new_notebook(cells=made))


@pytest.fixture
def luggage(tmp_path):
    picture = tmp_path / "relu-light.png"
    picture.write_bytes(b"\x89PNG and so on")
    return Luggage({"relu": picture}, {"relu": "A corner."}, "", tmp_path / "dlbook-1-py3-none-any.whl")


def packed(luggage, *cells, source=SOURCE):
    book = nbformat.reads(takeaway(executed(*cells), source, luggage), as_version=4)
    nbformat.validate(book)
    return book


FIGURE = '<figure class="figure" id="fig-relu">\n<figcaption><strong>F.</strong> C.</figcaption>\n</figure>'


def test_figures_travel_inside_the_notebook(luggage):
    book = packed(luggage, "---\ntitle: Costs\n---", f"# Costs\n\n{FIGURE}")
    assert len(book.cells) == 3  # welcome, installation, and the text without the front matter
    assert "![A corner.](attachment:relu.png)" in book.cells[2].source
    assert list(book.cells[2].attachments) == ["relu.png"]


def test_the_first_code_cell_installs_only_where_dlbook_is_missing_and_what_the_chapter_imports(luggage):
    book = packed(luggage, "# A", ">import keras\nfrom dlbook.nn import relu")
    install = book.cells[1].source
    assert 'find_spec("dlbook") is None' in install
    assert '%pip install --quiet "./dlbook-1-py3-none-any.whl[data,keras]"' in install


@pytest.mark.parametrize(("sign", "called"), [("4", "chapter"), ("K", "appendix")])
def test_a_notebook_says_whether_it_is_a_chapter_or_an_appendix(luggage, sign, called):
    source = Source("appendices/sums.md", f"---\ntitle: Sums\nchapter: {sign}\n---\n")
    welcome, install = packed(luggage, "# Sums", source=source).cells[:2]
    assert welcome.source.startswith(f"*{called.capitalize()} {sign} of*")
    assert f"installs what the {called} needs" in install.source


def test_with_an_address_the_package_comes_from_there_and_links_lead_back(luggage):
    away = Luggage(luggage.pictures, luggage.alts, "https://example.org/book/", luggage.wheel)
    book = packed(away, "See [Section 1.1](../a/b.md#sec-x) and [here](#sec-y).")
    assert (
        "dlbook[data] @ https://example.org/book/downloads/dlbook-1-py3-none-any.whl" in book.cells[1].source
    )
    assert "(https://example.org/book/a/b/#sec-x)" in book.cells[2].source
    assert "(https://example.org/book/training/costs/#sec-y)" in book.cells[2].source


def test_the_wheel_holds_the_package_and_is_built_once(tmp_path):
    wheel = build_wheel(ROOT, tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"dlbook/nn/network.py", "dlbook/settings.toml", "dlbook/book/notebook.md.j2"} <= names
    assert {"dlbook/recorded/digit-nets.json", "dlbook/recorded/test-digits.npz"} <= names
    assert not any(name.startswith("tests/") for name in names)
    before = wheel.stat().st_mtime_ns
    assert build_wheel(ROOT, tmp_path).stat().st_mtime_ns == before
    whole = wheel.read_bytes()
    wheel.write_bytes(whole[:-1])  # damaged in the cache
    assert build_wheel(ROOT, tmp_path).read_bytes() == whole


def test_a_package_that_cannot_be_built_says_why(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[build-system]\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("", encoding="utf-8")
    with pytest.raises(RuntimeError, match="could not be built"):
        build_wheel(tmp_path, tmp_path / "wheel")


CHAPTER = """---
title: A neuron
chapter: 2
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

# A neuron

```python
from dlbook.data import load_mnist
from dlbook.nn import sigmoid
from dlbook.runs import Results

runs = len(Results().names())
print(load_mnist().flat()[0].shape[1], float(sigmoid(0.0)), runs > 40)
```
"""


@pytest.mark.slow
def test_a_notebook_runs_in_a_fresh_environment_beside_the_wheel(tmp_path):
    from dlbook.book.execute import notebook

    wheel = build_wheel(ROOT, tmp_path / "wheel")
    folder = tmp_path / "a reader's folder"
    folder.mkdir()
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    cells = nbformat.writes(notebook(CHAPTER))
    (folder / "neuron.ipynb").write_text(
        takeaway(cells, SOURCE, Luggage({}, {}, "", wheel)), encoding="utf-8"
    )
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True, timeout=120)
    python = environment / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "jupyter-client"]
    subprocess.run([*install, "ipykernel", "nbclient", "nbconvert"], check=True, timeout=600)
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("DLBOOK", "PYTHON"))
    }
    subprocess.run(
        [python, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done", "neuron.ipynb"],
        cwd=folder,
        env=variables | {"HOME": str(tmp_path), "PATH": f"{python.parent}:{os.environ['PATH']}"},
        check=True,
        timeout=600,
    )
    done = json.loads((folder / "done.ipynb").read_text(encoding="utf-8"))
    printed = "".join(done["cells"][-1]["outputs"][0]["text"])
    assert printed.split() == ["784", "0.5", "True"]
