"""From an edited Word part to Jinja source that can tell where each of its tags stands.

docxtpl mends tags that Word has split into runs and lifts the tags for whole paragraphs, rows, cells and runs out
of their elements. A line feed goes before each paragraph and into each tag, so every tag has a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.docx.errors import PackageTooLarge
from pipeline.model import Place

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
QW = f"{{{W}}}"

MOST_BRACES = 10_000

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_RAW = re.compile(r"(\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\})", re.DOTALL)
_OPENING = re.compile(r"(\{\{|\{%)[-+]?$")
_LITERALS = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a source as a clerk sees it: the paragraph's text and the tag, as typed, or empty."""

    paragraph: str
    tag: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, its line in the source and where it begins."""

    text: str
    line: int
    start: int

    @property
    def filters(self) -> set[str]:
        """The names after the bars of the tag."""
        return {word.strip().split("(")[0].strip() for word in self.text[2:-2].split("|")[1:]}


@dataclass(frozen=True, slots=True)
class Source:
    """Jinja source of one part, and where its lines come from."""

    text: str

    def spot(self, line: int) -> Spot:
        """The paragraph and tag of the source line ``line`` (from 1)."""
        lines = self.text.split("\n")
        index = min(max(line, 1), len(lines)) - 1
        first = last = index
        while first and _OPENING.search(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and _OPENING.search(lines[last]):
            last += 1
        opening = _OPENING.search(lines[index - 1]) if index else None
        tag = opening.group() + re.split(r"(?<=[%}]\})", lines[index], maxsplit=1)[0] if opening else ""
        return Spot(plain_text("".join(lines[first : last + 1])), plain_text(tag))

    def tags(self) -> Iterator[Tag]:
        """Every printing and block tag in order."""
        for match in _TAG.finditer(self.text):
            yield Tag(match.group(), self.text.count("\n", 0, match.start()) + 2, match.start())

    def inside(self, start: int, name: str) -> bool:
        """Does what begins at ``start`` stand in an open element ``name``? (Nearest opening, nearest closing.)"""
        openings = list(re.finditer(rf"<{name}(?: [^>]*)?(?<!/)>", self.text[:start]))
        return bool(openings) and openings[-1].start() > self.text.rfind(f"</{name}>", 0, start)


def plain_text(markup: str) -> str:
    """The words in a piece of a part, blanks joined."""
    text = _MARKUP.sub("", markup)
    return " ".join(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())


def has_tags(root: etree._Element) -> bool:
    """Does a part hold tags, in a text however Word may have split it, or in an attribute?"""
    text = "".join(str(piece) for piece in root.itertext()) + etree.tostring(root, encoding="unicode")
    return any(mark in text for mark in ("{{", "{%", "{#", *_LITERALS))


def first_tag(root: etree._Element) -> str:
    """The first tag in a text or an attribute, or an empty string."""
    texts = ["".join(str(piece) for piece in root.itertext())]
    texts += [str(value) for element in root.iter() for value in element.attrib.values()]
    return next((found.group() for text in texts if (found := _TAG.search(text))), "")


def make_source(root: etree._Element, part: str, file: str) -> Source:
    """The Jinja source of a part (without XML declaration).

    Raises :class:`PackageTooLarge` for more tags than any template has: mending takes the square of open ones.
    """
    text = etree.tostring(root, encoding="unicode").replace("\r\n", "\n").replace("\r", "\n")
    found = text.count("{")
    if found > MOST_BRACES:
        raise PackageTooLarge(Place(file), what=f"{{ ({part})", found=found, limit=MOST_BRACES)
    text = re.sub(r"\s*<w:p(?=[ >/])", "\n<w:p", text)
    text = DocxTemplate(None).patch_xml(text)
    pieces = _RAW.split(text)
    return Source("".join(piece if index % 2 else _finish(piece) for index, piece in enumerate(pieces)))


def _finish(text: str) -> str:
    """Open each tag onto a line of its own and make the written-out braces of docxtpl literal."""
    pieces: list[str] = []
    end = 0
    for match in _TAG.finditer(text):
        pieces += [_literal_braces(text[end : match.start()]), _own_line(match.group())]
        end = match.end()
    return "".join([*pieces, _literal_braces(text[end:])])


def _own_line(tag: str) -> str:
    if tag.startswith("{#"):
        return tag
    opening = 3 if tag[2] in "-+" else 2
    inner = tag[opening:].replace("\n", " ").replace("&amp;", "&")
    return f"{tag[:opening]}\n{inner}"


def _literal_braces(text: str) -> str:
    for written, meant in _LITERALS.items():
        text = text.replace(written, f"{{% raw %}}{meant}{{% endraw %}}")
    return text
