"""Pictures: ``{{ name | picture(width=40) }}`` in a text, and ``{{ name | replace_picture }}`` as an alt text.

``name`` is that of an asset. PNG, JPEG, GIF, BMP and TIFF are taken, judged by what is in the file.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx.image.image import Image
from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup

from pipeline.docx.assembly import OFFICE, RELATION, BadAssetError, PartAssembly, assembly_of, relations_name
from pipeline.docx.escape import ILLEGAL, UnprintableError
from pipeline.docx.package import Part, deflate, parse_xml, part_xml

MAX_PICTURE_BYTES: Final = 10 * 1024 * 1024
MAX_SIDE: Final = 20_000
"""Pixels."""
MAX_LENGTH: Final = 558.8
"""Millimetres (22 inches): the largest page that Word knows."""
_EMU_PER_MM: Final = 36_000
_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWING = f"{OFFICE}/drawingml/2006"
_EMBED = f"{{{RELATION}}}embed"
_REPLACED = re.compile(r"\{\{\s*([^{}]*?\|\s*replace_picture)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked picture: the ending and type of its format, its natural size in EMU, its bytes deflated."""

    ending: str
    content_type: str
    width: int
    height: int
    part: Part

    def scaled(self, width: float | None, height: float | None) -> tuple[int, int]:
        """Width and height in EMU for the wanted ones in millimetres; with one of them, in proportion."""
        wide = None if width is None else round(width * _EMU_PER_MM)
        high = None if height is None else round(height * _EMU_PER_MM)
        if wide is None and high is None:
            return self.width, self.height
        if wide is None:
            wide = round(self.width * (float(high or 0) / float(self.height)))
        if high is None:
            high = round(self.height * (float(wide) / float(self.width)))
        return wide, high


@lru_cache(maxsize=64)
def read_picture(data: bytes) -> Picture:
    """Check the bytes of a picture. Raises :class:`ValueError` with the reason."""
    if len(data) > MAX_PICTURE_BYTES:
        raise ValueError(f"it has {len(data)} bytes, the limit is {MAX_PICTURE_BYTES}")
    try:
        image = Image.from_blob(data)
        pixels = image.px_width, image.px_height
        size = int(image.width), int(image.height)
        kind, ending = image.content_type, image.ext
    except Exception as error:  # the readers of headers raise anything on a damaged one
        raise ValueError("it is no PNG, JPEG, GIF, BMP or TIFF picture") from error
    if not all(0 < side <= MAX_SIDE for side in pixels) or not all(side > 0 for side in size):
        raise ValueError(f"it is {pixels[0]} × {pixels[1]} pixels, the limit is {MAX_SIDE} each way")
    if not _is_whole(data):
        raise ValueError("it is damaged or cut off")
    return Picture(ending, kind, *size, deflate("", data))


def _is_whole(data: bytes) -> bool:
    """Whether a picture reaches its end, as far as its format tells without decoding it."""
    if data.startswith(_PNG):
        return _is_whole_png(data)
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd9" in data[2:]
    if data.startswith(b"GIF8"):
        return data.rstrip(b"\0").endswith(b";")
    return True


