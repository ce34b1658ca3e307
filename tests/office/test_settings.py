from pathlib import Path

from lxml import etree

from pipeline.office.settings import SETTINGS, registry, write_profile

NAME = "{http://openoffice.org/2001/registry}name"
PATH = "{http://openoffice.org/2001/registry}path"


def values(text: str) -> dict[tuple[str, str], str]:
    root = etree.fromstring(text.encode())
    return {
        (item.get(PATH, ""), prop.get(NAME, "")): prop.findtext("value") or ""
        for item in root
        for prop in item.iter("prop")
    }


def test_every_setting_is_written():
    found = values(registry({}))
    assert len(found) == len(SETTINGS)
    scripting = "/org.openoffice.Office.Common/Security/Scripting"
    assert found[scripting, "DisableMacrosExecution"] == "true"
    assert found[scripting, "BlockUntrustedRefererLinks"] == "true"
    assert found["/org.openoffice.Office.Writer/Content/Update", "Link"] == "0"


def test_a_font_is_always_replaced_by_its_substitute():
    found = values(registry({"Times New Roman": "A & B"}))
    pairs = "/org.openoffice.Office.Common/Font/Substitution/FontPairs"
    assert found["/org.openoffice.Office.Common/Font/Substitution", "Replacement"] == "true"
    assert found[pairs, "ReplaceFont"] == "Times New Roman"
    assert found[pairs, "SubstituteFont"] == "A & B"
    assert found[pairs, "Always"] == "true"


def test_without_substitutes_no_font_is_replaced():
    assert "FontPairs" not in registry({})


def test_the_profile_is_where_libreoffice_looks_for_it(tmp_path: Path):
    write_profile(tmp_path / "profile", {})
    assert (tmp_path / "profile/user/registrymodifications.xcu").read_text("utf-8") == registry({})
