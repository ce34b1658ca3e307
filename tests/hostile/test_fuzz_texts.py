"""YAML, JSON and CSV of any kind: a record, or a located error."""

from __future__ import annotations

import json
import re

from fuzzing import TEXTS, VALUES, damages, examples, settled, snippets
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BaocaoError
from pipeline.model import Record
from pipeline.stages.load.cells import Column
from pipeline.stages.load.table import read_table
from pipeline.stages.load.text import parse

UNIT = """\
organ: {name: Sở Y tế, short_name: "Sở Y tế", 'abbreviation': SYT}
figures:
  staff: {total: 51, share: 12.50}
records:
  events:
    - name: Hội nghị
      date: 2025-03-01
    - {name: "\\u0110\\n", note: ~}
narrative:
  work: |
    Đơn vị có {{ staff.total }} người.

    - a
  other: >-
    gấp
    lại
"""
JSON = json.dumps({"organ": {"name": "Sở Y tế", "n": [1, 2.5, -3e2, True, None, "\u0111\n"]}, "figures": {"a": 1}})
CSV = 'unit;Biên chế;place\nso-a;1;Huế\nso-b;1.234;"Đà\nNẵng"\n;;\nso-c;0,5;#REF!\n'
COLUMNS = {
    "place": Column(("place",), numeric=False, text=True),
    "biên chế": Column(("figures", "staff"), numeric=True),
}
YAML_SNIPPETS = snippets(
    *(
        "\t",
        "- ",
        ": ",
        "? ",
        "| \n",
        ">+2\n",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "!!python/object ",
        "!x ",
        "---\n",
        "...\n",
    ),
    *(
        "%YAML 9.9\n",
        "#",
        "'",
        '"',
        "\\",
        "\r",
        "\u2028",
        "\ufeff",
        "\0",
        "\ud800",
        "\x1b",
        "<<: ",
        "1e999",
        "\n\n",
        ",",
        "x" * 2000,
    ),
)
JSON_SNIPPETS = snippets(
    *(
        '{"a":',
        "[",
        "]",
        "}",
        '"',
        "\\u",
        "\\ud800",
        "\\u001b",
        ",",
        ":",
        "1e9999",
        "-",
        "0",
        "NaN",
        "//",
        "\t",
        "\n",
        "[" * 60,
    ),
    '"' + "k" * 3000 + '":1,',
)
CSV_SNIPPETS = snippets(
    ";", ",", "\t", '"', '""', "\r", "\n", "#N/A", "unit", "=1+1", "so-a", "1.234,5", "\0", ";" * 3000, "\n;" * 500
)


def loaded(data: bytes, name: str) -> None:
    found = settled(lambda: parse(data, name))
    if isinstance(found, BaocaoError):
        assert found.place is not None
        whole_file = found.code in ("D03", "D09")
        assert whole_file or found.place.line is not None or "D04" in found.code
    else:
        assert isinstance(found, Record)
        assert all(place.line for place in found.places.values())


@examples(120)
@given(
    st.one_of(
        damages(YAML_SNIPPETS).map(lambda damage: damage(UNIT.encode())),
        st.binary(max_size=200),
        TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
)
def test_any_yaml(data: bytes) -> None:
    loaded(data, "units/x.yaml")


@examples(120)
@given(st.one_of(damages(JSON_SNIPPETS).map(lambda damage: damage(JSON.encode())), st.binary(max_size=200)))
def test_any_json(data: bytes) -> None:
    loaded(data, "units/x.json")


@examples(60)
@given(VALUES)
def test_json_of_python_comes_back(value: object) -> None:
    found = settled(lambda: parse(json.dumps(value).encode(), "units/x.json"))
    if isinstance(found, Record):
        assert re.sub(r"\W", "", str(found.place(""))) == "unitsxjson11"


@examples(120)
@given(st.one_of(damages(CSV_SNIPPETS).map(lambda damage: damage(CSV.encode())), st.binary(max_size=200)))
def test_any_csv(data: bytes) -> None:
    settled(lambda: read_table(data, "units.csv", COLUMNS))
