"""Documents that people edited and whose data changed: what a build does with them, as the campaign asks."""

import pytest

from pipeline.corrections.verify import verify
from pipeline.docx.package import pack, unpack
from pipeline.docx.unwrap import unwrapped_text, without

REPORT = "units/so-b/report"
BESIDE = f"{REPORT}.new.docx"
TYPED = "Đơn vị có"
REWRITTEN = "Tính đến cuối năm, đơn vị có"


@pytest.fixture
def edited(built):
    """Somebody rewrote a sentence of the report of so-b; the next moment its data change."""
    built.rewrite(REPORT, TYPED, REWRITTEN)
    built.change_unit("total: 42", "total: 45")
    return built


def ask(sandbox, wish):
    sandbox.change_campaign("groups:", f"hand_edits: {wish}\ngroups:")


def test_its_figures_are_brought_up_to_date_and_the_edit_stays(edited):
    before = edited.file(f"{REPORT}.docx").read_bytes()
    result = edited.build()
    assert edited.outcomes(result)[REPORT] == "refreshed"
    text = edited.text(REPORT)
    assert f"{REWRITTEN} 45 người, trong đó 30 nữ và 15 nam" in text
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.unit, finding.document) == ("P08", "warning", "so-b", "report")
    assert edited.file(finding.params["copy"]).read_bytes() == before
    assert result.exit_code == 0


def test_what_was_refreshed_is_left_alone_until_its_data_change_again(edited):
    edited.build()
    again = edited.build()
    assert (edited.outcomes(again), again.findings) == ({}, [])
    edited.change_unit("total: 45", "total: 46")
    third = edited.build()
    assert edited.outcomes(third)[REPORT] == "refreshed"
    assert f"{REWRITTEN} 46 người" in edited.text(REPORT)
    assert edited.codes(third) == []  # nobody edited it since: there is nothing to keep


def test_a_refreshed_document_goes_through_verify(edited, built):
    edited.build()
    refreshed = edited.file(f"{REPORT}.docx").read_bytes()
    edited.file(f"{REPORT}.docx").unlink()
    edited.build()
    assert verify(refreshed, edited.file(f"{REPORT}.docx").read_bytes()) == ()


def test_deleting_it_brings_the_plain_document(edited):
    edited.build()
    edited.file(f"{REPORT}.docx").unlink()
    assert edited.outcomes(edited.build()) == {REPORT: "made"}
    assert f"{TYPED} 45 người" in edited.text(REPORT)


def test_a_reverted_correction_refreshes_back(edited):
    edited.build()
    edited.change_unit("total: 45", "total: 42")
    edited.build()
    assert f"{REWRITTEN} 42 người" in edited.text(REPORT)


def test_a_figure_typed_over_is_kept_and_told(built):
    built.rewrite(REPORT, ">42<", ">44<")
    built.change_unit("total: 42", "total: 45")
    result = built.build()
    assert "có 44 người" in built.text(REPORT)
    assert "15 nam" in built.text(REPORT)
    told = [finding for finding in result.findings if finding.code != "P08"]
    assert told
    assert all(finding.unit == "so-b" and finding.severity == "warning" for finding in told)
    assert any("42" in f.message() and "44" in f.message() and "45" in f.message() for f in told)


def test_an_edited_document_that_is_up_to_date_is_not_touched(built):
    built.rewrite(REPORT, TYPED, REWRITTEN)
    file = built.file(f"{REPORT}.docx")
    before = built.snapshot()[str(file)]
    assert built.outcomes(built.build()) == {REPORT: "edited"}
    assert built.snapshot()[str(file)] == before


def test_an_edited_document_survives_the_loss_of_the_manifest(edited):
    for name in ("manifest.json", "run.json"):
        edited.file(name).unlink()
    result = edited.build()
    assert edited.outcomes(result)[REPORT] == "refreshed"
    assert f"{REWRITTEN} 45 người" in edited.text(REPORT)


@pytest.mark.parametrize("wish", ["leave", "beside"])
def test_it_is_left_as_it_is_where_the_campaign_asks(edited, wish):
    ask(edited, wish)
    before = edited.file(f"{REPORT}.docx").read_bytes()
    for _ in range(2):
        result = edited.build()
        assert edited.outcomes(result)[REPORT] == "edited"
        assert edited.codes(result) == [{"leave": "P09", "beside": "P10"}[wish]]
        assert edited.file(f"{REPORT}.docx").read_bytes() == before
    assert edited.file(BESIDE).exists() == (wish == "beside")


def test_the_new_document_stands_beside_it(edited):
    ask(edited, "beside")
    edited.build()
    left = edited.file(f"{REPORT}.docx").read_bytes()
    edited.file(f"{REPORT}.docx").unlink()
    edited.build()
    assert edited.file(f"{REPORT}.docx").read_bytes() == edited.file(BESIDE).read_bytes() != left


