"""A document without our content controls: what a PDF is made from, and what the gate of a build reads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape

from lxml import etree

from pipeline.docx.assembly import relations_name
from pipeline.docx.carrier import is_carrier, without_carried
from pipeline.docx.package import CONTENT_TYPES, pack, parse_xml, part_xml, unpack
from pipeline.docx.store import BLOCK_KEY, FIGURE_KEY, FIGURES, is_ours

_CONTROL = b"w:sdt"
_OPENING, _PROPERTIES_END, _CLOSING = "<w:sdt><w:sdtPr>", "</w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"
_TOKEN = re.compile(
    r"<w:sdt(?: [^<>]*)?>(?:\s*<w:sdtPr(?: [^<>]*)?>(?P<properties>.*?)</w:sdtPr>)?|</w:sdt>"
    r"|<w:sdtEndPr(?: [^<>]*)?(?:/>|>.*?</w:sdtEndPr>)|<w:sdtContent(?: [^<>]*)?(?P<empty>/)?>|</w:sdtContent>",
    re.DOTALL,
)
_OWN_RELATION = re.compile(rb"/customXml|/custom-properties")
_FILLED = re.compile(
    rf"""<w:dataBinding w:prefixMappings="xmlns:f='{FIGURES}'" w:xpath="/f:figures\[1\]/f:f[0-9a-f]{{12}}\[1\]\""""
)
_BINDING = re.compile(r"<w:dataBinding [^<>]*>")
_TAG = re.compile(r'<w:tag w:val="([^"]*)"\s*/>')
_XPATH = re.compile(r'w:xpath="/f:figures(?:\[1\])?/f:f[0-9a-f]{12}(?:\[1\])?"')


def unwrapped(docx: bytes) -> bytes:
    """The document without controls of ours and without what it knows of itself; itself if there are none.

    A run that a tag of the template stood in stays split, as runs of one look. Raises the errors of
    :func:`pipeline.docx.package.unpack` and :func:`pipeline.docx.package.parse_xml`.
    """
    package = unpack(docx)
    bare = unwrapped_package(package)
    return docx if bare is package else pack(bare)


def unwrapped_package(package: dict[str, bytes]) -> dict[str, bytes]:
    """The same for the parts of a document; ``package`` itself if there is nothing of ours in it."""
    own = [name for name, data in package.items() if is_ours(data)]
    others = {name: without_carried(data, name) for name, data in package.items() if is_carrier(data)}
    texts = {
        name: bare.encode()
        for name, data in package.items()
        if _CONTROL in data and name.endswith(".xml") and (bare := _unwrapped_part(data)) is not None
    }
    if not (own or texts or others):
        return package
    emptied = [name for name, data in others.items() if not data]
    return without({**package, **texts, **others}, [*own, *emptied])


def unwrapped_text(xml: str) -> str:
    """The XML of a part of Word's without controls of ours; other controls stay as they are."""
    if "<w:sdt" not in xml:
        return xml
    bare = _as_filled(xml)
    return "".join(_kept(xml)) if bare is None else bare


def _as_filled(xml: str) -> str | None:
    """The same where every control is ours and written as a filling writes it, which is read ten times as fast."""
    kept, *controls = xml.split(_OPENING)
    pieces = [kept]
    for control in controls:
        properties, end, rest = control.partition(_PROPERTIES_END)
        if not end or not (_FILLED.search(properties) or _is_ours(properties)):
            return None
        pieces.append(rest)
    bare = "".join(pieces)
    if bare.count(_CLOSING) != len(controls):
        return None
    bare = bare.replace(_CLOSING, "")
    return None if "w:sdt" in bare else bare


def _unwrapped_part(data: bytes) -> str | None:
    """The part without controls of ours; None if it has none or is written as no program writes it."""
    try:
        xml = data.decode()
    except UnicodeDecodeError:
        return None
    bare = unwrapped_text(xml)
    return None if bare == xml else bare


def _kept(xml: str) -> Iterator[str]:
    """The pieces between what makes up controls of ours."""
    done = 0
    ours: list[bool] = []
    for token in _TOKEN.finditer(xml):
        opens = token[0].startswith(("<w:sdt>", "<w:sdt "))
        if opens:
            ours.append(_is_ours(token["properties"] or ""))
        if ours and ours[-1]:
            yield xml[done : token.start()]
            done = token.end()
        if token[0] == "</w:sdt>":
            del ours[-1:]
    yield xml[done:]


def _is_ours(properties: str) -> bool:
    """Whether the properties of a control are those of a figure or group: by the binding, else by the tag."""
    binding = _BINDING.search(properties)
    if binding and FIGURES in binding[0]:
        return _XPATH.search(binding[0]) is not None
    tag = _TAG.search(properties)
    key = unescape(tag[1]) if tag else ""
    return bool(FIGURE_KEY.fullmatch(key) or BLOCK_KEY.fullmatch(key))


def without(package: Mapping[str, bytes], names: Iterable[str]) -> dict[str, bytes]:
    """The parts without custom XML parts (or other parts), their properties, and what declares them."""
    gone = {*names}
    for name in list(gone):
        relations = relations_name(name)
        if relations in package:
            gone |= {relations, *_targets(package[relations], relations, name)}
    kept = {name: data for name, data in package.items() if name not in gone}
    for name, data in kept.items():
        if name == CONTENT_TYPES:
            kept[name] = _filtered(data, name, lambda each: str(each.get("PartName", "")).lstrip("/") in gone)
        elif name.endswith(".rels") and _OWN_RELATION.search(data):
            folder = posixpath.dirname(posixpath.dirname(name))
            kept[name] = _filtered(data, name, lambda each, folder=folder: _target(each, folder) in gone)
    return kept


def _targets(data: bytes, part: str, source: str) -> set[str]:
    """The parts with the properties of a custom XML part."""
    related = [each for each in parse_xml(data, part) if str(each.get("Type", "")).endswith("/customXmlProps")]
    return {_target(each, posixpath.dirname(source)) for each in related}


def _target(relation: etree._Element, folder: str) -> str:
    """The part that a relationship of a part in ``folder`` leads to."""
    return posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", "")))).lstrip("/")


def _filtered(data: bytes, part: str, goes: Callable[..., bool]) -> bytes:
    root = parse_xml(data, part)
    found = [child for child in root if isinstance(child.tag, str) and goes(child)]
    for child in found:
        root.remove(child)
    return part_xml(root) if found else data
