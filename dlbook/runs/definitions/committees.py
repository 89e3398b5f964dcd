"""Restarts and committees: several nets from different starts."""

from dlbook.runs.jobs.committees import CommitteeSettings, vote
from dlbook.runs.spec import Run

RUNS = (
    Run(
        name="restarts-and-committee",
        title="Ten restarts, the best of them, and their vote",
        chapter="gradient-descent",
        about="Ten intermediate nets from different starts, trained 10 epochs in the clean "
        "protocol: the mean "
        "member, the member with the lowest validation cost, and the average of their outputs, on the test "
        "digits. Each seed is a committee of its own.",
        job=vote,
        variants={"ten": CommitteeSettings()},
    ),
)
