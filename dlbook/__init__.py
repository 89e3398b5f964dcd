"""Deep Learning, Drawn in Code: the engine, the runs and the figures of the book."""

__version__ = "0.1.0"
