"""The report for a browser: complete, self-contained, and never taken over by what a document holds."""

import io
from base64 import b64decode
from pathlib import Path

import pytest
from lxml import html as parser
from PIL import Image
from present_samples import checked, finding, measured

from pipeline.decree.files import Checked
from pipeline.decree.findings import Said, Where
from pipeline.decree.model import Box, Page
from pipeline.decree.open import NotADocument
from pipeline.decree.present import html, pages
from pipeline.decree.present.html import HtmlReport
from pipeline.model import Place
from pipeline.office.errors import OfficeMissing, OfficeTimeout

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;{{7*7}}"


class NoOffice:
    """A machine without LibreOffice."""

    error = OfficeMissing(missing="LibreOffice Writer")

    def convert(self, *_):
        raise self.error


@pytest.fixture
def drawn(monkeypatch):
    """Pages are drawn at once; the numbers of those that were asked for."""
    asked = []
    out = io.BytesIO()
    Image.new("RGB", SIZE, RED).save(out, "PNG")
    picture = out.getvalue()

    def render(_data, numbers, _dpi, _name):
        for number in numbers:
            asked.append(number)
            yield number, picture

    monkeypatch.setattr(pages, "render_pages", render)
    return asked


def pdf(*findings, total=1):
    return checked(*findings, path="a.pdf", document=measured("x", format_="pdf", pages=(Page(210, 297),) * total))


SIZE, RED = (21, 30), (200, 0, 0)


def made(*documents, language="en", office=None):
    report = HtmlReport(language, office or NoOffice())
    for document in documents:
        report.add(document)
    return report.render().decode()


def tree(*documents, **more):
    return parser.fromstring(made(*documents, **more))


TENTH = Box(21, 29.7, 42, 59.4)


def on_page(page, box=TENTH):
    return Where(1, "chữ", page=page, box=box)


def test_each_finding_stands_in_the_list_with_everything_that_helps(drawn):
    page = tree(pdf(finding(places=[on_page(1)]), finding("date.short", "warning", [on_page(1)])))
    items = page.xpath("//li[contains(@class, 'finding')]")
    assert [item.get("class") for item in items] == ["finding error", "finding warning"]
    text = items[0].text_content()
    for part in ("quochieu.style", "error", "Wrong quochieu.style.", "10 pt", "12 – 13 pt", "Mục II.1.a", "“chữ”"):
        assert part in text
    assert "Mend quochieu.style." in text


def test_a_finding_is_drawn_where_it_is_and_linked_with_the_list(drawn):
    page = tree(pdf(finding(places=[on_page(1)])))
    (mark,) = page.xpath("//*[contains(@class, 'mark ')]")
    (tag,) = mark.xpath(".//a")
    assert (tag.get("href"), tag.get("aria-label"), tag.text) == ("#d1f1", "finding 1", "1")
    assert page.xpath("//*[@id='d1f1']")
    sides = dict(part.split(":") for part in mark.get("style").split(";"))
    assert float(sides["left"][:-1]) == pytest.approx(10, abs=0.5)
    assert float(sides["top"][:-1]) == pytest.approx(10, abs=0.5)
    assert float(sides["width"][:-1]) == pytest.approx(10, abs=1)


def test_pictures_are_in_the_file(drawn):
    (picture,) = tree(pdf(finding(places=[on_page(1)]))).xpath("//img")
    drawn_page = Image.open(io.BytesIO(b64decode(picture.get("src").removeprefix("data:image/png;base64,"))))
    assert (drawn_page.format, drawn_page.size, drawn_page.convert("RGB").getpixel((0, 0))) == ("PNG", SIZE, RED)
    assert picture.get("alt") == "Picture of page 1; findings on it: 1"


def test_nothing_is_run_and_nothing_is_fetched(drawn):
    page = tree(pdf(finding(places=[on_page(1)])), checked(finding()))
    assert not page.xpath("//script | //link | //iframe | //object | //form")
    addresses = [str(value) for value in page.xpath("//@src | //@href")]
    assert addresses and all(address.startswith(("#", "data:image/png;base64,")) for address in addresses)
    assert "url(" not in made(checked()) and "@import" not in made(checked())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_hostile_texts_are_shown_and_not_obeyed(drawn):
    said = Said(HOSTILE, raw=True)
    error = NotADocument(Place(HOSTILE), reason=HOSTILE)
    documents = [
        checked(finding(places=[Where(1, HOSTILE)], found=said, expected=said), path=f"{HOSTILE}.docx"),
        Checked(Path(HOSTILE), error=error),
    ]
    source = made(*documents)
    page = parser.fromstring(source)
    assert not page.xpath("//script | //img | //*[@onerror]")
    assert "alert(1)" in page.text_content()
    assert "{{7*7}}" in page.text_content()
    assert "<script" not in source


