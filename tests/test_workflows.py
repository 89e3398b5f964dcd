"""The workflows name what is there: targets of the Makefile and files; and no action by a movable name."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def steps(request):
    jobs = yaml.safe_load(request.param.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_there_are_three():
    assert [path.stem for path in WORKFLOWS] == ["site", "tests", "weekly"]


def test_every_action_is_named_by_its_hash(steps):
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [one for one in used if not re.search(r"@[0-9a-f]{40}$", one)] == []


def test_every_target_and_every_folder_exists(steps):
    lines = "\n".join(step.get("run", "") for step in steps)
    assert set(re.findall(r"\bmake ([a-z-]+)", lines)) <= TARGETS
    for path in re.findall(r"(?:^|\s)(tests/\w+|\.ci/\w+)", lines):
        assert (ROOT / path).exists(), path


def test_every_job_may_run_only_so_long():
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
            assert job["timeout-minutes"] <= 120, f"{path.name}: {name}"
