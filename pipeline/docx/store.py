"""What a document of ours knows of itself: two custom XML parts, and a copy in its custom properties.

The *store* holds the texts to which Word binds the content controls of figures, one element each. The *printed*
part is bound to nothing: it says which campaign, unit and document this is, and which text each figure had when it
was printed, so that a number typed over by hand can be told. Neither has attributes, and neither is known by its
name: LibreOffice strips the ones and changes the others. At its second save it drops both parts; then the copy of
the printed part is read (:mod:`.carrier`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from pipeline.docx.carrier import read_carried
from pipeline.docx.package import DECLARATION, ROOT_BEGIN, parse_xml
from pipeline.errors import BaocaoError
from pipeline.i18n import N_

FIGURES = "urn:baocao:figures:1"
PRINTED = "urn:baocao:printed:1"
STORE_ID = "{6B1C5A0E-52D3-4F7B-9C1B-0A6E3D8F2B71}"
PRINTED_ID = "{E2F0B8D4-7C35-4B0E-8A57-5D1C96A4B3E2}"
_KEY, _SHAPE = hashlib.blake2b(digest_size=6), hashlib.blake2b(digest_size=8)
FIGURE_KEY = re.compile(r"f[0-9a-f]{12}")
BLOCK_KEY = re.compile(r"b[0-9a-f]{12}")

_ROOT = re.compile(ROOT_BEGIN + rb"(figures|printed)[\s/>]")


class DamagedStore(BaocaoError):
    code = "R01"
    cause = N_("The document was made by baocao, but what it keeps about its figures is damaged: {reason}.")
    remedy = N_("Build the document again, or take the last version that is not damaged.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which document this is: campaign, unit ("" for a campaign's document), key of the document; the template's
    name and the hash of its bytes; the version of the program."""

    campaign: str
    unit: str
    document: str
    template: str
    template_hash: str
    tool: str


