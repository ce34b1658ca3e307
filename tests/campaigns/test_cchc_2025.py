"""The campaign cchc-2025: another field, another time, all figures from one workbook, no code of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from whole import Whole

from pipeline.build.campaign import DocumentId
from pipeline.model import Block, Paragraph, Table
from pipeline.stages.localise import Context, localise

CAMPAIGN = Path(__file__).parents[2] / "inputs" / "cchc-2025"
HEAD = "Mã đơn vị"
RECEIVED = "Hồ sơ tiếp nhận trong kỳ"
SHARE = "Mức độ hài lòng (%)"
STAFF = ("Phòng, đơn vị trực thuộc", "Biên chế được giao", "Cán bộ, công chức có mặt")

Edit = Callable[[Worksheet, dict[str, int]], None]


# --- help --------------------------------------------------------------------------------------------------------


def head_row(sheet: Worksheet) -> int:
    """The row of the sheet in which the column of unit ids has its title."""
    return next(row[0].row for row in sheet.iter_rows() if any(cell.value == HEAD for cell in row))


def columns(sheet: Worksheet) -> dict[str, int]:
    """Title of a column to its number, from 1."""
    return {str(cell.value): cell.column for cell in sheet[head_row(sheet)] if cell.value is not None}


def rows() -> list[dict[str, object]]:
    """The rows of the workbook as it is shipped, by the titles of its head."""
    sheet = load_workbook(CAMPAIGN / "units.xlsx").active
    assert sheet is not None
    titles = columns(sheet)
    below = sheet.iter_rows(min_row=head_row(sheet) + 1, values_only=True)
    found = [{title: row[number - 1] for title, number in titles.items()} for row in below]
    return [row for row in found if row[HEAD]]


def total(*titles: str) -> int:
    return sum(int(str(row[title])) for row in rows() for title in titles)


def edited(tmp_path: Path, edit: Edit) -> Path:
    """A copy of the campaign whose workbook was edited."""
    folder = tmp_path / "cchc-2025"
    shutil.copytree(CAMPAIGN, folder)
    book = load_workbook(folder / "units.xlsx")
    sheet = book.active
    assert sheet is not None
    edit(sheet, columns(sheet))
    book.save(folder / "units.xlsx")
    return folder


def row_of(sheet: Worksheet, unit: str) -> int:
    column = columns(sheet)[HEAD]
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == unit)


def setting(unit: str, title: str, value: int) -> Edit:
    """An edit that puts a value into the row of ``unit``."""

    def edit(sheet: Worksheet, titles: dict[str, int]) -> None:
        sheet.cell(row_of(sheet, unit), titles[title]).value = value

    return edit


def written(prepared: Whole, document: DocumentId) -> Context:
    """The context of a document; no finding may stand against it."""
    context, errors = localise(document.key, prepared.subject(document), prepared.text)
    assert errors == []
    assert context is not None
    return context


def report(prepared: Whole, unit: str) -> Context:
    return written(prepared, DocumentId("report", unit, "report"))


def summary(prepared: Whole, key: str = "summary-report") -> Context:
    return written(prepared, next(document for document in prepared.documents() if document.key == key))


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield " | ".join("".join(run.text for run in cell.runs) for cell in row.cells)


def body(context: Context) -> str:
    return "\n".join(lines(context.values["body"]))


def annexes(context: Context) -> str:
    return "\n".join(line for annex in context.values["annexes"] for line in lines(annex.blocks))


def spoken(number: int) -> str:
    """An amount of records as it stands in running text."""
    return f"{number:,}".replace(",", ".")


@pytest.fixture(scope="module")
def prepared() -> Whole:
    return Whole(CAMPAIGN)


# --- the campaign as it is shipped -------------------------------------------------------------------------------


def test_it_validates_without_any_finding(prepared: Whole) -> None:
    assert prepared.findings == []
    assert prepared.missing() == []


def test_it_needs_no_code_of_its_own() -> None:
    assert not [path for path in CAMPAIGN.rglob("*") if path.suffix in (".py", ".pyc")]


def test_every_document_is_written_without_any_finding(prepared: Whole) -> None:
    documents = list(prepared.documents())
    assert len({document.path for document in documents}) == len(documents)
    for document in documents:
        written(prepared, document)


def test_the_collecting_unit_makes_the_summary_and_no_report_of_its_own(prepared: Whole) -> None:
    reports = {document.unit for document in prepared.documents() if document.key == "report"}
    assert reports == {entry.id for entry in prepared.asked} - {"so-noi-vu"}
    assert {document.path for document in prepared.documents() if document.unit is None} == {
        "summary/summary-report",
        "summary/cover-letter",
    }


def test_every_unit_of_the_list_has_one_row_and_every_group_a_unit(prepared: Whole) -> None:
    assert [str(row[HEAD]) for row in rows()] == [entry.id for entry in prepared.asked]
    assert {entry.group for entry in prepared.asked} == set(prepared.campaign.data["groups"])


# --- figures against the workbook --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("dossiers.received", [RECEIVED]),
        ("dossiers.total", ["Hồ sơ kỳ trước chuyển qua", RECEIVED]),
        ("dossiers.resolved", ["Giải quyết trước hạn", "Giải quyết đúng hạn", "Giải quyết quá hạn"]),
        ("dossiers.late", ["Giải quyết quá hạn"]),
        ("dossiers.pending", ["Hồ sơ đang giải quyết"]),
        ("dossiers.online_full", ["Tiếp nhận trực tuyến toàn trình"]),
        ("dossiers.digitised", ["Kết quả giải quyết được số hóa"]),
        ("dossiers.paid_online", ["Hồ sơ thanh toán trực tuyến"]),
        ("direction.directives", ["Văn bản chỉ đạo, điều hành"]),
        ("direction.inspections", ["Cuộc kiểm tra cải cách hành chính"]),
        ("service.trained", ["Lượt đào tạo, bồi dưỡng"]),
        ("finance.disbursed", ["Vốn đầu tư công đã giải ngân (triệu đồng)"]),
    ],
)
def test_a_total_of_the_summary_is_the_sum_of_the_workbook(prepared: Whole, path: str, titles: list[str]) -> None:
    assert prepared.figures.figures[path].value == total(*titles)


def test_the_mean_of_satisfaction_is_that_of_the_workbook(prepared: Whole) -> None:
    levels = [Fraction(str(row[SHARE])) for row in rows()]
    assert prepared.figures.figures["satisfaction.level"].value == sum(levels) / len(levels)


def test_the_groups_add_up_to_the_whole(prepared: Whole) -> None:
    groups = prepared.campaign.data["groups"]
    parts = [prepared.figures.figures[f"dossiers.received_by_group.{group}"].value for group in groups]
    assert sum(parts) == total(RECEIVED)


def test_highest_and_lowest_are_looked_for_among_the_communes(prepared: Whole) -> None:
    amounts = {str(row[HEAD]): int(str(row[RECEIVED])) for row in rows() if row[HEAD] != "so-noi-vu"}
    names = {entry.id: entry.name for entry in prepared.asked}
    most, fewest = max(amounts, key=amounts.__getitem__), min(amounts, key=amounts.__getitem__)
    assert prepared.figures.figures["dossiers.most.units"].value == (names[most],)
    assert prepared.figures.figures["dossiers.fewest.units"].value == (names[fewest],)


def test_the_summary_prints_the_sums(prepared: Whole) -> None:
    text = body(summary(prepared))
    assert f"{spoken(total(RECEIVED))} hồ sơ tiếp nhận trong kỳ" in text
    assert f"Có {len(rows())}/{len(rows())} cơ quan, địa phương đã gửi báo cáo" in text


def test_the_annexes_of_the_summary_show_every_unit_and_the_sums(prepared: Whole) -> None:
    first, second = summary(prepared).values["annexes"]
    assert (first.label, second.label) == ("Phụ lục I", "Phụ lục II")
    assert first.landscape and second.landscape
    (table,) = (block for block in first.blocks if isinstance(block, Table))
    assert [row.kind for row in table.rows].count("plain") == len(rows())
    sums = ["".join(run.text for run in cell.runs) for cell in table.rows[-1].cells]
    assert sums[1] == "Tổng cộng"
    assert spoken(total(RECEIVED)) in sums


# --- what the documents say --------------------------------------------------------------------------------------


def test_a_report_names_the_closing_dates(prepared: Whole) -> None:
    assert "số liệu từ ngày 15 tháng 9 năm 2025 đến ngày 14 tháng 12 năm 2025" in body(
        report(prepared, "xa-binh-son")
    )


def test_a_commune_of_the_new_system_is_not_compared_with_the_year_before(prepared: Whole) -> None:
    context = report(prepared, "dac-khu-ly-son")
    assert "so với cùng kỳ năm trước: không so sánh" in body(context)
    assert "Tiếp nhận trong kỳ | 563 | không so sánh" in annexes(context)
    assert "So với cùng kỳ năm trước: không so sánh" in body(summary(prepared))


def test_a_draft_has_neither_number_nor_day_nor_name(prepared: Whole) -> None:
    values = report(prepared, "phuong-kon-tum").values
    assert values["doc"]["number_line"].replace("\N{NO-BREAK SPACE}", "").replace(" ", "") == "Số:/BC-UBND"
    assert not any(char.isdigit() for char in values["doc"]["date_line"].removesuffix("2025"))
    assert values["signer"]["name"] == ""


def test_every_document_says_that_its_figures_are_illustrative(prepared: Whole) -> None:
    for document in prepared.documents():
        assert written(prepared, document).values["doc"]["note"] == "Số liệu minh họa"


def test_a_peoples_committee_stands_alone_in_the_head(prepared: Whole) -> None:
    assert report(prepared, "xa-mo-duc").values["organ"] == {
        "superior": "",
        "name": "ỦY BAN NHÂN DÂN\nXÃ MỘ ĐỨC",
    }
    assert summary(prepared).values["organ"] == {"superior": "UBND TỈNH QUẢNG NGÃI", "name": "SỞ NỘI VỤ"}


def test_a_place_named_after_a_person_keeps_its_common_noun(prepared: Whole) -> None:
    date_line = report(prepared, "phuong-truong-quang-trong").values["doc"]["date_line"]
    assert date_line.startswith("Phường Trương Quang Trọng, ngày")
    assert report(prepared, "phuong-duc-pho").values["doc"]["date_line"].startswith("Đức Phổ, ngày")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("xa-binh-son", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("xa-tu-nghia", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ],
)
def test_the_committee_signs_as_a_collective(prepared: Whole, unit: str, expected: tuple[str, ...]) -> None:
    assert report(prepared, unit).values["signer"]["lines"] == expected


def test_the_outline_has_four_parts_and_six_fields_of_reform(prepared: Whole) -> None:
    blocks = [b for b in report(prepared, "xa-binh-son").values["body"] if isinstance(b, Paragraph)]
    parts = [block.text for block in blocks if block.style == "section"]
    assert [part.split(".")[0] for part in parts] == ["I", "II", "III", "IV"]
    second = blocks.index(next(b for b in blocks if b.text == parts[1]))
    third = blocks.index(next(b for b in blocks if b.text == parts[2]))
    titled = [b.text[:2] for b in blocks[second:third] if b.style == "titled-clause"]
    assert titled == ["1.", "2.", "3.", "4.", "5.", "6."]


def test_a_unit_may_say_it_in_its_own_words(prepared: Whole) -> None:
    assert "tiếng Hrê" in body(report(prepared, "xa-ba-to"))
    assert "tiếng Hrê" not in body(report(prepared, "xa-binh-son"))


def test_the_letter_forwards_the_summary(prepared: Whole) -> None:
    letter = summary(prepared, "summary-letter")
    assert letter.values["doc"]["subject"].startswith("V/v gửi báo cáo công tác cải cách hành chính")
    assert "công tác cải cách hành chính quý IV năm 2025 của tỉnh Quảng Ngãi" in body(letter)


# --- zero, missing and wrong -------------------------------------------------------------------------------------


def test_nought_is_said_in_words(prepared: Whole) -> None:
    text = body(report(prepared, "dac-khu-ly-son"))
    assert "không có hồ sơ quá hạn" in text
    assert "Không có hồ sơ phát sinh phí, lệ phí" in text
    assert "Trong quý không cử cán bộ, công chức tham gia đào tạo, bồi dưỡng" in text
    assert " 0 " not in text


def test_a_unit_without_anything_to_report_still_has_a_readable_report(tmp_path: Path) -> None:
    def edit(sheet: Worksheet, titles: dict[str, int]) -> None:
        row = row_of(sheet, "xa-son-tinh")
        for title, column in titles.items():
            if column > titles["Chức vụ"] and "năm trước" not in title and title not in STAFF:
                sheet.cell(row, column).value = 0

    prepared = Whole(edited(tmp_path, edit))
    assert prepared.findings == []
    text = body(report(prepared, "xa-son-tinh"))
    assert "Trong quý không có hồ sơ thủ tục hành chính phải giải quyết" in text
    assert " 0 " not in text and "0%" not in text


def test_a_unit_without_a_row_is_named_as_missing_and_left_out_of_the_sums(tmp_path: Path) -> None:
    gone = next(row for row in rows() if row[HEAD] == "xa-mo-duc")
    prepared = Whole(edited(tmp_path, lambda sheet, _: sheet.delete_rows(row_of(sheet, "xa-mo-duc"))))
    assert [entry.id for entry in prepared.missing()] == ["xa-mo-duc"]
    text = body(summary(prepared))
    assert "Còn 01 cơ quan, địa phương chưa có báo cáo hợp lệ: xã Mộ Đức." in text
    assert prepared.figures.figures["dossiers.received"].value == total(RECEIVED) - int(str(gone[RECEIVED]))
    assert "Xã Mộ Đức" not in annexes(summary(prepared))


def test_sums_that_do_not_balance_stop_the_unit_and_name_its_cell(tmp_path: Path) -> None:
    prepared = Whole(edited(tmp_path, setting("xa-tu-nghia", "Giải quyết quá hạn", 2)))
    (finding,) = (finding for finding in prepared.findings if finding.severity == "error")
    assert finding.unit == "xa-tu-nghia"
    assert finding.place is not None and finding.place.file == "units.xlsx" and finding.place.cell
    assert "xa-tu-nghia" not in prepared.units


def test_with_a_figure_of_the_year_before_the_change_is_given(tmp_path: Path) -> None:
    now = next(int(str(row[RECEIVED])) for row in rows() if row[HEAD] == "xa-mo-duc")
    edit = setting("xa-mo-duc", "Hồ sơ tiếp nhận cùng kỳ năm trước", 2 * now)
    prepared = Whole(edited(tmp_path, edit))
    assert "so với cùng kỳ năm trước: giảm 50%" in body(report(prepared, "xa-mo-duc"))
