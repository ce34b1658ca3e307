"""What people do to figures and tables in Word, and what Word does then to control, text and store."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from word import (
    FIGURES,
    WHEN,
    WHO,
    Document,
    Edit,
    Element,
    content,
    copied,
    drop,
    isolate,
    key_of,
    look_of,
    make,
    new_paragraph,
    q,
    replace,
    run,
    text_of,
)

# --- figures ---------------------------------------------------------------------------------------------------


def paste_around(key: str, before: str, after: str, which: int = 0) -> Edit:
    """Paste text directly before and behind a figure, outside its control."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        like = content(sdt).find(q("w:r"))
        if before:
            sdt.addprevious(run(before, like, rsidR=document.rsid()))
        if after:
            sdt.addnext(run(after, like, rsidR=document.rsid()))

    return edit


def type_over(key: str, text: str) -> Edit:
    """Type another number into a figure: Word writes it to the store and into all controls of the binding."""

    def edit(document: Document) -> None:
        for sdt in document.controls(key):
            set_text(document, sdt, text)
        document.store().find(f"{{{FIGURES}}}{key}").text = text

    return edit


def type_over_text_only(key: str, text: str, which: int = 0) -> Edit:
    """What a program that knows no binding does: the text of one control changes, the store does not."""
    return lambda document: set_text(document, document.control(key, which), text)


def write_store_only(key: str, text: str) -> Edit:
    """What a document management system does: the store changes, the text in the document does not."""

    def edit(document: Document) -> None:
        document.store().find(f"{{{FIGURES}}}{key}").text = text

    return edit


def set_text(document: Document, sdt: Element, text: str) -> None:
    like = content(sdt).find(q("w:r"))
    new = run(text, like, rsidR=document.rsid())
    for child in list(content(sdt)):
        content(sdt).remove(child)
    content(sdt).append(new)


def remove_control(key: str, which: int = 0) -> Edit:
    """“Remove Content Control”: the control goes, its text stays."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        replace(sdt, *content(sdt))

    return edit


def remove_all_controls(document: Document) -> None:
    """Every control goes, figures and blocks alike; what stands in them stays."""
    for sdt in list(document.body.iter(q("w:sdt"))):
        replace(sdt, *content(sdt))


def delete_figure(key: str, which: int = 0) -> Edit:
    """Select a figure with its control and press Delete."""
    return lambda document: drop(document.control(key, which))


def copy_figure(key: str, after: str, which: int = 0) -> Edit:
    """Copy a figure with its control and paste it behind a text."""

    def edit(document: Document) -> None:
        isolate(document, after).addnext(copied(document, document.control(key, which)))

    return edit


def cut_in_two(key: str, which: int = 0) -> Edit:
    """Select the end of a figure and some text behind it, cut, and paste at once: the end is plain text now."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        text = text_of(sdt)
        assert len(text) > 1, "one digit cannot be cut in two"
        like = content(sdt).find(q("w:r"))
        sdt.addnext(run(text[1:], like, rsidR=document.rsid()))
        type_over(key, text[:1])(document)

    return edit


def halve(key: str, which: int = 0) -> Edit:
    """Two controls of one figure, each with a part of its text, as other programs leave it."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        text = text_of(sdt)
        second = copied(document, sdt)
        sdt.addnext(second)
        set_text(document, sdt, text[:1])
        set_text(document, second, text[1:])

    return edit


def unbind(key: str, which: int = 0) -> Edit:
    """Cut the binding; the tag stays."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        tag = sdt.find(f"{q('w:sdtPr')}/{q('w:tag')}")
        if tag is None:
            tag = make("tag", val=key)
            sdt.find(q("w:sdtPr")).insert(0, tag)
        drop(sdt.find(f"{q('w:sdtPr')}/{q('w:dataBinding')}"))

    return edit


def paste_foreign(document: Document) -> None:
    """Paste a paragraph with a figure of another document behind the first paragraph that has text."""
    first = next(p for p in document.free_paragraphs() if text_of(p))
    paragraph = new_paragraph(document, "Theo báo cáo của đơn vị khác: ", first)
    first.addnext(paragraph)
    path = "/f:figures[1]/f:f0123456789ab[1]"
    binding = make("dataBinding", prefixMappings=f"xmlns:f='{FIGURES}'", xpath=path, storeItemID="{0}")
    properties = make(
        "sdtPr", make("tag", val="f0123456789ab"), make("id", val=document.id()), binding, make("text")
    )
    paragraph.append(make("sdt", properties, make("sdtContent", run("97"))))


# --- tracked changes of people ---------------------------------------------------------------------------------


def change(document: Document, kind: str, *children: Element) -> Element:
    """``ins``, ``del``, ``moveFrom``, ``moveTo`` by somebody."""
    return make(kind, *children, id=document.id(), author=WHO, date=WHEN)


def text_runs(paragraph: Element) -> list[Element]:
    """The runs with text, those in controls too."""
    return [found for found in paragraph.iter(q("w:r")) if found.find(q("w:t")) is not None]


def as_deleted(document: Document, old: Element) -> Element:
    for t in list(old.iter(q("w:t"))):
        t.tag = q("w:delText")
    wrapper = change(document, "del")
    replace(old, wrapper)
    wrapper.append(old)
    return wrapper


