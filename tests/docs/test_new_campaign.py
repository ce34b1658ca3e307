"""The guide to a new campaign, followed to the letter: its files are copied out, and they work."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.build.run import Options, build
from pipeline.docx.text import paragraphs

GUIDE = Path(__file__).parents[2] / "docs" / "new-campaign.md"


def blocks() -> dict[str, str]:
    """The complete files of the guide: the schema, the campaign and the table of units."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    files = {
        "campaign.yaml": [text for kind, text in found if kind == "yaml" and text.startswith("title:")],
        "units.csv": [text for kind, text in found if kind == "" and text.startswith("Mã đơn vị;")],
    }
    (campaign,) = files["campaign.yaml"]
    match = re.search(r"^schema: (\S+)$", campaign, re.MULTILINE)
    assert match is not None
    files[match[1]] = [text for kind, text in found if kind == "json"]
    assert all(len(texts) == 1 for texts in files.values()), files
    return {name: texts[0] for name, texts in files.items()}


def test_the_files_of_the_guide_make_every_document_without_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "my-round"
    folder.mkdir()
    for name, text in blocks().items():
        (folder / name).write_text(text, "utf-8")
    result = build(folder, tmp_path / "outputs", Options(pdf=False))
    assert result.findings == []
    assert {document.outcome for document in result.documents} == {"made"}
    reports = sorted((tmp_path / "outputs" / "my-round").rglob("*.docx"))
    assert len(reports) == len(result.documents) >= 3
    text = " ".join(p.text for p in paragraphs(reports[0].read_bytes()))
    assert "Trường Tiểu học" in text or "TRƯỜNG TIỂU HỌC" in text or "học sinh" in text
