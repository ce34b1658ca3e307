"""Every outcome of a refresh from outside: what people did, what the command says, what stands in the file."""

from __future__ import annotations

import shutil

import pytest
from looking import agrees, faults, figures, texts, unknown_styles
from word import add_paragraph, copy_paragraph, delete_paragraph, edited, rewrite, saved, split_figures, split_runs
from word_controls import (
    add_row,
    copy_figure,
    cut_in_two,
    delete_figure,
    edit_cell,
    halve,
    paste_foreign,
    remove_all_controls,
    remove_control,
    remove_row,
    track_figure,
    type_over,
    type_over_text_only,
    unbind,
    write_store_only,
)

from pipeline.stages.templates import TEMPLATES

HOUSE = TEMPLATES / "report.docx"


def outcomes(told, figure):
    """What became of a figure, once each."""
    return {f["outcome"] for f in told["figures"] if f["figure"] == figure}


def codes(told):
    return {finding["code"] for finding in told["findings"]}


def said(docx):
    return next(text for text in texts(docx) if text.startswith("Đơn vị có"))


TOTAL, MEN, WOMEN = "so-b:staff.total", "so-b:staff.men", "so-b:staff.women"


def test_a_correction_reaches_the_figure_and_what_is_computed_from_it(scene):
    scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    before = scene.docx
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, TOTAL) == outcomes(told, MEN) == {"updated"}
    assert outcomes(told, WOMEN) == {"current"}
    assert "Năm qua đơn vị có 45 người, trong đó 30 nữ và 15 nam." in texts(scene.docx)
    assert "45" in texts(scene.docx)  # the cell of the table
    kept = scene.file.with_name(told["kept"].rpartition("/")[2])
    assert kept.read_bytes() == before
    assert (faults(scene.docx), agrees(scene.docx), scene.verify()) == ([], True, [])


def test_out_writes_elsewhere_and_leaves_the_file(scene):
    before = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct("total: 42", "total: 45")
    out = scene.sandbox.root / "new.docx"
    scene.refresh("--out", out)
    assert scene.docx == before
    assert "Năm qua đơn vị có 45 người" in "\n".join(texts(out.read_bytes()))


def test_nothing_to_correct_changes_no_byte(scene):
    before = scene.edit(split_runs, split_figures, saved())
    told = scene.refresh()
    assert (told["changed"], told["written"], told["kept"], scene.docx) == (False, None, None, before)


# --- figures that people touched ---------------------------------------------------------------------------------


def test_a_figure_in_pieces_by_proofing_is_still_a_figure(scene):
    scene.edit(split_runs, split_figures, saved())
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, TOTAL) == {"updated"}
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 15 nam."
    assert faults(scene.docx) == []


@pytest.mark.parametrize("how", [type_over, type_over_text_only])
def test_a_number_typed_over_is_told_with_all_it_could_be_and_kept(scene, how):
    scene.edit(how(scene.key("staff.total"), "44"))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    finding = next(f for f in told["findings"] if f["code"] == "R23")
    assert [finding["params"][name] for name in ("figure", "printed", "found", "now")] == [TOTAL, "42", "44", "45"]
    assert said(scene.docx) == "Đơn vị có 44 người, trong đó 30 nữ và 15 nam."
    assert agrees(scene.docx)
    assert "R36" in scene.verify(code=1)


def test_force_writes_what_the_data_say(scene):
    scene.edit(type_over(scene.key("staff.total"), "44"))
    told = scene.refresh("--force")
    assert outcomes(told, TOTAL) == {"updated"}
    assert said(scene.docx) == "Đơn vị có 42 người, trong đó 30 nữ và 12 nam."
    assert scene.verify() == []


def test_a_number_typed_over_as_the_data_say_now_is_nothing_to_tell(scene):
    scene.edit(type_over(scene.key("staff.total"), "45"))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, TOTAL) == {"current"}
    assert "R23" not in codes(told)
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 15 nam."
    assert scene.verify() == []


