"""What tests of the widgets share: a Node that runs scripts."""

import os
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def widgets():
    """The folder of the widgets."""
    return ROOT / "docs/widgets"


@pytest.fixture(scope="session")
def run_node():
    """A function that runs the Node of the playwright package: `run_node(*arguments, **environment)`."""

    def run(*arguments, **variables):
        command = [compute_driver_executable()[0], *map(str, arguments)]
        environment = os.environ | {name: str(value) for name, value in variables.items()}
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, env=environment)

    return run