def track_rewrite(needle: str, text: str) -> Edit:
    """Type over a text outside figures while changes are tracked."""

    def edit(document: Document) -> None:
        old = isolate(document, needle)
        new = run(text, old, rsidR=document.rsid())
        as_deleted(document, old).addnext(change(document, "ins", new))

    return edit


def track_figure(key: str, text: str, which: int = 0) -> Edit:
    """Type over a figure while changes are tracked: Word tracks inside the control and writes the store."""

    def edit(document: Document) -> None:
        sdt = document.control(key, which)
        old = content(sdt).find(q("w:r"))
        new = run(text, old, rsidR=document.rsid())
        as_deleted(document, old).addnext(change(document, "ins", new))
        document.store().find(f"{{{FIGURES}}}{key}").text = text
        for other in document.controls(key):
            if other is not sdt:
                set_text(document, other, text)

    return edit


def track_add_paragraph(after: str, text: str) -> Edit:
    """Press Enter at the end of a paragraph and type, tracked."""

    def edit(document: Document) -> None:
        like = document.paragraph(after)
        paragraph = new_paragraph(document, text, like)
        like.addnext(paragraph)
        _mark(document, like, "ins")  # Enter ended the paragraph before; the new one goes on to the old mark
        typed = paragraph.find(q("w:r"))
        wrapper = change(document, "ins")
        replace(typed, wrapper)
        wrapper.append(typed)

    return edit


def track_delete_paragraph(needle: str) -> Edit:
    """Delete a paragraph with its mark, tracked; figures in it are deleted inside their controls."""

    def edit(document: Document) -> None:
        paragraph = document.paragraph(needle)
        _mark(document, paragraph, "del")
        for old in text_runs(paragraph):
            as_deleted(document, old)

    return edit


def track_move_paragraph(needle: str, after: str) -> Edit:
    """Cut a paragraph and paste it elsewhere, tracked as a move."""

    def edit(document: Document) -> None:
        old, target = document.paragraph(needle), document.paragraph(after)
        new = copied(document, old)
        target.addnext(new)
        for paragraph, kind in ((old, "moveFrom"), (new, "moveTo")):
            _mark(document, paragraph, kind)
            for moved in text_runs(paragraph):
                wrapper = change(document, kind)
                replace(moved, wrapper)
                wrapper.append(moved)
            number = document.id()
            at = 0 if paragraph.find(q("w:pPr")) is None else 1
            name = {"name": "move1", "author": WHO, "date": WHEN, "id": number}
            paragraph.insert(at, make(f"{kind}RangeStart", **name))
            paragraph.append(make(f"{kind}RangeEnd", id=number))

    return edit


def track_look(needle: str) -> Edit:
    """Make a text bold, tracked."""

    def edit(document: Document) -> None:
        target = isolate(document, needle)
        before = deepcopy(look_of(target)) if look_of(target) is not None else make("rPr")
        if look_of(target) is None:
            target.insert(0, make("rPr"))
        look_of(target).append(make("b"))
        look_of(target).append(change(document, "rPrChange", before))

    return edit


def _mark(document: Document, paragraph: Element, kind: str) -> None:
    """Track the mark at the end of a paragraph."""
    properties = paragraph.find(q("w:pPr"))
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    look = properties.find(q("w:rPr"))
    if look is None:
        look = make("rPr")
        behind = [child for child in properties if etree.QName(child).localname in ("sectPr", "pPrChange")]
        properties.insert(properties.index(behind[0]) if behind else len(properties), look)
    look.insert(0, change(document, kind))


# --- tables ----------------------------------------------------------------------------------------------------


def row_of(document: Document, needle: str) -> Element:
    """The first table row of which a cell says exactly this."""
    found = [
        row for row in document.body.iter(q("w:tr")) for cell in row.iter(q("w:tc")) if text_of(cell) == needle
    ]
    assert found, f"no row with a cell {needle!r}"
    return found[0]


def add_row(like: str, *texts: str) -> Edit:
    """Insert a row below another and fill its cells: no figures, just what somebody typed."""

    def edit(document: Document) -> None:
        row = row_of(document, like)
        new = deepcopy(row)
        for sdt in list(new.iter(q("w:sdt"))):
            replace(sdt, *content(sdt))
        row.addnext(new)
        for cell, text in zip(new.iter(q("w:tc")), texts, strict=True):
            paragraph = cell.find(q("w:p"))
            old = paragraph.find(q("w:r"))
            for child in paragraph.findall(q("w:r")):
                paragraph.remove(child)
            paragraph.append(run(text, old))

    return edit


def remove_row(needle: str) -> Edit:
    return lambda document: drop(row_of(document, needle))


def edit_cell(needle: str, text: str) -> Edit:
    """Type over the text of a cell that is no figure."""

    def edit(document: Document) -> None:
        row = row_of(document, needle)
        cell = next(cell for cell in row.iter(q("w:tc")) if text_of(cell) == needle)
        runs = list(cell.iter(q("w:r")))
        replace(runs[0], run(text, runs[0], rsidR=document.rsid()))
        for old in runs[1:]:
            drop(old)

    return edit


def block_key_of(document: Document, needle: str) -> str:
    """The key of the block control around the first row or paragraph that holds a text."""
    for element in document.body.iter(q("w:tr"), q("w:p")):
        if needle in text_of(element):
            for sdt in element.iterancestors(q("w:sdt")):
                return key_of(sdt)
    raise AssertionError(f"{needle!r} is in no block")
