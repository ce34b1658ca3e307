"""Checks between the parts of a campaign, and between a campaign and a unit, that no schema can express."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import vietnamese as vi
from pipeline.errors import BaocaoError, DataError
from pipeline.i18n import N_
from pipeline.model import Record, escape
from pipeline.stages.load.nearest import nearest
from pipeline.stages.load.table import DEVICE


class UnknownReference(DataError):
    code = "D60"
    cause = N_("“{name}” is not known here ({kind}).")
    remedy = N_("Nearest names: {near}.")


class TwiceListed(DataError):
    code = "D61"
    cause = N_("The unit “{unit}” is listed twice.")
    remedy = N_("Keep one of them.")


class NoAddressee(DataError):
    code = "D62"
    cause = N_("A {type} of direction “{direction}” needs addressees (Kính gửi).")
    remedy = N_("Add “addressees” (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.9).")


class BadCitation(DataError):
    code = "D63"
    cause = N_("The document cannot be cited: {reason}.")
    remedy = N_("Correct its number, symbol or date.")


class PeriodTurned(DataError):
    code = "D64"
    cause = N_("The period ends ({end}) before it begins ({begin}).")
    remedy = N_("Correct the two dates.")


class SectionMissing(DataError):
    code = "D65"
    cause = N_("The text of the section “{key}” ({title}) is missing.")
    remedy = N_("Add it under narrative.")


class UnitNotAsked(DataError):
    code = "D66"
    cause = N_("The unit “{unit}” is not among the units of the campaign.")
    remedy = N_("Nearest ids: {near}. Add it to units in campaign.yaml, or rename the file.")


class NoAbbreviation(DataError):
    code = "D67"
    cause = N_("The symbol of “{document}” cannot be made: {missing} is missing.")
    remedy = N_("Add it, or give the document a symbol of its own.")


class DeviceName(DataError):
    code = "D77"
    cause = N_("“{name}” cannot be the name of a file or folder: Windows keeps it for a device.")
    remedy = N_("Choose another name, for example {name}-1.")


class EarlyDate(DataError):
    code = "D74"
    severity = "warning"
    cause = N_("The document is dated {day}, before the letter that asked for it ({asked}).")
    remedy = N_("Check the date.")


class NoTemplate(DataError):
    code = "D68"
    cause = N_("There is no template “{name}” in the campaign's folder or in templates/.")
    remedy = N_("Correct the name, or put the file there.")


class SameFile(DataError):
    code = "D69"
    cause = N_("The documents “{first}” and “{second}” would be written into the same file “{file}”.")
    remedy = N_("Give one of them another name after “file:”.")


class UsedTwice(DataError):
    code = "D72"
    cause = N_("“{key}” is used twice ({kind}).")
    remedy = N_("Give each its own name, or take one out.")


def _near(name: str, known: Sequence[str]) -> str:
    return ", ".join(nearest(name, known, n=3, cutoff=0.4)) or "-"


def check_campaign(campaign: Record, template_folders: Sequence[Path]) -> Iterator[BaocaoError]:
    """What is inconsistent in a campaign whose schema is satisfied."""
    data: Mapping[str, Any] = campaign.data
    ids = [unit["id"] for unit in data["units"]]
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if first.setdefault(id_, index) != index:
            yield TwiceListed(campaign.place(f"/units/{index}/id"), unit=id_)
    for index, unit in enumerate(data["units"]):
        if "group" in unit and unit["group"] not in data.get("groups", {}):
            yield _unknown(
                campaign, f"/units/{index}/group", unit["group"], "groups", list(data.get("groups", {}))
            )
    yield from _devices(campaign)
    if data["collecting_unit"] not in ids:
        yield _unknown(campaign, "/collecting_unit", data["collecting_unit"], "units", ids)
    if "request" in data and data["request"] not in data.get("citations", {}):
        yield _unknown(campaign, "/request", data["request"], "citations", list(data.get("citations", {})))
    if data["period"]["from"] > data["period"]["to"]:
        begin, end = data["period"]["from"], data["period"]["to"]
        yield PeriodTurned(campaign.place("/period/to"), begin=begin, end=end)
    yield from _citations(campaign)
    for kind in ("unit", "campaign"):
        checks = data.get("checks", {}).get(kind, ())
        yield from _twice(
            campaign, [(f"/checks/{kind}/{i}/id", check["id"]) for i, check in enumerate(checks)], "checks"
        )
    yield from _files(campaign)
    for key, document in data["documents"].items():
        yield from _document(campaign, key, document, ids, template_folders)


def _devices(campaign: Record) -> Iterator[BaocaoError]:
    """Units and documents whose files no computer with Windows could hold."""
    names = {f"/units/{index}/id": unit["id"] for index, unit in enumerate(campaign.data["units"])}
    for key, document in campaign.data["documents"].items():
        names[f"/documents/{escape(key)}" + "/file" * ("file" in document)] = document.get("file", key)
    for pointer, name in names.items():
        if DEVICE.match(name):
            yield DeviceName(campaign.place(pointer), name=name)


def _files(campaign: Record) -> Iterator[BaocaoError]:
    """Documents that would overwrite each other."""
    first: dict[tuple[str, str], str] = {}
    for key, document in campaign.data["documents"].items():
        file = document.get("file", key)
        other = first.setdefault((document["per"], file), key)
        if other != key:
            yield SameFile(campaign.place(f"/documents/{key}"), first=other, second=key, file=file)


def _twice(campaign: Record, used: Sequence[tuple[str, str]], kind: str) -> Iterator[BaocaoError]:
    seen: set[str] = set()
    for pointer, key in used:
        if key in seen:
            yield UsedTwice(campaign.place(pointer), key=key, kind=kind)
        seen.add(key)


def _unknown(record: Record, pointer: str, name: str, kind: str, known: list[str]) -> UnknownReference:
    return UnknownReference(record.place(pointer), name=name, kind=kind, near=_near(name, known))


def _document(
    campaign: Record, key: str, document: Mapping[str, Any], ids: list[str], folders: Sequence[Path]
) -> Iterator[BaocaoError]:
    pointer = f"/documents/{key}"
    for index, unit in enumerate(document.get("except", ())):
        if unit not in ids:
            yield _unknown(campaign, f"{pointer}/except/{index}", unit, "units", ids)
    types = [kind.name for kind in vi.DOCUMENT_TYPES]
    if document["type"] not in types:
        yield _unknown(campaign, f"{pointer}/type", document["type"], "Phụ lục III", types)
    direction = document.get("direction", "level")
    if not document.get("addressees") and (direction == "up" or document["type"] in ("Công văn", "Tờ trình")):
        yield NoAddressee(campaign.place(pointer), type=document["type"], direction=direction)
    sections = [
        (at, section["key"])
        for at, section in _placed(f"{pointer}/outline", document["outline"])
        if "key" in section
    ]
    yield from _twice(campaign, sections, "outline")
    annexes = [(f"{pointer}/annexes/{i}/key", annex["key"]) for i, annex in enumerate(document.get("annexes", ()))]
    yield from _twice(campaign, annexes, "annexes")
    if not any((folder / document["template"]).is_file() for folder in folders):
        yield NoTemplate(campaign.place(f"{pointer}/template"), name=document["template"])


def citations(campaign: Record) -> dict[str, vi.Citation]:
    """The campaign's cited documents by key.

    Raises:
        ValueError: One of them cannot be cited.
    """
    return {key: _citation(entry) for key, entry in campaign.data.get("citations", {}).items()}


def _citation(entry: Mapping[str, Any]) -> vi.Citation:
    day = entry.get("date")
    return vi.Citation(
        type=entry["type"],
        number=str(entry["number"]) if "number" in entry else None,
        symbol=entry.get("symbol"),
        date=date.fromisoformat(day) if day else None,
        organ=entry.get("organ"),
        subject=entry.get("subject"),
        year_in_number=entry.get("year_in_number", False),
        system=entry.get("system", "state"),
        title=entry.get("name"),
    )


def _citations(campaign: Record) -> Iterator[BaocaoError]:
    for key, entry in campaign.data.get("citations", {}).items():
        try:
            vi.following(_citation(entry))
        except ValueError as error:
            yield BadCitation(campaign.place(f"/citations/{key}"), reason=str(error))


def check_unit(unit: str, record: Record, campaign: Record) -> Iterator[BaocaoError]:
    """What does not fit between a unit's record and the campaign: sections, documents, abbreviations."""
    documents = {
        key: spec
        for key, spec in campaign.data["documents"].items()
        if spec["per"] == "unit" or unit == campaign.data["collecting_unit"]
    }
    for key in record.data.get("documents", {}):
        if key not in documents:
            place = record.keys.get(f"/documents/{key}") or record.place(f"/documents/{key}")
            near = _near(key, list(documents))
            yield UnknownReference(place, name=key, kind="documents", near=near)
    written = {key: spec for key, spec in documents.items() if unit not in spec.get("except", ())}
    yield from _dates(record, campaign)
    yield from _narrative(record, documents, written)
    for key, spec in written.items():
        yield from _abbreviations(record, key, spec)


