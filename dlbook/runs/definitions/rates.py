"""The learning rates that sweeps try: a factor of about three apart, over six powers of ten."""

RATES = {
    "3e-5": 3e-5,
    "1e-4": 1e-4,
    "3e-4": 3e-4,
    "1e-3": 1e-3,
    "3e-3": 3e-3,
    "1e-2": 1e-2,
    "3e-2": 3e-2,
    "1e-1": 0.1,
    "3e-1": 0.3,
    "1": 1.0,
    "3": 3.0,
    "10": 10.0,
    "30": 30.0,
}


def seven_from(first: str) -> dict[str, float]:
    """Return seven neighbouring rates by name.

    Args:
        first: name of the smallest.

    Example:
        >>> list(seven_from("1e-3"))
        ['1e-3', '3e-3', '1e-2', '3e-2', '1e-1', '3e-1', '1']
    """
    names = list(RATES)
    return {name: RATES[name] for name in names[names.index(first) :][:7]}
