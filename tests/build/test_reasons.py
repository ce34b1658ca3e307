"""Every document that is not up to date says exactly why."""

from __future__ import annotations

import json
import pickle
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ROOT, UNITS, Sandbox

from pipeline.build import facts as facts_module
from pipeline.build import walk as walk_module
from pipeline.build.campaign import Selection
from pipeline.build.facts import value_text
from pipeline.build.inspect import inspect
from pipeline.build.manifest import figure_lines
from pipeline.build.reasons import Facts, Origin, Reason, Sources, limited, of_text, why
from pipeline.build.remembered import Remembered
from pipeline.model import Figure, Place, Record, Trace
from pipeline.stages import lines
from pipeline.stages.aggregate import Figures

REPORT, LETTER, SUMMARY = "units/so-b/report", "units/so-b/cover-letter", "summary/summary-report"


def told(campaign: Sandbox, *units: str) -> dict[str, list[str]]:
    """Path to reasons, of documents that have some."""
    status = inspect(campaign.folder, campaign.outputs.parent, Selection(units), processes=1)
    return {p.document.path: [r.message() for r in p.reasons] for p in status.documents if p.reasons}


def states(campaign: Sandbox) -> dict[str, str]:
    return {p.document.path: p.state for p in inspect(campaign.folder, campaign.outputs.parent).documents}


# --- figures ----------------------------------------------------------------------------------------------------


def test_a_figure_is_told_with_both_values_and_its_place_and_what_is_computed_of_it_with_its_source(built):
    built.change_unit("total: 42", "total: 45")
    assert told(built) == {
        REPORT: [
            "staff.men 12 → 15 (staff.total in units/so-b.yaml:7)",
            "staff.total 42 → 45 in units/so-b.yaml:7",
        ],
        SUMMARY: ["staff.total 166 → 169 (so-b:staff.total in units/so-b.yaml:7)"],
    }


def test_values_are_told_as_vietnamese_writes_them(built):
    built.change_unit("total: 42", "total: 1042")
    assert "staff.total 42 → 1.042 in units/so-b.yaml:7" in told(built)[REPORT]


def test_each_source_of_a_computed_figure_is_named(built):
    built.change_unit("total: 42", "total: 45")
    built.change_unit("women: 30", "women: 31")
    sources = "staff.total in units/so-b.yaml:7, staff.women in units/so-b.yaml:8"
    assert f"staff.men 12 → 14 ({sources})" in told(built)[REPORT]


def test_a_reason_has_a_plain_form_in_both_languages(built):
    built.change_unit("total: 42", "total: 45")
    status = inspect(built.folder, built.outputs.parent)
    reason = next(p for p in status.documents if p.document.path == REPORT).reasons[1]
    found = reason.to_json()
    assert (found["kind"], found["subject"], found["old"], found["new"]) == ("figure", "staff.total", "42", "45")
    assert found["place"]["line"] == 7
    assert set(found["message"]) == {"vi", "en"}
    assert pickle.loads(pickle.dumps(reason)) == reason  # noqa: S301 - our own bytes
    json.dumps(found)


def test_a_figure_that_no_text_prints_leaves_a_document_alone_and_gives_no_reason(built):
    built.change_unit("total: 42", "total: 45")
    assert LETTER not in told(built)
    assert states(built)[LETTER] == "fresh"


def test_a_changed_declaration_is_named_where_the_figures_it_takes_are_as_they_were(built):
    built.change_campaign("[staff.total, staff.women]", "[staff.total, staff.total]")
    assert told(built)[REPORT] == ["staff.men 12 → 0 (declared in campaign.yaml:17)"]


def test_a_correction_taken_back_leaves_no_reason(built):
    built.change_unit("total: 42", "total: 45")
    built.build()
    built.change_unit("total: 45", "total: 42")
    assert "staff.total 45 → 42 in units/so-b.yaml:7" in told(built)[REPORT]
    built.build()
    assert told(built) == {}


def test_a_document_that_the_last_build_left_out_is_told_by_what_it_was_made_of_itself(built):
    built.change_unit("total: 42", "total: 45")
    built.build(documents=["summary-report"])  # the figures of the manifest are those of now
    assert "staff.total 42 → 45 in units/so-b.yaml:7" in told(built)[REPORT]


