"""Terms of the glossary in prose: links whose definition shows on hover and on focus."""

from xml.etree import ElementTree

from markdown.treeprocessors import Treeprocessor


class Terms(Treeprocessor):
    """Gives every link `.term` its definition, for `docs/widgets/terms.mjs` and for screen readers.

    Each definition that a page uses stands once at its end, hidden, and the links point to it by
    `aria-describedby`.

    Args:
        md: the Markdown instance.
        definitions: plain definitions by anchor.
    """

    def __init__(self, md: object, definitions: dict[str, str]) -> None:
        super().__init__(md)
        self.definitions = definitions

    def run(self, root: ElementTree.Element) -> None:
        """Treat all terms of a page."""
        used: dict[str, str] = {}
        for link in root.iter("a"):
            anchor = link.get("href", "").rpartition("#")[2]
            if "term" in link.get("class", "").split() and anchor in self.definitions:
                used[anchor] = self.definitions[anchor]
                link.set("data-definition", used[anchor])
                link.set("aria-describedby", f"def-{anchor}")
        if used:
            store = ElementTree.SubElement(root, "div", {"hidden": "hidden", "data-search-exclude": ""})
            for anchor, definition in used.items():
                ElementTree.SubElement(store, "span", {"id": f"def-{anchor}"}).text = definition
