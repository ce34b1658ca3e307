"""What is wrong and can be put right without touching words is put right; all else stays as it was."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from bases import BASES, base
from editing import Document, Q
from foreign_documents import FOREIGN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from spoiling import (
    REPORT,
    Spoil,
    broken,
    decompose,
    number_in_footer,
    other_text,
    profile,
    report_of,
    small_letters,
    spoiled,
    texts,
    told_texts,
    underscores,
    words,
)

from pipeline.decree.fix import Fixed, NotMendable, Signed, StrictFormat, fix
from pipeline.docx.errors import NotAPackage
from pipeline.docx.package import pack, unpack

_KEPT = (
    "ins",
    "del",
    "commentReference",
    "commentRangeStart",
    "sdt",
    "bookmarkStart",
    "drawing",
    "pict",
    "hyperlink",
)


def mended(data: bytes) -> Fixed:
    return fix(data, "document.docx", profile=profile())


def valid(data: bytes, folder: Path) -> list[str]:
    path = folder / "document.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def places(fixed: Fixed, rule: str) -> int:
    return sum(finding.count for finding in fixed.after.findings if finding.rule == rule)


def assert_kept(before: bytes, after: bytes, fixed: Fixed) -> None:
    """The words, and everything that people and programs put into a text, are still there."""
    assert words(after) == words(before)
    told = told_texts(fixed)
    gone = Counter(texts(before)) - Counter(texts(after))
    assert sum(gone.values()) == sum((Counter(texts(after)) - Counter(texts(before))).values())
    assert [line for line in gone if not any(text and (text in line or line in text) for text in told)] == []
    old, made = (unpack(data)["word/document.xml"] for data in (before, after))
    for name in _KEPT:
        assert made.count(f"<w:{name} ".encode()) == old.count(f"<w:{name} ".encode()), name


# --- each fault alone --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoil", REPORT, ids=lambda spoil: spoil.__name__)
def test_a_fault_is_mended_and_nothing_else_changes(spoil: Spoil, tmp_path: Path) -> None:
    data = spoiled("BC", spoil)
    assert broken(report_of(data)) != broken(report_of(base("BC"))), "the document must be wrong for this test"
    fixed = mended(data)
    assert broken(fixed.after) == broken(report_of(base("BC")))
    assert fixed.mended
    assert_kept(data, fixed.data, fixed)
    assert valid(fixed.data, tmp_path) == []
    assert mended(fixed.data).data == fixed.data


@pytest.mark.parametrize("name", BASES)
def test_a_right_document_is_given_back_as_it_is(name: str) -> None:
    data = base(name)
    fixed = mended(data)
    assert fixed.data is data
    assert fixed.mended == ()
    assert not fixed.changed


# --- many faults together ----------------------------------------------------------------------------------------


@settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(REPORT), min_size=2, max_size=9, unique=True))
def test_faults_are_mended_together(tmp_path_factory: pytest.TempPathFactory, spoils: list[Spoil]) -> None:
    try:
        data = spoiled("BC", *spoils)
    except (AssertionError, AttributeError, LookupError):
        return  # these two cannot be made of one document
    before = report_of(data)
    fixed = mended(data)
    counts = Counter({finding.rule: 0 for finding in before.findings})
    assert_kept(data, fixed.data, fixed)
    assert sum(f.count for f in fixed.after.findings) <= sum(f.count for f in before.findings), counts
    assert mended(fixed.data).data == fixed.data
    assert valid(fixed.data, tmp_path_factory.mktemp("mended")) == []
    assert {finding.rule for finding in fixed.after.findings} <= {"cite.first"} | set(broken(before))


@settings(max_examples=7, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(set(FOREIGN) - {"TCVN3"})), st.lists(st.integers(0, 7), min_size=1, max_size=5))
def test_documents_by_other_hands_are_never_damaged(name: str, kinds: list[int]) -> None:
    data = foreign_spoiled(FOREIGN[name]().data, kinds)
    before = report_of(data)
    fixed = mended(data)
    assert_kept(data, fixed.data, fixed)
    assert mended(fixed.data).data == fixed.data
    assert sum(f.count for f in fixed.after.findings) <= sum(f.count for f in before.findings)


def foreign_spoiled(data: bytes, kinds: list[int]) -> bytes:
    """The same document with looks that are wrong in many ways."""
    parts = dict(unpack(data))
    text = parts["word/document.xml"].decode()
    for kind in kinds:
        text = _SPOILT[kind](text)
    parts["word/document.xml"] = text.encode()
    return pack(parts)


_SPOILT = (
    lambda text: text.replace("<w:b/>", "", 3),
    lambda text: text.replace('w:val="28"', 'w:val="31"', 2),
    lambda text: text.replace('w:val="26"', 'w:val="22"', 4),
    lambda text: text.replace('w:left="1701"', 'w:left="1000"'),
    lambda text: text.replace("<w:titlePg/>", ""),
    lambda text: text.replace("Độc lập - Tự do", "Độc lập – Tự do"),
    lambda text: text.replace('"both"', '"left"'),
    lambda text: text.replace("Times New Roman", "Verdana", 9),
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(FOREIGN)), st.lists(st.tuples(st.integers(0, 5000), st.booleans()), max_size=8))
def test_markup_that_no_program_writes_stops_nothing(name: str, damages: list[tuple[int, bool]]) -> None:
    parts = dict(unpack(FOREIGN[name]().data))
    root = etree.fromstring(parts["word/document.xml"])
    for number, is_taken in damages:
        elements = list(root[0].iter())[1:]
        element = elements[number % len(elements)]
        if is_taken:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
        else:
            element.attrib.update(dict.fromkeys(element.attrib, "xx"))
    data = pack({**parts, "word/document.xml": etree.tostring(root)})
    fixed = mended(data)
    assert words(fixed.data) == words(data)
    assert mended(fixed.data).data == fixed.data


# --- what is mended how ------------------------------------------------------------------------------------------


def test_the_sizes_of_the_head_become_one_set() -> None:
    fixed = mended(spoiled("BC", lambda d: d.size(d.paragraph("TieuNgu"), 15)))
    sizes = {
        name: fixed.after.document.first(name).spans[0].look.size for name in ("quochieu", "tieungu", "diadanh")
    }  # type: ignore[union-attr]
    assert sizes in (
        {"quochieu": 12, "tieungu": 13, "diadanh": 13},
        {"quochieu": 13, "tieungu": 14, "diadanh": 14},
    )


def test_what_is_told_of_a_size_is_what_is_there_at_the_end() -> None:
    fixed = mended(spoiled("BC", lambda d: d.size(d.paragraph("LoiVan"), 11)))
    after = {change.rule: change.after.in_("en") for change in fixed.mended}
    assert after == {"body.style": "14 pt", "body.size-uniform": "14 pt"}


def test_a_set_of_sizes_names_its_components_only_if_several_change() -> None:
    def told(**sizes: float) -> set[str]:
        fixed = mended(spoiled("BC", lambda d: [d.size(d.paragraph(name), size) for name, size in sizes.items()]))
        return {one.after.in_("en") for one in fixed.mended if one.rule == "font.size.coherent-set"}

    assert told(DiaDanhThoiGian=14) == {"13 pt"}
    assert told(TieuNgu=14, DiaDanhThoiGian=15) == {
        "“CỘNG HÒA XÃ HỘI CHỦ NGH…” 13 pt, “Quảng Ngãi, ngày 05 thá…” 14 pt"
    }


def test_a_number_of_the_foot_goes_to_the_head_and_first_page_hides_it(tmp_path: Path) -> None:
    fixed = mended(spoiled("BC", number_in_footer))
    section = fixed.after.document.measured.sections[0]
    shown = {(strip.place, strip.kind): strip.paragraphs for strip in section.strips}
    fields = [
        (place, kind, paragraph.layout.align)
        for (place, kind), paragraphs in shown.items()
        for paragraph in paragraphs
        if any(span.field == "PAGE" for span in paragraph.spans)
    ]
    assert fields == [("header", "default", "center")]
    assert section.title_page
    assert valid(fixed.data, tmp_path) == []


def test_what_else_a_footer_says_stays_on_all_pages_and_the_first() -> None:
    def spoil(document: Document) -> None:
        number_in_footer(document)
        footer = document.footer()
        other = document.copy_of(footer)
        for part in list(other)[1:]:
            other.remove(part)
        document.set_text(other, "Tài liệu nội bộ của Sở")
        document.insert_after(footer, other)

    data = spoiled("BC", spoil)
    fixed = mended(data)
    strips = fixed.after.document.measured.sections[0].strips
    said = {s.kind for s in strips if s.place == "footer" for p in s.paragraphs if "nội bộ" in p.text}
    assert said >= {"default", "first"}
    assert not [f for f in fixed.after.findings if f.rule.startswith("pagenum")]


def test_a_line_of_typed_signs_becomes_a_border_of_the_right_length() -> None:
    fixed = mended(spoiled("BC", underscores("TieuNgu")))
    strokes = fixed.after.document.strokes["tieungu"]
    assert [stroke.form for stroke in strokes] == ["border"]
    assert "____" not in "".join(texts(fixed.data))


def drawn_line(document: Document, style: str, mm: float) -> None:
    """A straight line of DrawingML, with its VML for old programs, in place of the border."""
    document.remove(document.line_after(document.paragraph(style)))
    emu = round(mm * 36_000)
    paragraph = document.paragraph(style)
    run = etree.fromstring(
        f'<w:r xmlns:w="{Q[1:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        ' relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>900000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>230000</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{emu}" cy="0"/><wp:wrapNone/><wp:docPr id="7" name="Line"/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu}" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f'</mc:Choice><mc:Fallback><w:pict><v:line from="70pt,18pt" to="{70 + mm * 2.83}pt,18pt"/></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph.append(run)


@pytest.mark.parametrize("style", ["TieuNgu", "CoQuanBanHanh", "TrichYeu"])
def test_a_drawn_line_of_a_wrong_length_becomes_a_border(style: str, tmp_path: Path) -> None:
    data = spoiled("BC", lambda document: drawn_line(document, style, 75 if style != "TieuNgu" else 20))
    assert [rule for rule in broken(report_of(data)) if ".line" in rule]
    fixed = mended(data)
    assert broken(fixed.after) == []
    assert b"<w:drawing" not in unpack(fixed.data)["word/document.xml"]
    assert texts(fixed.data) == texts(data)
    assert valid(fixed.data, tmp_path) == []


def test_a_line_that_must_not_be_there_is_taken_away() -> None:
    data = spoiled("CV", lambda document: document.add_line(document.paragraph("TrichYeuCongVan"), 20))
    assert "trichyeu.cv.noline" in broken(report_of(data))
    fixed = mended(data)
    assert broken(fixed.after) == broken(report_of(base("CV")))
    assert texts(fixed.data) == texts(data)


def test_underlined_text_gives_way_to_a_line() -> None:
    def spoil(document: Document) -> None:
        document.remove(document.line_after(document.paragraph("CoQuanBanHanh")))
        document.underline(document.paragraph("CoQuanBanHanh"))

    fixed = mended(spoiled("BC", spoil))
    issuer = fixed.after.document.first("organ.issuer")
    assert issuer is not None
    assert not any(span.look.underline for span in issuer.spans)
    assert [stroke.form for stroke in fixed.after.document.strokes["organ.issuer"]] == ["border"]


def test_both_copies_of_a_text_box_are_mended() -> None:
    data = foreign_spoiled(FOREIGN["text boxes"]().data, [5])
    fixed = mended(data)
    assert "Độc lập – Tự do".encode() not in unpack(fixed.data)["word/document.xml"]


def test_letters_in_pieces_are_put_together_over_the_ends_of_runs() -> None:
    def spoil(document: Document) -> None:
        decompose(document)
        for run in list(document.paragraph("LoiVan").iter(f"{Q}r")):
            node = run.find(f"{Q}t")
            at = (node.text or "").find("\u0301") if node is not None else -1
            if at > 0 and node is not None:
                rest = document.copy_of(run)
                moved = rest.find(f"{Q}t")
                assert moved is not None
                moved.text, node.text = (node.text or "")[at:], (node.text or "")[:at]
                run.addnext(rest)

    fixed = mended(spoiled("BC", spoil))
    assert texts(fixed.data) == texts(base("BC"))


def test_a_symbol_is_never_put_in_capitals() -> None:
    data = spoiled("TTr", small_letters("CoQuanBanHanh"))
    fixed = mended(data)
    assert fixed.after.document.first("so").text == report_of(data).document.first("so").text  # type: ignore[union-attr]


def test_capitals_spare_template_tags() -> None:
    data = spoiled("BC", other_text("CoQuanChuQuan", "UBND", "ubnd {{ organ.parent }}"))
    assert any("UBND {{ organ.parent }}" in text for text in texts(mended(data).data))


def test_words_that_are_wrong_are_left_and_told() -> None:
    data = spoiled("BC", other_text("QuocHieu", "NGHĨA", "NGHĨ"))
    fixed = mended(data)
    assert fixed.data is data
    assert [left.finding.rule for left in fixed.left if left.finding.rule.startswith("quochieu")]
    assert all(left.reason.in_("vi") != "" for left in fixed.left)


def test_what_no_program_moves_is_left_to_the_hand() -> None:
    def wrong_way_round(document: Document) -> None:
        for row in document.table(0).findall(f"{Q}tr"):
            row.append(row.find(f"{Q}tc"))

    fixed = mended(spoiled("BC", wrong_way_round))
    reasons = {left.finding.rule: left.reason.in_("en") for left in fixed.left}
    assert reasons["quochieu.position"] == "it has to be mended by hand, as the remedy says"


def test_a_type_of_signs_and_an_old_encoding_keep_their_fonts() -> None:
    data = FOREIGN["TCVN3"]().data
    fixed = mended(data)
    assert texts(fixed.data) == texts(data)
    assert {left.finding.rule for left in fixed.left} == {"font.encoding"}


# --- what must not be touched ------------------------------------------------------------------------------------


def test_parts_that_need_no_change_keep_their_bytes() -> None:
    data = spoiled("BC", lambda d: d.size(d.paragraph("TenLoai"), 16))
    before, after = unpack(data), unpack(mended(data).data)
    assert {part for part in before if before[part] != after[part]} == {"word/document.xml"}


def test_styles_stay_as_they_are() -> None:
    data = spoiled("BC", lambda d: d.size(d.style("TenLoai"), 16))
    fixed = mended(data)
    assert places(fixed, "tenloai.style") == 0
    assert unpack(fixed.data)["word/styles.xml"] == unpack(data)["word/styles.xml"]


def test_macros_stay(tmp_path: Path) -> None:
    parts = dict(unpack(spoiled("BC", lambda d: d.size(d.paragraph("TenLoai"), 16))))
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = parts["[Content_Types].xml"].replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    parts["[Content_Types].xml"] = types
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    fixed = mended(pack(parts))
    assert fixed.changed
    after = unpack(fixed.data)
    assert after["word/vbaProject.bin"] == parts["word/vbaProject.bin"]
    assert b"macroEnabled" in after["[Content_Types].xml"]


def test_a_signed_document_is_refused() -> None:
    data = pack({**unpack(base("BC")), "_xmlsignatures/sig1.xml": b"<Signature/>"})
    with pytest.raises(Signed):
        mended(data)


def test_a_pdf_is_refused() -> None:
    with pytest.raises(NotMendable):
        mended(b"%PDF-1.7\n")


def test_the_strict_variant_is_refused() -> None:
    parts = dict(unpack(base("BC")))
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(usual, strict)
    with pytest.raises(StrictFormat):
        mended(pack(parts))


def test_what_is_no_package_is_told() -> None:
    with pytest.raises(NotAPackage):
        mended(b"no document")


def test_a_field_and_a_bound_control_keep_what_they_show() -> None:
    def spoil(document: Document) -> None:
        node = next(document.paragraph("TieuNgu").iter(f"{Q}t"))
        node.text = "Độc lập – Tự do – Hạnh phúc"
        run = node.getparent()
        assert run is not None
        field = etree.fromstring(f'<w:fldSimple xmlns:w="{Q[1:-1]}" w:instr=" DOCPROPERTY motto "/>')
        run.addprevious(field)
        field.append(run)

    data = spoiled("BC", spoil)
    fixed = mended(data)
    assert texts(fixed.data) == texts(data)
    assert "tieungu.text" in {left.finding.rule for left in fixed.left}


def test_the_result_does_not_depend_on_how_the_input_was_packed() -> None:
    data = spoiled("BC", lambda d: d.size(d.paragraph("TenLoai"), 16))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for part, content in reversed(unpack(data).items()):
            archive.writestr(part, content)
    assert mended(stored.getvalue()).data == mended(data).data


def test_what_was_done_can_be_told_in_both_languages() -> None:
    told = mended(spoiled("BC", lambda d: d.margins(top=10))).to_json()
    change = next(one for one in told["mended"] if one["rule"] == "page.margin.top")
    assert change["before"] == {"vi": "10 mm", "en": "10 mm"}
    assert change["after"] == {"vi": "20 mm", "en": "20 mm"}
