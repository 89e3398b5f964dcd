"""The drawing vocabulary of the book's diagrams: trilobite, terrain, neurons, layers, edges, arrows and braces."""
