"""The book's nets in other frameworks: the same weights, the same numbers, and who is faster.

Nothing heavy is imported here: Keras and PyTorch load when a twin is built.
"""
