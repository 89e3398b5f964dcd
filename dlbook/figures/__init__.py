"""The figures of the book: each a registered function, exported as one SVG that follows the page's theme."""

from dlbook.figures.registry import figure

__all__ = ["figure"]
