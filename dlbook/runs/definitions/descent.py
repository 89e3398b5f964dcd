"""Learning rates, batch sizes, and the noise of a mini-batch."""

from dlbook.nn import SGD
from dlbook.runs.jobs.classify import Training, train
from dlbook.runs.jobs.gradient_noise import NoiseSettings, measure_noise
from dlbook.runs.spec import Run

RATES = {"1e-1": 0.1, "1e-4": 1e-4, "1e-3": 1e-3, "1e-2": 0.01, "3e-2": 0.03, "3e-1": 0.3, "1": 1.0, "3": 3.0}
SIZES = (128, 1, 8, 32, 512, 2048)

RUNS = (
    Run(
        name="learning-rate-sweep",
        title="Learning rates from 0.0001 to 3",
        chapter="gradient-descent",
        about="The intermediate net with plain SGD at eight rates. Clean protocol, 10 epochs.",
        job=train,
        variants={name: Training(optimizer=SGD(rate)) for name, rate in RATES.items()},
    ),
    Run(
        name="batch-size-sweep",
        title="Batches of 1 to 2,048",
        chapter="gradient-descent",
        about="The intermediate net with plain SGD. 'same': rate 0.1 for every batch size. 'scaled': rate "
        "0.1 B / 128. Processor seconds stand beside the accuracy. Clean protocol, 3 epochs.",
        job=train,
        variants={f"same-{size}": Training(batch_size=size, epochs=3) for size in SIZES}
        | {
            f"scaled-{size}": Training(optimizer=SGD(0.1 * size / 128), batch_size=size, epochs=3)
            for size in SIZES
            if size != 128
        },
    ),
    Run(
        name="gradient-noise",
        title="How noisy a mini-batch's gradient is",
        chapter="gradient-descent",
        about="At the start and after 1 and 5 epochs of the intermediate net: mean squared distance between "
        "the gradient of a batch of B and that of all 50,000 digits, by the latter's square; 100 batches of "
        "each size, drawn without replacement.",
        job=measure_noise,
        variants={f"epoch-{epoch}": NoiseSettings(after=epoch) for epoch in (0, 1, 5)},
    ),
)
