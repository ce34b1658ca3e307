"""Sample campaigns of any number of units, for tests and for measuring: invented data shaped like a real report.

Each unit has a file of its own with texts, figures and award records of the size of the example ``ct34-2024``. Its
texts are sentences of the real report put together anew, so that no two units share one. Unit number k is the same
whatever the number of units, and the same seed makes the same bytes. Everything says that it is illustrative.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, system_reason
from pipeline.i18n import N_
from pipeline.model import Plain
from pipeline.stages.load import CAMPAIGN_FILE, load_campaign
from pipeline.stages.load.text import parse

EXAMPLE = Path(__file__).parents[1] / "inputs" / "ct34-2024"
COLLECTOR = "so-noi-vu"
PROTOTYPE = "van-phong"
MAX_UNITS = 100_000

_LISTED = re.compile(r"^units:\n(?:  - .*\n)+", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=\.) (?=[A-ZĐÀ-Ỹ])")
_NAMES = {
    "Văn phòng UBND tỉnh (*Văn phòng*)": "{name} (*{short}*)",
    "Văn phòng UBND tỉnh": "{name}",
    "Phó Chánh Văn phòng": "Phó Chủ tịch",
    "Chánh Văn phòng": "Chủ tịch",
    "Văn phòng": "{short}",
}
_WARDS = ("xã", "phường")
_POINTER = "Danh mục cụ thể tại {{ annexes.awards }} kèm theo."
"""The prototype has no annex; its text has to point to that of a sample's unit."""
_SUBJECTS = {
    "collective": (
        "Nhân dân và cán bộ {name}",
        "Trường Tiểu học {name}",
        "Trạm Y tế {name}",
        "Hội Nông dân {name}",
    ),
    "individual": ("Công chức địa chính {name}", "Giáo viên {name}", "Trưởng thôn {name}", "Chủ tịch {name}"),
}


class NotEmpty(UsageError):
    code = "U14"
    cause = N_("A sample is not written into “{folder}”: {reason}.")
    remedy = N_("Name a folder that does not exist yet.")


def write_sample(folder: Path, units: int, seed: int = 0) -> None:
    """Write a campaign of ``units`` units (the collecting one among them) into a new ``folder``.

    Raises:
        NotEmpty: The folder holds something, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise NotEmpty(folder=folder, reason=N_("it is not empty"))
        (folder / "units").mkdir()
        for name, text in sample_files(units, seed):
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NotEmpty(folder=folder, reason=system_reason(error)) from error


def sample_files(units: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Name and text of every file of a sample, one after the other."""
    yield CAMPAIGN_FILE, _campaign(units)
    yield f"units/{COLLECTOR}.yaml", (EXAMPLE / "units" / f"{COLLECTOR}.yaml").read_text("utf-8")
    prototype = _Prototype()
    for number in range(1, units):
        unit = SampleUnit(number)
        yield f"units/{unit.id}.yaml", prototype.unit(unit, seed)


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """The names of unit ``number``."""

    number: int

    @property
    def id(self) -> str:
        return f"{('xa', 'phuong')[self.number % 2]}-minh-hoa-{self.number:05}"

    @property
    def ward(self) -> str:
        return _WARDS[self.number % 2]

    @property
    def name(self) -> str:
        return f"{self.ward} Minh Họa {self.number}"


def _campaign(units: int) -> str:
    """The campaign of the example with other units."""
    listed = ["units:\n", f"  - {{id: {COLLECTOR}, name: Sở Nội vụ, group: department}}\n"]
    for number in range(1, units):
        unit = SampleUnit(number)
        listed.append(f"  - {{id: {unit.id}, name: {unit.name}, group: district}}\n")
    text = (EXAMPLE / CAMPAIGN_FILE).read_text("utf-8")
    text = _LISTED.sub(lambda _: "".join(listed), text)
    return "# Số liệu minh họa: đợt báo cáo mẫu để thử và đo tốc độ.\n" + text.split("\n", 2)[2]