@pytest.mark.parametrize(("language", "title"), [("en", "Check of layout"), ("vi", None)])
def test_the_page_says_its_language(language, title, drawn):
    page = tree(checked(finding()), language=language)
    assert page.get("lang") == language
    assert title is None or page.xpath("string(//h1)") == title
    assert ("Sai" if language == "vi" else "Wrong") in page.text_content()


def test_without_libreoffice_there_is_the_list_and_the_reason():
    page = tree(checked(finding()))
    assert not page.xpath("//img")
    assert len(page.xpath("//li[contains(@class, 'finding')]")) == 1
    assert "LibreOffice, which lays them out, is missing (LibreOffice Writer)" in page.text_content()


def test_a_document_that_libreoffice_does_not_lay_out_keeps_its_list():
    office = NoOffice()
    office.error = OfficeTimeout(seconds="60")
    page = tree(checked(finding()), office=office)
    assert "not ready after 60 seconds" in page.text_content()
    assert page.xpath("//li[contains(@class, 'finding')]")


def test_of_a_long_document_only_pages_with_findings_are_drawn(drawn):
    page = tree(pdf(finding(places=[on_page(90), on_page(40)]), total=100))
    assert drawn == [39, 89]
    assert "2 of 100 pages are shown" in page.text_content()


def test_of_a_short_document_all_pages_are_drawn(drawn):
    assert len(tree(pdf(finding(places=[on_page(2)]), total=3)).xpath("//figure")) == 3


def test_pictures_of_a_document_and_of_a_report_are_bounded(drawn, monkeypatch):
    monkeypatch.setattr(html, "MAX_PICTURES", 40)
    long = pdf(finding(places=[on_page(n) for n in range(1, 101)]), total=100)
    page = tree(long, long, long)
    assert len(drawn) == 40
    assert [len(section.xpath(".//img")) for section in page.xpath("//section")] == [30, 10, 0]
    assert "the report has 40 already" in page.text_content()


def test_several_documents_have_a_table_of_contents(drawn):
    page = tree(checked(finding(), path="một.docx"), checked(path="hai.docx"))
    links = page.xpath("//nav//a")
    assert [(link.get("href"), link.text) for link in links] == [("#d1", "một.docx"), ("#d2", "hai.docx")]
    assert all(page.xpath(f"//*[@id='{link.get('href')[1:]}']") for link in links)
    assert "Nothing was found." in page.xpath("//*[@id='d2']")[0].text_content()


def test_a_file_that_cannot_be_checked_is_told_with_its_remedy():
    page = tree(Checked(Path("x.docx"), error=NotADocument(Place("x.docx"), reason="it has a password")))
    assert "it has a password" in page.text_content()
    assert "without a password" in page.text_content()


def test_a_converted_document_says_so():
    assert "as LibreOffice understands it" in tree(checked(finding(), origin="doc")).text_content()
    assert "as LibreOffice understands it" not in tree(checked(finding())).text_content()


def test_ids_are_unique_and_every_link_leads_somewhere(drawn):
    page = tree(*[pdf(finding(places=[on_page(1)]), finding("x.y", places=[on_page(2)]), total=2)] * 3)
    ids = [str(value) for value in page.xpath("//@id")]
    assert len(ids) == len(set(ids))
    assert {str(href)[1:] for href in page.xpath("//@href")} <= set(ids)


def test_a_mark_never_leaves_the_page(drawn):
    page = tree(pdf(finding(places=[on_page(1, Box(-500, -3, 900, 10_000))])))
    (mark,) = page.xpath("//*[contains(@class, 'mark ')]/@style")
    assert mark == "left:0.00%;top:0.00%;width:100.00%;height:100.00%"


def test_the_same_check_makes_the_same_bytes(drawn):
    document = pdf(finding(places=[on_page(1)]))
    assert made(document) == made(document)


def test_findings_at_one_place_share_a_mark_of_the_gravest_colour(drawn):
    page = tree(pdf(finding("a.b", "error", [on_page(1)]), finding("c.d", "info", [on_page(1), on_page(1)])))
    (mark,) = page.xpath("//*[contains(@class, 'mark ')]")
    assert mark.get("class") == "mark error"
    assert [(tag.text, tag.get("href")) for tag in mark.xpath(".//a")] == [("1", "#d1f1"), ("2", "#d1f2")]
