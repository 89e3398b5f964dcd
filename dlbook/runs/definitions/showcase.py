"""Trained nets that travel with the book."""

from dlbook.runs.definitions.nets import both_protocols
from dlbook.runs.jobs.quantised import QuantisedSettings, keep
from dlbook.runs.spec import Run

RUNS = (
    Run(
        name="digit-nets",
        title="Three trained nets in eight bits a weight",
        chapter="deep-network",
        about="The shallow, the intermediate and the deep net as the clean protocol trains them with seed 1; "
        "kernels rounded to whole numbers from -127 to 127 with one scale a unit. The test accuracy is that "
        "of exactly these rounded weights, which the record holds and results/digit-nets.npz repeats.",
        job=keep,
        variants={
            net: QuantisedSettings(both_protocols(net)["clean"])
            for net in ("shallow", "intermediate", "deep")
        },
        seeds=(1,),
    ),
)
