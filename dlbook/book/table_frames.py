"""Tables with their captions inside, each in a frame that scrolls by itself and takes the keyboard."""

from xml.etree import ElementTree

from markdown.treeprocessors import Treeprocessor


class Tables(Treeprocessor):
    """Moves the paragraph `.table-caption` above a table into it, and frames every table."""

    def run(self, root: ElementTree.Element) -> None:
        """Treat all tables of a page."""
        for parent in list(root.iter()):
            for table in [child for child in parent if child.tag == "table"]:
                self._frame(parent, table, self._take_caption(parent, table))

    @staticmethod
    def _take_caption(parent: ElementTree.Element, table: ElementTree.Element) -> ElementTree.Element | None:
        place = list(parent).index(table)
        above = parent[place - 1] if place else None
        if above is None or above.tag != "p" or "table-caption" not in above.get("class", "").split():
            return None
        parent.remove(above)
        table.set("id", above.attrib.pop("id"))
        above.tag, above.tail = "caption", None
        above.attrib.pop("class")
        table.insert(0, above)
        return above

    @staticmethod
    def _frame(
        parent: ElementTree.Element, table: ElementTree.Element, caption: ElementTree.Element | None
    ) -> None:
        table.set("class", "book-table")
        name = "".join(caption[0].itertext()).rstrip(".") if caption is not None and len(caption) else "Table"
        frame = ElementTree.Element(
            "div", {"class": "table-frame", "tabindex": "0", "role": "group", "aria-label": name}
        )
        place = list(parent).index(table)
        frame.tail, table.tail = table.tail, None
        parent[place] = frame
        frame.append(table)
