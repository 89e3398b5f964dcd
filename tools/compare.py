"""Compare a chapter with what mkdocs-jupyter makes of its notebook: `python tools/compare.py SITE`.

Both pages are served compressed and opened in Chromium; the table shows what each asks for and what axe says.
"""

import functools
import gzip
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Response, sync_playwright

CHAPTER = "training/cost-functions"
CONFIG = "site_name: Default\ntheme: material\nplugins: [mkdocs-jupyter]\nuse_directory_urls: true\n"
AXE = "async () => (await axe.run()).violations.flatMap((rule) => rule.nodes).length"


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Sends every file compressed."""

    def do_GET(self) -> None:
        """Answer with the file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = functools.partial(Compressed, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def build_default(notebook: Path, folder: Path) -> None:
    """Build a site of one notebook with nothing set."""
    (folder / "docs").mkdir()
    shutil.copy(notebook, folder / "docs/index.ipynb")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "-q", "build"], cwd=folder, check=True)


def measure(browser: Browser, folder: Path, path: str) -> dict[str, str]:
    """Open a page and say what it costs."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page, answers, asked = browser.new_page(viewport={"width": 360, "height": 800}), [], []
    page.on("response", lambda answer: answers.append(answer))
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    with served(folder) as address:
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(3000)
        here = urlsplit(address).netloc
        sizes = [_size(answer) for answer in answers]
        html = (folder / path / "index.html").read_bytes()
        page.evaluate(f"() => {{ {axe} }}")
        row = {
            "HTML, kB": f"{len(html) / 1000:.0f}",
            "HTML compressed, kB": f"{len(gzip.compress(html)) / 1000:.0f}",
            "loaded from its host, kB": f"{sum(sizes) / 1000:.0f}",
            "requests to other hosts": str(sum(one.netloc not in (here, "") for one in asked)),
            "formulas there without JavaScript": "yes" if b"<math" in html else "no",
            "elements that break a rule of axe": str(page.evaluate(AXE)),
            "wider than a phone of 360 px by, px": str(
                page.evaluate("document.body.scrollWidth - innerWidth")
            ),
        }
    page.close()
    return row


def _size(answer: Response) -> int:
    """Return the bytes that came; 0 from memory."""
    return int(answer.headers.get("content-length", 0)) if answer.url.startswith("http") else 0


def main() -> None:
    """Print the table in Markdown."""
    site = Path(sys.argv[1]).resolve()
    notebook = next((site / "downloads").rglob("*cost-functions*.ipynb"))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        build_default(notebook, Path(folder))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        plain = measure(browser, Path(folder) / "site", "")
        ours = measure(browser, site, f"{CHAPTER}/")
        browser.close()
    print("| chapter 4 | mkdocs-jupyter as it comes | this book |\n|---|---:|---:|")
    print("\n".join(f"| {name} | {plain[name]} | {ours[name]} |" for name in ours))


if __name__ == "__main__":
    main()
