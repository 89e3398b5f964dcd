"""The addresses, the author line and the data mirrors of this copy of the book, from `settings.toml`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from dlbook.checks import problem


@dataclass(frozen=True)
class Settings:
    """What differs between copies of the book; an empty text means that it is unset.

    Args:
        site_url: the address of the built site, with a final slash, or "".
        repository_url: the address of the sources, without a final slash, or "".
        author: the author line, or "".
        mirrors: for each data set (`"mnist"`, `"housing"`) the addresses to download it from, in order.

    Example:
        >>> sorted(load_settings({}).mirrors)
        ['housing', 'mnist']
    """

    site_url: str
    repository_url: str
    author: str
    mirrors: Mapping[str, tuple[str, ...]]


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the file, overridden by environment variables.

    Args:
        environment: variables such as `DLBOOK_SITE_URL`; those of the process by default.

    Returns:
        The settings. They are read anew at each call, so that a change of the environment counts.

    Raises:
        ValueError: an address is not one of http or https.

    Example:
        >>> load_settings({"DLBOOK_SITE_URL": "https://example.org/book"}).site_url
        'https://example.org/book/'
    """
    variables = os.environ if environment is None else environment
    table = _table()
    mirrors = {
        name: tuple(
            _address(url, f"a mirror of {name}")
            for url in _value(variables, f"{name}_mirrors", " ".join(urls)).split()
        )
        for name, urls in table["mirrors"].items()
    }
    site_url = _address(_value(variables, "site_url", table["site_url"]), "site_url")
    repository_url = _address(_value(variables, "repository_url", table["repository_url"]), "repository_url")
    return Settings(
        site_url=site_url.rstrip("/") + "/" if site_url else "",
        repository_url=repository_url.rstrip("/"),
        author=_value(variables, "author", table["author"]),
        mirrors=mirrors,
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("dlbook").joinpath("settings.toml").read_text(encoding="utf-8"))


def _value(variables: Mapping[str, str], name: str, default: str) -> str:
    return variables.get(f"DLBOOK_{name.upper()}", default).strip()


def _address(url: str, name: str) -> str:
    """Return `url` if it is empty or an address of the web."""
    parts = urlsplit(url)
    if url and not (parts.scheme in ("http", "https") and parts.netloc):
        raise problem(
            f"{name} is {url!r}",
            "an address that starts with http:// or https://, or nothing",
            f"Correct it in dlbook/settings.toml or in the variable DLBOOK_{name.split()[-1].upper()}"
            + ("_MIRRORS" if name.startswith("a mirror") else ""),
        )
    return url
