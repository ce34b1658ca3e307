"""Documents that somebody edited by hand: never lost, never overwritten unasked."""

import pytest

REPORT = "units/so-b/report"
SUMMARY = "summary/summary-report"


def copies(sandbox):
    return sorted(sandbox.files("edited/**/*").values())


@pytest.fixture
def edited(built):
    """The report of so-b was edited by hand."""
    built.file(f"{REPORT}.docx").write_bytes(b"by hand")
    return built


def test_an_edited_document_whose_data_are_unchanged_is_left_alone_and_told(edited):
    for _ in range(2):
        result = edited.build()
        assert edited.outcomes(result) == {REPORT: "edited"}
        assert result.exit_code == 0
        assert edited.file(f"{REPORT}.docx").read_bytes() == b"by hand"
        assert [(t.path, t.outcome) for t in edited.reporter.told if t.outcome != "unchanged"] == [
            (REPORT, "edited")
        ]
    assert copies(edited) == []


def test_nothing_is_lost_when_it_happens_again(built):
    edits = []
    for number, (old, new) in enumerate([("42", "45"), ("45", "46"), ("46", "47")]):
        edits.append(built.rewrite(REPORT, "Đơn vị có", f"Lần {number}: Đơn vị có"))
        built.change_unit(f"total: {old}", f"total: {new}")
        built.build()
    assert sorted(copies(built)) == sorted(edits)


def test_the_same_edit_is_kept_once(built):
    edit = built.rewrite(REPORT, "Đơn vị có", "Sở có")
    for old, new in [("42", "45"), ("45", "46")]:
        built.file(f"{REPORT}.docx").write_bytes(edit)
        built.change_unit(f"total: {old}", f"total: {new}")
        built.build()
    assert copies(built) == [edit]


def test_a_copy_that_somebody_works_on_in_is_not_overwritten(built):
    edit = built.rewrite(REPORT, "Đơn vị có", "Sở có")
    built.change_unit("total: 42", "total: 45")
    kept = built.build().findings[0].params["copy"]
    built.file(kept).write_bytes(b"worked on")
    built.file(f"{REPORT}.docx").write_bytes(edit)
    built.change_unit("total: 45", "total: 46")
    built.build()
    assert sorted(copies(built)) == sorted([edit, b"worked on"])


def test_a_half_written_copy_of_a_killed_run_is_not_taken_for_a_copy(built):
    edit = built.rewrite(REPORT, "Đơn vị có", "Sở có")
    edited = built
    edited.change_unit("total: 42", "total: 45")
    killed = edited.python(
        "from pipeline.stages import files\n"
        "real = files.put\n"
        "files.put = lambda t, p, n: os._exit(9) if 'edited' in str(p) else real(t, p, n)\n"
        "build(campaign, outputs, Options(pdf=False))"
    )
    assert killed.returncode == 9, killed.stderr
    assert edited.file(f"{REPORT}.docx").read_bytes() == edit
    edited.build()
    assert copies(edited) == [edit]
    assert not list(edited.outputs.rglob("*.tmp"))


def test_an_edited_document_that_only_another_program_version_would_remake_is_left_alone(edited, monkeypatch):
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "another")
    for _ in range(2):
        assert edited.outcomes(edited.build()) == {REPORT: "edited"}
    assert edited.file(f"{REPORT}.docx").read_bytes() == b"by hand"
    assert copies(edited) == []


def test_an_edited_document_can_be_had_anew_by_deleting_it(edited):
    edited.file(f"{REPORT}.docx").unlink()
    assert edited.outcomes(edited.build()) == {REPORT: "made"}


def test_another_documents_file_in_the_place_of_one_is_an_edit(built):
    built.file(f"{REPORT}.docx").write_bytes(built.file("units/so-c/report.docx").read_bytes())
    assert built.outcomes(built.build()) == {REPORT: "edited"}


def test_a_file_that_no_build_made_is_kept_aside_under_another_message(sandbox):
    sandbox.file("units/so-b").mkdir(parents=True)
    sandbox.file(f"{REPORT}.docx").write_bytes(b"older than baocao")
    result = sandbox.build()
    assert sandbox.codes(result) == ["P04"]
    assert copies(sandbox) == [b"older than baocao"]
    assert "42 người" in sandbox.text(REPORT)


# --- PDF ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def edited_pdf(sandbox, office):
    """The report's PDF was edited by hand."""
    sandbox.build(pdf=True)
    sandbox.file(f"{REPORT}.pdf").write_bytes(b"stamped")
    office.converted.clear()
    return sandbox


@pytest.mark.parametrize("pdf", [True, False])
def test_an_edited_pdf_whose_data_are_unchanged_is_left_alone_and_told(edited_pdf, office, pdf):
    for _ in range(2):
        assert edited_pdf.outcomes(edited_pdf.build(pdf=pdf)) == {REPORT: "edited"}
    assert edited_pdf.file(f"{REPORT}.pdf").read_bytes() == b"stamped"
    assert office.converted == []


@pytest.mark.parametrize("pdf", [True, False])
def test_an_edited_pdf_whose_data_change_is_kept_aside_and_told(edited_pdf, pdf):
    edited_pdf.change_unit("total: 42", "total: 45")
    result = edited_pdf.build(pdf=pdf)
    assert edited_pdf.outcomes(result) == {REPORT: "made", SUMMARY: "made"}
    assert [(f.code, f.place.file) for f in result.findings] == [("P02", f"{REPORT}.pdf")]
    assert copies(edited_pdf) == [b"stamped"]
    assert edited_pdf.file(f"{REPORT}.pdf").exists() == pdf


def test_an_edited_pair_is_kept_aside_as_a_pair(edited_pdf):
    edit = edited_pdf.rewrite(REPORT, "Đơn vị có", "Sở có")
    edited_pdf.change_unit("total: 42", "total: 45")
    result = edited_pdf.build(pdf=True)
    assert [(f.code, f.place.file) for f in result.findings] == [
        ("P08", f"{REPORT}.docx"),
        ("P02", f"{REPORT}.pdf"),
    ]
    assert copies(edited_pdf) == [edit, b"stamped"]


def test_an_edited_pdf_survives_another_program_version(edited_pdf, monkeypatch):
    monkeypatch.setattr("pipeline.build.walk.tool_version", lambda: "another")
    for _ in range(2):
        assert edited_pdf.outcomes(edited_pdf.build(pdf=True)) == {REPORT: "edited"}
    assert edited_pdf.file(f"{REPORT}.pdf").read_bytes() == b"stamped"


def test_a_pdf_of_the_text_before_the_edit_is_told(sandbox, office):
    sandbox.build(pdf=True)
    sandbox.file(f"{REPORT}.docx").write_bytes(b"by hand")
    result = sandbox.build(pdf=True)
    (finding,) = result.findings
    assert (finding.code, finding.place.file, finding.unit) == ("P06", f"{REPORT}.pdf", "so-b")
    sandbox.file(f"{REPORT}.pdf").write_bytes(b"saved from the edited file")
    assert sandbox.codes(sandbox.build(pdf=True)) == []
