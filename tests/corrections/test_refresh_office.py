"""Documents that LibreOffice has saved: it drops tags, renames parts and mangles the controls of blocks."""

from pathlib import Path

import looking
import pytest
from office import office

from pipeline.build.fresh import Fresh
from pipeline.corrections.refresh import refresh
from pipeline.corrections.verify import verify

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
