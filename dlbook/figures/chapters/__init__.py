"""A module per chapter, named as its page (`cost_functions.py`), or several (`cost_functions__worked.py`)."""
