"""Filters that make runs and paragraphs of several looks from plain values.

``{{r value | rich }}`` stands for docxtpl's RichText, ``{{p value | rich_paragraphs }}`` for RichTextParagraph and
``{{ value | listing }}`` for Listing. A value is a text, a number, a :class:`pipeline.model.Run`, a mapping with
``text`` and the parameters of :data:`LOOKS`, or a sequence of these. In it ``\\n`` is a line break, ``\\t`` a tab,
``\\a`` begins a new paragraph of the same look and ``\\f`` one on a new page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from pipeline.docx.assembly import RELATION, PartAssembly, assembly_of
from pipeline.docx.controls import TEXT, Controls, controls_of
from pipeline.docx.escape import UnprintableError, as_markup, escape_text
from pipeline.docx.splits import SPLITS
from pipeline.model import Run

LOOKS: Final = (
    "style", "color", "highlight", "size", "subscript", "superscript", "bold", "italic", "underline", "strike",
    "font", "url", "rtl", "lang",
)  # fmt: skip
"""What a mapping may say besides ``text``: the parameters of docxtpl's ``RichText.add``; ``url`` is a link."""
UNDERLINES: Final = ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")
_REGIONS = ("ascii", "hAnsi", "eastAsia", "cs")
_COLOR = re.compile(r"#?([0-9A-Fa-f]{6}|auto)")
_WORD = re.compile(r"[\w.-]{1,80}")
_FONT = re.compile(r"[^<>&\"'\x00-\x1f]{1,80}")
_SPLIT = re.compile("([\a\f])")
Printer = Callable[[Any], Markup]


def runs_xml(runs: Iterable[Run], bold: bool = False, controls: Controls | None = None) -> str:
    """Runs with their own bold and italic; ``bold`` makes all of them bold. Figures stand in ``controls``."""
    return "".join(_run_xml(run, bold, controls) for run in runs if run.text)


def _run_xml(run: Run, bold: bool, controls: Controls | None) -> str:
    marks = ("<w:b/><w:bCs/>" if run.bold or bold else "") + ("<w:i/><w:iCs/>" if run.italic else "")
    look = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    opening = f"<w:r>{look}{TEXT}"
    if controls is not None and (figure := controls.of(run)):
        return controls.run(figure, opening, look)
    return f"{opening}{escape_text(run.text)}</w:t></w:r>"


def _printer(context: Context) -> Printer:
    """How this environment prints a value: figures are written down, bare numbers refused."""
    printed: Printer = getattr(context.environment, "printed", as_markup)
    return printed


def text_xml(value: Any, printed: Printer, assembly: PartAssembly) -> str:
    """A text or number as the content of a ``w:t``, ``\\a`` and ``\\f`` as marks that split the paragraph."""
    if not isinstance(value, str) or not _SPLIT.search(value):
        return str(printed(value))
    assembly.whole.splits = True
    return "".join(SPLITS.get(piece) or str(printed(piece)) for piece in _SPLIT.split(value))


@pass_context
def rich(context: Context, value: Any) -> Markup:
    """``{{r value | rich }}``: runs inside a paragraph."""
    made = "".join(_rich(value, _printer(context), assembly_of(context), controls_of(context)))
    return Markup(made)  # noqa: S704 - built from escaped text


@pass_context
def rich_paragraphs(context: Context, value: Any) -> Markup:
    """``{{p value | rich_paragraphs }}``: a sequence of paragraphs.

    Each is a value as for :func:`rich`, or a mapping with ``text`` and ``parastyle``, the id of a paragraph style.
    """
    items = [value] if isinstance(value, str | Mapping | Run) else value
    if not isinstance(items, Sequence):
        _refuse(items, "sequence of paragraphs")
    known = (_printer(context), assembly_of(context), controls_of(context))
    made = "\n".join(_paragraph(item, *known) for item in items)
    return Markup(made)  # noqa: S704 - built from escaped text


@pass_context
def listing(context: Context, value: Any) -> Markup:
    """``{{ value | listing }}``: a text whose ``\\a`` and ``\\f`` begin new paragraphs of the same look."""
    return Markup(text_xml(value, _printer(context), assembly_of(context)))  # noqa: S704 - escaped


def _paragraph(item: Any, printed: Printer, assembly: PartAssembly, controls: Controls | None) -> str:
    look = ""
    if isinstance(item, Mapping) and "parastyle" in item:
        look = f'<w:pPr><w:pStyle w:val="{_style(item["parastyle"], assembly)}"/></w:pPr>'
        item = {key: part for key, part in item.items() if key != "parastyle"}
        if item.keys() == {"text"}:
            item = item["text"]
    return f"<w:p>{look}{''.join(_rich(item, printed, assembly, controls))}</w:p>"


