"""A small valid unit and campaign, and ways to spoil them."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

from pipeline.errors import BaocaoError
from pipeline.model import Record
from pipeline.stages.load.text import parse
from pipeline.stages.validate import Schemas, validate

SCHEMAS = Schemas()
UNIT_SCHEMA = SCHEMAS.unit("ct34-2024.schema.json")

UNIT = """\
organ:
  name: Sở Y tế tỉnh Quảng Ngãi
  abbreviation: SYT
superior_organ: null
place: Quảng Ngãi
drafting_unit: VP
signer:
  authority: KT
  head_title: Giám đốc
  title: Phó Giám đốc
  name: Nguyễn Văn An
recipients:
  - Sở Nội vụ
archive: VT, VP
figures:
  organization: {deputies: 2, divisions: 6, subordinate_units: 2}
  staff: {officials: 51, contract: 11, public_employees: 46}
  council: {deputy_chairs: 2, members: 6}
records:
  awards:
    - year: 2015
      subject_type: individual
      subject: Ông A
      leader: true
      name: Lao động tiên tiến
      decision: {number: 65/QĐ-UBND, date: 2016-01-12, issuer: Giám đốc Sở}
documents:
  report: {number: 12, date: 2024-03-22}
narrative:
  features: Sở có {{ staff.total }} người.
"""

CAMPAIGN = """\
title: Tổng kết
period: {label: năm 2023, from: 2023-01-01, to: 2023-12-31}
deadline: 2024-03-25
schema: ct34-2024.schema.json
collecting_unit: so-noi-vu
request: cv309
citations:
  cv309: {type: Công văn, number: 309, symbol: SNV-TĐKT, date: 2024-03-01, organ: Sở Nội vụ}
groups: {department: Các sở}
units:
  - {id: so-noi-vu, name: Sở Nội vụ, group: department}
  - {id: so-y-te, name: Sở Y tế, group: department}
unit_defaults: {place: Quảng Ngãi}
aggregates:
  unit:
    staff.total: {sum: [staff.officials, staff.contract]}
  campaign:
    staff.total: {sum: units.staff.total}
checks:
  unit:
    - {id: staff, that: {at_least: [staff.total, 1]}, severity: warning}
documents:
  report:
    type: Báo cáo
    per: unit
    template: report.docx
    subject: Tổng kết
    outline:
      - {key: features, title: Đặc điểm}
      - {key: closing, text: Đề nghị tổng hợp.}
    annexes:
      - {key: awards, title: Danh sách}
  summary:
    type: Báo cáo
    per: campaign
    template: report.docx
    direction: up
    addressees: [Ủy ban nhân dân tỉnh]
    subject: Kết quả
    outline:
      - text: Kết quả như sau.
"""


def unit(text: str = UNIT) -> Record:
    return parse(text.encode(), "units/so-y-te.yaml")


def campaign(text: str = CAMPAIGN) -> Record:
    return parse(text.encode(), "campaign.yaml")


def changed(text: str, old: str, new: str) -> str:
    """``text`` with its one ``old`` replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def unit_findings(text: str, on: date | None = None) -> list[BaocaoError]:
    return validate(unit(text), UNIT_SCHEMA, SCHEMAS, on)


def spoiled(old: str, new: str, on: date | None = None) -> list[BaocaoError]:
    """The findings of the valid unit with one change."""
    return unit_findings(changed(UNIT, old, new), on)


def campaign_findings(old: str, new: str) -> list[BaocaoError]:
    return validate(campaign(changed(CAMPAIGN, old, new)), SCHEMAS.campaign(), SCHEMAS)


def only(findings: list[BaocaoError]) -> BaocaoError:
    """The one finding that there is."""
    assert len(findings) == 1, [str(finding) for finding in findings]
    return findings[0]


def line_of(text: str, part: str) -> int:
    """The line, from 1, where ``part`` stands first."""
    return text[: text.index(part)].count("\n") + 1


def with_value(record: Record, pointer: str, value: Any) -> Record:
    """``record`` with the value at ``pointer`` (no lists on the way) replaced."""
    data = copy.deepcopy(record.data)
    *way, last = pointer.split("/")[1:]
    target = data
    for token in way:
        target = target[int(token)] if isinstance(target, list) else target[token]
    target[int(last) if isinstance(target, list) else last] = value
    json.dumps(data, default=str)
    return Record(data, record.places, record.keys)
