"""A small book of its own for the tests of the build: two figures in a package of a temporary folder."""

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from dlbook.figures.places import Places
from dlbook.figures.registry import REGISTRY

MODULE = '''
    """Two figures."""

    from matplotlib.figure import Figure

    from dlbook.figures import figure
    from dlbook.figures.labels import canvas, panel
    from dlbook.figures.theme import role
    {package}
    from {name}.helper import height


    @figure(id="first-figure", caption="A line goes up.", alt="Line chart of something that rises.")
    def first(rng) -> Figure:
        """Draw a line."""
        fig = canvas(200)
        ax = panel(fig, 40, 20, 400, 140)
        ax.plot([0, 1], [0, height()], "o-", color=role("data"))
        return fig


    @figure(id="second-figure", caption="Noise is noise.", alt="Scatter chart of random numbers.")
    def second(rng) -> Figure:
        fig = canvas(200)
        ax = panel(fig, 40, 20, 400, 140)
        ax.scatter(rng.normal(size=20), rng.normal(size=20), color=role("model"))
        return fig
'''


@pytest.fixture
def places(tmp_path: Path, request: pytest.FixtureRequest) -> Places:
    """Return a checkout with one chapter of two figures."""
    name = f"book_{abs(hash(request.node.nodeid))}"
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "helper.py").write_text("def height():\n    return 1.0\n")
    (package / "some_chapter.py").write_text(dedent(MODULE).format(name=name, package=""))
    known, path, modules = dict(REGISTRY), list(sys.path), set(sys.modules)
    yield Places(name, tmp_path, tmp_path / "figures", tmp_path / "results", tmp_path / "cache")
    sys.path[:] = path
    REGISTRY.clear()
    REGISTRY.update(known)
    for module in set(sys.modules) - modules:
        if module.startswith(name):
            del sys.modules[module]
