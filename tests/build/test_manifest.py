"""``manifest.json`` and ``run.json``: complete, exact, byte-stable."""

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from whole import Whole

from pipeline.build.campaign import TEMPLATES
from pipeline.build.manifest import figure_json
from pipeline.model import Figure, Place, Trace
from pipeline.stages.validate.schemas import SCHEMAS, Schemas


def errors(schema, value):
    schemas = Schemas()
    return [error.message for error in schemas.validator(schemas.documents[schema]).iter_errors(value)]


def test_manifest_and_run_file_satisfy_their_schemas(sandbox, office):
    sandbox.change_unit("women: 33", "women: nhiều", "so-c")
    sandbox.build(pdf=True, mail_names=True)
    assert sandbox.manifest()["findings"]
    assert sandbox.run_json()["pdfs"] and sandbox.run_json()["mail"]
    assert errors("manifest.schema.json", sandbox.manifest()) == []
    assert errors("run.schema.json", sandbox.run_json()) == []


def test_the_manifest_of_a_faulty_campaign_satisfies_its_schema(built):
    built.change_campaign("deadline: 2025-12-20", "deadline: tomorrow")
    for manifest_is_there in (True, False):
        if not manifest_is_there:
            built.file("manifest.json").unlink()
        built.build()
        assert errors("manifest.schema.json", built.manifest()) == []


def test_the_schemas_refuse_what_does_not_belong(built):
    manifest, run = built.manifest(), built.run_json()
    assert errors("manifest.schema.json", {**manifest, "finished": "2025"})
    assert errors("manifest.schema.json", {key: manifest[key] for key in manifest if key != "documents"})
    assert errors("run.schema.json", {**run, "documents": {"a": "lost"}})


def test_the_manifest_holds_hashes_of_every_input_and_template(built):
    manifest = built.manifest()
    files = [path for path in built.folder.rglob("*") if path.is_file()]
    assert manifest["inputs"] == {
        path.relative_to(built.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert manifest["templates"] == {
        name: hashlib.sha256((TEMPLATES / name).read_bytes()).hexdigest()
        for name in ("report.docx", "cover-letter.docx")
    }


def test_a_schema_of_the_project_is_an_input_too():
    prepared = Whole(SCHEMAS.parent / "inputs" / "ct34-2024")
    hashes = {source.name: source.sha256 for source in prepared.sources}
    schema = (SCHEMAS / "ct34-2024.schema.json").read_bytes()
    assert hashes["ct34-2024.schema.json"] == hashlib.sha256(schema).hexdigest()


def test_figures_trace_down_to_the_places_where_they_were_typed(built):
    manifest = built.manifest()
    figures, records = manifest["figures"], manifest["records"]

    def sources(id_):
        if id_ in records:
            return [records[id_]]
        trace = figures[id_]["trace"]
        return [trace["place"]] if "place" in trace else [s for i in trace["inputs"] for s in sources(i)]

    assert figures["staff.total"] == {
        "value": 166,
        "kind": "number",
        "trace": {"operation": "sum", "inputs": ["so-a:staff.total", "so-b:staff.total", "so-c:staff.total"]},
    }
    for place in sources("staff.total"):
        line = (built.folder / place["file"]).read_text("utf-8").splitlines()[place["line"] - 1]
        assert re.fullmatch(r"    total: \d+", line)
        assert line[place["column"] - 1 :].isdigit()
    assert {place["file"] for place in sources("staff.total")} == {f"units/{unit}.yaml" for unit in built.units}
    assert [place["line"] for place in sources("so-b:events.total")] == [11]


def test_documents_know_which_figures_they_print_and_how(built):
    prints = built.manifest()["documents"]["units/so-b/report"]["prints"]
    assert prints == {"so-b:staff.total": ["42"], "so-b:staff.women": ["30"], "so-b:staff.men": ["12"]}
    assert built.manifest()["documents"]["summary/summary-report"]["prints"]["reporting.received"] == ["03"]


def test_findings_stand_in_the_manifest_in_both_languages(sandbox):
    sandbox.change_unit("women: 30", "women: nhiều")
    sandbox.build()
    (finding,) = sandbox.manifest()["findings"]
    assert (finding["code"], finding["unit"], finding["place"]["line"]) == ("D33", "so-b", 8)
    assert finding["message"]["vi"] and finding["message"]["en"]


def test_the_manifest_tells_no_time_host_or_folder(built):
    text = built.file("manifest.json").read_text("utf-8")
    run = built.run_json()
    assert str(built.root) not in text
    assert str(Path(__file__).parents[2]) not in text
    assert run["host"] not in json.loads(text).values()
    assert not {"seconds", "finished", "host", "jobs"} & json.loads(text).keys()


def test_the_run_file_tells_time_host_jobs_and_outcomes(built):
    built.change_unit("women: 30", "women: nhiều")
    built.build(jobs=3)
    run = built.run_json()
    assert run["jobs"] == 3
    assert re.match(r"\d{4}-\d\d-\d\dT", run["finished"])
    assert run["seconds"] >= 0
    assert run["documents"]["units/so-b/report"] == "blocked"
    assert run["documents"]["units/so-a/report"] == "unchanged"


def test_a_selection_keeps_findings_about_documents_that_it_does_not_look_at(sandbox):
    (sandbox.folder / "cover-letter.docx").write_bytes(b"no package")
    sandbox.build()
    before = sandbox.manifest()["findings"]
    assert {finding["document"] for finding in before} == {"cover-letter"}
    sandbox.build(units=["so-a"])
    assert sandbox.manifest()["findings"] == before
    (sandbox.folder / "cover-letter.docx").unlink()
    sandbox.build(units=["so-b"])
    assert {finding["unit"] for finding in sandbox.manifest()["findings"]} == {"so-c"}
    sandbox.build()
    assert sandbox.manifest()["findings"] == []


# --- figures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "1/3"),
        (Decimal("1.50"), "1.50"),
        (date(2025, 1, 2), "2025-01-02"),
        (7, 7),
        (True, True),
        (None, None),
    ],
)
def test_values_of_figures_are_exact(value, text):
    place = Place("a.yaml", 1, 2)
    assert figure_json(Figure("a", value, "number", Trace("source", (), place))) == {
        "value": text,
        "kind": "number",
        "trace": {"operation": "source", "place": {"file": "a.yaml", "line": 1, "column": 2}},
    }


def test_names_are_a_list_and_operations_have_inputs():
    found = json.loads(json.dumps(figure_json(Figure("a", ("x", "y"), "names", Trace("highest", ("b",))))))
    assert found == {"value": ["x", "y"], "kind": "names", "trace": {"operation": "highest", "inputs": ["b"]}}
