"""A chapter's text and its results put together again: the executed notebook that becomes its page."""

import re

import nbformat

from dlbook.book.execute import Results, notebook
from dlbook.book.scan import fill

_TITLE = re.compile(r"^# [^\n]*$", re.M)
_PROMISE = re.compile(r"^# [^\n]*\n+(?:[^\n]+\n)+", re.M)

BANNER = """

!!! warning "Built on a sample of the digits"
    All of MNIST was not found when this page was built, so its cells ran on the 5,000 digits that travel with
    the book. Their numbers differ from those of a build on all 70,000; `make data` gets the rest.

"""


def compose(text: str, results: Results, below: str = "") -> str:
    """Return the executed notebook of a chapter.

    Args:
        text: the chapter with roles and references resolved, but for the inline expressions.
        results: what running it gave.
        below: a line to put below the first paragraph.

    Returns:
        The notebook as JSON, the same for the same arguments.
    """
    if below:
        text = _PROMISE.sub(lambda match: f"{match[0]}\n{below}\n", text, count=1)
    if results.sample:
        text = _TITLE.sub(lambda match: match[0] + BANNER, text, count=1)
    book = notebook(text)
    if book.cells and book.cells[0].cell_type == "raw":  # the front matter, which must be Markdown to be read
        book.cells[0] = nbformat.v4.new_markdown_cell(book.cells[0].source)
    outputs, values = iter(results.outputs), iter(results.values)
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(output) for output in next(outputs)]
        else:
            cell.source = fill(cell.source, values)
    return nbformat.writes(book) + "\n"
