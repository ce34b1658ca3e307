"""Templates that carry more than text, or less than a document: only what is made from them is stopped."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from campaigns import SUMMARY, Victim
from fuzzing import unzipped, zipped

from pipeline.docx.package import pack

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "templates/cover-letter.docx").read_bytes()
PARTS = unzipped(LETTER)
DOCUMENT, SETTINGS, TYPES = "word/document.xml", "word/settings.xml", "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Make = Callable[[], bytes]


def add(part: str, before: str, new: str, **more: bytes) -> Make:
    """The cover letter with ``new`` before the last ``before`` of a part, and with more parts."""

    def made() -> bytes:
        head, found, tail = PARTS[part].rpartition(before.encode())
        assert found
        return zipped({**PARTS, part: head + new.encode() + found + tail, **more})

    return made


def relation(kind: str, target: str, mode: str = ' TargetMode="External"', office: str = OFFICE) -> Make:
    return add(
        RELATIONS, "</Relationships>", f'<Relationship Id="x" Type="{office}/{kind}" Target="{target}"{mode}/>'
    )


def paragraph(xml: str) -> Make:
    return add(DOCUMENT, "<w:sectPr", f"<w:p>{xml}</w:p>")


def field(*instruction: str, simple: bool = False) -> Make:
    if simple:
        return paragraph(f'<w:fldSimple w:instr="{instruction[0]}"><w:r><w:t>x</w:t></w:r></w:fldSimple>')
    return paragraph(_field(*instruction))


def _field(*instruction: str) -> str:
    texts = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in instruction)
    return _char("begin") + texts + _char("separate") + "<w:r><w:t>x</w:t></w:r>" + _char("end")


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def typed(ending: str, kind: str, part: str, data: bytes) -> Make:
    def made() -> bytes:
        default = f'<Default Extension="{ending}" ContentType="{kind}"/>'
        types = PARTS[TYPES].replace(b"<Override", default.encode() + b"<Override", 1)
        return zipped({**PARTS, TYPES: types, part: data})

    return made


def entry(name: str) -> Make:
    def made() -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for part, data in [*PARTS.items(), (name, b"<a/>")]:
                archive.writestr(zipfile.ZipInfo(part), data)
        return target.getvalue()

    return made


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
MACRO_TYPE = "application/vnd.ms-office.vbaProject"

HAZARDS: dict[str, tuple[Make, str]] = {
    "macros by type": (typed("bin", MACRO_TYPE, "word/x.bin", b"x"), "T06"),
    "macros by name": (lambda: zipped({**PARTS, "word/vbaProject.bin": b"x"}), "T06"),
    "macros by relation": (
        relation("vbaProject", "x.bin", "", "http://schemas.microsoft.com/office/2006/relationships"),
        "T06",
    ),
    "a document with macros": (
        lambda: zipped(
            {
                **PARTS,
                TYPES: PARTS[TYPES].replace(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"vnd.ms-word.document.macroEnabled.main+xml",
                ),
            }
        ),
        "T06",
    ),
    "an OLE object": (lambda: zipped({**PARTS, "word/embeddings/oleObject1.bin": OLE}), "T06"),
    "an OLE object that is called a picture": (typed("png", "image/png", "word/media/a.png", OLE), "T06"),
    "an OLE object by relation": (relation("oleObject", "embeddings/a.bin", ""), "T06"),
    "an embedded workbook": (relation("package", "embeddings/a.xlsx", ""), "T06"),
    "an embedded archive": (lambda: zipped({**PARTS, "word/embeddings/a.bin": zipped({"a": b"b"})}), "T06"),
    "a control": (relation("control", "activeX/activeX1.xml", ""), "T06"),
    "a control by type": (
        typed("axx", "application/vnd.ms-office.activeX+xml", "word/activeX/a.axx", b"<ax:ocx xmlns:ax='x'/>"),
        "T06",
    ),
    "a foreign part": (relation("aFChunk", "afchunk.htm", ""), "T06"),
    "a foreign part by element": (add(DOCUMENT, "<w:sectPr", '<w:altChunk r:id="x"/>'), "T06"),
    "a subdocument": (relation("subDocument", "a.docx"), "T07"),
    "a subdocument inside": (relation("subDocument", "a.docx", ""), "T06"),
    "a web add-in": (
        relation("webextensiontaskpanes", "x.xml", "", "http://schemas.microsoft.com/office/2011/relationships"),
        "T06",
    ),
    "an attached template": (relation("attachedTemplate", "file:///C:/Users/x/Normal.dotm"), "T07"),
    "an attached template on a server": (relation("attachedTemplate", "http://a.example/x.dotm"), "T07"),
    "a picture elsewhere": (relation("image", "http://a.example/x.png"), "T07"),
    "a picture on a share": (relation("image", "\\\\\\\\server\\\\x.png", ""), "T07"),
    "a picture that only says so": (relation("image", "http://a.example/x.png", ""), "T07"),
    "a frame": (relation("frame", "http://a.example/x.htm"), "T07"),
    "a source of mail": (relation("mailMergeSource", "file:///C:/x.xlsx"), "T07"),
    "a source of mail in the settings": (
        add(SETTINGS, "</w:settings>", '<w:mailMerge><w:connectString w:val="DSN=x"/></w:mailMerge>'),
        "T07",
    ),
    "a link to a file": (relation("hyperlink", "file:///C:/x.exe"), "T07"),
    "a link to a share": (relation("hyperlink", "\\\\\\\\server\\\\x"), "T07"),
    "a link to a script": (relation("hyperlink", "javascript:alert(1)"), "T07"),
    "a link to a protocol of Office": (relation("hyperlink", "ms-word:ofe|u|http://a.example"), "T07"),
    "a relation of no known kind": (relation("nobodyKnows", "http://a.example/"), "T07"),
    "a drawing from elsewhere": (
        paragraph(
            '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://a.example/"/>'
            "</v:shape></w:pict></w:r>"
        ),
        "T07",
    ),
    **{
        f"a field {name}": (field(f" {name} x "), "T08")
        for name in (
            "INCLUDETEXT",
            "INCLUDEPICTURE",
            "includepicture",
            "IMPORT",
            "DDE",
            "DDEAUTO",
            "LINK",
            "DATABASE",
            "RD",
            "PRINT",
        )
    },
    "a simple field": (field(" INCLUDETEXT C:\\\\x ", simple=True), "T08"),
    "a field in pieces": (field(" DD", "EAU", "TO c:\\\\x "), "T08"),
    "a field in a header": (
        add("word/header1.xml", "</w:hdr>", f"<w:p>{_field(' INCLUDEPICTURE http://a.example/ ')}</w:p>"),
        "T08",
    ),
    "a field over paragraphs": (
        add(
            DOCUMENT,
            "<w:sectPr",
            f"<w:p>{_char('begin')}<w:r><w:instrText> DDE</w:instrText></w:r></w:p>"
            f"<w:p><w:r><w:instrText>AUTO x</w:instrText></w:r>{_char('end')}</w:p>",
        ),
        "T08",
    ),
    "a field whose name a field makes": (
        paragraph(
            _char("begin") + _field(" QUOTE 68 68 69 ") + "<w:r><w:instrText> x</w:instrText></w:r>" + _char("end")
        ),
        "T08",
    ),
    "a field whose name a tag makes": (field(" {{ unit.name }} x "), "T08"),
    "a field inside another": (
        paragraph(
            _char("begin") + "<w:r><w:instrText> IF 1=1 </w:instrText></w:r>" + _field(" DDE x ") + _char("end")
        ),
        "T08",
    ),
    "a field without end": (paragraph(_char("begin") + "<w:r><w:instrText> DDE x</w:instrText></w:r>"), "T08"),
    "a link in a field": (field(' HYPERLINK "file:///C:/x.exe" '), "T08"),
    "a link after a switch in a field": (field(' HYPERLINK \\o "x" "file:///C:/x.exe" '), "T08"),
    "a picture that is none": (typed("png", "image/png", "word/media/a.png", b"<html>"), "T09"),
    "a picture without bytes": (typed("jpg", "image/jpeg", "word/media/a.jpg", b""), "T09"),
    "a picture cut at its beginning": (typed("png", "image/png", "word/media/a.png", b"PNG\r\n"), "T09"),
    "a drawing with a script": (
        typed("svg", "image/svg+xml", "word/media/a.svg", b'<svg xmlns="x"><script>x</script></svg>'),
        "T09",
    ),
    "a drawing that fetches": (
        typed(
            "svg", "image/svg+xml", "word/media/a.svg", b'<svg xmlns="x"><image href="http://a.example/"/></svg>'
        ),
        "T09",
    ),
    "a document type": (
        add(DOCUMENT, "<w:document", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
        "T04",
    ),
    "a document type under another name": (lambda: zipped({**PARTS, "word/x.bin": b"<!DOCTYPE a><a/>"}), "T04"),
    "a document type in UTF-7": (
        lambda: zipped(
            {**PARTS, "word/x.xml": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'}
        ),
        "T04",
    ),
    "broken XML": (add(DOCUMENT, "</w:body>", "<w:p>"), "T05"),
    "a part above": (entry("../../x.xml"), "T03"),
    "a part at the root": (entry("/etc/x.xml"), "T03"),
    "a part with a backslash": (entry("word\\x.xml"), "T03"),
    "a part with a NUL": (lambda: entry("word/xZx.xml")().replace(b"word/xZx", b"word/x\0x"), "T03"),
    "a part without a name": (lambda: pack({**PARTS, "": b"x"}), "T03"),
    "a part twice but for capitals": (entry("WORD/document.xml"), "T03"),
    "a bomb": (lambda: zipped({**PARTS, "word/media/a.bin": bytes(30_000_000)}), "T02"),
    "too many parts": (lambda: zipped({**PARTS, **{f"word/{n}.bin": b"" for n in range(2_000)}}), "T02"),
    "empty": (lambda: b"", "T01"),
    "cut": (lambda: LETTER[:3000], "T01"),
    "an old form": (lambda: OLE, "T01"),
    "text": (lambda: b"{{ body }}", "T01"),
    "a workbook": (lambda: zipped({TYPES: b"<Types/>", "xl/workbook.xml": b"<a/>"}), "T01"),
    "an open tag": (paragraph("<w:r><w:t>{{ doc.subject </w:t></w:r>"), "T10"),
    "a loop without end": (paragraph("<w:r><w:t>{% for x in doc %}</w:t></w:r>"), "T10"),
    "an unknown name": (paragraph("<w:r><w:t>{{ quux }}</w:t></w:r>"), "T11"),
    "a way into Python": (paragraph("<w:r><w:t>{{ doc.__class__.__mro__ }}</w:t></w:r>"), "T11"),
    "a file included": (paragraph("<w:r><w:t>{% include '/etc/passwd' %}</w:t></w:r>"), "T10"),
    "a loop without bounds": (
        paragraph("<w:r><w:t>{% for x in range(999999999) %}x{% endfor %}</w:t></w:r>"),
        "T31",
    ),
    "a text without bounds": (paragraph("<w:r><w:t>{{ 'x' * 999999999 }}</w:t></w:r>"), "T31"),
    "an unknown filter": (paragraph("<w:r><w:t>{{ doc.subject | attr('x') }}</w:t></w:r>"), "T13"),
    "a table without rows": (
        add(
            DOCUMENT,
            "<w:sectPr",
            "<w:tbl><w:tblPr/><w:tblGrid/>"
            + "".join(
                f"<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
                for text in ("{%tr if not doc %}", "x", "{%tr endif %}")
            )
            + "</w:tbl><w:p/>",
        ),
        "T17",
    ),
}


@pytest.mark.parametrize("case", [*HAZARDS])
def test_a_template_that_is_refused_stops_the_documents_made_from_it(victim: Victim, case: str) -> None:
    make, code = HAZARDS[case]
    (victim.folder / "cover-letter.docx").write_bytes(make())
    victim.suffers(code, "demo/cover-letter.docx", ["so-b/cover", "so-c/cover"])


@pytest.mark.parametrize("case", ["macros by type", "a field in pieces", "a picture that is none"])
def test_the_clerk_reads_where_it_is(victim: Victim, case: str) -> None:
    (victim.folder / "cover-letter.docx").write_bytes(HAZARDS[case][0]())
    told = victim.sandbox.cli("validate", "--lang", "vi")
    assert told.exit_code == 1
    assert f"{HAZARDS[case][1]} " in told.stderr
    assert "word/" in told.stderr
    assert "Traceback" not in told.output


HONEST: dict[str, Make] = {
    "as it is": lambda: LETTER,
    "a link to a page": relation("hyperlink", "https://quangngai.gov.vn/"),
    "a link to mail": relation("hyperlink", "mailto:vanphong@quangngai.gov.vn"),
    "a link inside": relation("hyperlink", "#muc1", ""),
    "a link inside as LibreOffice writes it": relation("hyperlink", "#muc1"),
    "a link in a field": field(' HYPERLINK "https://quangngai.gov.vn/" \\o "Trang: x" '),
    "a link to a bookmark in a field": field(' HYPERLINK \\l "_Toc1" '),
    "page numbers": field(" PAGE \\* MERGEFORMAT "),
    "a sum in a field": field(" =SUM(ABOVE) \\# &quot;0&quot; "),
    "a place to click": field(" MACROBUTTON NoMacro [Bấm vào đây] "),
    "a table of contents": field(' TOC \\o "1-3" \\h \\z \\u '),
    "a field inside another": paragraph(
        _char("begin")
        + "<w:r><w:instrText> IF </w:instrText></w:r>"
        + _field(" PAGE ")
        + '<w:r><w:instrText> = 1 "a" "b" </w:instrText></w:r>'
        + _char("end")
    ),
    "custom XML": lambda: zipped({**PARTS, "customXml/item1.xml": b"<a href='http://x/'/>"}),
    "printer settings": typed(
        "bin",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.printerSettings",
        "word/p.bin",
        b"H\0P\0",
    ),
    "an embedded font": typed(
        "odttf",
        "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        "word/fonts/font1.odttf",
        os.urandom(99),
    ),
    "a picture": typed("png", "image/png", "word/media/a.png", PNG),
    "a drawing": typed("svg", "image/svg+xml", "word/media/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a thumbnail": typed("wmf", "image/x-wmf", "docProps/thumbnail.wmf", b"\xd7\xcd\xc6\x9a" + bytes(30)),
    "the workbook of a chart": lambda: zipped(
        {
            **PARTS,
            TYPES: PARTS[TYPES].replace(
                b"<Override",
                b'<Default Extension="xlsx" ContentType="application/'
                b'vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
                b"<Override",
                1,
            ),
            "word/charts/chart1.xml": b"<c:chart xmlns:c='x'/>",
            "word/charts/_rels/chart1.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="x" '
                f'Type="{OFFICE}/package" Target="../embeddings/a.xlsx"/></Relationships>'
            ).encode(),
            "word/embeddings/a.xlsx": zipped({"a": b"b"}),
        }
    ),
    "a letter for no mail": add(
        SETTINGS, "</w:settings>", '<w:mailMerge><w:mainDocumentType w:val="formLetters"/></w:mailMerge>'
    ),
}


@pytest.mark.parametrize("case", [*HONEST])
def test_what_word_puts_into_an_honest_template_is_left_alone(victim: Victim, case: str) -> None:
    (victim.folder / "cover-letter.docx").write_bytes(HONEST[case]())
    victim.unharmed()


def test_a_template_that_is_no_file_is_told(victim: Victim) -> None:
    os.mkfifo(victim.folder / "own.docx")
    victim.sandbox.change_campaign("template: cover-letter.docx", "template: own.docx")
    victim.build()
    assert ("D68", 1) in [(finding.code, victim.result.exit_code) for finding in victim.result.findings]
    assert victim.sandbox.docx() == {}


def test_a_template_of_the_summary_stops_the_summary_only(victim: Victim) -> None:
    (victim.folder / "own.docx").write_bytes(b"")
    text = (victim.folder / "campaign.yaml").read_text("utf-8")
    head, _, tail = text.rpartition("template: report.docx")
    (victim.folder / "campaign.yaml").write_text(f"{head}template: own.docx{tail}", "utf-8")
    victim.suffers("T01", "demo/own.docx", [], summary=False)
    assert [d.outcome for d in victim.result.documents if d.path == SUMMARY] == ["blocked"]


@pytest.mark.parametrize("size", ["x", "", "21cm", "11906.0"])
def test_a_page_of_no_size_ends_in_no_trace(victim: Victim, size: str) -> None:
    changed = PARTS[DOCUMENT].replace(b'w:w="11906"', f'w:w="{size}"'.encode())
    assert changed != PARTS[DOCUMENT]
    (victim.folder / "cover-letter.docx").write_bytes(zipped({**PARTS, DOCUMENT: changed}))
    victim.build()
    assert victim.result.traces == []
    assert victim.result.exit_code in (0, 1)


@pytest.mark.parametrize("target", ["", "../../x.xml", "docProps/nowhere.xml", "/etc/x.xml"])
def test_properties_that_are_elsewhere_are_told(victim: Victim, target: str) -> None:
    """And no document holds an entry of that name."""
    relations = PARTS["_rels/.rels"].replace(b'Target="docProps/core.xml"', f'Target="{target}"'.encode())
    assert relations != PARTS["_rels/.rels"]
    (victim.folder / "cover-letter.docx").write_bytes(zipped({**PARTS, "_rels/.rels": relations}))
    victim.suffers("T01", "demo/cover-letter.docx", ["so-b/cover", "so-c/cover"])