def test_another_form_of_the_same_value_is_a_text_that_changed_and_no_figure(built):
    built.change_unit("{{ staff.women }} nữ", "{{ staff.women | words }} nữ")
    assert told(built)[REPORT] == ["narrative.work changed in units/so-b.yaml:14"]


def test_a_condition_that_turns_tells_the_passage_and_the_figure_behind_it(sandbox):
    sandbox.change_campaign(
        "      - {key: work, title: Kết quả}\n",
        "      - {key: work, title: Kết quả}\n"
        "      - text:\n"
        "          - {when: {less: [staff.women, 25]}, text: Tỷ lệ nữ còn thấp.}\n",
    )
    sandbox.change_unit(", trong đó {{ staff.women }} nữ và {{ staff.men }} nam", "")
    sandbox.build()
    sandbox.change_unit("women: 30", "women: 20")
    assert told(sandbox)[REPORT] == [
        "staff.women 30 → 20 in units/so-b.yaml:8",
        "now part of the text: /documents/report/outline/1/text/0/text",
    ]


# --- texts, head, units -----------------------------------------------------------------------------------------


def test_a_changed_narrative_is_told_with_its_place(built):
    built.change_unit("Đơn vị có", "Đơn vị hiện có")
    assert told(built) == {REPORT: ["narrative.work changed in units/so-b.yaml:14"]}


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        ("Đã nhận", "Đã có", SUMMARY, "campaign.yaml changed: /documents/summary-report/outline/0/text"),
        ("title: Kết quả}", "title: Kết}", REPORT, "campaign.yaml changed: /documents/report/outline/0/title"),
        ("gửi báo cáo năm 2025\n", "gửi báo cáo năm nay\n", LETTER, "subject changed in campaign.yaml:"),
        ("addressees: [Sở A]", "addressees: [Sở A, Sở B]", LETTER, "addressees changed in campaign.yaml:"),
        ("recipients: []", "recipients: [Sở B]", LETTER, "recipients changed in campaign.yaml:"),
        ("name: Sở B,", "name: Sở BB,", REPORT, "name or group of the unit changed in campaign.yaml:10"),
        ("place: Quảng Ngãi", "place: Đà Nẵng", REPORT, "place and date changed in campaign.yaml:13"),
        ("label: năm 2025", "label: cả năm 2025", REPORT, "period changed in campaign.yaml:2"),
    ],
)  # fmt: skip
def test_a_changed_declaration_is_told_by_its_pointer_or_by_what_it_is(built, old, new, path, reason):
    built.change_campaign(old, new)
    assert [text for text in told(built)[path] if text.startswith(reason)]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("name: Nguyễn Văn Minh", "name: Nguyễn Văn Tú", "signer changed in units/so-b.yaml:3"),
        ("short_name: Sở B", "short_name: Sở Bê", "names of the organ changed in units/so-b.yaml:1"),
        ("abbreviation: SB", "abbreviation: SBB", "number and symbol changed in units/so-b.yaml:1"),
        ("archive: VT", "archive: VT, KH", "recipients changed in campaign.yaml:"),
        ("figures:", "documents: {report: {number: 12, date: 2025-12-19}}\nfigures:", "number and symbol changed"),
    ],
)
def test_what_a_unit_says_of_itself_is_told_by_what_it_is(built, old, new, reason):
    built.change_unit(old, new)
    assert [text for text in told(built)[REPORT] if text.startswith(reason)]


def test_a_unit_that_came_in_or_fell_out_is_named(built):
    data = built.unit("so-c").read_bytes()
    built.unit("so-c").unlink()
    assert "the unit so-c is no longer in it" in told(built)[SUMMARY]
    assert "missing: - → Sở C" in told(built)[SUMMARY]
    built.build()
    built.unit("so-c").write_bytes(data)
    assert "the unit so-c has come in" in told(built)[SUMMARY]


# --- templates, pictures, program, schema -----------------------------------------------------------------------


def own_template(campaign: Sandbox, name: str, old: str = "", new: str = "") -> None:
    """A copy of a template in the campaign's folder in which a text is another one."""
    found = BytesIO()
    with zipfile.ZipFile(ROOT / "templates" / name) as package, zipfile.ZipFile(found, "w") as copy:
        for info in package.infolist():
            data = package.read(info)
            if info.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode()) if old else data
            copy.writestr(info, data)
    (campaign.folder / name).write_bytes(found.getvalue())


