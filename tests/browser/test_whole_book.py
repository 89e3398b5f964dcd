"""The whole book as files, made from the built site; only `make test-slow` makes EPUB and PDF."""

import functools
import io
import re
import shutil
import subprocess
import sys
import threading
import zipfile

import pytest
from playwright.sync_api import expect

from .conftest import Server, Shelf


def exported(site, key, folder):
    path = folder / f"book.{key}"
    command = [sys.executable, "-m", "dlbook", "export", key, "--site", str(site), "--output", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def offline(site, tmp_path_factory):
    """The folder of the unpacked offline site."""
    folder = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(exported(site, "offline", folder)) as archive:
        archive.extractall(folder)
    return folder / "deep-learning-drawn-in-code"


def test_the_unpacked_site_can_be_read_from_the_disk(offline, contexts):
    page = contexts().new_page()
    page.goto((offline / "index.html").as_uri())
    page.get_by_role("link", name="Cost functions").first.click()
    assert page.url == (offline / "training/cost-functions/index.html").as_uri()
    expect(page.locator("dl-saturated-neuron svg")).to_be_visible()
    hint = 'getComputedStyle(document.querySelector("dl-saturated-neuron"), "::after").content'
    assert "web server" in page.evaluate(hint)
    page.get_by_role("link", name="Show it as slides").click()
    page.locator(".slide").nth(10).wait_for(state="attached")
    page.close()


def test_widgets_of_the_unpacked_site_run_where_a_server_hands_them_out(offline, contexts):
    handler = functools.partial(Shelf, directory=str(offline))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = contexts().new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/shelf/book/training/cost-functions/index.html")
        page.locator("dl-saturated-neuron").scroll_into_view_if_needed()
        page.locator("dl-saturated-neuron").get_by_role("button", name="Step").wait_for()
        assert page.locator(".dl-offline").count() == 0
        page.close()
        server.shutdown()


def test_no_link_of_the_unpacked_site_leads_nowhere(offline):
    wrong = set()
    for path in offline.rglob("*.html"):
        for link in re.findall(r'\s(?:href|src)="([^"#?:]+)[^":]*"', path.read_text(encoding="utf-8")):
            if not (path.parent / link).is_file():
                wrong.add((path.relative_to(offline).as_posix(), link))
    assert not wrong


@pytest.mark.slow
def test_the_whole_epub_passes_epubcheck(site, tmp_path):
    checker, java = shutil.which("epubcheck"), shutil.which("java")
    if not (checker and java):
        pytest.skip("no epubcheck here (apt install epubcheck)")
    book = exported(site, "epub", tmp_path)
    done = subprocess.run([java, "-jar", checker, str(book)], capture_output=True, text=True, timeout=600)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


@pytest.mark.slow
def test_the_whole_pdf_has_every_chapter_where_its_contents_say(site, tmp_path):
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(exported(site, "pdf", tmp_path).read_bytes()))
    listed = " ".join(" ".join(page.extract_text().split()) for page in reader.pages[1:6])
    for number in range(1, 14):
        found = re.search(rf"(?<![\d.]){number}\. \D+ (\d+) {number}\.1 ", listed)
        assert found, number
        page = reader.pages[int(found[1]) - 1].extract_text()
        assert f"CHAPTER {number}\n" in page.upper()
