"""What a corrected figure reaches, as far as the declared operations tell."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections.declared import Declarations
from pipeline.model import Record
from pipeline.stages.aggregate import Known, UnitEntry, campaign_figures, unit_figures
from pipeline.stages.aggregate.columns import Columns, Mentioned, unit_row
from pipeline.stages.load.text import parse

AGGREGATES = """
unit:
  staff.men: {difference: [staff.total, staff.women]}
  staff.share: {share: [staff.women, staff.total]}
  events.total: {count: events}
  events.big: {count: events, where: {size: {from: 100}}}
  events.by_year: {count: events, by: year, keys: {from: 2020, to: 2022}}
  events.guests: {sum: events, of: size}
campaign:
  staff.total: {sum: units.staff.total}
  staff.men: {sum: units.staff.men}
  staff.by_group: {sum: units.staff.total, by: group, keys: [north, south]}
  staff.large: {count: units, where: {staff.total: {from: 50}}}
  staff.twice: {sum: [staff.total, staff.total]}
  staff.top: {highest: units.staff.total}
  staff.rank: {rank: units.staff.women}
  events.by_year: {count: units.events, by: year, keys: {from: 2020, to: 2022}}
  reporting.received: {count: units}
  reporting.by_group: {count: units, by: group, keys: [north, south]}
"""
NORTH, SOUTH = UnitEntry("so-a", "Sở A", "north"), UnitEntry("so-b", "Sở B", "south")
KNOWN = Known(
    {"staff.total": "number", "staff.women": "number"},
    frozenset({"events"}),
    {"events": frozenset({"year", "size", "name"})},
)


@pytest.fixture(scope="module")
def declared():
    return Declarations(CAMPAIGN)


CAMPAIGN = parse(f"aggregates:\n{AGGREGATES.replace(chr(10), chr(10) + '  ')}".encode(), "campaign.yaml")


def test_an_operation_knows_where_it_was_typed(declared):
    found = declared.of("campaign", "staff.by_group.north")
    assert (found.path, found.name, found.operands) == ("staff.by_group", "sum", ("units.staff.total",))
    assert str(found.place).startswith("campaign.yaml:")
    assert declared.of("campaign", "staff.none") is None
    assert declared.of("unit", "staff.total") is None


def test_a_figure_reaches_what_is_computed_from_it(declared):
    reach = declared.reached("so-a:staff.total", NORTH)
    assert reach.in_unit == {"staff.total", "staff.men", "staff.share"}
    for id_ in ("so-a:staff.men", "staff.total", "staff.twice", "staff.by_group.north", "staff.top.units"):
        assert id_ in reach
    for id_ in ("so-b:staff.men", "staff.by_group.south", "staff.rank.so-a", "events.by_year.2020"):
        assert id_ not in reach
    assert "reporting.received" not in reach


def test_a_figure_that_only_decides_what_is_counted_reaches_the_count(declared):
    assert "staff.large" in declared.reached("so-a:staff.total", NORTH)
    assert "staff.large" not in declared.reached("so-a:staff.women", NORTH)


def test_a_record_reaches_counts_of_its_kind_and_year_only(declared):
    reach = declared.reached("so-a:events[1]", NORTH, {"year": 2021, "size": 10})
    assert {"so-a:events.total", "so-a:events.by_year.2021", "so-a:events.guests"} <= {
        id_ for id_ in ("so-a:events.total", "so-a:events.by_year.2021", "so-a:events.guests") if id_ in reach
    }
    assert "events.by_year.2021" in reach
    assert "so-a:events.by_year.2020" not in reach
    assert "events.by_year.2020" not in reach
    assert "so-a:events.big" not in reach
    assert "so-a:staff.men" not in reach


def test_a_field_of_a_record_reaches_what_asks_for_it(declared):
    row = {"year": 2021, "size": 10, "name": "x"}
    year = declared.reached("so-a:events[1].year", NORTH, row)
    assert "so-a:events.by_year.2020" in year  # it may become that year
    assert "so-a:events.guests" not in year
    size = declared.reached("so-a:events[1].size", NORTH, row)
    assert "so-a:events.guests" in size
    assert "so-a:events.big" in size
    assert "so-a:events.by_year.2021" not in size
    name = declared.reached("so-a:events[1].name", NORTH, row)
    assert name.in_unit == {"events[1].name"}
    assert not name.own


def test_a_figure_of_the_campaign_reaches_those_of_the_campaign(declared):
    reach = declared.reached("staff.total", None)
    assert "staff.twice" in reach
    assert "staff.by_group.north" not in reach
    assert "so-a:staff.total" not in reach


UNITS = st.fixed_dictionaries(
    {
        "total": st.integers(0, 120),
        "women": st.integers(0, 60),
        "events": st.lists(st.fixed_dictionaries({"year": st.integers(2020, 2022), "size": st.integers(0, 200)})),
    }
)


@given(a=UNITS, b=UNITS, data=st.data())
def test_nothing_changes_that_is_not_reached(a, b, data):
    """Whatever one value is corrected to, a figure with another value than before is among those reached."""
    before = computed(a, b)
    cells = [
        "staff.total",
        "staff.women",
        *(f"events[{i}].{f}" for i in range(len(a["events"])) for f in ("year", "size")),
    ]
    path = data.draw(st.sampled_from(cells))
    corrected = {**a, "events": [dict(event) for event in a["events"]]}
    row = None
    if path.startswith("events"):
        index, field = int(path[7 : path.index("]")]), path.rpartition(".")[2]
        row = a["events"][index]
        corrected["events"][index][field] = data.draw(
            st.integers(2020, 2022) if field == "year" else st.integers(0, 200)
        )
    else:
        corrected[path.removeprefix("staff.")] = data.draw(st.integers(0, 120))
    after = computed(corrected, b)
    reach = Declarations(CAMPAIGN).reached(f"so-a:{path}", NORTH, row)
    changed = {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}
    assert {id_ for id_ in changed if id_ not in reach} == set()


def computed(a, b):
    """The value of every figure of the campaign and of both units, by id."""
    found, columns = {}, Columns()
    declared = CAMPAIGN.data["aggregates"]
    for entry, facts in ((NORTH, a), (SOUTH, b)):
        figures = {"staff": {"total": facts["total"], "women": facts["women"]}}
        record = Record({"figures": figures, "records": {"events": facts["events"]}}, {"": CAMPAIGN.place("")})
        computed, errors = unit_figures(entry, record, KNOWN, declared["unit"], CAMPAIGN, {})
        assert not errors
        found |= {figure.id: figure.value for figure in computed.figures.values()}
        columns.add(unit_row(entry, computed, Mentioned(declared), {}))
    own, errors = campaign_figures((NORTH, SOUTH), columns, KNOWN, CAMPAIGN, {})
    assert not errors
    return found | {figure.id: figure.value for figure in own.figures.values()}


def test_the_declarations_above_are_yaml():
    assert set(yaml.safe_load(AGGREGATES)) == {"unit", "campaign"}
