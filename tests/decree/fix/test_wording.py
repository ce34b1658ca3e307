"""Letters are changed where they are, and nothing around them."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from pipeline.decree.fix import wording
from pipeline.decree.measure.units import QW, Element

_NS = f'xmlns:w="{QW[1:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_LETTERS = st.text(alphabet="ab đÔ-–;.", max_size=6)
_RUNS = st.lists(_LETTERS, min_size=1, max_size=5)


def paragraph(*runs: str) -> Element:
    """A paragraph with a run of its own look for each text."""
    made = "".join(
        f'<w:r><w:rPr><w:sz w:val="{20 + number}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        for number, text in enumerate(runs)
    )
    return etree.fromstring(f"<w:p {_NS}>{made}</w:p>")


def xml(inner: str) -> Element:
    return etree.fromstring(f"<w:p {_NS}>{inner}</w:p>")


def looks(found: Element) -> list[tuple[str, str]]:
    """Every letter with the size of its run."""
    return [
        (letter, atom.run.find(f"{QW}rPr/{QW}sz").get(f"{QW}val", ""))  # type: ignore[union-attr]
        for atom in wording.atoms(found)
        for letter in atom.text
    ]


@given(_RUNS, _LETTERS, st.data())
def test_a_part_of_the_text_becomes_another(runs: list[str], new: str, data: st.DataObject) -> None:
    found, text = paragraph(*runs), "".join(runs)
    assume(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert wording.rewrite(found, start, end, new)
    assert wording.text_of(found) == text[:start] + new + text[end:]
    assert len(found.findall(f"{QW}r")) == len(runs)


@given(_RUNS, st.data())
def test_what_stays_keeps_its_look(runs: list[str], data: st.DataObject) -> None:
    found, text = paragraph(*runs), "".join(runs)
    before = looks(found)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wording.rewrite(found, start, end, "")
    assert looks(found) == before[:start] + before[end:]


@given(_RUNS, st.data())
def test_runs_are_cut_at_the_ends_of_a_part_only(runs: list[str], data: st.DataObject) -> None:
    found, text = paragraph(*runs), "".join(runs)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = looks(found)
    chosen = wording.runs_at(found, start, end)
    assert looks(found) == before
    assert "".join(atom.text for atom in wording.atoms(found) if atom.run in chosen) == text[start:end]


@given(st.text(alphabet="aàáđêệưở ễ", max_size=30), st.lists(st.integers(1, 60), max_size=4))
def test_letters_in_pieces_become_whole_wherever_runs_end(text: str, cuts: list[int]) -> None:
    pieces = unicodedata.normalize("NFD", text)
    ends = sorted({min(cut, len(pieces)) for cut in cuts} | {len(pieces)})
    runs = [pieces[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    found = paragraph(*runs)
    wording.compose(found)
    assert wording.text_of(found) == unicodedata.normalize("NFC", text)
    assert wording.compose(found) == 0


@given(_RUNS)
def test_capitals_change_nothing_but_case(runs: list[str]) -> None:
    found, text = paragraph(*runs), "".join(runs)
    wording.capitalise(found, 0, len(text), [])
    assert wording.text_of(found) == text.upper()


def test_deleted_hidden_and_instructing_text_is_not_read() -> None:
    found = xml(
        "<w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins><w:r><w:t>a</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>y</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/>'
        '<w:t>7</w:t><w:fldChar w:fldCharType="end"/><w:tab/><w:t>b</w:t></w:r>'
    )
    assert wording.text_of(found) == "a7\tb"


def test_what_a_field_or_a_bound_control_shows_is_not_changed() -> None:
    field = xml('<w:fldSimple w:instr="DATE"><w:r><w:t>ngày 5</w:t></w:r></w:fldSimple>')
    assert not wording.rewrite(field, 5, 6, "05")
    assert wording.text_of(field) == "ngày 5"
    bound = xml(
        "<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert not wording.rewrite(bound, 0, 1, "b")


def test_a_tab_is_not_replaced() -> None:
    found = xml("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>")
    assert not wording.rewrite(found, 0, 3, "c")
    assert wording.text_of(found) == "a\tb"


def test_marks_stay_where_they_stand_when_a_run_is_cut() -> None:
    found = xml('<w:r><w:rPr><w:b/></w:rPr><w:t>ab</w:t><w:tab/><w:t>cd</w:t></w:r><w:bookmarkEnd w:id="1"/>')
    runs = wording.runs_at(found, 1, 4)
    assert [
        wording.text_of(xml("")) + "".join(a.text for a in wording.atoms(found) if a.run is run) for run in runs
    ] == ["b\tc"]
    assert wording.text_of(found) == "ab\tcd"
    assert [etree.QName(child).localname for child in found] == ["r", "r", "r", "bookmarkEnd"]
