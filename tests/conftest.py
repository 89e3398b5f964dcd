"""What tests of several folders share: the programs that stand on a page, and two trainings step for step."""

import copy
import re
import textwrap
from pathlib import Path

import pytest

from dlbook import nn

DOCS = Path(__file__).parents[1] / "docs"


class Page:
    """The programs of one chapter.

    Args:
        name: its file below ``docs``, such as "training/backpropagation.md".
    """

    def __init__(self, name):
        self.name = name
        self.text = (DOCS / name).read_text(encoding="utf-8")

    def cells(self, *, until=""):
        """Return the live cells, those that start at the margin, up to a section or all."""
        text = self.text
        if until:
            text, found, _ = text.partition(f"{{#sec-{until}}}")
            assert found, f"no section {until!r} on {self.name}"
        return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)

    def cell(self, word):
        """Return the first live cell that holds a piece of code."""
        found = [cell for cell in self.cells() if word in cell]
        assert found, f"no cell with {word!r} on {self.name}"
        return found[0]

    def tab(self, title, number=0):
        """Return the program in a tab, the first of that title unless a number says which."""
        found = re.findall(rf'^=== "{title}"\n\n    ```python\n(.*?)^    ```', self.text, re.M | re.S)
        assert len(found) > number, f"no tab {title!r} with number {number} on {self.name}"
        return textwrap.dedent(found[number])

    def programs(self):
        """Return all that is set as Python on the page: cells, tabs and solutions."""
        found = re.findall(r"^[ ]*```python\n(.*?)^[ ]*```", self.text, re.M | re.S)
        return [textwrap.dedent(code) for code in found]


@pytest.fixture(scope="session")
def page():
    """A function that opens a chapter by its file's name."""
    return Page


@pytest.fixture
def train_alike(monkeypatch):
    """A function that trains a dlbook and a Keras program from equal weights on equal batches.

    It takes both programs and the names that they find defined, and returns both histories. Neither shuffles,
    and Keras starts from a copy of what the net was before its first ``fit``.
    """

    def train(ours, theirs, names):
        import keras

        from dlbook.twins.keras_twin import copy_to_keras

        started, histories = [], []
        fit, keras_fit = nn.fit, keras.Model.fit

        def fit_in_order(net, x, y, **options):
            started.append(copy.deepcopy(net))
            histories.append(fit(net, x, y, **{**options, "shuffle": False, "verbose": 0}))
            return histories[-1]

        def keras_fit_in_order(model, x, y, **options):
            copy_to_keras(started.pop(), model)
            histories.append(keras_fit(model, x, y, **{**options, "shuffle": False, "verbose": 0}))
            return histories[-1]

        monkeypatch.setattr(nn, "fit", fit_in_order)
        monkeypatch.setattr(keras.Model, "fit", keras_fit_in_order)
        exec(ours, {**names, "fit": fit_in_order})
        exec(theirs, dict(names))
        assert len(histories) == 2, "each program should call fit once"
        return histories[0].history, histories[1].history

    return train