def test_a_store_that_says_otherwise_is_what_word_would_show_and_is_told(scene):
    scene.edit(write_store_only(scene.key("staff.total"), "44"))
    assert scene.verify(code=1)
    told = scene.refresh()
    assert codes(told) & {"R23", "R30"}
    assert agrees(scene.docx)


def test_a_control_that_was_removed_is_told_and_its_number_stays(scene):
    scene.edit(remove_control(scene.key("staff.men")))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, MEN) == {"removed"}
    assert "R26" in codes(told)
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 12 nam."
    assert "R31" in codes(told), "the old number stands in the text"


def test_a_figure_that_was_deleted_with_its_sentence_is_told(scene):
    scene.edit(delete_figure(scene.key("staff.men")))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, MEN) == {"removed"}
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và  nam."


def test_a_figure_that_was_copied_is_right_everywhere_and_told(scene):
    scene.edit(copy_figure(scene.key("staff.women"), "hoàn thành"), copy_paragraph("Đơn vị có", "hoàn thành"))
    scene.correct("women: 30", "women: 31")
    told = scene.refresh()
    assert outcomes(told, WOMEN) == {"updated"}
    assert "R26" in codes(told)
    assert [text for _, text in figures(scene.docx)].count("31") == 3
    assert (faults(scene.docx), agrees(scene.docx)) == ([], True)


def test_a_figure_cut_in_two_is_told_and_kept(scene):
    scene.edit(cut_in_two(scene.key("staff.men")))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert codes(told) & {"R23", "R24"}
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 12 nam."
    assert scene.verify(code=1)


def test_a_figure_in_two_controls_is_told(scene):
    scene.edit(halve(scene.key("staff.men")))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert codes(told) & {"R23", "R24", "R26"}
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 15 nam."
    assert (agrees(scene.docx), faults(scene.docx)) == (True, [])


def test_a_figure_without_its_binding_is_known_by_its_tag(scene):
    scene.edit(unbind(scene.key("staff.women")))
    scene.correct("women: 30", "women: 31")
    assert outcomes(scene.refresh(), WOMEN) == {"updated"}
    assert scene.verify() == []


def test_an_open_change_of_somebody_in_a_figure_is_told_and_kept(scene):
    scene.edit(track_figure(scene.key("staff.men"), "13"))
    before = scene.docx
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, MEN) == {"revised"}
    assert "R25" in codes(told)
    assert said(scene.docx) == said(before).replace("42", "45")
    assert scene.verify(code=1)


def test_a_figure_of_another_document_is_told_and_kept(scene):
    scene.edit(paste_foreign)
    scene.correct("total: 42", "total: 45")
    assert "R29" in codes(scene.refresh())
    assert "Theo báo cáo của đơn vị khác: 97" in texts(scene.docx)
    assert scene.verify(code=1)


def test_a_figure_that_the_document_would_not_print_any_more_is_told_and_kept(scene):
    scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct(" và {{ staff.men }} nam", "")
    told = scene.refresh()
    assert outcomes(told, MEN) == {"gone"}
    assert "R28" in codes(told)
    assert "Năm qua đơn vị có 42 người, trong đó 30 nữ và 12 nam." in texts(scene.docx)


def test_all_controls_gone_leaves_text_that_is_told(scene):
    scene.edit(remove_all_controls)
    before = texts(scene.docx)
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert {f["outcome"] for f in told["figures"]} == {"removed"}
    assert texts(scene.docx) == before
    assert scene.verify(code=1)


# --- tables and passages -----------------------------------------------------------------------------------------


def add_event(scene):
    scene.correct(
        "    - {name: Hội nghị tổng kết}\n", "    - {name: Hội nghị tổng kết}\n    - {name: Hội nghị sơ kết}\n"
    )


def block(told, part="/tables/0"):
    return {b["outcome"] for b in told["blocks"] if b["id"].endswith(part)}


