"""Why a document is stale: what was known of it when it was made against what it would be made of now.

Everything that is compared takes part in the document's key, so that each difference is one that changes it: texts
of figures as they are printed, texts by the place they were typed at, names, the head, the template, the program.
Figures as the last run left them only serve to tell which typed figure a computed one owes its change to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Literal

from pipeline.i18n import N_, Language, Spoken, translate
from pipeline.model import Place, Record, escape

Kind = Literal[
    "figure", "records", "unit", "text", "passage", "name", "head", "template", "picture", "program", "library",
    "schema", "new", "gone", "foreign", "edited", "unknown", "more",
]  # fmt: skip

LIST = "records."
"""Before the name of a list that a template asks for as a whole."""
MOST = 50
"""A document tells so many reasons, and how many more there are."""
SOURCES = 3
"""Of a computed figure so many changed source figures are named."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause why a document is not up to date. ``text`` is a message id that ``params`` fill.

    ``subject`` names what changed (a figure's path, a pointer into a file, a template), ``old`` and ``new`` are
    its texts where there are such, and ``place`` is where it was typed; for a computed figure that of the
    first source figure that changed.
    """

    kind: Kind
    text: str
    subject: str = ""
    old: str = ""
    new: str = ""
    place: Place | None = None
    params: tuple[tuple[str, object], ...] = ()

    def message(self, language: Language = "en") -> str:
        """The reason in one sentence."""
        named = {"subject": self.subject, "old": self.old, "new": self.new, "place": where(self.place)}
        return translate(self.text, language, **{**named, **dict(self.params)})

    def to_json(self) -> dict[str, object]:
        """A plain, ordered form for ``--json``."""
        return {
            "kind": self.kind,
            "subject": self.subject,
            "old": self.old,
            "new": self.new,
            "place": self.place.to_json() if self.place else None,
            "message": {"vi": self.message("vi"), "en": self.message("en")},
        }


def where(place: Place | None) -> str:
    """A place as a reason names it: file and line, or a cell."""
    return str(replace(place, column=None)) if place else ""


NEW = Reason("new", N_("new in this campaign"))
GONE = Reason("gone", N_("the file is gone"))
FOREIGN = Reason("foreign", N_("not made by baocao"))
EDITED = Reason("edited", N_("the file was edited by hand; its edits are kept"))
CARRIES_EDITS = Reason("edited", N_("carries edits made by hand"))
OLDER = Reason("edited", N_("another copy stands in its place, which does not print what was built last"))
FORGOTTEN = Reason("unknown", N_("what it was made of is no longer known"))
ELSEWHERE = Reason(
    "unknown", N_("something that it does not print itself changed in the data or in campaign.yaml")
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from: its place if it was typed, else the figures that it is computed of."""

    value: object
    """As JSON tells it."""
    text: str
    place: Place | None = None
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is, or was, made of.

    ``prints``: figure id to its texts in generated text; ``asked``: the plain texts of what only the template
    asks for; ``texts``: pointer to the hash of what was typed there; ``names``, ``head``: texts or their hashes;
    ``template``: its name; ``made_of``: paragraphs of the template, pictures, program, libraries.
    """

    prints: Mapping[str, Sequence[str]]
    asked: Mapping[str, str]
    texts: Mapping[str, str]
    names: Mapping[str, str]
    head: Mapping[str, str]
    template: str
    made_of: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where things stand now: records of unit and campaign, the places of records of lists, and origins of figures
    (``now``) with what they were when the unit was last dealt with (``before``, by id)."""

    key: str
    unit: str
    own: Record
    campaign: Record
    now: Mapping[str, Origin]
    before: Mapping[str, Origin]
    rows: Mapping[str, Place] = field(default_factory=dict)
    entry: str = ""
    """Where campaign.yaml lists the unit."""

    def moved(self, id_: str) -> bool | None:
        """Whether the value of a figure is another than it was; None if that is not known."""
        then, now = self.before.get(id_), self.now.get(id_)
        return None if then is None or now is None else then.value != now.value

    def place(self, *pointers: str) -> Place | None:
        """The first of the pointers that is there: into the campaign's file if it begins with ``campaign:``."""
        for pointer in pointers:
            in_campaign = pointer.startswith("campaign:")
            record, at = (self.campaign, pointer[9:]) if in_campaign else (self.own, pointer)
            if at in record.places:
                return record.places[at]
        return None


def why(then: Facts, now: Facts, sources: Sources, schema_changed: str = "") -> tuple[Reason, ...]:
    """The reasons why a document of which ``then`` is known has to be made anew; never none.

    ``schema_changed`` is the name of the schema if it is another than that of the last run.
    """
    found = [*_figures(then, now, sources), *_texts(then, now, sources), *_made_of(then, now)]
    if not found:
        found += [_moved(id_, sources) for id_ in sorted(sources.now) if sources.moved(id_)]
    if not found and schema_changed:
        found = [Reason("schema", N_("the schema {subject} changed"), schema_changed, place=Place(schema_changed))]
    return limited(found or [ELSEWHERE])


def limited(found: Iterable[Reason], most: int = MOST) -> tuple[Reason, ...]:
    """The first reasons, and how many more there are."""
    reasons = tuple(dict.fromkeys(found))
    if len(reasons) <= most:
        return reasons
    rest = reasons[most:]
    texts = sum(map(_is_text, rest))
    return (
        *reasons[:most],
        Reason("more", N_("and {count} more"), params=(("count", len(rest)), ("texts", texts))),
    )


def of_text(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Those that are no figures, tables or passages: what a refresh of an edited document leaves as it is."""
    return tuple(reason for reason in reasons if _is_text(reason) or dict(reason.params).get("texts"))


def _is_text(reason: Reason) -> bool:
    narrative = reason.kind == "passage" and reason.subject.startswith("narrative.")
    return narrative or (reason.kind in ("text", "name", "head") and reason.subject != _HEAD["properties"][0])


# --- figures ----------------------------------------------------------------------------------------------------


def _figures(then: Facts, now: Facts, sources: Sources) -> Iterator[Reason]:
    retyped = then.texts != now.texts
    units, lists = [_names(facts.prints, sources.unit) for facts in (then, now)], set()
    computed = [id_ for id_ in now.prints if not sources.unit and sources.moved(id_)]
    for known, origins in zip(units, (sources.before, sources.now), strict=True):
        known |= {unit for id_ in computed for unit in _units_of(id_, origins)}
    for id_ in sorted(then.prints.keys() | now.prints.keys()):
        old, new = set(then.prints.get(id_, ())), set(now.prints.get(id_, ()))
        unit, name, _ = _parts(id_)
        if id_.startswith("=") or old == new:
            continue
        if old and new:
            if _is_moved(id_, old, new, retyped, sources):
                yield _figure(id_, _shortest(old - new), _shortest(new - old), sources)
        elif name:
            lists.add((unit, name))
    yield from _of_units(*units)
    if sources.unit:
        for unit, name in sorted(lists):
            if unit == sources.unit:
                yield from _of_list(unit, name, then, now, sources)
    for path in sorted(then.asked.keys() | now.asked.keys()):
        before, after = then.asked.get(path, ""), now.asked.get(path, "")
        if before and after and before != after:
            yield _list(path, before, after, sources) if path.startswith(LIST) else _figure(
                path, before, after, sources
            )  # fmt: skip
    if then.texts.keys() != now.texts.keys():
        yield from _of_conditions(then, now, sources)


def _parts(id_: str) -> tuple[str, str, str]:
    """Unit, list and path of ``so-b:events[0].name``; what an id does not name is empty."""
    unit, colon, path = id_.partition(":")
    unit, path = (unit, path) if colon else ("", id_)
    name, bracket, rest = path.partition("[")
    return (unit, name, rest.partition("].")[2]) if bracket else (unit, "", path)


def _is_moved(id_: str, old: set[str], new: set[str], retyped: bool, sources: Sources) -> bool:
    """Whether a figure that is printed in other texts has another value, and not only another form."""
    moved = sources.moved(id_)
    if moved or not (old - new and new - old):
        return bool(moved)
    return not (retyped and moved is False) if not old & new else moved is None and not retyped


def _shortest(texts: set[str]) -> str:
    """The plainest of the forms of one figure: ``62`` before ``sáu mươi hai``."""
    return min(texts, key=lambda text: (len(text), text))


def _figure(id_: str, old: str, new: str, sources: Sources) -> Reason:
    name = _parts(id_)[1]
    subject = id_.removeprefix(f"{sources.unit}:") if sources.unit else id_
    place = sources.rows.get(id_.rpartition("].")[0] + "]") if name else None
    origin = sources.now.get(id_)
    place = place or (origin.place if origin else None)
    if place is not None:
        return Reason("figure", N_("{subject} {old} → {new} in {place}"), subject, old, new, place)
    leaves = _leaves(id_, sources)
    if not leaves:
        declared = _declaration(id_, sources)
        text = N_("{subject} {old} → {new} (declared in {place})") if declared else N_("{subject} {old} → {new}")
        return Reason("figure", text, subject, old, new, declared)
    named = [(leaf.removeprefix(f"{sources.unit}:"), at) for leaf, at in leaves[:SOURCES]]
    vi, en = (", ".join(f"{leaf} {word} {where(at)}" for leaf, at in named) for word in ("tại", "in"))
    more = len(leaves) - len(named)
    text = N_("{subject} {old} → {new} ({sources})") if not more else N_(
        "{subject} {old} → {new} ({sources} and {more} more)"
    )  # fmt: skip
    return Reason("figure", text, subject, old, new, leaves[0][1], (("more", more), ("sources", Spoken(vi, en))))


def _declaration(id_: str, sources: Sources) -> Place | None:
    """Where campaign.yaml declares a computed figure that changed although nothing it is computed of did."""
    if not sources.moved(id_) or _units_of(id_, sources.now) != _units_of(id_, sources.before):
        return None
    around = f"campaign:/aggregates/{'unit' if sources.unit else 'campaign'}"
    path = id_.removeprefix(f"{sources.unit}:")
    while path:
        if found := sources.place(f"{around}/{escape(path)}"):
            return found
        path = path.rpartition(".")[0]
    return None


def _units_of(id_: str, origins: Mapping[str, Origin]) -> set[str]:
    """The units that a figure of the campaign is computed of."""
    return {_parts(name)[0] for name in origins[id_].inputs} - {""} if id_ in origins else set()


def _leaves(id_: str, sources: Sources) -> list[tuple[str, Place]]:
    """The typed figures that changed among those that a figure is computed of."""
    found: dict[str, Place] = {}
    seen, waiting = {id_}, [id_]
    while waiting:
        origin = sources.now.get(waiting.pop())
        for name in origin.inputs if origin else ():
            if name in seen:
                continue
            seen.add(name)
            source = sources.now.get(name)
            if source is not None and source.place is not None and sources.moved(name) is not False:
                if sources.moved(name):
                    found[name] = source.place
            else:
                waiting.append(name)
    return sorted(found.items())


def _moved(id_: str, sources: Sources) -> Reason:
    old, new = sources.before[id_], sources.now[id_]
    if old.text == new.text:  # a difference that rounding hides
        return _figure(id_, str(old.value), str(new.value), sources)
    return _figure(id_, old.text, new.text, sources)


def _of_conditions(then: Facts, now: Facts, sources: Sources) -> Iterator[Reason]:
    """Figures that no text prints, but that decide which texts there are."""
    known = then.prints.keys() | now.prints.keys() | then.asked.keys()
    for id_ in sorted(sources.now):
        if id_ not in known and sources.moved(id_) and sources.now[id_].place is not None:
            yield _moved(id_, sources)


def _names(prints: Iterable[str], of: str) -> set[str]:
    """The units that a document of the campaign prints something of."""
    return {unit for id_ in prints for unit in [_parts(id_)[0]] if unit} if not of else set()


def _of_units(old: set[str], new: set[str]) -> Iterator[Reason]:
    for unit in sorted(new - old):
        yield Reason("unit", N_("the unit {subject} has come in"), unit)
    for unit in sorted(old - new):
        yield Reason("unit", N_("the unit {subject} is no longer in it"), unit)


def _of_list(unit: str, name: str, then: Facts, now: Facts, sources: Sources) -> Iterator[Reason]:
    """Records that came or went."""
    was, is_ = (
        {id_.rpartition("].")[0] for id_ in facts.prints if id_.startswith(f"{unit}:{name}[")}
        for facts in (then, now)
    )
    if len(was) != len(is_):
        yield _list(name, str(len(was)), str(len(is_)), sources)


def _list(name: str, old: str, new: str, sources: Sources) -> Reason:
    """A list whose length changed, or (``2 ab12cd34`` for ``old`` and ``new``) whose content did."""
    name = name.removeprefix(LIST)
    was, is_ = (text.partition(" ")[0] for text in (old, new))
    text = N_("list {subject}: {old} → {new} rows in {place}") if was != is_ else N_(
        "list {subject}: its {new} rows changed in {place}"
    )  # fmt: skip
    return Reason("records", text, name, was, is_, sources.place(f"/records/{name}", ""))


# --- texts, names, head -----------------------------------------------------------------------------------------


def _texts(then: Facts, now: Facts, sources: Sources) -> Iterator[Reason]:
    for pointer in sorted(then.texts.keys() | now.texts.keys()):
        old, new = then.texts.get(pointer), now.texts.get(pointer)
        if old != new:
            yield _text(pointer, old is not None, new is not None, sources)
    places: set[Place | None] = {None}
    for name in sorted(then.names.keys() & now.names.keys()):
        if then.names[name] != now.names[name]:
            place = _place_of_name(name, sources)
            places.add(place)
            text = N_("{subject}: {old} → {new} in {place}") if place else N_("{subject}: {old} → {new}")
            yield Reason("name", text, name, then.names[name] or "-", now.names[name] or "-", place)
    known = len(places) > 1 or then.names != now.names
    for name, (words, pointers) in _HEAD.items():
        if then.head.get(name) != now.head.get(name):
            place = sources.place(
                *(at.replace("KEY", sources.key).replace("ENTRY", sources.entry) for at in pointers)
            )
            if place not in places or (place is None and not known):
                places.add(place)
                text = N_("{subject} changed in {place}") if place else N_("{subject} changed")
                yield Reason("head", text, words, place=place)


def _text(pointer: str, was: bool, is_: bool, sources: Sources) -> Reason:
    narrative = pointer.startswith("/narrative/")
    place = sources.place(pointer if narrative else f"campaign:{pointer}")
    subject = pointer[1:].replace("/", ".") if narrative else pointer
    if was and is_:
        text = N_("{subject} changed in {place}") if place else N_("{subject} changed")
        text = text if narrative else N_("campaign.yaml changed: {subject}")
        return Reason("text", text, subject, place=place)
    text = N_("now part of the text: {subject}") if is_ else N_("no longer part of the text: {subject}")
    return Reason("passage", text, subject, place=place)


def _place_of_name(name: str, sources: Sources) -> Place | None:
    if name.startswith("unit."):
        return sources.place(f"campaign:{sources.entry}" if name in _ENTRY else "/organ")
    path = name.replace(".", "/")
    around = path.rpartition("/")[0]
    return sources.place(f"campaign:/{path}", *([f"campaign:/{around}"] if around else []))


_ENTRY = frozenset({"unit.id", "unit.name", "unit.group"})
_HEAD: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "organ": (N_("issuing organ"), ("/organ", "/superior_organ")),
    "signer": (N_("signer"), ("/documents/KEY/signer", "/signer")),
    "recipients": (
        N_("recipients"),
        ("/documents/KEY/recipients", "campaign:/documents/KEY/recipients", "/recipients"),
    ),
    "addressees": (N_("addressees"), ("campaign:/documents/KEY/addressees",)),
    "number_line": (N_("number and symbol"), ("/documents/KEY/number", "/documents/KEY", "/organ")),
    "date_line": (N_("place and date"), ("/documents/KEY/date", "/place", "campaign:/deadline")),
    "subject": (N_("subject"), ("campaign:/documents/KEY/subject",)),
    "type_name": (N_("type of document"), ("campaign:/documents/KEY/type",)),
    "note": (N_("note on illustrative figures"), ("/illustrative",)),
    "entry": (N_("name or group of the unit"), ("campaign:ENTRY",)),
    "unit": (N_("names of the organ"), ("/organ",)),
    "period": (N_("period"), ("campaign:/period",)),
    "properties": (N_("properties of the file"), ("campaign:/documents/KEY/subject",)),
}
HEAD = frozenset(_HEAD)
"""The parts of a head that are told apart."""


# --- template, pictures, program --------------------------------------------------------------------------------


def _made_of(then: Facts, now: Facts) -> Iterator[Reason]:
    old, new = then.made_of or now.made_of, now.made_of  # a configuration that is not known is not compared
    if then.template != now.template:
        text = N_("another template: {old} → {new}")
        yield Reason("template", text, now.template, then.template, now.template)
    elif old.get("template") != new.get("template"):
        yield _template(now.template, _mapping(old.get("template")), _mapping(new.get("template")))
    for name, was, is_ in _differences(old.get("pictures"), new.get("pictures")):
        text = N_("picture or part {subject} changed")
        text = text if was and is_ else N_("new picture or part {subject}") if is_ else N_(
            "picture or part {subject} is gone"
        )  # fmt: skip
        yield Reason("picture", text, name)
    tools = list(_differences(old.get("tool"), new.get("tool")))
    for name, was, is_ in tools:
        if name == "baocao":
            yield Reason("program", N_("version of the program: {old} → {new}"), name, was, is_)
        elif name != "program":
            text = N_("version of the library {subject} (with its locale data): {old} → {new}") if (
                name == "babel"
            ) else N_("version of the library {subject}: {old} → {new}")  # fmt: skip
            yield Reason("library", text, name, was or "-", is_ or "-")
    if [name for name, _, _ in tools] == ["program"]:
        yield Reason("program", N_("the program was changed within its version"), "baocao")


def _template(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Reason:
    if not old:
        return Reason("template", N_("template {subject} changed"), name)
    was, is_ = list(old.get("paragraphs", ())), list(new.get("paragraphs", ()))
    matcher = SequenceMatcher(None, was, is_, autojunk=False)
    count = sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal")
    texts = (
        N_("template {subject} changed: its form, no paragraph"),
        N_("template {subject} changed: 1 paragraph"),
        N_("template {subject} changed: {count} paragraphs"),
    )
    return Reason("template", texts[min(count, 2)], name, params=(("count", count),))


def _differences(old: object, new: object) -> Iterator[tuple[str, str, str]]:
    was, is_ = _mapping(old), _mapping(new)
    for name in sorted(was.keys() | is_.keys()):
        if was.get(name) != is_.get(name):
            yield name, str(was.get(name, "")), str(is_.get(name, ""))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