def _dates(record: Record, campaign: Record) -> Iterator[BaocaoError]:
    """Dates of issue before the letter that asked for the document."""
    asked = campaign.data.get("citations", {}).get(campaign.data.get("request"), {}).get("date")
    for key, facts in record.data.get("documents", {}).items():
        day = facts.get("date")
        if day is not None and asked is not None and day < asked:
            shown = [vi.short_date(date.fromisoformat(text)) for text in (day, asked)]
            yield EarlyDate(record.place(f"/documents/{key}/date"), day=shown[0], asked=shown[1])


def _narrative(record: Record, documents: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[BaocaoError]:
    """Texts that no document has a section for, and sections of the ``written`` documents without a text."""
    known = _keyed(documents)
    narrative = record.data.get("narrative", {})
    for key in narrative:
        if key not in known:
            place = record.keys.get(f"/narrative/{key}") or record.place(f"/narrative/{key}")
            yield UnknownReference(place, name=key, kind="outline", near=_near(key, list(known)))
    for key, section in _keyed(written).items():
        if key not in narrative and "text" not in section and not section.get("optional"):
            yield SectionMissing(record.place("/narrative"), key=key, title=section.get("title", "-"))


def _keyed(documents: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The sections of units' documents that units fill, by key."""
    return {
        section["key"]: section
        for spec in documents.values()
        if spec["per"] == "unit"
        for section in _sections(spec["outline"])
        if "key" in section
    }


def _sections(sections: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for section in sections:
        yield section
        yield from _sections(section.get("sections", ()))


def _placed(pointer: str, sections: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, section in enumerate(sections):
        yield f"{pointer}/{index}/key", section
        yield from _placed(f"{pointer}/{index}/sections", section.get("sections", ()))


def _abbreviations(record: Record, key: str, spec: Mapping[str, Any]) -> Iterator[BaocaoError]:
    if record.data.get("documents", {}).get(key, {}).get("symbol") or "organ" not in record.data:
        return
    wanted = {"organ.abbreviation": "abbreviation" in record.data["organ"]}
    if spec["type"] == "Công văn":
        wanted["drafting_unit"] = "drafting_unit" in record.data
    for name, there in wanted.items():
        if not there:
            yield NoAbbreviation(record.place("/organ"), document=key, missing=name)


def not_asked(unit: str, record: Record | None, asked: Sequence[str]) -> UnitNotAsked:
    """The finding for a unit that delivered without being asked."""
    return UnitNotAsked(record.place("") if record else None, unit=unit, near=_near(unit, asked))
