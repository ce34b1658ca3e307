"""Is this PDF one that may be published and kept? Looks only at the PDF itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree
from pypdf import PdfReader

from pipeline.errors import ConvertError
from pipeline.office import errors

FAMILIES = frozenset({"TimesNewRoman", "Tinos"})
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
SHOWN = 10

SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
STYLE = re.compile(r"[-,].*$")
POSTSCRIPT = re.compile(r"(?:PS)?(?:MT)?$")
MAPPINGS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")


@dataclass(frozen=True)
class Font:
    """A font as the PDF has it: its family, whether it is embedded, the text it is used for."""

    name: str
    embedded: bool
    text: frozenset[str]

    @property
    def family(self) -> str:
        """``/ABCDEF+TimesNewRomanPS-BoldMT`` is of the family ``TimesNewRoman``."""
        bare = STYLE.sub("", SUBSET.sub("", self.name))
        return POSTSCRIPT.sub("", bare).replace(" ", "")


def check_pdf(pdf: bytes, language: str = "vi-VN", letters: frozenset[int] = frozenset()) -> list[ConvertError]:
    """All that is wrong with the PDF.

    ``letters`` are the code points that the font has; where given, text beyond them is reported (it prints as
    empty boxes).
    """
    try:
        reader = PdfReader(BytesIO(pdf))
        root = reader.root_object
        fonts = sorted(fonts_of(reader), key=lambda font: font.name)
        problems = (
            *check_archival(root),
            *check_structure(root, language),
            *check_fonts(fonts),
            *check_letters(fonts, letters),
            *check_title(reader),
        )
    except Exception as error:  # whatever a broken PDF makes the reader trip over
        return [errors.PdfUnreadable(detail=f"{type(error).__name__}: {error}")]
    return list(problems)


def check_archival(root: Any) -> Iterator[ConvertError]:
    """PDF/A-2b by its own declaration, with a colour profile."""
    metadata = root.get("/Metadata")
    found = declared(metadata.get_object().get_data()) if metadata else ""
    if found != "2B":
        yield errors.PdfNotArchival(found=found)
    if not root.get("/OutputIntents"):
        yield errors.PdfWithoutOutputIntent()


def declared(xmp: bytes) -> str:
    """Part and conformance of PDF/A that the metadata declare, such as ``2B``."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(xmp.strip(), parser)
    return "".join(_xmp_value(tree, PDFA + name) for name in ("part", "conformance"))


def _xmp_value(tree: etree._Element, tag: str) -> str:
    """A value that XMP may write as an element or as an attribute."""
    texts = (element.text or "" for element in tree.iter(tag))
    attributes = (str(element.get(tag)) for element in tree.iter() if element.get(tag))
    return next((*texts, *attributes).__iter__(), "").strip()


def check_structure(root: Any, language: str) -> Iterator[ConvertError]:
    """Tagged, and in the right language."""
    mark_info = root.get("/MarkInfo")
    marked = mark_info.get_object().get("/Marked") if mark_info else None
    if not (marked is not None and bool(marked.value) and root.get("/StructTreeRoot")):
        yield errors.PdfUntagged()
    found = str(root.get("/Lang") or "")
    if found.lower() != language.lower():
        yield errors.PdfLanguageWrong(found=found, expected=language)


def check_fonts(fonts: Iterable[Font]) -> Iterator[ConvertError]:
    """All embedded, all of one family, and that the right one."""
    fonts = list(fonts)
    loose = sorted({SUBSET.sub("", font.name) for font in fonts if not font.embedded})
    if loose:
        yield errors.PdfFontNotEmbedded(fonts=", ".join(loose))
    families = sorted({font.family for font in fonts})
    if len(families) > 1 or not FAMILIES.issuperset(families):
        yield errors.PdfFontsMixed(families=", ".join(_described(family, fonts) for family in families))


def _described(family: str, fonts: Iterable[Font]) -> str:
    """A family's name, and what a wrong one is used for."""
    text = "".join(sorted({char for font in fonts if font.family == family for char in font.text if char.strip()}))
    if family in FAMILIES or not text:
        return family
    return f"{family} ({text[:SHOWN]}{'…' if len(text) > SHOWN else ''})"


