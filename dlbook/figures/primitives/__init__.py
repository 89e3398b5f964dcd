"""The drawing vocabulary of the diagrams: trilobite, terrain, neurons, layers, edges, arrows, braces."""
