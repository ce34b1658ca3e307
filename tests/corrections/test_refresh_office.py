"""Documents that LibreOffice has saved: it drops tags, renames parts and mangles the controls of blocks."""

import io
from pathlib import Path

import looking
import pytest
from made_papers import replaced
from office import office
from pypdf import PdfReader

from pipeline.build.fresh import Fresh
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify
from pipeline.docx.unwrap import unwrapped

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def libreoffice():
    with office() as running:
        yield running


@pytest.fixture
def versions(sandbox):
    def made():
        fresh = Fresh(sandbox.folder)
        return fresh.docx(next(d for d in fresh.campaign.documents() if (d.unit, d.key) == ("so-b", "report")))

    old = made()
    sandbox.change_unit("total: 42", "total: 45")
    return old, made()


def test_a_saved_document_is_refreshed_like_any_other(libreoffice, versions):
    old, new = versions
    saved = libreoffice.edited(old, ["replace", "người, trong đó", "cán bộ, gồm"])
    result = refresh(saved, new)
    assert sorted(looking.figures(result.docx)) == sorted(looking.figures(new))
    assert "cán bộ, gồm" in looking.text(result.docx)
    assert verify(result.docx, new) == ()
    assert not refresh(result.docx, new).changed


def test_a_refresh_gives_back_the_relations_that_libreoffice_needs_to_save_it_again(libreoffice, versions):
    """Without them it would drop our parts the next time."""
    old, new = versions
    saved = libreoffice.edited(refresh(libreoffice.edited(old), old).docx)
    result = refresh(saved, new)
    assert sorted(looking.figures(result.docx)) == sorted(looking.figures(new))


def test_tables_whose_controls_libreoffice_mangles_are_found_by_what_they_say(libreoffice):
    fresh = Fresh(ROOT / "inputs" / "ct34-2024")
    summary = fresh.docx(next(iter(fresh.campaign.own_documents())))
    result = refresh(libreoffice.edited(summary), summary)
    assert {each.outcome for each in result.blocks} == {"current"}
    assert result.findings == ()
    assert looking.text(result.docx) == looking.text(summary)


@pytest.mark.parametrize("saves", [2, 3])
def test_a_document_is_refreshed_after_any_number_of_saves(libreoffice, versions, saves):
    """At the second save LibreOffice drops our parts, and what it keeps is the copy in the properties."""
    old, new = versions
    saved = libreoffice.edited(old, ["replace", "người, trong đó", "cán bộ, gồm"])
    for _ in range(saves - 1):
        saved = libreoffice.edited(saved)
    assert not any(name.startswith("customXml/") for name in looking.parts(saved))
    assert {finding.code for finding in verify(saved, new)} == {"R22", "R36"}
    result = refresh(saved, new)
    assert [finding.code for finding in result.findings] == ["R22"]
    assert sorted(looking.figures(result.docx)) == sorted(looking.figures(new))
    assert looking.text(result.docx) == looking.text(new).replace("người, trong đó", "cán bộ, gồm")
    assert looking.ours(result.docx) == looking.ours(new)
    assert verify(result.docx, new) == ()
    assert not refresh(result.docx, new).changed
    assert not refresh(libreoffice.edited(result.docx), new).count("updated")


def test_what_was_typed_over_between_two_saves_is_kept_and_told(libreoffice, versions):
    old, new = versions
    typed = replaced(libreoffice.edited(libreoffice.edited(old)), "word/document.xml", (">42<", ">77<"))
    saved = libreoffice.edited(typed)
    result = refresh(saved, new)
    assert {finding.code for finding in result.findings} == {"R22", "R23"}
    assert "77" in looking.text(result.docx)


def test_a_document_that_was_saved_as_odt_says_that_its_figures_are_lost(libreoffice, versions):
    old, new = versions
    saved = libreoffice.edited(libreoffice.through_odt(libreoffice.edited(old)))
    result = refresh(saved, new)
    assert "R03" in {finding.code for finding in result.findings}
    assert result.docx == saved


def test_pages_and_their_properties_show_nothing_of_it(libreoffice, versions):
    bare = unwrapped(libreoffice.edited(libreoffice.edited(versions[0])))
    assert b"baocao" not in b"".join(looking.parts(bare).values())
    pdf = PdfReader(io.BytesIO(libreoffice.pdf(bare)))
    assert "Title" in str(pdf.metadata)
    assert "baocao" not in f"{pdf.metadata} {pdf.xmp_metadata and pdf.xmp_metadata.stream.get_data()}"
