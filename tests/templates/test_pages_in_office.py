"""What the documents look like on paper, as LibreOffice sets them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from pipeline.docx.environment import make_environment
from pipeline.docx.package import pack, read_package
from pipeline.docx.template import CompiledTemplate

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "docx"))
import docx_samples as samples  # noqa: E402

pytestmark = [
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="no office"),
]

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Font/Substitution">
<prop oor:name="Replacement" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Font/Substitution/FontPairs"><node oor:name="_0" oor:op="replace">
<prop oor:name="ReplaceFont" oor:op="fuse"><value>Times New Roman</value></prop>
<prop oor:name="SubstituteFont" oor:op="fuse"><value>Tinos</value></prop>
<prop oor:name="Always" oor:op="fuse"><value>true</value></prop>
<prop oor:name="OnScreenOnly" oor:op="fuse"><value>false</value></prop></node></item>
</oor:items>
"""
REPORT = (ROOT / "templates" / "report.docx").read_bytes()


def compiled(data: bytes = REPORT) -> CompiledTemplate:
    return CompiledTemplate.compile(data, "templates/report.docx", make_environment({}))


def convert(documents: dict[str, bytes], folder: Path) -> dict[str, PdfReader]:
    """All documents as PDF, in one run of the office."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in documents]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)
    return {name: PdfReader(folder / f"{name}.pdf") for name in documents}


def pages(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_a_long_report_with_two_annexes(tmp_path: Path) -> None:
    context = samples.context(
        body=samples.long_body(), annexes=samples.annexes(), doc={"note": "Số liệu minh họa"}
    )
    reader = convert({"x": compiled().fill(context, samples.PROPERTIES)}, tmp_path)["x"]
    found = pages(reader)
    assert len(found) == 7
    assert ["Phụ lục" in page for page in found] == [False, False, False, True, False, True, False]
    # the first page of each part hides its number, the others show 2, 3 … of their part
    numbers = [re.match(r"(\d+) ", page) for page in found]
    assert [number.group(1) if number else "" for number in numbers] == ["", "2", "3", "", "2", "", "2"]
    assert all(page.endswith("Số liệu minh họa") for page in found)
    turned = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert turned == [False] * 5 + [True] * 2
    titles = [item.title for item in reader.outline if isinstance(item, Destination)]
    assert titles == ["I. KẾT QUẢ THỰC HIỆN", "II. PHƯƠNG HƯỚNG", "Phụ lục I", "Phụ lục II"]


def test_only_tinos_is_in_the_pdf(tmp_path: Path) -> None:
    reader = convert({"x": compiled().fill(samples.context(), samples.PROPERTIES)}, tmp_path)["x"]
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+Tinos(-\w+)?", font) for font in fonts)


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def check_signer(name: str, found: list[str]) -> None:
    """The signer stands on the last page, with words of the text above, and no page is blank."""
    assert "Nguyễn Văn A" in found[-1], name
    above = re.sub(r"^\d+ ", "", found[-1].split("Nơi nhận")[0].split("KT. CHÁNH")[0])
    assert len(above) > 10, name


def test_the_signer_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    template = compiled()
    long_end = f"Trên đây là {samples.TEXT} {samples.TEXT}./."
    documents = {}
    for paragraphs in range(2, 8):
        for lines in (1, 6, 10):
            for end in ("Trên đây là báo cáo của Văn phòng./.", long_end):
                recipients = ("- Như trên;", *(f"- Nơi {n};" for n in range(lines)), "- Lưu: VT.")
                context = samples.context(body=samples.body(paragraphs, end), doc={"recipients": recipients})
                documents[f"{paragraphs}-{lines}-{len(end)}"] = template.fill(context, samples.PROPERTIES)
    counts = set()
    for name, reader in convert(documents, tmp_path).items():
        check_signer(name, pages(reader))
        counts.add(len(reader.pages))
    assert counts == {1, 2}


def test_a_table_at_the_end_keeps_with_the_signer(tmp_path: Path) -> None:
    template = compiled()
    documents = {
        f"rows-{rows}": template.fill(
            samples.context(body=(*samples.body(0)[:-1], samples.table(rows))), samples.PROPERTIES
        )
        for rows in range(5, 16)
    }
    read = {name: pages(reader) for name, reader in convert(documents, tmp_path).items()}
    for name, found in read.items():
        check_signer(name, found)
    assert {len(found) for found in read.values()} == {1, 2}


def test_the_end_of_the_document_never_makes_a_blank_page(tmp_path: Path) -> None:
    parts = read_package(REPORT)
    height = b'w:line="1520" w:lineRule="exact"'
    assert height in parts["word/styles.xml"]
    documents = {}
    for room in range(2040, 2200, 10):  # half a point more each time, over the foot of the page
        taller = parts["word/styles.xml"].replace(height, f'w:line="{room}" w:lineRule="exact"'.encode())
        template = compiled(pack({**parts, "word/styles.xml": taller}))
        documents[f"room-{room}"] = template.fill(samples.context(), samples.PROPERTIES)
    read = {name: pages(reader) for name, reader in convert(documents, tmp_path).items()}
    for name, found in read.items():
        check_signer(name, found)
    assert {len(found) for found in read.values()} == {1, 2}


def test_no_blank_page_stands_before_an_annex(tmp_path: Path) -> None:
    template = compiled()
    documents = {
        f"{n}-{count}": template.fill(
            samples.context(body=samples.body(n), annexes=samples.annexes()[:count]), samples.PROPERTIES
        )
        for n in (1, 7, 14, 20)
        for count in (0, 1, 2)
    }
    read = {name: pages(reader) for name, reader in convert(documents, tmp_path).items()}
    for name, found in read.items():
        count = int(name[-1])
        assert all(len(page) > 40 for page in found), name
        assert len(found) == len(read[f"{name[:-2]}-0"]) + 2 * count, name
    assert {len(found) % 2 for name, found in read.items() if name.endswith("-0")} == {0, 1}
