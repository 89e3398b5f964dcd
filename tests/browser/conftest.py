"""The built site, served on this machine under a sub-path, and a Chromium that reads it.

A site that was built before can be reused: `DLBOOK_SITE=site pytest tests/browser`. Another browser than the
first Chromium on the PATH: `DLBOOK_CHROMIUM=/path/to/chromium`. Every test fails if a page that it opened
printed to the console, threw an error or asked another host for anything.
"""

import fcntl
import functools
import http.server
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from dlbook.book.exports.chromium import chromium_path

PASSED_OVER = "Rendering was performed in a subtree hidden by content-visibility."
"""What Chromium notes, for those who want to hear all, when a test asks where something far away is."""

ROOT = Path(__file__).parent.parent.parent
BUILD = "test_the_site_is_built"
SHELF = "/shelf/book/"  # the site lies under a sub-path, as it may on a real host
BUILT_FOR = f"http://127.0.0.1:8000{SHELF}"
PATIENCE = 45_000  # ms: a busy machine is no fault of a page
RULES = """async ([part, rules]) => {
    const only = rules && { runOnly: { type: "rule", values: rules } };
    const { violations } = await axe.run(part, { resultTypes: ["violations"], ...only });
    return violations.flatMap(
        (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Mark these tests and put them last: while a browser is open, no other test may run an event loop.

    The site is built at the very beginning, by one worker, while the others have tests that need none.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: (item.name != BUILD, item.get_closest_marker("browser") is not None))


@dataclass
class Visit:
    """One page that is open, and whatever it should not have done."""

    page: Page
    context: BrowserContext
    base: str
    complaints: list[str] = field(default_factory=list)

    def listen(self):
        self.page.on("console", self._judge_line)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("response", self._judge)
        self.page.on("request", self._judge_request)

    def _judge_line(self, line):
        if not line.text.startswith(PASSED_OVER):
            self.complaints.append(f"console {line.type}: {line.text}")

    def _judge(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def _judge_request(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.complaints.append(f"asked another place: {request.url}")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the built site; one build for all workers of a test run."""
    if ready := os.environ.get("DLBOOK_SITE"):
        return Path(ready).resolve()
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    folder = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "sitemap.xml").exists():
            build(folder)
    return folder


def build(folder):
    environment = os.environ | {
        "SITE_URL": BUILT_FOR,
        "DLBOOK_SITE_URL": BUILT_FOR,
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "--site-dir", str(folder)]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert answer.returncode == 0, answer.stdout + answer.stderr


class Shelf(http.server.SimpleHTTPRequestHandler):
    """Serves the site under SHELF. The sitemap names the real port, or instant navigation would be off."""

    def translate_path(self, path):
        inside = path.removeprefix(SHELF) if path.startswith(SHELF) else "no-such-file"
        return super().translate_path("/" + inside)

    def do_GET(self):
        if self.path.split("?")[0] != f"{SHELF}sitemap.xml":
            return super().do_GET()
        text = Path(self.directory, "sitemap.xml").read_text(encoding="utf-8")
        body = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.server.server_port}").encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing when a browser hangs up early."""


@pytest.fixture(scope="session")
def base(site):
    """The address of the site's home page."""
    handler = functools.partial(Shelf, directory=str(site))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SHELF}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """A running browser, or a skip with its reason (never in CI)."""
    path = chromium_path()
    if path is None:
        reason = "no Chromium on the PATH; install one (apt install chromium) or name it in DLBOOK_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as driver:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        arguments = [
            *sandbox,
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ]
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium):
    """A function that gives the context of some options: opened once, and kept open by a blank page."""
    opened = {}

    def context(**options):
        key = tuple(sorted(options.items()))
        if key not in opened:
            opened[key] = chromium.new_context(**options)
            opened[key].set_default_timeout(PATIENCE)
            opened[key].new_page()
        return opened[key]

    yield context
    for one in opened.values():
        one.close()


@pytest.fixture
def visit(contexts, base):
    """A function that opens a page: `visit(path, width=, **options of Playwright's new_context)`."""
    visits = []

    def open_page(path="", *, width=1100, **options):
        context = contexts(**options)
        one = Visit(context.new_page(), context, base)
        one.page.set_viewport_size({"width": width, "height": 900})
        one.listen()
        visits.append(one)
        one.page.goto(base + path)
        return one.page

    yield open_page
    complaints = [complaint for one in visits for complaint in one.complaints]
    for one in visits:
        if not one.page.is_closed():
            one.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            one.page.close()
    assert complaints == []


@pytest.fixture(scope="session")
def violations():
    """A function that runs axe-core: `violations(page, part, rules)` lists each broken rule and by what."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def check(page, part="html", rules=None):
        page.evaluate(f"() => {{ {script} }}")
        return page.evaluate(RULES, [part, rules])

    return check