class _Prototype:
    """The unit whose texts, figures and records the sample's units are drawn from."""

    def __init__(self) -> None:
        file = EXAMPLE / "units" / f"{PROTOTYPE}.yaml"
        data = parse(file.read_bytes(), file.name).data
        self.texts: Mapping[str, str] = {key: text for key, text in data["narrative"].items() if key != "opening"}

    @cached_property
    def awards(self) -> list[str]:
        """The names of awards in the example's units."""
        record, _ = load_campaign(EXAMPLE)
        names: dict[str, None] = {}
        for entry in record.data["units"][1:6]:
            file = EXAMPLE / "units" / f"{entry['id']}.yaml"
            rows = parse(file.read_bytes(), file.name).data["records"]["awards"]
            names |= {row["name"]: None for row in rows if row["subject_type"] == "individual"}
        return list(names)

    def unit(self, unit: SampleUnit, seed: int) -> str:
        """The file of one unit."""
        draw = random.Random(f"{seed}/{unit.number}")  # noqa: S311 - nothing secret
        short = f"UBND {unit.ward}"
        names = {"name": f"UBND {unit.name}", "short": short}
        lines = [
            "# Số liệu minh họa.",
            "illustrative: true",
            f"organ: {{name: Ủy ban nhân dân {unit.name}, short_name: UBND {unit.name}, abbreviation: UBND}}",
            "superior_organ: null",
            f"place: Minh Họa {unit.number}",
            "drafting_unit: VP",
            "signer: {authority: TM/KT, collective: Ủy ban nhân dân, head_title: Chủ tịch, title: Phó Chủ tịch}",
            "recipients: [Sở Nội vụ, Thường trực Đảng ủy]",
            "archive: VT, VP",
            "figures:",
            *(f"  {group}: {_flow(values)}" for group, values in _figures(draw).items()),
            "records:",
            "  awards:",
            *(f"    - {_flow(award)}" for award in self._awards(unit, draw)),
            "narrative:",
        ]
        for key, text in self.texts.items():
            lines.append(f"  {key}: |")
            lines += [f"    {line}".rstrip() for line in _anew(text, names, draw).splitlines()]
            lines += ["", f"    {_POINTER}"] if key == "commendation" else []
        return "\n".join(lines) + "\n"

    def _awards(self, unit: SampleUnit, draw: random.Random) -> Iterator[Mapping[str, Plain]]:
        for year in sorted(draw.choices(range(2014, 2024), k=12)):
            kind = draw.choice(("individual", "individual", "collective"))
            leader = {"leader": draw.random() < 0.3} if kind == "individual" else {}
            yield {
                "year": year,
                "subject_type": kind,
                "subject": draw.choice(_SUBJECTS[kind]).format(name=unit.name),
                **leader,
                "name": draw.choice(self.awards) if kind == "individual" else "Bằng khen của Chủ tịch UBND tỉnh",
                "decision": {
                    "number": f"{draw.randint(100, 999)}/QĐ-UBND",
                    "date": f"{year + 1}-{draw.randint(1, 3):02}-{draw.randint(1, 28):02}",
                    "issuer": "Chủ tịch UBND tỉnh",
                },
            }


def _figures(draw: random.Random) -> dict[str, dict[str, int]]:
    deputies = draw.randint(1, 3)
    return {
        "organization": {
            "deputies": deputies,
            "divisions": draw.randint(3, 9),
            "subordinate_units": draw.randint(1, 9),
        },
        "staff": {
            "officials": draw.randint(15, 120),
            "contract": draw.randint(0, 30),
            "public_employees": draw.randint(0, 400),
        },
        "council": {"deputy_chairs": deputies, "members": draw.randint(5, 15)},
        "movements": {"launched": draw.randint(3, 40), "models": draw.randint(0, 20)},
    }


def _flow(value: Mapping[str, Any]) -> str:
    """A mapping on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _anew(text: str, names: Mapping[str, str], draw: random.Random) -> str:
    """A text whose sentences stand in another order within each paragraph, and name the unit."""
    for old, new in _NAMES.items():
        text = text.replace(old, new.format(**names))
    paragraphs = re.split(r"\n\s*\n", text.strip("\n"))
    chosen = draw.choice([index for index, text in enumerate(paragraphs) if text.endswith((".", "…"))])
    return "\n\n".join(
        _shuffled(paragraph, draw, names["name"] if index == chosen else "")
        for index, paragraph in enumerate(paragraphs)
    )


def _shuffled(paragraph: str, draw: random.Random, name: str) -> str:
    """The paragraph or list item with its sentences shuffled; ``name``: say whose invented text it is."""
    sign = re.match(r" *(?:- |\d\. )?", paragraph)
    start = sign.group() if sign else ""
    sentences = _SENTENCE.split(" ".join(paragraph[len(start) :].split()))
    draw.shuffle(sentences)
    if name:
        sentences.append(f"Nội dung này của {name} là minh họa.")
    return start + " ".join(sentences)
