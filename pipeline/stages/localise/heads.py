"""The parts of a document around its text: head, addressees, recipients, signer, references to it.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.2 – 4, 7, 9 and III.1.c.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline import vietnamese as vi
from pipeline.stages.localise.filters import lower_first

LETTER = "Công văn"
LIKE_ABOVE = "Như trên"
ARCHIVE = "VT"
ILLUSTRATIVE = "Số liệu minh họa"
_COMMITTEE = re.compile(r"^((?:Ủy ban|Uỷ ban|Hội đồng) nhân dân) ")


@dataclass(frozen=True, slots=True)
class Issuer:
    """A unit as the issuer of documents: the plain record that validation let through."""

    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name in running text."""
        organ = self.data["organ"]
        return str(organ.get("short_name") or organ["name"])

    @property
    def illustrative(self) -> bool:
        return bool(self.data.get("illustrative", False))

    def facts(self, document: str) -> Mapping[str, Any]:
        """What the unit's file says of one document."""
        found: Mapping[str, Any] = self.data.get("documents", {}).get(document, {})
        return found

    def date(self, document: str) -> date | None:
        day = self.facts(document).get("date")
        return date.fromisoformat(day) if day else None

    def head(self) -> dict[str, str]:
        """Superior and issuing organ as the head prints them, in capitals (Mục II.2)."""
        organ, superior = self.data["organ"], self.data.get("superior_organ")
        return {
            "superior": _capitals(superior) if superior else "",
            "name": _capitals(organ),
        }

    def symbol(self, document: str, type_name: str) -> str:
        """``BC-SNV`` for a document with a type name, ``SNV-TĐKT`` for a công văn (Mục II.3.b)."""
        given = self.facts(document).get("symbol")
        if given:
            return str(given)
        organ = self.data["organ"].get("abbreviation", "")
        if type_name == LETTER:
            parts = [organ, self.data.get("drafting_unit", "")]
        else:
            parts = [vi.abbreviation(type_name) or "", organ]
        return "-".join(part for part in parts if part)

    def citation(self, document: str, type_name: str, subject: str) -> vi.Citation:
        """The document as others cite it; a draft has no number and no date."""
        number = self.facts(document).get("number")
        begun = lower_first(bare_subject(subject))
        joined = f"về việc {begun}" if type_name == LETTER and not begun.startswith("về ") else begun
        return vi.Citation(
            type=type_name,
            number=None if number is None else str(number),
            symbol=self.symbol(document, type_name) or None,
            date=self.date(document),
            organ=self.name,
            subject=joined or None,
        )

    def issued(self, document: str, type_name: str) -> str:
        """Number and symbol of a document that has number and date; "" for a draft."""
        return vi.code(self.citation(document, type_name, "")) if "number" in self.facts(document) else ""

    def signer(self, document: str) -> dict[str, Any]:
        """Lines of authority and title in capitals, and the name ("" in a draft whose signer is not known)."""
        signer = self.facts(document).get("signer") or self.data["signer"]
        return {"lines": tuple(vi.upper(line) for line in authority(signer)), "name": signer.get("name", "")}


def _capitals(organ: Mapping[str, Any]) -> str:
    """The name of an organ as the head prints it.

    Lines that the data give stay lines; a People's Committee or Council has the name of its place on the second
    line, as is usual.
    """
    head = organ.get("head") or organ["name"]
    return vi.upper(_COMMITTEE.sub(r"\1\n", head) if isinstance(head, str) else "\n".join(head))


def authority(signer: Mapping[str, Any]) -> list[str]:
    """The lines above the signature for each signing authority (Mục II.7.b), in sentence case."""
    kind, title = signer.get("authority", "none"), signer["title"]
    head, collective = signer.get("head_title", ""), signer.get("collective", "")
    lines = {
        "none": [title],
        "Q": [f"Q. {title}"],
        "TM": [f"TM. {collective}", title],
        "KT": [f"KT. {head}", title],
        "TM/KT": [f"TM. {collective}", f"KT. {head}", title],
        "TL": [f"TL. {head}", title],
        "TUQ": [f"TUQ. {head}", title],
    }
    return lines[kind]


def number_line(citation: vi.Citation, year: int) -> str:
    """``Số: 506/BC-VP``; in a draft the number is blank (Mục II.3.c)."""
    return f"Số: {vi.code(citation, year)}"


def date_line(place: str, day: date | None, year: int) -> str:
    """``Quảng Ngãi, ngày 22 tháng 3 năm 2024``; in a draft day and month are blank (Mục II.4)."""
    return f"{place}, {vi.long_date(day) if day else vi.blank_date(year)}"


def recipient_lines(recipients: Sequence[str], archive: str, has_addressees: bool) -> tuple[str, ...]:
    """Nơi nhận (Mục II.9.d): ``- Như trên;`` where there is a Kính gửi, the others, ``- Lưu: VT, ….``"""
    first = [LIKE_ABOVE] if has_addressees else []
    others = [recipient.strip().removeprefix("- ").rstrip(" ;,") for recipient in recipients]
    named = [*first, *(recipient for recipient in others if recipient and recipient not in first)]
    return (*(f"- {recipient};" for recipient in named), f"- Lưu: {archive}.")


def bare_subject(subject: str) -> str:
    """A subject without the “V/v” or “Về việc” that a công văn puts before it by itself, and without a stop."""
    for prefix in ("V/v ", "Về việc ", "về việc "):
        subject = subject.removeprefix(prefix)
    return subject.strip().rstrip(".")


def subject_line(type_name: str, subject: str) -> str:
    """``V/v nâng bậc lương`` below the number of a công văn, else the subject as it is (Mục II.5)."""
    return f"V/v {lower_first(bare_subject(subject))}" if type_name == LETTER else subject.strip().rstrip(".")


def attached_to(citation: vi.Citation, medium: str, year: int) -> str:
    """``(Kèm theo …)`` below the title of an annex; on an electronic document its blanks stay unfilled."""
    if medium == "paper":
        return f"(Kèm theo {vi.cite(citation, ('date', 'organ'), 'long', year)})"
    return f"(Kèm theo {citation.type} số …/…-… ngày … tháng … năm … của …)"


def annex_labels(keys: Sequence[str]) -> dict[str, str]:
    """``Phụ lục`` for a single annex, ``Phụ lục I``, ``Phụ lục II`` for several (Mục III.1.a)."""
    if len(keys) == 1:
        return {keys[0]: "Phụ lục"}
    return {key: f"Phụ lục {vi.roman(index)}" for index, key in enumerate(keys, start=1)}