def _is_whole_png(data: bytes) -> bool:
    """Every chunk of a PNG has its checksum, and the last is IEND."""
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        if end + 4 > len(data) or zlib.crc32(data[at + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            return False
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at = end + 4
    return False


def _placed(name: Any, assembly: PartAssembly) -> tuple[Picture, str]:
    """The picture of an asset, and the id of its relationship from this part."""
    data = assembly.whole.asset(name)
    try:
        found = read_picture(data)
    except ValueError as error:
        raise BadAssetError(name, str(error)) from error
    part = assembly.whole.add("word/media/picture", found.ending, found.content_type, found.part)
    return found, assembly.relate("image", part)


@pass_context
def picture(
    context: Context,
    name: Any,
    width: float | None = None,
    height: float | None = None,
    alt: str = "",
    url: str | None = None,
) -> Markup:
    """``{{ name | picture(width=40) }}``: a picture in the line of text.

    ``width`` and ``height`` are in millimetres; with one of them the other keeps the proportion, with none the
    picture has its natural size. ``alt`` describes it, ``url`` makes it a link.
    """
    for side in (width, height):
        if side is not None and (
            isinstance(side, bool) or not isinstance(side, int | float) or not 0 < side <= MAX_LENGTH
        ):
            raise UnprintableError(f"“{side}” is no length in millimetres up to {MAX_LENGTH}")
    assembly = assembly_of(context)
    found, relation = _placed(name, assembly)
    wide, high = found.scaled(width, height)
    if not isinstance(alt, str) or ILLEGAL.search(alt):
        raise UnprintableError("the alt text of a picture is no text")
    link = assembly.link(url) if url else None
    return Markup(  # noqa: S704 - numbers and quoted attributes
        f'</w:t>{_drawing_xml(name, relation, wide, high, alt, link)}<w:t xml:space="preserve">'
    )


def _drawing_xml(name: str, relation: str, width: int, height: int, alt: str, link: str | None) -> str:
    click = "" if link is None else f'<a:hlinkClick r:id="{link}"/>'
    described = f" descr={quoteattr(alt)}" if alt else ""
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main" '
        f'xmlns:pic="{_DRAWING}/picture" xmlns:r="{RELATION}">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Picture 1"{described}>{click}</wp:docPr>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name={quoteattr(name)}>{click}</pic:cNvPr><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


@pass_context
def replace_picture(context: Context, name: Any) -> str:
    """``{{ name | replace_picture }}`` in the alt text of a picture: that picture is exchanged, its size stays."""
    return _placed(name, assembly_of(context))[1]


def prepare_pictures(root: etree._Element) -> frozenset[str]:
    """Move the tags of :func:`replace_picture` from alt texts to the reference that they exchange, in place.

    The tag may stand in the name, title or description of a picture. Returns the ids of the relationships that
    the part then uses no longer: those of the placeholders.
    """
    replaced: set[str] = set()
    for drawing in root.iter(
        f"{{{_DRAWING}/wordprocessingDrawing}}inline", f"{{{_DRAWING}/wordprocessingDrawing}}anchor"
    ):
        blips = [blip for blip in drawing.iter(f"{{{_DRAWING}/main}}blip") if blip.get(_EMBED)]
        names = drawing.iter(f"{{{_DRAWING}/wordprocessingDrawing}}docPr", f"{{{_DRAWING}/picture}}cNvPr")
        tags = [tag for element in names for tag in _taken_tags(element)]
        if tags and len(blips) == 1:
            replaced.add(blips[0].get(_EMBED, ""))
            blips[0].set(_EMBED, f"{{{{ {tags[0]} }}}}")
    return frozenset(replaced - {blip.get(_EMBED, "") for blip in root.iter(f"{{{_DRAWING}/main}}blip")})


def _taken_tags(element: etree._Element) -> list[str]:
    """Take the tags out of the texts of an element; an empty description is left out."""
    found: list[str] = []
    for attribute in ("name", "title", "descr"):
        text = element.get(attribute, "")
        found += _REPLACED.findall(text)
        rest = _REPLACED.sub("", text).strip()
        if rest != text and (rest or attribute == "name"):
            element.set(attribute, rest)
        elif rest != text:
            del element.attrib[attribute]
    return found


def drop_placeholders(package: dict[str, bytes], part: str, relations: frozenset[str]) -> None:
    """Take relationships of a part out, and pictures that nothing refers to any more, in place."""
    name = relations_name(part)
    if not relations or name not in package:
        return
    root = parse_xml(package[name], name)
    for relation in [relation for relation in root if relation.get("Id") in relations]:
        root.remove(relation)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(part), relation.get("Target", "")))
        package[name] = part_xml(root)
        mark = f"/{posixpath.basename(target)}".encode()
        if not any(mark in content for other, content in package.items() if other.endswith(".rels")):
            package.pop(target.lstrip("/"), None)
