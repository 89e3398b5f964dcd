"""Images inside an SVG made themable: a grey mask through which the colour of a role shines."""

import base64
import io
import xml.etree.ElementTree as ET

import numpy as np
from PIL import Image

from dlbook.checks import problem
from dlbook.figures.theme import ROLE_OF

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def mask_images(root: ET.Element, prefix: str) -> None:
    """Replace every image in shades of one role by a rectangle of that colour behind a mask.

    Args:
        root: the SVG.
        prefix: the id of the figure, for messages.

    Raises:
        ValueError: if an image has other colours than that of one role.
    """
    found = [(parent, child) for parent in root.iter() for child in parent if child.tag == f"{SVG}image"]
    for number, (parent, image) in enumerate(found):
        colour, shares = _shares(image.attrib[f"{XLINK}href"], prefix)
        name = f"mask{number}"
        place = {key: image.get(key, "0") for key in ("x", "y", "width", "height")}
        mask = ET.Element(f"{SVG}mask", {"id": name})
        picture = {**place, "image-rendering": "pixelated", "preserveAspectRatio": "none"}
        ET.SubElement(mask, f"{SVG}image", {f"{XLINK}href": shares, **picture})
        rect = ET.Element(f"{SVG}rect", {**place, "fill": colour, "mask": f"url(#{name})"})
        if "transform" in image.attrib:
            rect.set("transform", image.attrib["transform"])
        index = list(parent).index(image)
        parent[index : index + 1] = [mask, rect]


def _shares(link: str, prefix: str) -> tuple[str, str]:
    """Return the one colour of an image and its transparency as a grey image of its own."""
    content = base64.b64decode(link.partition(",")[2])
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))
    colours = np.unique(pixels[pixels[..., 3] > 0][:, :3], axis=0)
    colour = "#{:02x}{:02x}{:02x}".format(*colours[0]) if len(colours) == 1 else ""
    if colour not in ROLE_OF:
        raise problem(
            f"figure {prefix!r} has an image of {len(colours)} colours",
            "shades of one role",
            "Draw it with dlbook.figures.primitives.pixels",
        )
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[..., 3])).save(stream, "png", optimize=True)
    return colour, "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
