"""Examples in docstrings are tests, but not in modules that need a framework of their own to be imported."""

collect_ignore_glob = ["dlbook/twins/bench/with_*.py"]