def test_the_one_beside_it_may_take_its_place(edited):
    ask(edited, "beside")
    edited.build()
    edited.file(BESIDE).replace(edited.file(f"{REPORT}.docx"))
    result = edited.build()
    assert (edited.outcomes(result), result.findings) == ({}, [])


def test_what_cannot_be_refreshed_is_left_with_the_new_document_beside_it(built):
    file = built.file(f"{REPORT}.docx")
    file.write_bytes(b"by hand")
    built.change_unit("total: 42", "total: 45")
    result = built.build()
    assert built.outcomes(result)[REPORT] == "edited"
    assert built.codes(result) == ["P11"]
    assert file.read_bytes() == b"by hand"
    assert f"{TYPED} 45 người" in built.text(f"{REPORT}.new")


def test_one_beside_it_that_people_edited_is_kept(edited):
    ask(edited, "beside")
    edited.build()
    worked_on = edited.rewrite(f"{REPORT}.new", TYPED, REWRITTEN)
    edited.change_unit("total: 45", "total: 46")
    edited.build()
    assert worked_on in edited.files("**/*.docx").values()
    assert "46 người" in edited.text(f"{REPORT}.new")


def test_the_summary_is_carried_like_any_other(built):
    summary = "summary/summary-report"
    built.rewrite(summary, "Đã nhận", "Văn phòng đã nhận")
    built.change_unit("total: 42", "total: 45")
    assert built.outcomes(built.build()) == {REPORT: "made", summary: "refreshed"}
    assert "Văn phòng đã nhận 03 báo cáo, 169 người" in built.text(summary)


def test_the_pdf_shows_the_refreshed_text(sandbox, office):
    sandbox.build(pdf=True)
    sandbox.rewrite(REPORT, TYPED, REWRITTEN)
    sandbox.change_unit("total: 42", "total: 45")
    office.converted.clear()
    sandbox.build(pdf=True)
    assert REPORT in office.converted
    run = sandbox.run_json()["pdfs"][REPORT]
    assert run["docx"] == sandbox.manifest()["documents"][REPORT]["docx"]


def registered(sandbox):
    file = sandbox.unit("so-b")
    file.write_text(file.read_text("utf-8") + "documents:\n  report: {number: 12, date: 2024-03-20}\n", "utf-8")


def test_a_number_that_is_entered_after_the_edits_is_told(edited):
    registered(edited)
    result = edited.build()
    assert "P12" in edited.codes(result)
    assert "Số: 12/BC-SB" in edited.text(f"{REPORT}.new")
    assert REWRITTEN in edited.text(REPORT)


def test_text_that_was_corrected_under_the_edits_is_told(edited):
    edited.change_campaign("{key: work, title: Kết quả}", "{key: work, title: Kết quả đạt được}")
    result = edited.build()
    assert "P12" in edited.codes(result)
    assert "kết quả đạt được" in edited.text(f"{REPORT}.new").lower()


def test_an_older_copy_that_is_put_in_the_place_is_brought_up_to_date(built):
    old = built.file(f"{REPORT}.docx").read_bytes()
    built.change_unit("total: 42", "total: 45")
    built.build()
    built.file(f"{REPORT}.docx").write_bytes(old)
    built.build()
    assert "45 người" in built.text(REPORT)
    assert built.outcomes(built.build()) == {}


@pytest.mark.parametrize("lock", [".~lock.report.docx#", "~$report.docx", "~$port.docx"])
def test_a_file_that_is_open_is_left_alone_and_told(built, lock):
    (built.file(f"{REPORT}.docx").parent / lock).write_text("Trần Thị Hà")
    before = built.file(f"{REPORT}.docx").read_bytes()
    built.change_unit("total: 42", "total: 45")
    result = built.build()
    assert built.file(f"{REPORT}.docx").read_bytes() == before
    assert built.codes(result) == ["P13"]
    assert built.outcomes(result)[REPORT] == "failed"


def test_another_document_in_the_place_is_told(built):
    built.file(f"{REPORT}.docx").write_bytes(built.file("units/so-c/report.docx").read_bytes())
    result = built.build()
    assert built.outcomes(result) == {REPORT: "edited"}
    assert built.codes(result) == ["P11"]


def test_a_document_that_lost_all_its_controls_is_left_and_the_new_one_stands_beside(built):
    """Saved as ODT: only its copy in the properties says what it was."""
    file = built.file(f"{REPORT}.docx")
    whole = unpack(file.read_bytes())
    text = unwrapped_text(whole["word/document.xml"].decode())
    kept = {name: data for name, data in whole.items() if not name.startswith("customXml/")}
    file.write_bytes(pack(without({**whole, "word/document.xml": text.encode()}, whole.keys() - kept.keys())))
    before = file.read_bytes()
    built.change_unit("total: 42", "total: 45")
    assert built.codes(built.build()) == ["P11"]
    assert file.read_bytes() == before
    assert built.file(BESIDE).is_file()