def test_a_table_whose_rows_are_new_is_replaced(scene):
    scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"), saved())
    add_event(scene)
    told = scene.refresh()
    assert block(told) == {"replaced"}
    assert "Hội nghị sơ kết" in texts(scene.docx)
    assert "Năm qua đơn vị có 42 người, trong đó 30 nữ và 12 nam." in texts(scene.docx)
    assert (faults(scene.docx), agrees(scene.docx), scene.verify()) == ([], True, [])


BY_HAND = {
    "a row added": add_row("Hội nghị tổng kết", "2", "Hội nghị bất thường", "42"),
    "a heading edited": edit_cell("Biên chế", "Số người"),
    "a row removed": remove_row("Hội nghị tổng kết"),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_table_that_people_and_data_changed_is_kept_and_told(scene, name):
    before = scene.edit(BY_HAND[name])
    add_event(scene)
    told = scene.refresh()
    assert block(told) == {"conflict"}
    assert "R32" in codes(told)
    assert texts(scene.docx) == texts(before)
    assert scene.verify(code=1)
    told = scene.refresh("--force")
    assert block(told) == {"replaced"}
    assert texts(scene.docx) == texts(scene.anew())


@pytest.mark.parametrize("name", BY_HAND)
def test_a_table_that_people_changed_and_the_data_did_not_is_kept_and_its_figures_are_new(scene, name):
    before = scene.edit(BY_HAND[name])
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert block(told) <= {"edited", "current"}
    assert len(texts(scene.docx)) == len(texts(before))
    assert next(text for key, text in figures(scene.docx) if key == scene.key("staff.total")) == "45"


def test_a_figure_typed_over_in_a_table_whose_rows_are_new_is_kept_and_told(scene):
    scene.edit(edit_cell("Hội nghị tổng kết", "Hội nghị tổng kết năm"))
    add_event(scene)
    told = scene.refresh()
    assert outcomes(told, "so-b:events[0].name") == {"typed-over"}
    assert "R23" in codes(told)
    assert {"Hội nghị tổng kết năm", "Hội nghị sơ kết"} <= set(texts(scene.docx))


def test_a_table_that_somebody_deleted_stays_deleted_and_is_told(scene):
    def drop_block(document):
        table = next(document.body.iter("{*}tbl"))
        for sdt in document.body.iter("{*}sdt"):
            if any(text in "".join(sdt.itertext()) for text in ("Các hội nghị",)):
                sdt.getparent().remove(sdt)
                return
        raise AssertionError(table)

    scene.edit(drop_block)
    add_event(scene)
    told = scene.refresh()
    assert block(told) == {"removed"}
    assert "R33" in codes(told)
    assert "Các hội nghị" not in "\n".join(texts(scene.docx))


def test_a_passage_that_the_data_bring_is_put_into_its_block_or_told(scene):
    scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct("women: 30", "women: 40")
    told = scene.refresh()
    passage = "Số nữ là 40 người, vượt kế hoạch./."
    assert (passage in texts(scene.docx)) != bool(codes(told) & {"R35"})
    scene.correct("women: 40", "women: 30")
    scene.refresh()
    assert "Năm qua đơn vị có 42 người, trong đó 30 nữ và 12 nam." in texts(scene.docx)


# --- numbers typed by hand ---------------------------------------------------------------------------------------


def test_an_old_number_in_a_sentence_by_hand_is_pointed_out_and_not_changed(scene):
    scene.edit(add_paragraph("Đơn vị có", "Ngoài ra, 42 người đã được tập huấn."))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    (finding,) = (f for f in told["findings"] if f["code"] == "R31")
    assert finding["params"]["paragraph"] == "Ngoài ra, [42] người đã được tập huấn."
    assert "Ngoài ra, 42 người đã được tập huấn." in texts(scene.docx)


def test_a_number_that_only_holds_the_old_one_is_not(scene):
    scene.edit(add_paragraph("Đơn vị có", "Văn bản số 142/UBND ngày 04/2/2024, đạt 42,5% và 1.420 lượt."))
    scene.correct("total: 42", "total: 45")
    assert "R31" not in codes(scene.refresh())


# --- files and campaigns -----------------------------------------------------------------------------------------


def test_a_document_of_an_older_template_is_told_and_refreshed(scene):
    own = scene.campaign / "report.docx"
    shutil.copy(HOUSE, own)
    own.write_bytes(edited(own.read_bytes(), rewrite("Độc lập", "ĐỘC LẬP")))
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert "R34" in codes(told)
    assert said(scene.docx) == "Đơn vị có 45 người, trong đó 30 nữ và 15 nam."
    assert "Độc lập - Tự do - Hạnh phúc" in texts(scene.docx)


def test_a_document_under_another_name_in_another_folder_is_known(scene):
    folder = scene.sandbox.root / "thư trả lời"
    folder.mkdir()
    mailed = folder / "BC SỞ B (sửa lần 2).docx"
    mailed.write_bytes(edited(scene.docx, rewrite("Đơn vị có", "Năm qua đơn vị có")))
    scene.correct("total: 42", "total: 45")
    (told,) = scene.run("verify", folder, code=1)["documents"]
    assert {f["code"] for f in told["findings"]} == {"R36"}
    scene.run("refresh", mailed)
    (told,) = scene.run("verify", mailed)["documents"]
    assert told["clean"] is True
    assert "Năm qua đơn vị có 45 người, trong đó 30 nữ và 15 nam." in texts(mailed.read_bytes())


def test_the_summary_is_refreshed_from_all_units(scene):
    summary = scene.sandbox.file("summary/summary-report.docx")
    summary.write_bytes(edited(summary.read_bytes(), rewrite("Đã nhận", "Tính đến nay đã nhận")))
    scene.correct("total: 42", "total: 45")
    scene.run("refresh", summary)
    assert "Tính đến nay đã nhận 03 báo cáo, 169 người." in "\n".join(texts(summary.read_bytes()))


REFUSED = {
    "not ours": (lambda scene: scene.file.write_bytes(HOUSE.read_bytes()), "R20"),
    "no document": (lambda scene: scene.file.write_bytes(b"PK\x03\x04 nothing"), "T"),
    "open in Word": (lambda scene: scene.file.with_name("~$" + scene.file.name).write_bytes(b"x"), "R37"),
    "data that cannot be": (lambda scene: scene.correct("women: 30", "women: 4000"), "R39"),
    "another campaign": (lambda scene: scene.campaign.rename(scene.campaign.with_name("other")), "R38"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_refreshed_is_told_and_stays_as_it_is(scene, name):
    scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct("total: 42", "total: 45")
    damage, code = REFUSED[name]
    damage(scene)
    before = scene.docx
    told = scene.refresh(code=1)
    assert [f["code"][: len(code)] for f in told["findings"]] == [code]
    assert scene.docx == before


# --- build -------------------------------------------------------------------------------------------------------


def test_build_refreshes_what_was_edited_and_keeps_the_original(scene):
    before = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"), saved())
    scene.correct("total: 42", "total: 45")
    result = scene.sandbox.build()
    assert (result.exit_code, scene.sandbox.codes(result)) == (0, ["P08"])
    assert "Năm qua đơn vị có 45 người, trong đó 30 nữ và 15 nam." in texts(scene.docx)
    assert before in scene.sandbox.files("edited/**/*.docx").values()
    assert scene.verify() == []
    again = scene.docx
    scene.sandbox.build()
    assert scene.docx == again


def test_build_leaves_it_if_the_campaign_says_so(scene):
    scene.sandbox.change_campaign("missing_units: list\n", "missing_units: list\nhand_edits: leave\n")
    scene.sandbox.build()
    before = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct("total: 42", "total: 45")
    result = scene.sandbox.build()
    assert scene.docx == before
    assert "P09" in scene.sandbox.codes(result)


def test_build_writes_beside_it_if_the_campaign_says_so(scene):
    scene.sandbox.change_campaign("missing_units: list\n", "missing_units: list\nhand_edits: beside\n")
    scene.sandbox.build()
    before = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"))
    scene.correct("total: 42", "total: 45")
    result = scene.sandbox.build()
    assert scene.docx == before
    assert "P10" in scene.sandbox.codes(result)
    beside = [data for name, data in scene.sandbox.files("units/so-b/*").items() if name.endswith(".new.docx")]
    assert [said(data) for data in beside] == ["Đơn vị có 45 người, trong đó 30 nữ và 15 nam."]


@pytest.mark.parametrize("wish", ["refresh", "leave", "beside"])
def test_an_edited_document_whose_data_did_not_change_is_left_by_every_build(scene, wish):
    scene.sandbox.change_campaign("missing_units: list\n", f"missing_units: list\nhand_edits: {wish}\n")
    scene.sandbox.build()
    before = scene.edit(rewrite("Đơn vị có", "Năm qua đơn vị có"), delete_paragraph("hoàn thành"))
    scene.sandbox.build()
    assert scene.docx == before


def test_a_document_that_build_cannot_refresh_is_kept_and_the_new_one_stands_beside(scene):
    scene.file.write_bytes(HOUSE.read_bytes())
    scene.correct("total: 42", "total: 45")
    result = scene.sandbox.build()
    assert scene.docx == HOUSE.read_bytes()
    assert scene.sandbox.codes(result) == ["P11"]
    assert "45 người" in said(scene.sandbox.file("units/so-b/report.new.docx").read_bytes())


# --- LibreOffice -------------------------------------------------------------------------------------------------


@pytest.mark.office
def test_a_file_saved_by_libreoffice_is_refreshed(scene, libreoffice):
    acts = (
        ["replace", ", trong đó", "; trong số này"],
        ["insert", "Đơn vị có", "Có 42 người được tập huấn."],
        ["bold", " nữ và "],
    )
    scene.file.write_bytes(libreoffice.edited(scene.docx, *acts))
    own = faults(scene.docx)
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, TOTAL) == {"updated"}
    assert "Có 42 người được tập huấn." in texts(scene.docx)
    assert said(scene.docx) == "Đơn vị có 45 người; trong số này 30 nữ và 15 nam."
    assert "R31" in codes(told)
    assert agrees(scene.docx)
    assert set(faults(scene.docx)) <= set(own)
    assert {"R31"} <= set(scene.verify(code=1)) <= {"R31", "R26", "R33"}
    again = libreoffice.edited(scene.docx)
    assert texts(again) == texts(scene.docx)


@pytest.mark.office
@pytest.mark.parametrize("wish", ["rows changed in the data", "cell changed by hand"])
def test_a_table_in_a_file_saved_by_libreoffice(scene, libreoffice, wish):
    if wish == "cell changed by hand":
        scene.file.write_bytes(libreoffice.edited(scene.docx, ["cell", "Hội nghị tổng kết", "Hội nghị cuối năm"]))
    else:
        scene.file.write_bytes(libreoffice.edited(scene.docx))
    add_event(scene)
    told = scene.refresh()
    if wish == "cell changed by hand":
        assert block(told) <= {"conflict", "removed"}  # LibreOffice took the control of the table away
        assert codes(told) & {"R32", "R33"}
        assert "Hội nghị cuối năm" in texts(scene.docx)
    else:
        assert block(told) == {"replaced"}
        assert "Hội nghị sơ kết" in texts(scene.docx)
        assert unknown_styles(scene.docx) == set()


@pytest.mark.office
def test_a_file_that_went_through_odt_has_no_figures_any_more_and_every_one_is_told(scene, libreoffice):
    scene.file.write_bytes(libreoffice.through_odt(scene.docx))
    before = texts(scene.docx)
    scene.correct("total: 42", "total: 45")
    told = scene.refresh()
    assert outcomes(told, TOTAL) == outcomes(told, MEN) == {"removed"}
    assert {"R03", "R31"} <= codes(told)
    assert texts(scene.docx) == before
    assert scene.verify(code=1)
