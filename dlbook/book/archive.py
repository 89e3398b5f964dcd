"""ZIP files that tell nothing of when and where they were made: equal contents make equal bytes."""

import io
import zipfile
from collections.abc import Collection, Mapping

STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
PACKED = (".png", ".woff2", ".whl", ".zip")  # packed already: a second time gains nothing


def zipped(contents: Mapping[str, bytes], stored: Collection[str] = ()) -> bytes:
    """Return a ZIP file.

    Args:
        contents: files by name, in the order in which they are to lie there.
        stored: names of files that must not be packed; pictures never are.

    Returns:
        Its bytes.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            plain = name in stored or name.endswith(PACKED)
            archive.writestr(entry, content, zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED)
    return stream.getvalue()
