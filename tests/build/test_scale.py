"""Many units: what is held in memory does not grow with their texts, nor traces with their square."""

import gc
import json
import tracemalloc

import pytest

from pipeline.build import units as units_module
from pipeline.build.campaign import Selection, open_campaign
from pipeline.build.walk import Walk
from pipeline.stages.publish import Outputs
from pipeline.stages.validate import Schemas

SENTENCE = "Đơn vị đã tổ chức thực hiện tốt nhiệm vụ được giao, đúng tiến độ và có chất lượng. "


def enlarge(sandbox, numbers):
    """Give the small campaign units of these numbers, each with some 20 kB of text of its own."""
    text = sandbox.unit("so-b").read_text("utf-8")
    ids = [f"so-x{number}" for number in numbers]
    listed = "".join(f"  - {{id: {id_}, name: Sở {id_}, group: all}}\n" for id_ in ids)
    sandbox.change_campaign("unit_defaults:", f"{listed}unit_defaults:")
    for id_ in ids:
        paragraphs = "".join(f"\n    {id_}, {number}: {SENTENCE}\n" for number in range(200))
        sandbox.unit(id_).write_text(text + paragraphs, "utf-8")


def held(sandbox, fill):
    """Bytes that a walk holds between units at most, over what the campaign itself takes; and its documents."""
    schemas = Schemas(sandbox.folder)
    campaign = open_campaign(sandbox.folder, schemas)
    walk = Walk(campaign, schemas, Selection(), Outputs(sandbox.outputs), fill, True, 1, lambda _: None)
    sizes = []
    tracemalloc.start()
    try:
        for count, _ in enumerate(walk.documents()):
            if count % 20 == 0:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    return max(sizes), count + 1


@pytest.mark.slow
@pytest.mark.parametrize("fill", ["none", "all"])
def test_what_is_held_does_not_grow_with_the_texts_of_units(sandbox, fill, monkeypatch):
    monkeypatch.setattr(units_module, "TEXTS", 0)
    enlarge(sandbox, range(40))
    held(sandbox, fill)  # what is made once
    few, made = held(sandbox, fill)
    assert made == 2 * 43
    enlarge(sandbox, range(40, 160))
    many, made = held(sandbox, fill)
    assert made == 2 * 163
    assert many - few < 120 * 3_000  # the text of one unit alone takes ten times that


def test_a_rank_among_many_units_names_each_unit_once(sandbox):
    sandbox.change_campaign(
        "    reporting.received:", "    staff.rank: {rank: units.staff.total}\n    reporting.received:"
    )
    sandbox.build()
    figures = sandbox.manifest()["figures"]
    assert figures["staff.rank.so-b"]["trace"] == {"operation": "rank", "inputs": ["so-b:staff.total"]}
    assert json.dumps(figures).count("so-b:staff.total") <= 5