def _rich(value: Any, printed: Printer, assembly: PartAssembly, controls: Controls | None) -> Iterator[str]:
    if isinstance(value, Run):
        if value.text:
            yield _run_xml(value, False, controls)
    elif isinstance(value, Mapping):
        yield _styled(value, printed, assembly)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _rich(item, printed, assembly, controls)
    elif isinstance(value, Undefined):
        str(value)  # raises the error of the unknown name
    else:
        yield f"<w:r>{TEXT}{text_xml(value, printed, assembly)}</w:t></w:r>"


def _styled(item: Mapping[str, Any], printed: Printer, assembly: PartAssembly) -> str:
    unknown = sorted(str(key) for key in item if key not in (*LOOKS, "text"))
    if unknown or "text" not in item:
        what = f"the parameter “{unknown[0]}”" if unknown else "no “text”"
        raise UnprintableError(f"rich text with {what}; it may have text, {', '.join(LOOKS)}")
    properties = look_xml(item, assembly)
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    run = f"<w:r>{look}{TEXT}{text_xml(item['text'], printed, assembly)}</w:t></w:r>"
    if item.get("url"):
        link = assembly.link(item["url"])
        return f'<w:hyperlink xmlns:r="{RELATION}" r:id="{link}" w:tgtFrame="_blank">{run}</w:hyperlink>'
    return run


def look_xml(item: Mapping[str, Any], assembly: PartAssembly) -> str:
    """The run properties of a mapping, in the order of the schema. Raises :class:`UnprintableError`."""
    size = _size(item["size"]) if item.get("size") else ""
    marks = [
        f'<w:rStyle w:val="{_style(item["style"], assembly)}"/>' if item.get("style") else "",
        _fonts(item["font"]) if item.get("font") else "",
        "<w:b/>" if item.get("bold") else "",
        "<w:bCs/>" if item.get("bold") and item.get("rtl") else "",
        "<w:i/>" if item.get("italic") else "",
        "<w:iCs/>" if item.get("italic") and item.get("rtl") else "",
        "<w:strike/>" if item.get("strike") else "",
        f'<w:color w:val="{_color(item["color"])}"/>' if item.get("color") else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        f'<w:u w:val="{_underline(item["underline"])}"/>' if item.get("underline") else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_color(item["highlight"])}"/>'
        if item.get("highlight")
        else "",
        f'<w:vertAlign w:val="{_vertical(item)}"/>' if item.get("subscript") or item.get("superscript") else "",
        '<w:rtl w:val="true"/>' if item.get("rtl") else "",
        f'<w:lang w:val="{_matched(_WORD, item["lang"], "language")}"/>' if item.get("lang") else "",
    ]
    return "".join(marks)


def _vertical(item: Mapping[str, Any]) -> str:
    if item.get("subscript") and item.get("superscript"):
        raise UnprintableError("a text is subscript or superscript, not both")
    return "subscript" if item.get("subscript") else "superscript"


def _underline(value: Any) -> str:
    if value is True:
        return "single"
    if value not in UNDERLINES:
        raise UnprintableError(f"“{value}” is no underline; there are {', '.join(UNDERLINES)}")
    return str(value)


def _size(value: Any) -> int:
    """A size in half points."""
    if (
        isinstance(value, bool)
        or not str(value).isascii()
        or not str(value).isdigit()
        or not 2 <= int(value) <= 3276
    ):
        raise UnprintableError(f"“{str(value)[:60]}” is no size in half points")
    return int(value)


def _color(value: Any) -> str:
    _matched(_COLOR, value, "color; write six hexadecimal digits")
    return str(value).removeprefix("#")


def _fonts(value: Any) -> str:
    region, _, name = value.rpartition(":") if isinstance(value, str) else ("", "", value)
    if region and region not in _REGIONS:
        raise UnprintableError(f"“{str(region)[:60]}” is no region of a font; there are {', '.join(_REGIONS)}")
    font = _matched(_FONT, name, "font")
    regions = ("ascii", "hAnsi", "cs", "eastAsia") if region == "eastAsia" else ("ascii", "hAnsi", "cs")
    named = " ".join(f'w:{each}="{font}"' for each in regions)
    return f"<w:rFonts {named}/>"


def _style(value: Any, assembly: PartAssembly) -> str:
    if not isinstance(value, str) or value not in assembly.whole.styles:
        raise UnprintableError(f"the template has no style with the id “{str(value)[:60]}”")
    return str(escape_text(value))


def _matched(pattern: re.Pattern[str], value: Any, kind: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise UnprintableError(f"“{str(value)[:60]}” is no {kind}")
    return value


def _refuse(value: Any, kind: str) -> None:
    if isinstance(value, Undefined):
        str(value)  # raises the error of the unknown name
    raise UnprintableError(f"{type(value).__name__} is no {kind}")
