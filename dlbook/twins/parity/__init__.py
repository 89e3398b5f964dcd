"""Measures how far every part of the engine is from Keras, and makes the table of the book's appendix.

Each module measures one kind of part and yields rows; ``table`` gathers, prints and writes them.
"""
