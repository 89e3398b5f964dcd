"""A small book of two chapters with everything that a chapter can hold, and ways to build it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dlbook.rng import stream

ROOT = Path(__file__).resolve().parents[2]

HEADER = """---
title: {title}
description: {title} in a test.
chapter: {number}
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---
"""

COSTS = (
    HEADER.format(title="Costs", number=4)
    + r"""
# Costs

A miss has a {term}`cost`, as {cite}`nielsen2015` says {citep}`bishop1995, nielsen2015`.

## Squares {#sec-squares}

$$
c = (y - \hat y)^2 \label{square}
$$

{figure}`first-figure`

```python
from dlbook.nn import sigmoid

def square(x):
    return x * x

square(3)
```

The square of 3 is {py}`square(3)`, a slope is {py}`-0.25:.2f`; in a formula, $x = {py}`1e-7:.1e`$.
This is not run: ``{py}`not this` ``.

Table: Squares of $x$. {#tab-squares}

| $x$ | square |
|----:|-------:|
| 2 | {py}`square(2)` |

See [](#eq-square), [](#fig-first-figure), [](#tab-squares), [](#sec-squares) and [](other.md#eq-line).

/// exercise | 4.1
What is the square of 4? It is in [](#eq-square).

??? success "Solution"
    Sixteen.

    ```python
    answer = 4**2
    ```
///

/// quiz | Which is larger, $2^2$ or 2?
- [x] The square :: Four is more than two.
- [ ] Two :: Not here.
///

{references}
"""
)

OTHER = (
    HEADER.format(title="Other", number=5)
    + r"""
# Other

## Lines

$$
y = a x + b \label{line}
$$

```python
print("x" * 30_000)
```

Back to [](costs.md#eq-square) and {term}`costs`.
"""
)

GLOSSARY = "cost:\n  definition: How wrong a *network* is.\n  also: [costs]\n  see: costs.md#sec-squares\n"
WORKS = """
@book{nielsen2015, author={Nielsen, Michael A.}, title={Neural Networks}, publisher={DP}, year={2015}}
@book{bishop1995, author={Bishop, Christopher M.}, title={Pattern Recognition}, publisher={OUP}, year={1995}}
@book{unread2000, author={Gl{\\"o}ckner, Ute}, title={Unread}, publisher={Nobody}, year={2000}}
"""
SVG = (
    '<svg role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>svg{}</style>'
    "<title>t</title>"
    '<path id="first-figure-a" stroke="var(--fig-data,#0b66ad)" d="M0 0H9"/><text>a_b_c *d*</text></svg>\n'
)
FIGURE = {
    "caption": "The cost of a {term}`cost` is [](costs.md#eq-square), $x < 2$.",
    "alt": "Line chart of cost against miss where a line rises.",
    "chapter": "costs",
    "size": "wide",
    "source": "dlbook/figures/chapters/costs.py",
    "function": "first_figure",
}


def write_book(root: Path) -> Path:
    """Write the small book into a folder and return it."""
    docs = root / "docs"
    (docs / "appendices").mkdir(parents=True)
    (docs / "stylesheets").mkdir()
    (root / "figures").mkdir()
    files = {
        "docs/index.md": "# Home\n\nRead [Costs](costs.md).\n",
        "docs/costs.md": COSTS,
        "docs/other.md": OTHER,
        "docs/glossary.yml": GLOSSARY,
        "docs/references.bib": WORKS,
        "docs/appendices/glossary.md": "# Glossary\n\n{glossary}\n",
        "docs/appendices/references.md": "# References\n\n{bibliography}\n",
        "docs/stylesheets/book.css": ROOT.joinpath("docs/stylesheets/book.css").read_text(encoding="utf-8"),
        "figures/first-figure.svg": SVG,
        "figures/manifest.json": json.dumps({"figures": {"first-figure": FIGURE}}),
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings(), encoding="utf-8")
    return root


def settings() -> str:
    """The book's settings of MkDocs for a book elsewhere, without navigation and widgets."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:\n(  .*\n)+", "", config, flags=re.M)
    config = config.replace("dlbook/book/", f"{ROOT}/dlbook/book/").replace("paths: [.]", f"paths: [{ROOT}]")
    config = re.sub(r"^watch: .*\n", "", config, flags=re.M)
    return config.replace("extra_javascript:\n  - widgets/start.js\n", "")


def run_mkdocs(
    root: Path, *, within: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Build the book in a folder with MkDocs, in a process of its own, if need be within another command."""
    return subprocess.run(
        [*within, sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "CI": "", **environment},
    )


@pytest.fixture(scope="session")
def written_book(tmp_path_factory):
    """The small book, unbuilt; not to be changed."""
    return write_book(tmp_path_factory.mktemp("book"))


@pytest.fixture
def book(written_book, tmp_path):
    """A copy of the small book to change."""
    return Path(shutil.copytree(written_book, tmp_path / "a book ü"))


@pytest.fixture(scope="session")
def api_site(tmp_path_factory):
    """The pages of the API reference, built on their own: HTML by name."""
    root = tmp_path_factory.mktemp("api")
    pages = Path("docs", "appendices", "api")
    shutil.copytree(ROOT / pages, root / pages)
    (root / "docs/appendices/gallery.md").write_text("# Gallery\n", encoding="utf-8")
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    config = re.sub(r"^hooks: .*\n", "", settings(), flags=re.M)
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run_mkdocs(root)
    assert done.returncode == 0, done.stdout + done.stderr
    built = root / "site" / "appendices" / "api"
    return {page.stem: _html(built, page.stem) for page in (ROOT / pages).glob("*.md")}


def _html(built: Path, name: str) -> str:
    folder = built if name == "index" else built / name
    return (folder / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def digits() -> dict[str, np.ndarray]:
    """Random pixels with one class a tenth, to train on and to validate with."""
    rng = stream(12, "test", "digits")
    pixels, labels = rng.random((900, 784), dtype=np.float32), rng.integers(10, size=900)
    pixels[np.arange(900), labels] += 4  # something to learn
    targets = np.eye(10, dtype=np.float32)[labels]
    return {"x_train": pixels[:700], "y_train": targets[:700], "x_val": pixels[700:], "y_val": targets[700:]}