def check_letters(fonts: Iterable[Font], letters: frozenset[int]) -> Iterator[ConvertError]:
    """No text that the font has no glyph for."""
    for family in sorted({font.family for font in fonts if font.family in FAMILIES} if letters else ()):
        text = {char for font in fonts if font.family == family for char in font.text}
        missing = sorted(char for char in text if ord(char) not in letters and char.isprintable())
        if missing:
            named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:SHOWN])
            yield errors.PdfLettersMissing(family=family, characters=named)


def check_title(reader: PdfReader) -> Iterator[ConvertError]:
    """A title that a reader shows in place of the file name."""
    title = reader.metadata.title if reader.metadata else None
    if not (title or "").strip():
        yield errors.PdfUntitled()


def fonts_of(reader: PdfReader) -> Iterator[Font]:
    """Every font that a page, a form or an annotation can draw with."""
    seen: set[int] = set()
    for page in reader.pages:
        yield from _fonts_in(page.get("/Resources"), seen)
        for annotation in _object(page.get("/Annots")) or ():
            yield from _fonts_of_states(_object(annotation).get("/AP"), seen)
    form = _object(reader.root_object.get("/AcroForm"))
    if form:
        yield from _fonts_in(form.get("/DR"), seen)


def _fonts_in(resources: Any, seen: set[int]) -> Iterator[Font]:
    """The fonts of a resource dictionary, and of the forms and patterns that it names."""
    resources = _new(resources, seen)
    if not resources:
        return
    for font in _values(resources.get("/Font")):
        if _new(font, seen):
            yield _font(font)
    for name in ("/XObject", "/Pattern"):
        for stream in _values(resources.get(name)):
            yield from _fonts_in(stream.get("/Resources"), seen)


def _fonts_of_states(appearance: Any, seen: set[int]) -> Iterator[Font]:
    """The fonts of an annotation's appearances: each a stream, or a dictionary of streams."""
    for entry in _values(appearance):
        streams = [entry] if hasattr(entry, "get_data") else list(_values(entry))
        for stream in streams:
            yield from _fonts_in(stream.get("/Resources"), seen)


def _font(font: Any) -> Font:
    descendants = _object(font.get("/DescendantFonts"))
    described = _object(descendants[0]) if descendants else font
    descriptor = _object(described.get("/FontDescriptor")) or {}
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    inline = font.get("/Subtype") == "/Type3"
    name = str(font.get("/BaseFont") or descriptor.get("/FontName") or "Type3")
    cmap = _object(font.get("/ToUnicode"))
    text = text_of(cmap.get_data()) if hasattr(cmap, "get_data") else frozenset[str]()
    return Font(name, embedded or inline, text)


def text_of(cmap: bytes) -> frozenset[str]:
    """The characters that a ``ToUnicode`` map leads to."""
    text: set[str] = set()
    for kind, body in MAPPINGS.findall(cmap):
        words = [bytes.fromhex(word.decode()) for word in HEX.findall(body)]
        if kind == b"bfchar":
            text.update("".join(word.decode("utf-16-be", "ignore") for word in words[1::2]))
        else:
            text.update(_expanded(words))
    return frozenset(text)


def _expanded(words: list[bytes]) -> Iterator[str]:
    """The characters of ``<low> <high> <first>`` triples."""
    for low, high, first in zip(words[::3], words[1::3], words[2::3], strict=False):
        start = int.from_bytes(first, "big")
        count = int.from_bytes(high, "big") - int.from_bytes(low, "big") + 1
        if len(first) == 2:
            yield from (chr(start + n) for n in range(min(count, 0x10000 - start)))


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _values(dictionary: Any) -> Iterator[Any]:
    found = _object(dictionary) or {}
    read: Callable[[Any], Any] = _object
    yield from map(read, found.values())


def _new(value: Any, seen: set[int]) -> Any:
    """The object, unless it was seen before (pypdf keeps the objects it has read, so that identity tells)."""
    found = _object(value)
    if found is None or id(found) in seen:
        return None
    seen.add(id(found))
    return found
