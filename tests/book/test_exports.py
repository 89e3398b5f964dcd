"""The whole book as one file: what is in it, that its links lead somewhere, and equal bytes."""

import io
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from dlbook.book.exports import epub, offline, shelf
from dlbook.book.exports.chromium import chromium_path
from dlbook.book.exports.formats import FORMATS, NAME
from dlbook.book.exports.paper import settle
from dlbook.book.exports.press import press
from dlbook.book.exports.steps import Steps

from .conftest import ROOT, run_mkdocs, write_book

NAV = """
nav:
  - Home: index.md
  - How to read: reading.md
  - I. Costs:
      - 4. Costs: costs.md
      - 5. Other: other.md
  - lab/index.md
  - Appendices:
      - D. Glossary: appendices/glossary.md
      - References: appendices/references.md
"""
READING = """# How to read

{exports}

Touch [the widgets](lab/index.md?a=1#lab), take [a chapter](costs.md#eq-square)
or [all figures](downloads/figures.zip).

=== "Keras"

    ```python
    import keras
    ```

=== "dlbook"

    ```python
    import dlbook
    ```
"""


def quiet(key="epub"):
    return Steps(key, [1.0] * 6, stream=io.StringIO())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small book, built."""
    root = write_book(tmp_path_factory.mktemp("exported"))
    shutil.copytree(ROOT / "docs/slides", root / "docs/slides")
    (root / "docs/lab").mkdir()
    (root / "docs/lab/index.md").write_text("# Lab {#lab}\n\n[Back](../costs.md)\n", encoding="utf-8")
    (root / "docs/reading.md").write_text(READING, encoding="utf-8")
    drawing = root / "figures/first-figure.svg"
    larger = drawing.read_text(encoding="utf-8").replace('"0 0 9 9"', '"0 -20 90 90"')
    drawing.write_text(larger, encoding="utf-8")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(NAV)
    done = run_mkdocs(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


@pytest.fixture
def site(made, tmp_path):
    """A copy of the built site to change."""
    return Path(shutil.copytree(made, tmp_path / "a book ü" / "site"))


def links(page):
    return re.findall(r'\s(?:href|src)="([^"]*)"', page)


def dangling(files):
    """Return the relative links between the files of an archive that lead to no file or to no anchor."""
    wrong = []
    for name, content in files.items():
        if not name.endswith(("html", ".opf")):
            continue
        for link in links(content.decode()):
            path, _, anchor = link.partition("#")
            path = path.partition("?")[0]
            if re.match(r"[a-z]+:", path):
                continue
            place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if place not in files or (anchor and f'id="{anchor}"' not in files[place].decode()):
                wrong.append((name, link))
    return wrong


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_a_new_site_says_how_to_make_each_form_and_links_to_none(made):
    page = (made / "reading/index.html").read_text(encoding="utf-8")
    for key, entry in FORMATS.items():
        assert f'<span data-export="{key}">Make it with <code>make {key}</code>.</span>' in page
        assert entry.file not in page


def test_the_site_links_to_what_was_made_of_it_and_drops_it_when_a_page_changes(site):
    said = press("offline", site)
    kept, reading = site.parent / "dist" / FORMATS["offline"].file, site / "reading/index.html"
    assert str(kept) in said
    placed = site / "downloads" / kept.name
    assert placed.read_bytes() == kept.read_bytes()
    assert (
        f'<a download href="../downloads/{kept.name}">Download ZIP</a> ({shelf.size(kept.stat().st_size)}).'
        in (reading.read_text(encoding="utf-8"))
    )
    assert "make epub" in reading.read_text(encoding="utf-8")
    placed.unlink()
    shelf.set_out(site, kept.parent)
    assert placed.exists(), "the same site, built again, should offer it again"
    (site / "costs/index.html").write_text("changed", encoding="utf-8")
    shelf.set_out(site, kept.parent)
    assert not placed.exists()
    assert "make offline" in reading.read_text(encoding="utf-8")


def test_a_site_that_was_built_anew_while_a_form_was_made_has_no_link_to_it(site, monkeypatch):
    def slow(folder, steps):
        (folder / "costs/index.html").write_text("another edition", encoding="utf-8")
        return b"made of the old pages"

    monkeypatch.setattr(epub, "make", slow)
    press("epub", site)
    assert (site.parent / "dist" / FORMATS["epub"].file).read_bytes() == b"made of the old pages"
    assert not (site / "downloads" / FORMATS["epub"].file).exists()
    assert "make epub" in (site / "reading/index.html").read_text(encoding="utf-8")


def test_forms_that_are_made_side_by_side_are_all_offered(site, monkeypatch):
    monkeypatch.setattr(epub, "make", lambda folder, steps: b"first")
    monkeypatch.setattr(offline, "make", lambda folder, steps: b"second")
    write, others = shelf.write_whole, ["offline"]

    def interrupted(path, content):
        if "made" in path.name and others:
            press(others.pop(), site)  # another process, which is done before this one goes on
        return write(path, content)

    monkeypatch.setattr(shelf, "write_whole", interrupted)
    press("epub", site)
    placed = [(site / "downloads" / FORMATS[key].file).read_bytes() for key in ("epub", "offline")]
    assert placed == [b"first", b"second"]


@pytest.mark.parametrize("damage", [b"", b"half", None], ids=["empty", "half", "gone"])
@pytest.mark.parametrize("part", ["{}", ".{}.made-of"])
def test_a_damaged_file_of_the_whole_book_is_not_offered_and_no_fault(site, monkeypatch, part, damage):
    monkeypatch.setattr(offline, "make", lambda folder, steps: b"half of it, and the rest")
    press("offline", site)
    path = site.parent / "dist" / part.format(FORMATS["offline"].file)
    assert (site / "downloads" / FORMATS["offline"].file).exists()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    shelf.set_out(site, path.parent)
    assert not (site / "downloads" / FORMATS["offline"].file).exists()
    press("offline", site)
    assert (site / "downloads" / FORMATS["offline"].file).exists()


@pytest.mark.parametrize("damage", ["", "[{]", '[{"url": ""}]', '{"a": 1}'])
def test_a_damaged_list_of_pages_is_named(site, damage):
    (site / "contents.json").write_text(damage, encoding="utf-8")
    with pytest.raises(ValueError, match=r"contents\.json is damaged .*make site"):
        press("offline", site, site / "book.zip")


def test_a_folder_without_a_site_says_to_make_one(tmp_path):
    for key in FORMATS:
        with pytest.raises(ValueError, match="make site"):
            press(key, tmp_path, tmp_path / "book")
    assert not (tmp_path / "book").exists()


def test_the_offline_site_needs_no_server_for_its_links(made, monkeypatch):
    monkeypatch.setenv("DLBOOK_SITE_URL", "")
    files = unzipped(offline.make(made, quiet()))
    assert dangling(files) == []
    assert "python3 -m http.server" in files[f"{NAME}/README.txt"].decode()
    page = files[f"{NAME}/reading/index.html"].decode()
    assert '<a href="../lab/index.html?a=1#lab">' in page
    assert "all figures" in page
    assert "data-export" not in page
    assert not [name for name in files if name.endswith(("sitemap.xml", ".zip", ".pdf", ".png.map"))]
    assert f"{NAME}/figures/first-figure-light.svg" in files


def test_the_offline_site_leads_to_the_web_for_what_it_left_behind(made, monkeypatch):
    monkeypatch.setenv("DLBOOK_SITE_URL", "https://example.org/book/")
    page = unzipped(offline.make(made, quiet()))[f"{NAME}/reading/index.html"].decode()
    assert '<a href="https://example.org/book/downloads/figures.zip">all figures</a>' in page


@pytest.mark.parametrize("maker", [offline, epub])
def test_equal_sites_make_equal_bytes(made, site, maker, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for path in site.rglob("*.html"):
        os.utime(path, (1, 1))
    assert maker.make(made, quiet()) == maker.make(site, quiet())


@pytest.fixture(scope="module")
def book(made):
    """The EPUB of the small book: its bytes, and its files by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLBOOK_SITE_URL", "")
        content = epub.make(made, quiet())
    return content, unzipped(content)


