"""What the benchmark trains: two nets of the book, described so that every framework can build them."""

from dataclasses import dataclass

BATCH_SIZE = 128
INPUTS = 784
CLASSES = 10


@dataclass(frozen=True)
class BenchNet:
    """A net of dense ReLU layers that ends in a softmax over ten classes, and how it is trained.

    Args:
        name: the net's name in the book.
        hidden: units of each hidden layer.
        batch_norm: whether batch normalisation follows each hidden layer (after its ReLU).
        dropout: drop rate after the last hidden layer.
        optimizer: "sgd" or "adam".
        learning_rate: constant rate.

    Example:
        >>> NETS["deep"].sizes
        (784, 64, 64, 64, 10)
    """

    name: str
    hidden: tuple[int, ...]
    batch_norm: bool
    dropout: float
    optimizer: str
    learning_rate: float

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of all layers, from the pixels to the classes."""
        return (INPUTS, *self.hidden, CLASSES)


NETS = {
    "intermediate": BenchNet("intermediate", (64, 64), False, 0.0, "sgd", 0.1),
    "deep": BenchNet("deep", (64, 64, 64), True, 0.2, "adam", 0.001),
}
