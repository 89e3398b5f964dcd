"""What changes where nothing can be pressed: folds open, tabs stand in a row, answers come last."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from dlbook.book.exports.styles import sheet

_FLUFF = (
    ".headerlink, details.figure-menu, figcaption > details, .only-dark, script, style, [hidden], "
    "p:has(> :is(.take-away, .as-slides)), .gallery-controls, .referred, [data-export]"
)
_ATTRIBUTES = (
    "tabindex",
    "data-search-exclude",
    "data-definition",
    "aria-describedby",
    "loading",
    "download",
)
LETTERS = "abcdefgh"
COLOURED = frozenset(re.findall(r"(?<=\.)\w+(?=[^{}]*\{ color: var\(--md-code-hl)", sheet("paper.css")))
"""The classes of code that paper shows in a colour of their own; other marks are dropped."""


def settle(article: Tag, soup: BeautifulSoup, *, answered: bool) -> None:
    """Make a page of the site fit for paper, in place.

    Args:
        article: its content.
        soup: what makes new elements.
        answered: whether the book has a page with all solutions; otherwise they stay where they are.
    """
    for element in article.select(_FLUFF):
        element.decompose()
    for image in article.select("img"):
        _picture(image)
    for element in article.find_all(re.compile("^dl-")):
        _widget(element, soup)
    for tabs in article.select(".tabbed-set"):
        _tabs(tabs, soup)
    _quizzes(article, soup)
    for details in article.select("details"):
        _fold(details, soup, answered=answered)
    for element in article.find_all(True):
        for name in _ATTRIBUTES:
            element.attrs.pop(name, None)
    _tidy(article)


def _picture(image: Tag) -> None:
    """Name the figure that an image shows."""
    holder = image.find_parent(attrs={"data-figure": True})
    if holder:
        image["data-figure"] = holder["data-figure"]
    if "aria-label" in image.attrs:
        image["alt"] = image.attrs.pop("aria-label")


def _widget(element: Tag, soup: BeautifulSoup) -> None:
    """Turn a widget into its still figure, with a word on what there is to touch on the site."""
    note = _new(soup, "p", "widget-note", "On the site this figure can be touched.")
    element.name, element["class"] = "div", "widget"
    for name in [name for name in element.attrs if name not in ("class", "id")]:
        del element[name]
    caption = element.find("figcaption")
    if isinstance(caption, Tag):
        caption.append(" ")
        caption.append(_new(soup, "span", "widget-note", str(note.string)))
    else:
        element.append(note)


def _tabs(tabs: Tag, soup: BeautifulSoup) -> None:
    """Put tabs one below the other, each under its title."""
    titles = [label.get_text() for label in tabs.select(".tabbed-labels > label")]
    blocks = tabs.select(".tabbed-block")
    tabs.clear()
    tabs["class"] = "tabs"
    for title, block in zip(titles, blocks, strict=True):
        block["class"] = "tab"
        block.insert(0, _new(soup, "p", "tab-title", title))
        tabs.append(block)


def _quizzes(article: Tag, soup: BeautifulSoup) -> None:
    """Turn quick checks into questions with lettered options; the answers follow the last of them."""
    quizzes = article.select("fieldset.quiz")
    answers = _new(soup, "ol", "quiz-answers")
    for number, quiz in enumerate(quizzes, 1):
        options = _new(soup, "ol", "quiz-options")
        for letter, option in zip(LETTERS, quiz.select(".quiz-option"), strict=False):
            said, why = option.find("label"), option.find("p")
            assert isinstance(said, Tag)
            assert isinstance(why, Tag)
            options.append(_renamed(said, "li"))
            if "quiz-right" in why.get_attribute_list("class"):
                answers.append(_answer(letter, why, soup))
        question = quiz.find("legend")
        assert isinstance(question, Tag)
        question.insert(0, f"{number}. ")
        quiz.clear()
        quiz.name = "div"
        quiz.extend([_renamed(question, "p", "quiz-question"), options])
    if quizzes:
        box = _new(soup, "div", "quiz-key")
        box.extend([_new(soup, "p", "quiz-key-title", "Answers to the quick checks"), answers])
        quizzes[-1].insert_after(box)


def _answer(letter: str, why: Tag, soup: BeautifulSoup) -> Tag:
    if verdict := why.find("strong"):
        verdict.extract()
    item = _renamed(why, "li")
    item.insert(0, _new(soup, "strong", "", f"{letter}."))
    return item


def _fold(details: Tag, soup: BeautifulSoup, *, answered: bool) -> None:
    """Open a fold; of a solution that stands at the back of the book only the way there is left."""
    exercise = details.find_parent("section", class_="exercise")
    if exercise and answered:
        line = _new(soup, "p", "to-solution")
        link = _new(soup, "a", "", "Solution")
        link["href"] = f"@appendices/answers/#answer-{exercise['id']}"
        line.append(link)
        details.replace_with(line)
        return
    summary = details.find("summary")
    if isinstance(summary, Tag):
        _renamed(summary, "p", "admonition-title")
    details.name = "div"
    details.attrs.pop("open", None)
    mark(details, "admonition")


def _tidy(article: Tag) -> None:
    """Remove what the site's rendering leaves behind and paper has no use for."""
    for pre in article.find_all("pre"):
        for span in pre.find_all("span"):
            if not COLOURED.intersection(span.get_attribute_list("class")):
                span.unwrap()
    for math in article.select("math"):
        math["xmlns"] = "http://www.w3.org/1998/Math/MathML"
    for heading in article.find_all(re.compile("^h[1-6]$")):
        heading.attrs.pop("class", None)
    for link in article.select(".exercise-title > a, dt > a.anchor"):
        link.unwrap()


def _renamed(element: Tag, name: str, css: str = "") -> Tag:
    element.name = name
    element.attrs = {"class": css} if css else {}
    return element


def _new(soup: BeautifulSoup, name: str, css: str, text: str = "") -> Tag:
    element = soup.new_tag(name, attrs={"class": css} if css else {})
    if text:
        element.string = text
    return element


def mark(element: Tag, name: str) -> None:
    """Give an element one more class."""
    element["class"] = " ".join([name, *filter(None, element.get_attribute_list("class"))])


def each_link(article: Tag, mended: Callable[[str], str | None]) -> None:
    """Lead the links of a page elsewhere; where there is nowhere to go, the text stays.

    Args:
        article: the page.
        mended: from an address to another, or None.
    """
    for link in article.select("a[href]"):
        address = mended(str(link["href"]))
        if address is None:
            link.unwrap()
        else:
            link["href"] = address
