"""The block `/// exercise | 4.1`: a task with its number, an anchor and a folded solution."""

from xml.etree import ElementTree

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from dlbook.book.references import exercise_anchor


class ExerciseBlock(Block):
    """A section with the heading "Exercise 4.1"."""

    NAME = "exercise"
    ARGUMENT = True

    def on_create(self, parent: ElementTree.Element) -> ElementTree.Element:
        """Return the element that the block's content goes into."""
        anchor = exercise_anchor(self.argument)
        section = ElementTree.SubElement(
            parent, "section", {"class": "exercise", "id": anchor, "aria-labelledby": f"{anchor}-title"}
        )
        title = ElementTree.SubElement(section, "p", {"class": "exercise-title", "id": f"{anchor}-title"})
        link = ElementTree.SubElement(title, "a", {"href": f"#{anchor}"})
        link.text = f"Exercise {self.argument}"
        return section

    def on_markdown(self) -> str:
        """Return that the content is made of blocks."""
        return "block"


class Exercises(BlocksExtension):
    """Registers the block."""

    def extendMarkdownBlocks(self, md: object, block_mgr: object) -> None:  # noqa: N802
        """Register the block with one Markdown instance."""
        block_mgr.register(ExerciseBlock, self.getConfigs())  # type: ignore[attr-defined]