@dataclass(slots=True)  # a frozen one takes five times as long to make, and a filling makes hundreds
class PrintedText:
    """A figure as it was printed: its id, the form in which it is written, its text, and how many controls.

    ``earlier``: the last texts before, the oldest first. Only a refresh writes them, for the sake of numbers that
    people typed: a document that was just filled has none.
    """

    figure: str
    form: str
    text: str
    count: int
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What a document knows of itself.

    ``figures`` and ``blocks`` (id and shape) are by key, as printed; ``values`` are the texts that the controls
    are bound to. ``store_part`` is "" where the store was lost, ``printed_part`` where only a copy is left. Not
    ``whole``: the copy had no room for figures (or for blocks either), so nobody knows what was printed.
    """

    identity: Identity
    figures: Mapping[str, PrintedText] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    store_part: str = ""
    printed_part: str = ""
    whole: bool = True


def figure_key(figure: str, form: str) -> str:
    """The key of a figure in one form: the same texts of a document have the same key."""
    return "f" + _hash(f"{figure}\0{form}", _KEY)


def block_key(group: str) -> str:
    """The key of a generated group: a table with its caption, or a passage with conditions."""
    return "b" + _hash(group, _KEY)


def hash_shape(text: str) -> str:
    """The shape of a block whose text, with every figure as ``{KEY}``, is ``text``.

    Each paragraph outside tables ends in a line feed, each cell begins with a bar, each row ends in a line feed;
    empty paragraphs do not count.
    """
    return _hash(text, _SHAPE)


def _hash(text: str, empty: hashlib.blake2b) -> str:
    digest = empty.copy()  # in less time than a new one
    digest.update(text.encode())
    return digest.hexdigest()


# --- reading ----------------------------------------------------------------------------------------------------


def is_ours(data: bytes) -> bool:
    """Whether a part is one of the two, by its root."""
    root = _ROOT.match(data)
    return root is not None and (FIGURES if root[1] == b"figures" else PRINTED).encode() in data


def read_stored(package: Mapping[str, bytes]) -> Stored | None:
    """What the parts of a document say of it, or their copy where they are lost; None if it is none of ours.

    Raises :class:`DamagedStore`, and the errors of :func:`pipeline.docx.package.parse_xml`.
    """
    roots = {name: parse_xml(data, name) for name, data in package.items() if is_ours(data)}
    stores = [name for name, root in roots.items() if root.tag == f"{{{FIGURES}}}figures"]
    printed = [name for name, root in roots.items() if root.tag == f"{{{PRINTED}}}printed"]
    if len(printed) > 1 or len(stores) > 1:
        raise DamagedStore(reason=N_("it says twice which document it is"))
    copy = None if printed else _copy(package)
    if not (printed or copy):
        if stores:
            raise DamagedStore(reason=N_("it does not say which document it is"))
        return None
    root = roots[printed[0]] if copy is None else copy[0]
    return Stored(
        identity=Identity(*(_text(root, name) for name in _IDENTITY)),
        figures=dict(_figures(root)),
        blocks=dict(_blocks(root)),
        values=dict(_values(roots[stores[0]])) if stores else {},
        store_part=stores[0] if stores else "",
        printed_part=printed[0] if printed else "",
        whole=copy is None or copy[1],
    )


def _copy(package: Mapping[str, bytes]) -> tuple[etree._Element, bool] | None:
    """The printed part that is carried in the properties, and whether it is whole."""
    try:
        carried = read_carried(package)
    except ValueError as error:
        raise DamagedStore(reason=N_("its copy in the properties is damaged")) from error
    if carried is None:
        return None
    root = parse_xml(carried[0])
    if root.tag != f"{{{PRINTED}}}printed":
        raise DamagedStore(reason=N_("its copy in the properties is damaged"))
    return root, carried[1]


_SAID = tuple(f"{{{PRINTED}}}{name}" for name in ("id", "form", "text", "count"))
_WAS = f"{{{PRINTED}}}was"
MOST_EARLIER = 3
"""So many earlier texts of a figure are remembered."""
_COUNT = re.compile("[0-9]{1,9}")
_IDENTITY = ("campaign", "unit", "document", "template", "template-hash", "tool")


def _values(root: etree._Element) -> Iterator[tuple[str, str]]:
    for child in root.iterchildren(f"{{{FIGURES}}}*"):
        yield str(child.tag).rpartition("}")[2], _content(child)


def _figures(root: etree._Element) -> Iterator[tuple[str, PrintedText]]:
    for key, entry in _entries(root, "figures", FIGURE_KEY):
        said = {child.tag: _content(child) for child in entry}
        try:
            id_, form, text, count = (said[name] for name in _SAID)
        except KeyError as error:
            raise DamagedStore(reason=N_("an entry is incomplete")) from error
        if not _COUNT.fullmatch(count):
            raise DamagedStore(reason=N_("the number of times that a figure is printed is no number"))
        earlier = [_content(child) for child in entry.iterchildren(_WAS)] if len(entry) > len(_SAID) else ()
        yield key, PrintedText(id_, form, text, int(count), tuple(earlier[-MOST_EARLIER:]))


def _blocks(root: etree._Element) -> Iterator[tuple[str, tuple[str, str]]]:
    for key, entry in _entries(root, "blocks", BLOCK_KEY):
        yield key, (_text(entry, "id"), _text(entry, "shape"))


def _entries(root: etree._Element, name: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, etree._Element]]:
    listed = root.find(f"{{{PRINTED}}}{name}")
    for entry in () if listed is None else listed.iterchildren(f"{{{PRINTED}}}*"):
        key = str(entry.tag).rpartition("}")[2]
        if not pattern.fullmatch(key):
            raise DamagedStore(reason=N_("it has an entry with a strange name"))
        yield key, entry


def _text(element: etree._Element, name: str) -> str:
    found = next(element.iterchildren(f"{{{PRINTED}}}{name}"), None)
    if found is None:
        raise DamagedStore(reason=N_("an entry is incomplete"))
    return _content(found)


def _content(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext()) if len(element) else element.text or ""


# --- writing ----------------------------------------------------------------------------------------------------


def store_xml(values: Mapping[str, str]) -> bytes:
    """The part to which controls are bound."""
    texts = _escaped(values.values())
    figures = "".join([f"<f:{key}>{text}</f:{key}>" for key, text in zip(values, texts, strict=False)])
    return f'{DECLARATION}<f:figures xmlns:f="{FIGURES}">{figures}</f:figures>'.encode()


def printed_xml(stored: Stored) -> bytes:
    """The part that says which document this is, and what was printed."""
    given = stored.identity
    names = (given.campaign, given.unit, given.document, given.template, given.template_hash, given.tool)
    said = zip(_IDENTITY, _escaped(names), strict=True)
    identity = "".join([f"<p:{name}>{text}</p:{name}>" for name, text in said])
    printed = stored.figures.values()
    columns = ([p.figure for p in printed], [p.form for p in printed], [p.text for p in printed])
    figures = "".join(
        [
            f"<p:{key}><p:id>{figure}</p:id><p:form>{form}</p:form><p:text>{text}</p:text>"
            f"<p:count>{each.count}</p:count>{_earlier(each) if each.earlier else ''}</p:{key}>"
            for (key, each), figure, form, text in zip(
                stored.figures.items(), *map(_escaped, columns), strict=False
            )
        ]
    )
    blocks = "".join(
        f"<p:{key}><p:id>{_escape(id_)}</p:id><p:shape>{_escape(shape)}</p:shape></p:{key}>"
        for key, (id_, shape) in stored.blocks.items()
    )
    return (
        f'{DECLARATION}<p:printed xmlns:p="{PRINTED}">{identity}'
        f"<p:figures>{figures}</p:figures><p:blocks>{blocks}</p:blocks></p:printed>"
    ).encode()


def _earlier(printed: PrintedText) -> str:
    return "".join([f"<p:was>{_escape(text)}</p:was>" for text in printed.earlier])


def _escaped(texts: Collection[str]) -> Collection[str]:
    """The texts as XML, which holds no NUL: many are escaped at once."""
    joined = "\0".join(texts)
    return _escape(joined).split("\0") if "&" in joined or "<" in joined or ">" in joined else texts


def _escape(text: str) -> str:
    return escape(text, quote=False)


def normal(text: str) -> str:
    """A printed text with line ends as XML gives them back."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
