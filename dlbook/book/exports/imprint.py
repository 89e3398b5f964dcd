"""What the title page and the metadata of a book say: title, author, date, licence."""

import os
import time
import uuid
from dataclasses import dataclass

from dlbook import __version__
from dlbook.settings import load_settings

TITLE = "Deep Learning, Drawn in Code"
SUBTITLE = "A visual, interactive textbook on training deep networks"
LICENCE = "Code under the MIT licence, text and figures under CC BY 4.0"
DIGITS = "MNIST digits, where they appear: CC BY-SA 3.0, by Yann LeCun and Corinna Cortes"
COVER_FIGURE = "trilobite-descent"
_NOBODY = "The authors of Deep Learning, Drawn in Code"
_DAY = 86_400


@dataclass(frozen=True)
class Imprint:
    """Who made the book, which edition it is, and where it is on the web.

    Args:
        author: the author line.
        version: that of the package.
        moment: seconds since 1970; the beginning of today unless SOURCE_DATE_EPOCH says otherwise.
        site: the address of the site, or "".
    """

    author: str
    version: str
    moment: int
    site: str

    @property
    def identifier(self) -> str:
        """A name that no other book has, the same for every edition."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.site or TITLE)}"

    def date(self, form: str = "%Y-%m-%d") -> str:
        """Return the moment as text."""
        return time.strftime(form, time.gmtime(self.moment))


def imprint() -> Imprint:
    """Return what is true of this copy of the book."""
    settings = load_settings()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = int(epoch) if epoch.isdigit() else int(time.time()) // _DAY * _DAY
    return Imprint(settings.author or _NOBODY, __version__, moment, settings.site_url)
