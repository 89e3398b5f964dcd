"""A registered figure drawn by Matplotlib in the book's style, in either theme, as SVG, PDF or PNG."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure

from dlbook.figures.registry import Spec
from dlbook.figures.slim import slim
from dlbook.figures.theme import role, themed

STYLES = Path(__file__).parent / "styles"
FORMATS = ("svg", "pdf", "png")
PNG_DPI = 216  # three pixels to one of the page
_NO_DATES = {
    "svg": {"Date": None, "Creator": None, "Type": None, "Format": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@contextmanager
def style(size: str, mode: str = "light") -> Iterator[None]:
    """Set the book's style for one size and theme inside the block."""
    with themed(mode):
        ink, muted, grid = role("ink"), role("muted"), role("grid")
        colours: dict[str, Any] = {
            **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.labelcolor", "ytick.labelcolor"), ink),
            **dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), muted),
            **dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor"), "none"),
            **dict.fromkeys(("lines.color", "patch.facecolor", "patch.edgecolor", "hatch.color"), ink),
            "grid.color": grid,
            "axes.prop_cycle": cycler(color=[role(name) for name in ("data", "model", "target", "gradient")]),
        }
        with mpl.rc_context():
            mpl.rcdefaults()
            for name in ("book", size):
                mpl.rcParams.update(mpl.rc_params_from_file(STYLES / f"{name}.mplstyle", False, False))
            mpl.rcParams.update(colours)  # type: ignore[arg-type]
            yield


@contextmanager
def drawn(spec: Spec, mode: str = "light") -> Iterator[Figure]:
    """Draw a figure and keep its style in force inside the block, so that it can be measured or saved."""
    with style(spec.size, mode), warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # a missing glyph, a layout that does not fit
        yield spec.draw(spec.rng())


def svg(spec: Spec) -> str:
    """Return the figure as a slim SVG element whose colours are CSS variables, with real text."""
    with drawn(spec) as fig:
        return slim(_saved(fig, "svg").decode(), spec.id)


def picture(spec: Spec, mode: str, format: str) -> bytes:
    """Return the figure as a PDF or PNG file on the paper of one theme.

    Args:
        spec: the registered figure.
        mode: "light" or "dark".
        format: "pdf" or "png" (216 dots per inch, three to a CSS pixel).

    Returns:
        The content of the file; equal on every call.
    """
    with drawn(spec, mode) as fig:
        fig.set_facecolor(role("paper"))
        return _saved(fig, format)


def _saved(fig: Figure, format: str) -> bytes:
    stream = io.BytesIO()
    dpi = PNG_DPI if format == "png" else 72
    fig.savefig(stream, format=format, dpi=dpi, facecolor=fig.get_facecolor(), metadata=_NO_DATES[format])
    return stream.getvalue()
