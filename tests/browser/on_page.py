"""A widget on a page that is open, as a reader meets it."""

import time

from playwright.sync_api import Error

SITEMAP_READ = """() => performance.getEntriesByType("resource").some(
    ({ name, responseEnd }) => name.endsWith("sitemap.xml") && responseEnd > 0)"""
PATIENCE = 45  # s: a busy machine is no fault of a page


def wait_until(page, script, arg=None):
    """Wait until a function is true in the page; Playwright's way needs `eval`, which pages forbid."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(script, arg):
        assert time.monotonic() < end, f"still not true: {script}"
        page.wait_for_timeout(50)


def lay_out_all(page):
    """Let nothing of the page be passed over for being far from the screen: it could not be measured."""
    page.evaluate("""() => document.querySelectorAll(".stretch, .figure-canvas").forEach(
        (node) => { node.style.contentVisibility = "visible"; })""")


def wait_for_instant_navigation(page):
    """Wait until the theme has read the sitemap: before that, a link loads its page anew."""
    wait_until(page, SITEMAP_READ)
    page.wait_for_load_state("networkidle")


class OnPage:
    """One widget; a subclass names its element and adds what it shows.

    Args:
        page: the open page.
    """

    element = ""
    ready = "data-started"

    def __init__(self, page):
        self.page = page
        self.root = page.locator(self.element).first
        self._come_near()
        page.wait_for_selector(f"{self.element}[{self.ready}]")
        self.status = self.root.get_by_role("status")

    def _come_near(self):
        """Scroll to the widget; instant navigation may swap the page, and the widget with it, meanwhile."""
        for _ in range(20):
            try:
                return self.root.scroll_into_view_if_needed()
            except Error as error:
                if "not attached" not in str(error):
                    raise
                self.page.wait_for_timeout(250)
        return self.root.scroll_into_view_if_needed()

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).click()

    def slider(self, name):
        return self.root.get_by_role("slider", name=name)

    def slide(self, name, *keys):
        """Move a slider by keys."""
        self.slider(name).focus()
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, start, *stops):
        """Press the mouse at a place of the page, move it through others, and let it go at the last."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        for stop in stops:
            self.page.mouse.move(*stop, steps=5)
        self.page.mouse.up()

    def take_out_and_put_back(self):
        """Do to the element what a page does that moves it."""
        self.root.evaluate(
            "node => { const mark = node.nextSibling, home = node.parentNode;"
            " node.remove(); home.insertBefore(node, mark); }"
        )
