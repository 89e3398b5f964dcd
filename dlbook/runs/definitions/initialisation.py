"""First weights, and the scale of the inputs."""

from dlbook.nn import SGD, RandomNormal
from dlbook.nn.initializers import Initializer
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.nets import Net
from dlbook.runs.spec import Run

SCHEMES: dict[str, str | Initializer] = {
    "he-normal": "he_normal",
    "glorot-uniform": "glorot_uniform",
    "glorot-normal": "glorot_normal",
    "lecun-normal": "lecun_normal",
    "normal-1": RandomNormal(stddev=1.0),
    "normal-1e-2": RandomNormal(stddev=0.01),
    "zeros": "zeros",
}
FEW = ("glorot-normal", "he-normal", "normal-1", "normal-1e-2")


def started(activation: str, scheme: str) -> Training:
    """Return the training of a net of four hidden layers from a scheme."""
    net = Net(hidden=(64,) * 4, activation=activation, kernel_initializer=SCHEMES[scheme])
    return Training(net=net, epochs=5)


SCALES = (
    ("unit", "1e-1", 0.1),
    ("raw", "1e-1", 0.1),
    ("raw", "1e-2", 0.01),
    ("raw", "1e-3", 0.001),
    ("raw", "1e-4", 0.0001),
    ("centred", "1e-1", 0.1),
    ("standardised", "1e-1", 0.1),
    ("standardised", "3e-2", 0.03),
)

RUNS = (
    Run(
        name="init-training",
        title="How training goes from different first weights",
        chapter="weight-initialisation",
        about="Four hidden layers of 64 units, SGD 0.1, batch 128, 5 epochs, clean protocol: ReLU from seven "
        "schemes, tanh and sigmoid from four.",
        job=train,
        variants={f"relu-{scheme}": started("relu", scheme) for scheme in SCHEMES}
        | {f"{f}-{scheme}": started(f, scheme) for f in ("tanh", "sigmoid") for scheme in FEW},
    ),
    Run(
        name="input-scaling",
        title="Pixels from 0 to 255, from 0 to 1, and standardised",
        chapter="weight-initialisation",
        about="The intermediate net with SGD on raw pixels (at four rates), on pixels in [0, 1], on "
        "those minus "
        "their mean, and with each pixel standardised over the training digits. Clean protocol, 10 epochs.",
        job=train,
        variants={
            f"{inputs}-{name}": Training(inputs=inputs, optimizer=SGD(rate)) for inputs, name, rate in SCALES
        },
    ),
)