def test_an_epub_begins_with_its_type_unpacked(book):
    with zipfile.ZipFile(io.BytesIO(book[0])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"


def test_the_manifest_of_an_epub_lists_every_file_and_no_other(book):
    files = book[1]
    package = ElementTree.fromstring(files["EPUB/package.opf"])
    listed = [item.attrib for item in package.iter("{http://www.idpf.org/2007/opf}item")]
    there = {name.removeprefix("EPUB/") for name in files if name.startswith("EPUB/")} - {"package.opf"}
    assert sorted(item["href"] for item in listed) == sorted(there)
    assert len({item["id"] for item in listed}) == len(listed)
    properties = {item["href"]: item.get("properties") for item in listed}
    assert properties["costs.xhtml"] == "mathml"
    assert (properties["nav.xhtml"], properties["cover.png"]) == ("nav", "cover-image")


def test_the_pages_of_an_epub_are_well_formed_with_unique_ids_and_links_that_lead_somewhere(book):
    pages = {name: content for name, content in book[1].items() if name.endswith((".xhtml", ".svg"))}
    assert len(pages) > 6
    for name, content in pages.items():
        ids = [element.get("id") for element in ElementTree.fromstring(content).iter() if element.get("id")]
        assert len(set(ids)) == len(ids), name
    assert dangling(book[1]) == []
    assert '<a href="costs.xhtml#eq-square">' in pages["EPUB/other.xhtml"].decode()


def test_the_epub_leaves_out_what_needs_touch_and_shows_the_rest_open(book):
    reading, costs = (book[1][f"EPUB/{name}.xhtml"].decode() for name in ("reading", "costs"))
    assert "the widgets" in reading
    assert "lab" not in "".join(links(reading))
    assert re.search(r'class="tab-title">Keras</p>.*class="tab-title">dlbook</p>', reading, re.S)
    assert "<details" not in costs
    assert "Sixteen." in costs
    assert "Download" not in costs
    assert re.search(
        r"1\. Which is larger.*<li>The square</li>.*<strong>a\.</strong> Four is more", costs, re.S
    )
    assert "<h1>Costs</h1>" in costs
    assert "Chapter 4" in costs


def test_a_figure_of_an_epub_is_light_and_turns_dark(book):
    drawing = book[1]["EPUB/figures/first-figure.svg"].decode()
    assert "var(" not in drawing
    assert '<path id="first-figure-a" stroke="#0b5aad"' in drawing
    night = drawing.split("@media(prefers-color-scheme:dark)")[1]
    assert '[stroke="#0b5aad"]{stroke:#66b3f4}' in night
    costs = book[1]["EPUB/costs.xhtml"].decode()
    assert 'src="figures/first-figure.svg"' in costs
    assert 'alt="Line chart of cost against miss where a line rises."' in costs


def test_the_colours_of_an_epub_are_written_out_for_both_themes(book):
    light, dark = book[1]["EPUB/style.css"].decode().split("@media (prefers-color-scheme: dark)")
    assert "var(" not in light + dark
    assert ".k, .kn, .kd, .kr, .ow { color: #2b4fa3; }" in light
    assert ".k, .kn, .kd, .kr, .ow { color: #9cbcff }" in dark
    assert "margin" not in dark


@pytest.mark.slow
def test_epubcheck_finds_nothing(book, tmp_path):
    checker, java = shutil.which("epubcheck"), shutil.which("java")
    if not (checker and java):
        pytest.skip("no epubcheck here (apt install epubcheck)")
    path = tmp_path / "book.epub"
    path.write_bytes(book[0])
    command = [java, "-jar", checker] if Path(checker).read_bytes().startswith(b"PK") else [checker]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=120)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def settled(text, *, answered):
    soup = BeautifulSoup(f"<section>{text}</section>", "html.parser")
    settle(soup.section, soup, answered=answered)
    return str(soup.section)


