"""One module per chapter, named as the chapter's page (`cost_functions.py` draws `cost-functions.md`)."""
