"""Settings as plain data, to be stored with a record and compared with the code of today."""

from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

from dlbook.checks import problem


def describe(value: Any) -> Any:
    """Return settings as JSON has them: a dataclass becomes its class name and all its fields.

    Args:
        value: dataclasses of numbers, texts, None, tuples, mappings, functions of modules, dataclasses.

    Returns:
        Dictionaries, lists, numbers, texts and None; equal settings give equal descriptions.

    Raises:
        ValueError: if a part is neither of these, since its text might change from day to day.

    Example:
        >>> from dlbook.nn import SGD
        >>> describe({"optimizer": SGD(0.1), "hidden": (64, 64)})
        {'optimizer': {'class': 'SGD', 'learning_rate': 0.1}, 'hidden': [64, 64]}
    """
    if isinstance(value, float) and not isfinite(value):
        return repr(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: describe(getattr(value, field.name)) for field in fields(value) if field.init}
        return {"class": type(value).__name__} | parts
    if isinstance(value, dict):
        return {str(key): describe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [describe(item) for item in value]
    name = getattr(value, "__qualname__", "")
    if name and "<" not in name:
        return f"{value.__module__}.{name}"
    raise problem(
        f"a setting is {value!r}",
        "numbers, texts, tuples, dataclasses or functions of a module",
        "Write the setting as a frozen dataclass",
    )