def test_a_solution_stays_at_its_exercise_unless_all_are_at_the_back():
    fold = '<details class="success"><summary>Solution</summary>16</details>'
    exercise = f'<section class="exercise" id="exercise-4-1">{fold}</section>'
    kept, moved = (settled(exercise, answered=answered) for answered in (False, True))
    assert '<div class="admonition success"><p class="admonition-title">Solution</p>16</div>' in kept
    assert "16" not in moved
    assert '<a href="@appendices/answers/#answer-exercise-4-1">Solution</a>' in moved


def test_a_widget_becomes_its_still_figure_with_a_word_on_the_site():
    paper = settled(
        '<dl-race rate="1"><figure><figcaption>Still.</figcaption></figure></dl-race>', answered=True
    )
    assert paper.startswith(
        '<section><div class="widget"><figure><figcaption>Still. <span class="widget-note">'
    )
    assert "dl-race" not in paper


def test_code_keeps_only_the_marks_that_have_a_colour():
    paper = settled(
        '<pre><span></span><code><span class="k">if</span> <span class="n">x</span></code></pre>',
        answered=True,
    )
    assert '<pre><code><span class="k">if</span> x</code></pre>' in paper


def test_progress_names_each_step_and_the_time_left(monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    seconds = iter([0.0, 31.0])
    monkeypatch.setattr("dlbook.book.exports.steps.perf_counter", lambda: next(seconds))
    shown = Terminal()
    steps = Steps("PDF", [3.0, 6.0], shown)
    steps("reading")
    steps("printing")
    steps.close()
    assert "PDF 1/2: reading" in shown.getvalue()
    assert "PDF 2/2: printing; left about 62 s" in shown.getvalue()


def exported(site, output):
    command = [sys.executable, "-m", "dlbook", "export", "pdf", "--site", str(site), "--output", str(output)]
    variables = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=variables)


