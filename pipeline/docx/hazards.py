"""What a template may carry besides text, and must not: programs, embedded files, and roads that lead out of it.

Whatever is outside of a package is reached through a relationship, a field, or an address in a drawing; so these
are read, whatever the parts are called. What Word itself puts into an honest file is left alone: themes, fonts,
custom XML, printer settings, thumbnails, charts with their workbook, links to web pages and mail addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.docx.errors import ActiveContent, NoPicture, OutsideField, OutsideLink
from pipeline.i18n import N_
from pipeline.model import Place

MACROS = N_("macros")
OBJECT = N_("an embedded object (OLE)")
CONTROL = N_("a control (ActiveX)")
EMBEDDED = N_("an embedded file")
ADD_IN = N_("a web add-in")
VIDEO = N_("a web video")

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_HREF = "{urn:schemas-microsoft-com:office:office}href"

_ACTIVE_RELATIONS = {
    "vbaproject": MACROS,
    "wordvbadata": MACROS,
    "attachedtoolbars": MACROS,
    "oleobject": OBJECT,
    "control": CONTROL,
    "activexcontrolbinary": CONTROL,
    "afchunk": EMBEDDED,
    "subdocument": EMBEDDED,
    "webextension": ADD_IN,
    "webextensiontaskpanes": ADD_IN,
}
_ACTIVE_TYPES = {
    "macroenabled": MACROS,
    "vbaproject": MACROS,
    "vbadata": MACROS,
    "oleobject": OBJECT,
    "activex": CONTROL,
    "webextension": ADD_IN,
}
_ACTIVE_ELEMENTS = {"webVideoPr": VIDEO, "OLEObject": OBJECT, "ocx": CONTROL, "altChunk": EMBEDDED}
_OLE_FILE, _ZIP_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_WORKBOOK = "spreadsheetml.sheet"
"""A chart has its figures in a workbook of this content type."""

_OUTSIDE_FIELDS = {
    *("INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "RD", "DATABASE"),
    *("DDE", "DDEAUTO", "LINK", "EMBED", "CONTROL", "HTMLACTIVEX", "PRINT"),
}
_FIELD_NAME = re.compile(r"\s*([^\s\\\"]*)")
_PLAIN_NAME = re.compile(r"=.*|[\w.]*\Z", re.DOTALL)
_ARGUMENT = re.compile(r"(\\[lot]\s*)?(?:\"([^\"]*)\"?|([^\s\"\\]\S*))", re.IGNORECASE)
"""An argument of a field, after the switch that it belongs to: a bookmark, a tip or a frame."""
_HARMLESS_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\|.*\\\\", re.IGNORECASE)

_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"II\xbc",
    b"\x01\0\0\0",  # EMF
    b"\xd7\xcd\xc6\x9a",  # WMF with a frame
    b"\x01\0\x09\0",  # WMF
    b"\x1f\x8b",  # EMF or WMF, packed
)
_SVG = re.compile(rb"<(\w+:)?svg[\s>]")
_SVG_OUTSIDE = re.compile(
    rb"(href|src)\s*=\s*[\"']\s*(?!#|data:image/)|url\(\s*[\"']?\s*(?!#)|<(\w+:)?script", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Package:
    """A package as it is judged: its parts, those of them that are XML, and their content types."""

    parts: Mapping[str, bytes]
    roots: Mapping[str, etree._Element]
    place: Place
    types: dict[str, str] = field(default_factory=dict)

    def type_of(self, part: str) -> str:
        """The content type of a part, by its name or by the ending of its name."""
        return self.types.get(part.casefold()) or self.types.get("." + part.casefold().rpartition(".")[2], "")


def refuse_hazards(parts: Mapping[str, bytes], roots: Mapping[str, etree._Element], place: Place) -> None:
    """Refuse a package that runs something, embeds a file, or reaches for something outside of it.

    ``roots`` are the parsed parts. Raises :class:`ActiveContent`, :class:`OutsideLink`, :class:`OutsideField` or
    :class:`NoPicture`.
    """
    package = _Package(parts, roots, place, _content_types(roots))
    for part, data in parts.items():
        _check_part(package, part, data)
    for part, root in roots.items():
        if root.tag == f"{{{_RELATIONSHIPS}}}Relationships":
            _check_relations(package, part, root)
        else:
            _check_elements(root, part, place)
            for text, paragraph in _fields(root):
                _check_field(text, paragraph, part, place)


def _content_types(roots: Mapping[str, etree._Element]) -> dict[str, str]:
    """Content types by part name, and by ending with a point before it; all in small letters."""
    found: dict[str, str] = {}
    for entry in roots["[Content_Types].xml"].iter("{*}Default", "{*}Override"):
        ending, part = entry.get("Extension", ""), entry.get("PartName", "")
        found[(f".{ending}" if ending else part.lstrip("/")).casefold()] = entry.get("ContentType", "").casefold()
    return found


def _check_part(package: _Package, part: str, data: bytes) -> None:
    kind = package.type_of(part)
    what = next((meaning for name, meaning in _ACTIVE_TYPES.items() if name in kind), None)
    if part.casefold().rpartition("/")[2] in ("vbaproject.bin", "vbadata.xml"):
        what = MACROS
    elif data.startswith(_OLE_FILE):
        what = what or OBJECT
    elif data.startswith(_ZIP_FILE) and _WORKBOOK not in kind:
        what = what or EMBEDDED
    if what:
        raise ActiveContent(package.place, what=what, part=part)
    if kind.startswith("image/") and not _is_picture(data):
        raise NoPicture(package.place, part=part)


def _is_picture(data: bytes) -> bool:
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return True
    return _SVG.search(data[:4096]) is not None and _SVG_OUTSIDE.search(data) is None


def _check_relations(package: _Package, part: str, root: etree._Element) -> None:
    for relation in root.iter(f"{{{_RELATIONSHIPS}}}Relationship"):
        kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
        if kind.casefold() == "hyperlink" and _HARMLESS_LINK.match(target):
            continue
        if relation.get("TargetMode", "").casefold() == "external" or _OUTSIDE.match(target.strip()):
            raise OutsideLink(package.place, kind=kind, target=target[:200], part=part)
        what = _ACTIVE_RELATIONS.get(kind.casefold())
        if kind.casefold() == "package" and "/charts/" not in f"/{part}":
            what = EMBEDDED
        if what:
            raise ActiveContent(package.place, what=what, part=target[:200])


def _check_elements(root: etree._Element, part: str, place: Place) -> None:
    for element in root.iter(*(f"{{*}}{name}" for name in _ACTIVE_ELEMENTS)):
        raise ActiveContent(place, what=_ACTIVE_ELEMENTS[etree.QName(element).localname], part=part)
    for merge in root.iter(f"{_W}mailMerge"):
        for source in merge.iter(*(f"{_W}{name}" for name in ("dataSource", "headerSource", "connectString"))):
            raise OutsideLink(place, kind="mailMerge", target=source.get(f"{_W}val", "")[:200], part=part)
    for drawing in root.iter(f"{_VML}*"):
        link = drawing.get("href", "")
        target = drawing.get("src") or drawing.get(_HREF) or ("" if _HARMLESS_LINK.match(link) else link)
        if target:
            raise OutsideLink(place, kind=etree.QName(drawing).localname, target=target[:200], part=part)


# --- fields -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Field:
    """A field whose end has not come yet: its instruction, and whether its result has begun."""

    paragraph: etree._Element | None
    text: str = ""
    shows: bool = False


_NESTED = "\ue000"
"""Stands in an instruction for a field inside it."""


def _fields(root: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """The instruction of every field with its paragraph, however Word has split it into runs."""
    open_fields: list[_Field] = []
    paragraph: etree._Element | None = None
    names = (f"{_W}p", f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}t")
    for element in root.iter(*names):
        if element.tag == f"{_W}p":
            paragraph = element
        elif element.tag == f"{_W}fldSimple":
            if open_fields and not open_fields[-1].shows:
                open_fields[-1].text += _NESTED
            yield element.get(f"{_W}instr", ""), paragraph
        elif element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                if open_fields and not open_fields[-1].shows:
                    open_fields[-1].text += _NESTED
                open_fields.append(_Field(paragraph))
            elif kind == "separate" and open_fields:
                open_fields[-1].shows = True
            elif kind == "end" and open_fields:
                ended = open_fields.pop()
                yield ended.text, ended.paragraph
        elif open_fields and not open_fields[-1].shows:
            open_fields[-1].text += element.text or ""
    for left in open_fields:
        yield left.text, left.paragraph


def _check_field(text: str, paragraph: etree._Element | None, part: str, place: Place) -> None:
    """Refuse a field that fetches or runs something, and one whose name another field or a tag would make."""
    found = _FIELD_NAME.match(text)
    name, end = (found[1], found.end()) if found else ("", 0)
    targets: list[str] = []
    if name.upper() == "HYPERLINK":
        arguments = _ARGUMENT.finditer(text, end)
        targets = [argument[2] or argument[3] or "" for argument in arguments if not argument[1]]
    known = _PLAIN_NAME.match(name) and name.upper() not in _OUTSIDE_FIELDS
    if known and all(not target or _HARMLESS_LINK.match(target) for target in targets):
        return
    words = "".join(str(piece) for piece in paragraph.itertext()) if paragraph is not None else ""
    shown = " ".join(text.replace(_NESTED, "{…}").split())
    raise OutsideField(place, part=part, paragraph=" ".join(words.split())[:120], field=shown[:120])
