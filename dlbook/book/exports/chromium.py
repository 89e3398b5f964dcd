"""The Chromium that prints the book, and what to do where there is none."""

import importlib
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from dlbook.checks import problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "DLBOOK_CHROMIUM"


def chromium_path() -> str | None:
    """Return the browser that DLBOOK_CHROMIUM names, else the first on the PATH, else None."""
    return os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, NAMES)), None)


def found_chromium() -> str:
    """Return the browser.

    Raises:
        ValueError: on a machine without one.
    """
    path = chromium_path()
    if path and Path(path).exists():
        return path
    raise problem(
        f"no Chromium was found{f' at {path}' if path else ''}",
        "one on the PATH, which prints the book",
        f"Install it (apt install chromium; brew install --cask chromium), or name a browser in {VARIABLE}",
    )


def printed(driver: Any, path: str, page: Path) -> bytes:
    """Return a page as PDF, with tags for screen readers.

    Args:
        driver: a running Playwright.
        path: the browser.
        page: its file.

    Raises:
        ValueError: if the browser does not start, or dies while it prints.
    """
    try:
        return _printed(driver, path, page)
    except needed("playwright.sync_api").Error as error:
        said = str(error).partition("\n")[0]
        raise problem(
            f"{path} did not print the book ({said})",
            "a Chromium that starts, and 2 GB of memory for it",
            f"Try `{path} --headless --dump-dom about:blank`, or name another browser in {VARIABLE}",
        ) from error


def _printed(driver: Any, path: str, page: Path) -> bytes:
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # which root has to do without
    arguments = ["--disable-gpu", "--font-render-hinting=none", *sandbox]
    browser = driver.chromium.launch(executable_path=path, args=arguments)
    try:
        tab = browser.new_page()
        tab.set_default_timeout(0)
        tab.goto(page.as_uri(), wait_until="load")
        tab.evaluate("() => document.fonts.ready.then(() => true)")
        content: bytes = tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
    finally:
        browser.close()
    return content


def needed(name: str) -> ModuleType:
    """Return a package that only the PDF needs.

    Raises:
        ValueError: if it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        top = name.partition(".")[0]
        raise problem(
            f"the package {top} is not installed", "the packages of dlbook[export]", "Run make setup"
        ) from None