def test_without_chromium_the_pdf_says_what_to_install(made, tmp_path, monkeypatch):
    monkeypatch.setenv("DLBOOK_CHROMIUM", "/no/such/browser")
    with pytest.raises(ValueError, match=r"no Chromium was found at /no/such/browser.*apt install chromium"):
        press("pdf", made, tmp_path / "book.pdf")
    assert not (tmp_path / "book.pdf").exists()


@pytest.mark.parametrize(
    ("program", "said"),
    [("#!/bin/sh\nexit 1\n", "has been closed"), ("no program", "Failed to launch")],
    ids=["dies", "cannot be run"],
)
def test_a_browser_that_does_not_start_is_named_and_no_traceback(made, tmp_path, program, said, monkeypatch):
    browser = tmp_path / "browser"
    browser.write_text(program, encoding="utf-8")
    browser.chmod(0o755 if program.startswith("#!") else 0o644)
    monkeypatch.setenv("DLBOOK_CHROMIUM", str(browser))
    done = exported(made, tmp_path / "book.pdf")
    assert done.returncode == 1
    assert f"{browser} did not print the book (" in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "book.pdf").exists()


@pytest.fixture(scope="module")
def printed(made, tmp_path_factory):
    """The PDF of the small book, as bytes."""
    if chromium_path() is None:
        reason = "no Chromium on the PATH"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    done = exported(made, path)
    assert done.returncode == 0, done.stderr
    return path.read_bytes()


@pytest.fixture(scope="module")
def pdf(printed):
    import pypdf

    return pypdf.PdfReader(io.BytesIO(printed))


def test_the_contents_of_the_pdf_name_the_pages_on_which_chapters_begin(pdf):
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    listed = re.search(r"4\. Costs (\d+) 4\.1 Squares (\d+) 5\. Other (\d+)", texts[1])
    assert listed, texts[1]
    first, section, second = map(int, listed.groups())
    assert "CHAPTER 4" in texts[first - 1].upper()
    assert "4.1 Squares" in texts[section - 1]
    assert "CHAPTER 5" in texts[second - 1].upper()
    assert texts[first - 1].startswith("I. Costs 4. Costs"), "the running header"
    assert str(first) in texts[first - 1].split()


def flat(outline):
    return [item for entry in outline for item in (flat(entry) if isinstance(entry, list) else [entry])]


def test_the_pdf_has_title_outline_tags_and_links_that_lead_to_its_pages(pdf):
    assert pdf.metadata.title == "Deep Learning, Drawn in Code"
    assert pdf.metadata.creation_date.year == 2023
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    titles = [str(item["/Title"]) for item in flat(pdf.outline)]
    for title in ("Contents", "I. Costs", "4. Costs", "4.1 Squares", "D. Glossary"):
        assert title in titles
    names = set(pdf.named_destinations)
    inner = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    goals = [str(note["/Dest"]) for note in inner if "/Dest" in note]
    assert len(goals) > 10
    assert {goal.removeprefix("/") for goal in goals} <= {name.removeprefix("/") for name in names}


def test_figures_of_the_pdf_are_drawings_with_text(pdf):
    costs = next(page for page in pdf.pages if "Figure 4.1." in page.extract_text())
    assert "a_b_c *d*" in costs.extract_text()
    assert not list(costs.images)


@pytest.mark.slow
def test_equal_sites_make_equal_pdfs(made, printed, tmp_path):
    assert exported(made, tmp_path / "again.pdf").returncode == 0
    assert (tmp_path / "again.pdf").read_bytes() == printed
