"""The speed benchmark: each framework in a process of its own, on one core, asked in turn for one epoch."""
