"""From end to end with the real report of the example campaign: built, edited by leaders in Word and LibreOffice,
two figures corrected, refreshed; then everything that was promised is looked at."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from looking import agrees, faults, figures, texts
from pypdf import PdfReader
from revisions import accept_all, reject_all, tracked
from word import (
    add_paragraph,
    comment,
    copy_paragraph,
    delete_paragraph,
    edited,
    embolden,
    go_back,
    move_paragraph,
    rewrite,
    saved,
    split_figures,
    split_runs,
)
from word_controls import (
    track_add_paragraph,
    track_delete_paragraph,
    track_look,
    track_rewrite,
)

from pipeline.cli import baocao
from pipeline.decree.check import check

ROOT = Path(__file__).parents[2]
DOCUMENT = "ct34-2024/units/van-phong/report.docx"
CORRECTIONS = (("officials: 61", "officials: 62"), ("members: 5", "members: 6"))
TYPED = "Trong số 61 công chức nói trên, nhiều đồng chí mới được tuyển dụng."

WORD = (
    rewrite("Đề nghị Sở Nội vụ tổng hợp", "Kính đề nghị Sở Nội vụ xem xét, tổng hợp"),
    rewrite("Tổng số cán bộ, công chức, viên chức và người lao động hiện nay là", "Hiện nay cơ quan có"),
    add_paragraph("Đa số công chức", TYPED),
    delete_paragraph("Hội đồng Thi đua - khen thưởng của Văn phòng thường"),
    move_paragraph("Thủ trưởng cơ quan, cấp ủy đảng", "Đội ngũ công chức, viên chức và người lao động c"),
    copy_paragraph("Cơ cấu tổ chức bộ máy", "Đa số công chức"),
    embolden("đoàn kết, nhất trí"),
    comment("sôi nổi", "Đồng chí xem lại chữ này"),
    go_back("góp phần tích cực"),
    track_rewrite("lan tỏa", "lan tỏa mạnh mẽ"),
    track_look("có bước phát triển tốt"),
    track_add_paragraph("Văn phòng đã tổ chức quán triệt", "Đoạn này do lãnh đạo thêm."),
    track_delete_paragraph("Trong thời gian qua, công tác tuyên truyền"),
    split_runs,
    split_figures,
    saved(),
)
"""What leaders do to a report in an evening."""


class Way:
    """The report of Văn phòng on its way."""

    def __init__(self, root: Path) -> None:
        self.inputs, self.outputs = root / "inputs", root / "outputs"
        shutil.copytree(ROOT / "inputs" / "ct34-2024", self.inputs / "ct34-2024")
        self.file = self.outputs / DOCUMENT
        self.build()

    def run(self, *arguments: object, code: int = 0) -> str:
        given = [str(argument) for argument in arguments]
        result = CliRunner().invoke(baocao, given, env={"LC_ALL": "en_US.UTF-8"})
        assert result.exit_code == code, result.output
        return result.stdout

    def build(self, *options: str) -> str:
        folders = (self.inputs / "ct34-2024", "--outputs", self.outputs)
        return self.run("build", *folders, "--unit", "van-phong", "--no-pdf", *options)

    def correct(self) -> None:
        path = self.inputs / "ct34-2024" / "units" / "van-phong.yaml"
        text = path.read_text("utf-8")
        for old, new in CORRECTIONS:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def refresh(self, docx: bytes, *options: str) -> tuple[bytes, dict]:
        """A document refreshed under a name of its own; what the command tells."""
        file = self.outputs / "returned.docx"
        file.write_bytes(docx)
        told = json.loads(self.run("refresh", file, "--inputs", self.inputs, "--json", *options))
        return file.read_bytes(), told["documents"][0]

    def verify(self, docx: bytes, code: int = 1) -> set[str]:
        """What is found in a document under another name, besides what is only worth knowing."""
        file = self.outputs / "signed copy.docx"
        file.write_bytes(docx)
        told = json.loads(self.run("verify", file, "--inputs", self.inputs, "--json", code=code))
        return {f["code"] for f in told["documents"][0]["findings"] if f["severity"] != "info"}


def errors(docx: bytes) -> set[str]:
    """The rules of layout that a document breaks, those that stop a document."""
    return {finding.rule for finding in check(docx, "x.docx", "Báo cáo").at_least("error")}


@pytest.fixture(scope="module")
def way(tmp_path_factory):
    return Way(tmp_path_factory.mktemp("way"))


@pytest.fixture(scope="module")
def old(way):
    """The report as it was built, before any correction."""
    return way.file.read_bytes()


@pytest.fixture(scope="module")
def in_word(old):
    return edited(old, *WORD)


@pytest.fixture(scope="module")
def corrected(way, in_word, libreoffice, old):
    """The way with the two figures corrected, and the report as a build makes it now without any edit."""
    way.correct()
    edits = way.file.read_bytes()
    assert edits == old
    way.build()
    return way


@pytest.fixture(scope="module")
def new(corrected):
    return corrected.file.read_bytes()


def replaced(text: str) -> str:
    """A text of the report after the two corrections: the figures and what is computed from them."""
    for before, after in (
        ("hiện nay là 89", "hiện nay là 90"),
        ("có 89", "có 90"),
        ("gồm: 61", "gồm: 62"),
        ("còn 09 thành viên", "còn 10 thành viên"),
        ("05 các thành viên", "06 các thành viên"),
    ):
        text = text.replace(before, after)
    return text


def test_the_corrections_are_what_they_should_be(old, new):
    assert texts(new) == [replaced(text) for text in texts(old)]
    assert sum(a != b for a, b in zip(texts(old), texts(new), strict=True)) == 2


def test_edits_of_word_stay_and_figures_are_new(corrected, in_word, new):
    docx, told = corrected.refresh(in_word)
    assert texts(docx) == texts(edited(new, *WORD))
    assert texts(docx) == [replaced(text) for text in texts(in_word)]
    for edit in ("Kính đề nghị Sở Nội vụ xem xét, tổng hợp./.", TYPED, "Đoạn này do lãnh đạo thêm."):
        assert edit in texts(docx)
    assert not any("Hội đồng Thi đua - khen thưởng của Văn phòng thường" in text for text in texts(docx))
    assert tracked(docx) == tracked(in_word)
    (stale,) = (finding for finding in told["findings"] if finding["code"] == "R31")
    assert stale["params"]["paragraph"] == TYPED.replace("61", "[61]")


def test_what_is_refreshed_is_a_good_document(corrected, in_word):
    docx, _ = corrected.refresh(in_word)
    assert "R36" in corrected.verify(in_word)
    assert corrected.verify(docx) == {"R31"}, "the number that somebody typed"
    without = edited(docx, delete_paragraph(TYPED[:12]))
    assert corrected.verify(without, code=0) == set()
    assert faults(docx) == []
    assert errors(docx) <= errors(in_word)
    assert agrees(docx)


@pytest.mark.office
def test_pages_show_the_edits_and_the_new_figures(corrected, in_word, libreoffice):
    docx, _ = corrected.refresh(in_word)
    assert texts(libreoffice.edited(docx)) == texts(docx)
    quiet = edited(accept_all(docx), _without_comments)
    shown = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(libreoffice.pdf(quiet))).pages)
    shown = " ".join(shown.split())
    for text in ("Kính đề nghị Sở Nội vụ xem xét", "gồm: 62 cán bộ", "còn 10 thành viên", "06 các thành viên"):
        assert text in shown
    assert "gồm: 61" not in shown


def _without_comments(document) -> None:
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(document.body.iter(f"{{*}}{name}")):
            mark.getparent().remove(mark)


@pytest.mark.office
def test_edits_of_libreoffice_stay_and_figures_are_new(corrected, old, libreoffice):
    acts = (
        ["replace", "Đề nghị Sở Nội vụ tổng hợp", "Kính đề nghị Sở Nội vụ xem xét, tổng hợp"],
        ["insert", "Đa số công chức", TYPED],
        ["delete", "Hội đồng Thi đua - khen thưởng của Văn phòng thường"],
        ["bold", "đoàn kết, nhất trí"],
    )
    docx = libreoffice.edited(old, *acts)
    done, told = corrected.refresh(docx)
    assert texts(done) == [replaced(text) for text in texts(docx)]
    assert corrected.verify(done) == {"R31"}
    assert set(faults(done)) <= set(faults(docx))
    assert errors(done) <= errors(docx)
    assert agrees(done)
    assert texts(libreoffice.edited(done)) == texts(done)
    assert "R31" in {finding["code"] for finding in told["findings"]}


# --- tracked -----------------------------------------------------------------------------------------------------

QUIET = tuple(edit for edit in WORD if not getattr(edit, "__qualname__", "").startswith("track_"))


def test_accepting_a_tracked_copy_gives_the_new_text_and_rejecting_the_old(corrected, old):
    docx = edited(old, *QUIET)
    copy, _ = corrected.refresh(docx, "--track")
    refreshed, _ = corrected.refresh(docx)
    assert texts(accept_all(copy)) == texts(refreshed)
    assert texts(reject_all(copy)) == texts(docx)
    changes = tracked(copy)
    assert {kind for kind, *_ in changes} == {"ins", "del"}
    assert [text for kind, *_, text in changes if kind == "del"].count(
        "61"
    ) == 2  # one paragraph stands there twice
    assert all(who and when for _, who, when, _ in changes)
    for version in (copy, accept_all(copy), reject_all(copy)):
        assert faults(version) == []


def test_own_tracked_changes_of_people_stay_in_a_tracked_copy(corrected, in_word):
    copy, _ = corrected.refresh(in_word, "--track")
    refreshed, _ = corrected.refresh(in_word)
    assert texts(accept_all(copy)) == texts(accept_all(refreshed))
    assert texts(reject_all(copy)) == texts(reject_all(in_word))


@pytest.mark.parametrize("settle", [None, accept_all])
def test_the_refresh_after_a_tracked_copy_restores_the_controls(corrected, old, settle):
    docx = edited(old, *QUIET)
    copy, _ = corrected.refresh(docx, "--track")
    again, _ = corrected.refresh(settle(copy) if settle else copy)
    refreshed, _ = corrected.refresh(docx)
    assert figures(again) == figures(refreshed)
    assert texts(again) == texts(refreshed)
    assert tracked(again) == []
    assert corrected.verify(again) == {"R31"}
    assert faults(again) == []


def test_a_correction_that_somebody_rejected_in_word_is_kept_and_told(corrected, old):
    docx = edited(old, *QUIET)
    copy, _ = corrected.refresh(docx, "--track")
    again, told = corrected.refresh(reject_all(copy))
    assert {finding["code"] for finding in told["findings"]} >= {"R23"}
    assert [key for key, _ in figures(again)] == [key for key, _ in figures(docx)]
    assert texts(again) == texts(docx)
    assert faults(again) == []
    assert corrected.verify(again) & {"R23", "R36"}
    forced, _ = corrected.refresh(again, "--force")
    refreshed, _ = corrected.refresh(docx)
    assert figures(forced) == figures(refreshed)


@pytest.mark.office
def test_libreoffice_opens_a_tracked_copy_and_keeps_its_changes(corrected, old, libreoffice):
    copy, _ = corrected.refresh(edited(old, *QUIET), "--track")
    assert [(kind, text) for kind, *_, text in tracked(libreoffice.edited(copy))] == [
        (kind, text) for kind, *_, text in tracked(copy)
    ]