def test_a_template_tells_how_many_of_its_paragraphs_changed(sandbox):
    own_template(sandbox, "cover-letter.docx")
    sandbox.build()
    own_template(sandbox, "cover-letter.docx", "Nơi nhận", "Nơi gửi")
    assert told(sandbox)[LETTER] == ["template cover-letter.docx changed: 1 paragraph"]
    assert REPORT not in told(sandbox)


def test_a_template_of_another_form_with_the_same_text_says_so(sandbox):
    own_template(sandbox, "cover-letter.docx")
    sandbox.build()
    own_template(sandbox, "cover-letter.docx", 'w:header="567"', 'w:header="568"')
    assert told(sandbox)[LETTER] == ["template cover-letter.docx changed: its form, no paragraph"]


def test_another_template_is_named(built):
    built.change_campaign("template: cover-letter.docx", "template: report.docx")
    assert "another template: cover-letter.docx → report.docx" in told(built)[LETTER]


def test_a_picture_is_named(built):
    (built.folder / "pictures").mkdir()
    (built.folder / "pictures" / "dau.png").write_bytes(b"one")
    assert told(built)[REPORT] == ["new picture or part dau.png"]
    built.build()
    (built.folder / "pictures" / "dau.png").write_bytes(b"two")
    assert told(built)[REPORT] == ["picture or part dau.png changed"]


def test_a_changed_program_is_told(built, monkeypatch):
    monkeypatch.setattr(walk_module, "tool_version", lambda: "the program of tomorrow")
    assert set(map(tuple, told(built).values())) == {("the program was changed within its version",)}
    assert set(told(built)) == set(built.documents)


def test_versions_are_told(built, monkeypatch):
    versions = {**facts_module.library_versions(), "babel": "99.1"}
    old = facts_module.library_versions()["babel"]
    monkeypatch.setattr(walk_module, "tool_version", lambda: "the program of tomorrow")
    monkeypatch.setattr(facts_module, "library_versions", lambda: versions)
    monkeypatch.setattr(facts_module, "__version__", "88.0")
    reasons = told(built)[REPORT]
    assert f"version of the library babel (with its locale data): {old} → 99.1" in reasons
    assert any(text.startswith("version of the program: ") and text.endswith(" → 88.0") for text in reasons)


# --- states that say it all -------------------------------------------------------------------------------------


def test_what_is_not_there_is_new_or_gone(built):
    built.file(f"{REPORT}.docx").unlink()
    built.change_campaign(
        "  summary-report:",
        "  second:\n    type: Báo cáo\n    per: unit\n    template: report.docx\n    subject: Hai\n"
        "    outline: [{key: work}]\n  summary-report:",
    )
    found = told(built)
    assert found[REPORT] == ["the file is gone"]
    assert found["units/so-a/second"] == ["new in this campaign"]


def test_an_edited_file_is_told_also_where_its_data_changed(built):
    built.file(f"{REPORT}.docx").write_bytes(b"by hand")
    assert told(built) == {REPORT: ["edited by hand"]}
    built.change_unit("total: 42", "total: 45")
    assert told(built)[REPORT][-1] == "the file was edited by hand; its edits are kept"
    assert "staff.total 42 → 45 in units/so-b.yaml:7" in told(built)[REPORT]


def test_an_edited_pdf_is_told_as_such(sandbox, office):
    sandbox.build(pdf=True)
    sandbox.file(f"{REPORT}.pdf").write_bytes(b"by hand")
    assert told(sandbox) == {REPORT: ["the PDF was edited by hand"]}


def test_a_document_that_carries_hand_edits_says_so_although_it_is_up_to_date(built):
    manifest = built.outputs / "manifest.json"
    line = built.manifest()["documents"][REPORT]
    old = f'"base": "{line["base"]}", "document": "report", "docx": "{line["docx"]}"'.encode()
    assert manifest.read_bytes().count(old) == 1
    manifest.write_bytes(manifest.read_bytes().replace(old, old.replace(line["base"].encode(), b"0" * 64, 1)))
    assert states(built)[REPORT] == "fresh"
    assert told(built) == {REPORT: ["carries edits made by hand"]}
    assert built.cli("status").exit_code == 0
    assert "carries edits made by hand" in built.cli("status").stdout


