"""New templates: of every type, valid, right by the rules, and ready for a campaign."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from pipeline.decree.check import check
from pipeline.decree.kinds import KINDS, UnknownKind, kind_of
from pipeline.decree.profiles import load_profile
from pipeline.decree.rules import Profile
from pipeline.decree.scaffold import file_name, new_template
from pipeline.decree.scaffold.design import Design, design_of
from pipeline.decree.scaffold.house import house_templates
from pipeline.docx.package import read_package
from pipeline.docx.text import paragraphs
from pipeline.errors import ConvertError
from pipeline.lint import lint_environment, lint_template
from pipeline.lint.shapes import DOCUMENT, Keys
from pipeline.stages.convert import OfficePool, PdfJob, office_missing
from pipeline.vietnamese.types import DOCUMENT_TYPES

sys.path.insert(0, str(Path(__file__).parents[1] / "matrix"))
from bases import BOTH, body, context, filled

ROOT = Path(__file__).parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UPWARD = ("BC", "TTr", "CV")
SYMBOLS = {"CV": "SNV-TĐKT", "TCg": "SNV"}
SUBJECTS = {"CV": "V/v báo cáo kết quả công tác thi đua, khen thưởng"}


def values(kind: str, **doc: Any) -> Mapping[str, Any]:
    """What a campaign would give, without a text: the lines of the form show."""
    addressees = BOTH[:1] if kind in (*UPWARD, "CĐ") else ()
    return context(
        kind,
        doc.pop("body", ()),
        SYMBOLS.get(kind, f"{kind}-SNV"),
        subject=SUBJECTS.get(kind, "Công tác thi đua, khen thưởng năm 2025"),
        addressees=addressees,
        recipients=("- Như trên;",) * bool(addressees) + ("- Giám đốc Sở;", "- Lưu: VT, TĐKT."),
        **doc,
    )


def told(data: bytes, name: str, kind: str = "") -> str:
    """What a check finds, one a line."""
    return "\n".join(
        f"{one.severity} {one.rule}: {one.found.in_('en')} ({one.expected.in_('en')}) at {one.where.text!r}"
        for one in check(data, name, kind).findings
    )


def faults(data: bytes, folder: Path) -> list[str]:
    path = folder / "x.docx"
    path.write_bytes(data)
    return [str(finding) for finding in OpenXmlValidator().validate(path).errors]


def texts(data: bytes, style: str) -> list[str]:
    return [found.text for found in paragraphs(data) if found.style == style]


# --- names of types ----------------------------------------------------------------------------------------------


def test_there_is_a_template_for_each_of_the_29_types() -> None:
    assert list(KINDS.values()) == [kind.name for kind in DOCUMENT_TYPES]
    assert len({new_template(kind) for kind in KINDS}) == 29


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BC", "BC"),
        ("bc", "BC"),
        ("Báo cáo", "BC"),
        ("BÁO CÁO", "BC"),
        ("bao-cao", "BC"),
        ("bao_cao", "BC"),
        (" báo  cáo ", "BC"),
        ("Ba\u0301o ca\u0301o", "BC"),
        ("qd", "QĐ"),
        ("QyD", "QyĐ"),
        ("hd", "HD"),
        ("hđ", "HĐ"),
        ("da", "DA"),
        ("đa", "ĐA"),
        ("Công văn", "CV"),
        ("cv", "CV"),
        ("thư công", "TCg"),
        ("Giấy ủy quyền", "GUQ"),
        ("giay uy quyen", "GUQ"),
    ],
)
def test_a_type_is_known_by_its_abbreviation_and_its_name(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_leads_to_its_type(kind: str) -> None:
    assert kind_of(kind) == kind_of(kind.lower()) == kind
    assert kind_of(KINDS[kind]) == kind_of(file_name(kind).removesuffix(".docx")) == kind


@given(st.text(max_size=30))
def test_any_text_is_a_type_or_an_error_that_names_the_types(text: str) -> None:
    try:
        assert kind_of(text) in KINDS
    except UnknownKind as error:
        assert error.code == "K25"
        assert "BC, BB" in error.advice("en")


def test_file_names_are_plain_and_different() -> None:
    names = [file_name(kind) for kind in KINDS]
    assert file_name("BC") == "bao-cao.docx"
    assert len(set(names)) == 29
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*\.docx", name) for name in names)


# --- the templates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_and_its_document_are_valid_office_open_xml(kind: str, tmp_path: Path) -> None:
    assert faults(new_template(kind), tmp_path) == []
    assert faults(filled(kind, values(kind)), tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_passes_its_own_check(kind: str) -> None:
    assert told(new_template(kind), f"{kind}.docx", kind) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_document_passes_and_is_recognised(kind: str) -> None:
    data = filled(kind, values(kind))
    assert told(data, f"{kind}.docx") == ""
    assert check(data, f"{kind}.docx").kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_the_tags_are_names_that_every_campaign_has(kind: str) -> None:
    findings, _ = lint_template(new_template(kind), f"{kind}.docx", {"x": Keys(DOCUMENT)}, lint_environment())
    assert [str(finding) for finding in findings] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_style_that_is_used_exists_and_no_form_carries_styles_of_others(kind: str) -> None:
    package = read_package(new_template(kind))
    known = {style.get(f"{W}styleId") for style in etree.fromstring(package["word/styles.xml"]).iter(f"{W}style")}
    used = set(re.findall(r'<w:pStyle w:val="(\w+)"', package["word/document.xml"].decode()))
    assert used <= known
    assert ("Chuong" in known) == (kind in ("QC", "QyĐ"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_a_campaign_takes_the_place_of_the_lines_of_the_form(kind: str) -> None:
    text = "Nội dung do đợt báo cáo soạn./."
    data = filled(kind, values(kind, body=body(("body", text))))
    assert texts(data, "LoiVan")[-1] == text
    assert not any("…" in shown for shown in texts(data, "LoiVan") if not shown.startswith("Bên B"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_line_of_a_form_keeps_with_those_who_sign(kind: str) -> None:
    found = etree.fromstring(read_package(filled(kind, values(kind)))["word/document.xml"])
    foot = [one for one in found.iter(f"{W}tbl") if one.getparent() is found[0]][1]
    before = foot.getprevious()
    assert before is not None
    assert before.find(f"{W}pPr/{W}keepNext") is not None


def test_the_same_type_gives_the_same_bytes() -> None:
    assert new_template("BC") == new_template("báo cáo")


def test_the_templates_of_the_house_are_those_that_come_with_the_program() -> None:
    for name, data in house_templates().items():
        assert (ROOT / "templates" / name).read_bytes() == data


# --- forms -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_head_has_a_type_name_but_for_a_letter(kind: str) -> None:
    data = new_template(kind)
    assert texts(data, "TenLoai") == ([] if kind == "CV" else [KINDS[kind].upper()])


@pytest.mark.parametrize("kind", KINDS)
def test_only_report_proposal_and_letter_address_somebody(kind: str) -> None:
    assert bool(texts(new_template(kind), "KinhGui")) == (kind in UPWARD)


@pytest.mark.parametrize(
    ("lines", "name", "shown"),
    [
        (("GIÁM ĐỐC",), "SỞ NỘI VỤ", "GIÁM ĐỐC SỞ NỘI VỤ"),
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "SỞ NỘI VỤ", "GIÁM ĐỐC SỞ NỘI VỤ"),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "ỦY BAN NHÂN DÂN\nXÃ BÌNH SƠN", "ỦY BAN NHÂN DÂN XÃ BÌNH SƠN"),
        (("CHỦ TỊCH",), "ỦY BAN NHÂN DÂN\nXÃ BÌNH SƠN", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÌNH SƠN"),
        (("CHÁNH VĂN PHÒNG",), "VĂN PHÒNG", "CHÁNH VĂN PHÒNG"),
    ],
)
def test_a_decision_names_who_decides(lines: tuple[str, ...], name: str, shown: str) -> None:
    data = filled("QĐ", values("QĐ", signer=lines, organ={"superior": "", "name": name}))
    assert texts(data, "ThamQuyen") == [shown]


def test_a_decision_has_grounds_word_and_articles_in_this_order() -> None:
    order = [found.style for found in paragraphs(filled("QĐ", values("QĐ")))]
    wanted = ["TenLoai", "TrichYeu", "ThamQuyen", "CanCu", "LoiQuyetDinh", "DieuVaLoi", "NoiNhan"]
    assert [style for style in dict.fromkeys(order) if style in wanted] == wanted


@pytest.mark.parametrize(("kind", "article"), [("QĐ", 3), ("NQ", 2)])
def test_a_decision_is_sent_to_those_who_carry_it_out(kind: str, article: int) -> None:
    assert texts(filled(kind, values(kind)), "DanhSachNoiNhan")[0] == f"- Như Điều {article};"
    own = filled(
        kind, {**values(kind), "doc": {**values(kind)["doc"], "recipients": ("- Như Điều 9;", "- Lưu: VT.")}}
    )
    assert texts(own, "DanhSachNoiNhan") == ["- Như Điều 9;", "- Lưu: VT."]


def test_minutes_have_no_date_in_the_head_and_two_who_sign() -> None:
    data = filled("BB", values("BB"))
    assert not any("Quảng Ngãi, ngày" in found.text for found in paragraphs(data))
    assert texts(data, "ChucVu") == ["THƯ KÝ", "CHỦ TỌA"]


@pytest.mark.parametrize("kind", ["GGT", "GNP"])
def test_certificates_have_a_line_under_the_type_name_and_no_subject(kind: str) -> None:
    order = [found.style for found in paragraphs(filled(kind, values(kind)))]
    assert "TrichYeu" not in order
    assert order[order.index("TenLoai") + 1] == "DuongKe"


def test_a_telegram_names_sender_and_receivers_above_its_text() -> None:
    data = filled("CĐ", values("CĐ"))
    assert texts(data, "BenGui") == ["Sở Nội vụ điện:"]
    assert texts(data, "NoiKinhGui") == ["- Bộ Nội vụ."]


# --- the rules make the layout -----------------------------------------------------------------------------------


def with_rule(profile: Profile, id: str, **given: Any) -> Profile:
    """The profile with other parameters of one rule."""
    rules = (replace(rule, with_={**rule.with_, **given}) if rule.id == id else rule for rule in profile.rules)
    return replace(profile, rules=tuple(rules))


@settings(max_examples=25)
@given(st.sampled_from(["top", "bottom", "left", "right"]), st.integers(10, 45), st.integers(0, 10))
def test_margins_are_those_of_the_profile(side: str, low: int, more: int) -> None:
    profile = with_rule(load_profile(), f"page.margin.{side}", range=[low, low + more])
    root = etree.fromstring(read_package(new_template("TB", profile))["word/document.xml"])
    margins = root.find(f".//{W}pgMar")
    assert margins is not None
    assert low - 0.01 <= int(margins.get(f"{W}{side}", "0")) / 1440 * 25.4 <= low + more + 0.03


@pytest.mark.parametrize(
    ("rule", "style"), [("tenloai.style", "TenLoai"), ("quochieu.style", "QuocHieu"), ("body.style", "LoiVan")]
)
def test_letters_are_those_of_the_profile(rule: str, style: str) -> None:
    profile = with_rule(load_profile(), rule, size=[17, 18], sample=17, italic=True)
    root = etree.fromstring(read_package(new_template("TB", profile))["word/styles.xml"])
    look = root.find(f".//{W}style[@{W}styleId='{style}']/{W}rPr")
    assert look is not None
    assert look.find(f"{W}sz").get(f"{W}val") == "34"  # type: ignore[union-attr]
    assert look.find(f"{W}i") is not None


def test_a_profile_that_says_nothing_gives_the_sample_of_the_decree() -> None:
    silent = replace(load_profile(), rules=())
    assert design_of(silent) == Design()
    assert new_template("TB", silent) == new_template("TB")


@pytest.mark.parametrize("kind", ["BC", "CV", "QĐ"])
def test_a_template_keeps_the_rules_of_another_profile(kind: str) -> None:
    profile = load_profile()
    for id, changes in {
        "page.margin.left": {"range": [35, 35]},
        "page.margin.right": {"range": [20, 20]},
        "body.indent": {"values": [12.7]},
        "body.para-gap": {"min": 12},
        "body.line-spacing": {"min": 1.5, "max": 1.5},
        "trichyeu.cv.style": {"size": [13, 13], "sample": 13},
    }.items():
        profile = with_rule(profile, id, **changes)
    findings = check(new_template(kind, profile), f"{kind}.docx", kind, profile).findings
    assert [one.rule for one in findings] == []


# --- in a campaign, and on paper ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_template_is_filled_by_a_campaign_without_any_edit(kind: str, sandbox: Any) -> None:
    (sandbox.folder / file_name(kind)).write_bytes(new_template(kind))
    addressees = "\n    addressees: [Bộ A]" * (kind in UPWARD)
    recipients = "\n    recipients: [Như Điều 1]" * (kind in ("QĐ", "NQ"))
    sandbox.change_campaign(
        "type: Báo cáo\n    per: unit\n    template: report.docx",
        f"type: {KINDS[kind]}\n    per: unit\n    template: {file_name(kind)}{addressees}{recipients}",
    )
    result = sandbox.build(documents=["report"])
    assert {one.outcome for one in result.documents} == {"made"}
    data = sandbox.file("units/so-a/report.docx").read_bytes()
    assert told(data, "report.docx") == ""
    assert check(data, "report.docx").kind == kind


@pytest.mark.office
@pytest.mark.slow
def test_every_filled_document_passes_as_pdf() -> None:
    if office_missing():
        pytest.skip("no LibreOffice")
    jobs = [PdfJob(kind, filled(kind, values(kind))) for kind in KINDS]
    with OfficePool() as pool:
        made = dict(pool.convert(jobs))
    assert not [key for key, result in made.items() if isinstance(result, ConvertError)]
    found = {key: told(result, f"{key}.pdf") for key, result in made.items() if isinstance(result, bytes)}
    assert {key: lines for key, lines in found.items() if lines} == {}
