"""The table of a network's layers, in the layout that Keras' readers know."""

from collections.abc import Sequence

from dlbook.nn.arrays import Array, Shape
from dlbook.nn.layers.base import Layer


def summarise(layers: Sequence[Layer], names: Sequence[str], input_shape: Shape) -> str:
    """Return layer, output shape and number of parameters of each layer, and the totals.

    Args:
        layers: the built layers.
        names: their names.
        input_shape: shape of one example.

    Returns:
        Text of several lines.

    Example:
        >>> import numpy as np
        >>> from dlbook.nn.layers import Dense
        >>> layer = Dense(10)
        >>> layer.build((64,), rng=np.random.default_rng(1))
        >>> print(summarise([layer], ["dense_1"], (64,)))
        ┌─────────────────┬──────────────┬─────────┐
        │ Layer (type)    │ Output Shape │ Param # │
        ├─────────────────┼──────────────┼─────────┤
        │ dense_1 (Dense) │ (None, 10)   │     650 │
        └─────────────────┴──────────────┴─────────┘
         Total params: 650 (2.54 KB)
         Trainable params: 650 (2.54 KB)
         Non-trainable params: 0 (0.00 B)

    *Differs from* Keras in the numbering: layers count from 1 for each type and each net.
    """
    rows, shape = [], input_shape
    for layer, name in zip(layers, names, strict=True):
        shape = layer.compute_output_shape(shape)
        size = sum(array.size for array in _arrays(layer))
        rows.append(
            (f"{name} ({type(layer).__name__})", f"({', '.join(map(str, (None, *shape)))})", f"{size:,}")
        )
    trainable = [array for layer in layers for array in layer.params.values()]
    fixed = [array for layer in layers for array in layer.state.values()]
    return "\n".join(
        [
            *_table(("Layer (type)", "Output Shape", "Param #"), rows),
            _total("Total", trainable + fixed),
            _total("Trainable", trainable),
            _total("Non-trainable", fixed),
        ]
    )


def _arrays(layer: Layer) -> list[Array]:
    return [*layer.params.values(), *layer.state.values()]


def _table(head: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> list[str]:
    """Return the lines of a table in box-drawing characters; the last column is set to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: tuple[str, str, str]) -> str:
        left, middle, right = (len(cell) for cell in cells)
        return (
            f"│ {cells[0]}{' ' * (widths[0] - left)} │ {cells[1]}{' ' * (widths[1] - middle)}"
            f" │ {' ' * (widths[2] - right)}{cells[2]} │"
        )

    def rule(start: str, cross: str, end: str) -> str:
        return start + cross.join("─" * (width + 2) for width in widths) + end

    return [rule("┌", "┬", "┐"), line(head), rule("├", "┼", "┤"), *map(line, rows), rule("└", "┴", "┘")]


def _total(kind: str, arrays: list[Array]) -> str:
    number, size = sum(array.size for array in arrays), float(sum(array.nbytes for array in arrays))
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            break
        size /= 1024
    return f" {kind} params: {number:,} ({size:.2f} {unit})"