def test_a_file_that_no_build_has_made_is_told(sandbox):
    sandbox.file("units/so-a").mkdir(parents=True)
    sandbox.file("units/so-a/report.docx").write_bytes(b"somebody's")
    assert told(sandbox)["units/so-a/report"] == ["not made by baocao"]


def test_without_a_manifest_nothing_is_invented(built):
    (built.outputs / "manifest.json").unlink()
    built.change_unit("total: 42", "total: 45")
    assert set(map(tuple, told(built).values())) == {("not made by baocao",)}


# --- any single change ------------------------------------------------------------------------------------------

CHANGES = st.one_of(
    st.tuples(
        st.just("figure"), st.sampled_from(sorted(UNITS)), st.sampled_from(["total", "women"]), st.integers(0, 40)
    ),
    st.tuples(st.just("text"), st.sampled_from(sorted(UNITS)), st.just("work"), st.integers(1, 9)),
    st.tuples(st.just("campaign"), st.sampled_from(["report", "cover-letter", "summary-report"]), st.just(""),
              st.integers(1, 9)),
    st.tuples(st.just("template"), st.sampled_from(["report.docx", "cover-letter.docx"]), st.just(""),
              st.integers(1, 9)),
)  # fmt: skip


@pytest.fixture(scope="module")
def before():
    """One built campaign for all examples; each puts back what it changed."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk_module, "tool_version", lambda: "the program as it is now")
        campaign = Sandbox(Path(folder))
        campaign.write()
        for name in ("report.docx", "cover-letter.docx"):
            own_template(campaign, name)
        campaign.build()
        yield campaign


@settings(deadline=None, max_examples=30)
@given(CHANGES)
def test_any_single_change_is_named_and_no_stale_document_is_without_a_reason(before, change):
    kind, where, what, number = change
    file = {"figure": f"units/{where}.yaml", "text": f"units/{where}.yaml", "campaign": "campaign.yaml"}
    path = before.folder / file.get(kind, where)
    kept = path.read_bytes()
    try:
        names = _change(before, kind, where, what, number)
        found = {}
        for planned in inspect(before.folder, before.outputs.parent, processes=1).documents:
            assert bool(planned.reasons) == (planned.state in {"stale", "edited"})
            assert "unknown" not in {reason.kind for reason in planned.reasons}
            found[planned.document.path] = {reason.subject for reason in planned.reasons}
        stale = {path for path, subjects in found.items() if subjects}
        assert not stale or path.read_bytes() != kept
        assert stale or kind == "figure"  # that one may be the same, or more women than people
        if names and stale:
            assert any(names & subjects for subjects in found.values())
    finally:
        path.write_bytes(kept)


def _change(campaign: Sandbox, kind: str, where: str, what: str, number: int) -> set[str]:
    if kind == "figure":
        old = UNITS[where][what]
        new = old + number if what == "total" else number
        campaign.change_unit(f"{what}: {old}", f"{what}: {new}", where)
        return {f"staff.{what}"} if new != old and new <= UNITS[where].get("total", new) + number else set()
    if kind == "text":
        campaign.change_unit("Đơn vị có", f"Đơn vị thứ {'x' * number} có", where)
        return {"narrative.work"}
    if kind == "campaign":
        texts = {"report": ("title: Kết quả}", "/documents/report/outline/0/title"),
                 "cover-letter": ("gửi {{ documents", "/documents/cover-letter/outline/0/text"),
                 "summary-report": ("Đã nhận", "/documents/summary-report/outline/0/text")}  # fmt: skip
        old, pointer = texts[where]
        new = old.replace("gửi", "g" * number).replace("Kết quả", "K" * number).replace("Đã", "Đ" * number)
        campaign.change_campaign(old, new)
        return {pointer}
    own_template(campaign, where, "Nơi nhận", f"Nơi {number}")
    return {where}


# --- the pure part ----------------------------------------------------------------------------------------------


def facts(**changes: object) -> Facts:
    given = {"prints": {}, "asked": {}, "texts": {}, "names": {}, "head": {}, "template": "a.docx", "made_of": {}}
    return Facts(**{**given, **changes})


EMPTY = Record({}, {"": Place("units/so-b.yaml")})
NOWHERE = Sources("report", "so-b", EMPTY, EMPTY, {}, {})


def test_there_is_never_no_reason():
    assert [reason.kind for reason in why(facts(), facts(), NOWHERE)] == ["unknown"]


def test_the_schema_is_a_reason_only_where_nothing_else_is():
    assert why(facts(), facts(), NOWHERE, "demo.schema.json")[0].message() == "the schema demo.schema.json changed"
    found = why(facts(head={"signer": "a"}), facts(head={"signer": "b"}), NOWHERE, "demo.schema.json")
    assert [reason.kind for reason in found] == ["head"]


def test_a_figure_of_which_two_forms_are_printed_is_told_by_the_plainest():
    then = facts(prints={"so-b:a": ("61", "sáu mươi mốt")})
    found = why(then, facts(prints={"so-b:a": ("62", "sáu mươi hai")}), NOWHERE)
    assert [(reason.old, reason.new) for reason in found] == [("61", "62")]


def test_a_figure_that_only_the_template_prints_is_told():
    now = {"so-b:a": Origin(62, "62", Place("units/so-b.yaml", 14, 3))}
    sources = Sources("report", "so-b", EMPTY, EMPTY, now, {})
    found = why(facts(asked={"so-b:a": "61"}), facts(asked={"so-b:a": "62"}), sources)
    assert found[0].message() == "a 61 → 62 in units/so-b.yaml:14"


def test_rows_of_a_list_are_counted():
    then = facts(prints={"so-b:events[0].name": ("Một",)})
    now = facts(prints={"so-b:events[0].name": ("Một",), "so-b:events[1].name": ("Hai",)})
    record = Record({}, {"": Place("u.yaml"), "/records/events": Place("u.yaml", 9)})
    found = why(then, now, Sources("report", "so-b", record, EMPTY, {}, {}))
    assert [reason.message() for reason in found] == ["list events: 1 → 2 rows in u.yaml:9"]


def test_a_list_that_a_template_asks_for_is_told_also_where_its_length_is_the_same():
    found = why(facts(asked={"records.events": "2 aa"}), facts(asked={"records.events": "2 bb"}), NOWHERE)
    assert [(reason.kind, reason.subject) for reason in found] == [("records", "events")]


def test_a_field_of_a_record_has_the_place_of_its_record():
    then, now = (facts(prints={"so-b:events[0].name": (text,)}) for text in ("Một", "Hai"))
    rows = {"so-b:events[0]": Place("units/so-b.yaml", 11)}
    found = why(then, now, Sources("report", "so-b", EMPTY, EMPTY, {}, {}, rows))
    assert [reason.message() for reason in found] == ["events[0].name Một → Hai in units/so-b.yaml:11"]


def test_a_difference_that_rounding_hides_is_told_exactly():
    before, now = Origin("1/3", "33,3%", Place("u.yaml", 3)), Origin("1001/3000", "33,3%", Place("u.yaml", 3))
    found = why(facts(), facts(), Sources("report", "so-b", EMPTY, EMPTY, {"so-b:a": now}, {"so-b:a": before}))
    assert [reason.message() for reason in found] == ["a 1/3 → 1001/3000 in u.yaml:3"]


def test_figures_that_are_computed_of_each_other_in_a_circle_end():
    origin = {"so-b:a": Origin(1, "1", None, ("so-b:b",)), "so-b:b": Origin(1, "1", None, ("so-b:a",))}
    found = why(facts(prints={"so-b:a": ("1",)}), facts(prints={"so-b:a": ("2",)}),
                Sources("report", "so-b", EMPTY, EMPTY, origin, {}))  # fmt: skip
    assert [reason.message() for reason in found] == ["a 1 → 2"]


def test_many_reasons_are_cut_short():
    reasons = [Reason("figure", "{subject}", str(index)) for index in range(60)]
    found = limited(reasons, 5)
    assert [reason.message() for reason in found] == ["0", "1", "2", "3", "4", "and 55 more"]
    assert limited(reasons[:5], 5) == tuple(reasons[:5])


# --- the last manifest ------------------------------------------------------------------------------------------


def test_of_the_last_manifest_one_document_and_the_figures_of_one_unit_are_found(built):
    manifest, remembered = built.manifest(), Remembered(built.outputs / "manifest.json")
    for path in built.documents:
        assert remembered.document(path) == manifest["documents"][path]
    for unit in ("", *built.units):
        of_unit = {
            id_: e
            for id_, e in manifest["figures"].items()
            if (id_.partition(":")[0] if ":" in id_ else "") == unit
        }
        assert remembered.figures(unit) == of_unit
        assert of_unit
    for digest, made in manifest["made_of"].items():
        assert remembered.made_of(digest) == made
    assert remembered.inputs == manifest["inputs"]


@pytest.mark.parametrize("name", ["", "a", "so-", "so-aa", "so-b-1", "zz"])
def test_what_the_manifest_does_not_hold_is_not_known(built, name):
    remembered = Remembered(built.outputs / "manifest.json")
    assert remembered.document(name or "x") == {}
    assert not name or remembered.figures(name) == {}
    assert remembered.made_of(name) == {}


@given(st.sets(st.from_regex(r"[a-c]{1,2}(-[a-c0-9])?", fullmatch=True), max_size=12), st.data())
@settings(deadline=None, max_examples=50)
def test_figures_of_any_units_are_found_by_bisection(units, data):

    def of(unit: str) -> list[bytes]:
        prefix = f"{unit}:" if unit else ""
        figures = [Figure(f"{prefix}{p}", 1, "number", Trace("sum", ())) for p in ("a", "a.b", "z")]
        return list(figure_lines(Figures({f.id: f for f in figures})))

    with TemporaryDirectory() as folder:
        written = [line for unit in sorted({"", *units}) for line in of(unit)]
        sections = [("documents", {}), ("figures", iter(written)), ("records", {})]
        (Path(folder) / "manifest.json").write_bytes(b"".join(lines.to_bytes(sections)))
        remembered = Remembered(Path(folder) / "manifest.json")
        for unit in ("", *units, "zz"):
            expected = {f"{unit}:{p}" if unit else p for p in ("a", "a.b", "z")} if unit in {"", *units} else set()
            assert set(remembered.figures(unit)) == expected


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\x00" * 5000, b'{\n "documents": {\n  "units/so-b/report": {bad\n }\n}\n']
)
def test_a_damaged_manifest_is_as_none(built, damage):
    (built.outputs / "manifest.json").write_bytes(damage)
    remembered = Remembered(built.outputs / "manifest.json")
    assert remembered.document(REPORT) == {}
    assert remembered.figures("so-b") == {}
    assert remembered.inputs == {}


def test_a_value_that_cannot_be_printed_is_told_as_it_is():
    assert value_text(None, "number") == "-"
    assert value_text(10**500, "number") == str(10**500)


def test_the_same_data_give_the_same_manifest_with_and_without_a_detour(built, tmp_path):
    built.change_unit("total: 42", "total: 45")
    built.build()
    built.change_unit("total: 45", "total: 42")
    built.build()
    fresh = tmp_path / "fresh"
    built.build(outputs=fresh)
    assert (built.outputs / "manifest.json").read_bytes() == (fresh / "demo" / "manifest.json").read_bytes()


def test_a_configuration_that_no_document_knows_any_more_is_forgotten(built, monkeypatch):
    first = set(built.manifest()["made_of"])
    monkeypatch.setattr(walk_module, "tool_version", lambda: "the program of tomorrow")
    built.build(units=["so-b"])
    assert first < set(built.manifest()["made_of"])
    built.build()
    assert not first & set(built.manifest()["made_of"])


def test_properties_of_the_file_are_no_text_that_a_refresh_leaves_out():
    signer, properties = (
        Reason("head", "{subject} changed", name) for name in ("signer", "properties of the file")
    )
    assert of_text((signer, properties)) == (signer,)


def test_texts_among_the_reasons_that_are_cut_short_are_not_forgotten():
    figure, signer = Reason("figure", "{subject}", "staff.total"), Reason("head", "{subject} changed", "signer")
    assert of_text(limited([figure, signer], 1))
    assert not of_text(limited([figure, Reason("figure", "{subject}", "staff.men")], 1))
