"""Small nets and single layers looked at closely."""

from dlbook.runs.jobs.encoder import EncoderSettings, encode
from dlbook.runs.jobs.layer_speed import SpeedSettings, watch_layers
from dlbook.runs.jobs.saturated import NeuronSettings, unlearn
from dlbook.runs.spec import Run

RUNS = (
    Run(
        name="encoder",
        title="The 8-3-8 encoder",
        chapter="networks",
        about="Eight patterns through three sigmoid units and back, one at a time in fixed order, "
        "rate 0.3 and "
        "momentum 0.3 on half the summed squares, weights and biases from [-0.1, 0.1], 5,000 "
        "epochs: how often "
        "the eight codes, rounded, are all different.",
        job=encode,
        variants={"classic": EncoderSettings()},
        seeds=tuple(range(1, 41)),
        data="none",
    ),
    Run(
        name="saturated-start",
        title="A neuron that starts badly wrong",
        chapter="cost-functions",
        about="One sigmoid neuron with weight and bias 2, input 1 and target 0: quadratic cost against "
        "cross-entropy at the same rate of 0.15, 300 steps. Nothing is random, so one seed says all.",
        job=unlearn,
        variants={
            "quadratic": NeuronSettings(),
            "cross-entropy": NeuronSettings(cost="binary_crossentropy"),
        },
        seeds=(1,),
        data="none",
    ),
    Run(
        name="learning-speed-by-layer",
        title="How fast each layer learns",
        chapter="backpropagation",
        about="784, six layers of 30 sigmoids, softmax 10; MNIST's first 1,000 training digits, one "
        "at a time, "
        "SGD 0.1, 200 epochs: the length of each layer's gradient over all 1,000 digits after every epoch.",
        job=watch_layers,
        variants={"sigmoid": SpeedSettings()},
        seeds=(1, 2, 3),
    ),
)
