"""``baocao check`` as a clerk types it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html as parser

from pipeline.cli import baocao
from pipeline.decree import files
from pipeline.decree.files import Checked
from pipeline.decree.open import Opened
from pipeline.decree.profiles import load_profile
from pipeline.decree.scaffold import new_template
from pipeline.docx.package import pack, read_package
from pipeline.office import exchange

MAIN = "word/document.xml"
DASH = ("Độc lập - Tự do", "Độc lập – Tự do")


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """A document with texts of its main part changed; they must be there."""
    parts = read_package(data)
    text = parts[MAIN].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return pack({**parts, MAIN: text.encode()})


@pytest.fixture(scope="module")
def right() -> bytes:
    return new_template("BC")


@pytest.fixture(scope="module")
def wrong(right: bytes) -> bytes:
    """A tiêu ngữ with a dash that Word has made of the hyphen: one error, and easy to mend."""
    return edited(right, DASH)


@pytest.fixture
def folder(tmp_path: Path, right: bytes, wrong: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "right.docx").write_bytes(right)
    (tmp_path / "wrong.docx").write_bytes(wrong)
    (tmp_path / "broken.docx").write_bytes(b"PK no package")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exchange, "find_installation", lambda: ("LibreOffice Writer",))
    return tmp_path


def check(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(baocao, ["check", *arguments, "--lang", language])


def document(*arguments: str) -> dict:
    (found,) = json.loads(check(*arguments, "--json").stdout)["documents"]
    return found


# --- what is told -----------------------------------------------------------------------------------------------


def test_a_right_document_ends_with_0(folder):
    result = check("right.docx")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "right.docx: Báo cáo (BC), template – nothing found\n"


def test_a_finding_tells_rule_place_fault_clause_and_remedy(folder):
    result = check("wrong.docx")
    rule = load_profile().by_id["tieungu.text"]
    assert result.exit_code == 1
    head, *lines = result.stdout.splitlines()
    assert head == "wrong.docx: Báo cáo (BC), template – errors: 1"
    assert lines[0].startswith("  error tieungu.text paragraph ")
    assert "“Độc lập – Tự do - Hạnh phúc”" in lines[0]
    assert lines[1] == f"    {rule.message['en']}"
    assert lines[2].startswith("    found: ") and lines[3].startswith("    expected: ")
    assert lines[4:] == [f"    clause: {rule.clause}", f"    → {rule.remedy['en']}"]


def test_findings_come_in_the_language_that_is_asked_for(folder):
    rule = load_profile().by_id["tieungu.text"]
    assert rule.message["vi"] in check("wrong.docx", language="vi").stdout
    assert rule.message["en"] not in check("wrong.docx", language="vi").stdout


def test_errors_come_before_warnings(folder, right):
    (folder / "two.docx").write_bytes(edited(right, DASH))
    result = check("two.docx", "--set", "tieungu.text=warning", "--set", "quochieu.text=error")
    assert "warning tieungu.text" in result.stdout
    severities = [found["severity"] for found in document("two.docx")["findings"]]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_json_has_its_form(folder):
    result = check("wrong.docx", "--json")
    found = json.loads(result.stdout)
    assert result.stderr == ""
    assert list(found) == ["format", "documents", "exit_code"]
    assert (found["format"], found["exit_code"], result.exit_code) == ("baocao-check/1", 1, 1)
    (one,) = found["documents"]
    assert (one["file"], one["format"], one["profile"], one["kind"]) == ("wrong.docx", "docx", "nd30", "BC")
    assert (one["errors"], one["warnings"]) == (1, 0)
    (finding,) = one["findings"]
    assert finding["rule"] == "tieungu.text"
    assert finding["where"]["text"] == "Độc lập – Tự do - Hạnh phúc"
    assert set(finding["message"]) == set(finding["remedy"]) == {"vi", "en"}


# --- several files ----------------------------------------------------------------------------------------------


def test_a_folder_is_walked_and_a_file_that_cannot_be_checked_does_not_stop_the_others(folder):
    result = check(".")
    assert result.exit_code == 1
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert [head.split(":")[0] for head in heads] == ["broken.docx", "right.docx", "wrong.docx"]


def test_a_file_that_cannot_be_checked_is_an_error_of_its_own(folder):
    (folder / "secret.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    for name, code in (("broken.docx", "T01"), ("secret.docx", "K32")):
        found = document(name)
        assert set(found) == {"file", "error"}
        assert found["error"]["code"] == code
        result = check(name)
        assert (result.exit_code, f"error {code}" in result.stdout) == (1, True)


def test_an_old_document_without_libreoffice_says_what_to_do(folder):
    (folder / "old.rtf").write_bytes(rb"{\rtf1 a}")
    result = check("old.rtf")
    assert result.exit_code == 1
    assert "K33" in result.stdout and "LibreOffice is not installed" in result.stdout
    assert "Save it as DOCX in Word" in result.stdout


def test_a_converted_document_says_so_once(folder, wrong, monkeypatch):
    monkeypatch.setattr(exchange.Exchange, "convert", lambda *_: wrong)
    (folder / "old.rtf").write_bytes(rb"{\rtf1 a}")
    assert check("old.rtf").stdout.count("as LibreOffice understands it") == 1
    assert document("old.rtf")["converted_from"] == "rtf"
    assert "converted_from" not in document("wrong.docx")


def test_a_failure_of_ours_ends_with_2_and_the_others_are_checked(folder, monkeypatch):
    real = files.check

    def check_(data, name, *more):
        if name == "right.docx":
            raise RuntimeError("oops")
        return real(data, name, *more)

    monkeypatch.setattr(files, "check", check_)
    result = check("right.docx", "wrong.docx")
    assert result.exit_code == 2
    assert "K34" in result.stdout and "RuntimeError: oops" in result.stdout
    assert "Traceback" in result.stderr
    assert "error tieungu.text" in result.stdout


# --- what is checked --------------------------------------------------------------------------------------------


def test_a_severity_bounds_what_is_shown_and_what_counts(folder):
    softened = ("wrong.docx", "--set", "tieungu.text=warning")
    assert check(*softened).exit_code == 0
    assert "warning tieungu.text" in check(*softened).stdout
    assert check(*softened, "--severity", "warning").exit_code == 1
    hidden = check(*softened, "--severity", "error")
    assert (hidden.exit_code, hidden.stdout.splitlines()) == (
        0,
        ["wrong.docx: Báo cáo (BC), template – nothing found"],
    )


def test_a_rule_can_be_switched_off(folder):
    assert check("wrong.docx", "--set", "tieungu.text=off").exit_code == 0


@pytest.mark.parametrize("kind", ["KH", "kh", "Kế hoạch", "ke-hoach"])
def test_a_kind_that_is_told_is_not_recognised(folder, kind):
    assert document("right.docx", "--kind", kind)["kind"] == "KH"


def test_a_kind_of_copy_can_be_told(folder):
    assert document("right.docx", "--kind", "SY")["kind"] == "SY"


def test_a_profile_can_be_a_file(folder):
    said = "message: {vi: a, en: b}, remedy: {vi: c, en: d}"
    rule = f"{{id: own.size, clause: x, confidence: C2, measure: page.size, {said}"
    source = Path(files.__file__).with_name("nd30.yaml").read_text("utf-8")
    (folder / "own.yaml").write_text(source.replace("profile: nd30", "profile: own"), "utf-8")
    assert document("right.docx", "--profile", "own.yaml")["profile"] == "own"
    (folder / "bad.yaml").write_text(f"profile: bad\nrules: [{rule}]", "utf-8")
    assert check("right.docx", "--profile", "bad.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument"),
        (("gone.docx",), "[K30]"),
        (("empty",), "[K30]"),
        (("right.docx", "--kind", "XX"), "[K25]"),
        (("right.docx", "--profile", "nobody"), "[K01]"),
        (("right.docx", "--set", "tieungu.txt=off"), "tieungu.text"),
        (("right.docx", "--set", "tieungu.text=loud"), "error, warning, info, on, off"),
        (("right.docx", "--set", "tieungu.text"), "RULE=SEVERITY"),
        (("right.docx", "--severity", "loud"), "--severity"),
        (("right.docx", "wrong.docx", "--fix", "out.docx"), "[K37]"),
        ((".", "--comments", "out.docx"), "[K37]"),
        (("wrong.docx", "--comments", "wrong.docx"), "[K36]"),
        (("wrong.docx", "--fix", "./wrong.docx"), "[K36]"),
        (("wrong.docx", "--html", "wrong.docx"), "[K36]"),
    ],
)
def test_wrong_usage_ends_with_2_and_changes_nothing(folder, wrong, arguments, words):
    (folder / "empty").mkdir()
    result = check(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert (folder / "wrong.docx").read_bytes() == wrong
    assert not (folder / "out.docx").exists()


def test_wrong_usage_is_told_as_json_too(folder):
    result = check("gone.docx", "--json")
    assert json.loads(result.stdout)["error"]["code"] == "K30"


def test_a_link_to_the_document_is_the_document(folder, wrong):
    (folder / "link.docx").symlink_to("wrong.docx")
    assert check("wrong.docx", "--comments", "link.docx").exit_code == 2
    assert (folder / "wrong.docx").read_bytes() == wrong


# --- rules ------------------------------------------------------------------------------------------------------


def test_the_rules_are_printed_without_files(folder):
    result = check("--rules")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    profile = load_profile()
    assert len(lines) == len(profile.rules) * 2
    for rule, head, message in zip(profile.rules, lines[::2], lines[1::2], strict=True):
        assert head.startswith(f"{rule.id} {rule.severity if rule.enabled else 'off'} – {rule.clause} – ")
        assert message == f"    {rule.message['en']}"


def test_the_rules_are_printed_as_json_with_what_is_set(folder):
    found = json.loads(check("--rules", "--json", "--set", "tieungu.text=off").stdout)
    assert (found["format"], found["profile"]) == ("baocao-rules/1", "nd30")
    rules = {rule["rule"]: rule for rule in found["rules"]}
    assert rules.keys() == load_profile().by_id.keys()
    assert rules["tieungu.text"]["enabled"] is False
    assert set(rules["tieungu.text"]["message"]) == {"vi", "en"}


# --- copies -----------------------------------------------------------------------------------------------------


def test_a_copy_with_comments_is_written_and_the_document_left_alone(folder, wrong):
    assert check("wrong.docx", "--comments", "out.docx").exit_code == 1
    comments = read_package((folder / "out.docx").read_bytes())["word/comments.xml"].decode()
    assert "tieungu.text" in comments
    assert (folder / "wrong.docx").read_bytes() == wrong


def test_a_mended_copy_is_written_and_tells_what_was_mended(folder, wrong):
    result = check("wrong.docx", "--fix", "out.docx")
    assert result.exit_code == 0, result.output
    assert "Mended: 1" in result.stdout and "Left as it is: 0" in result.stdout
    assert "tieungu.text" in result.stdout.partition("Mended")[2]
    assert check("out.docx").exit_code == 0
    assert (folder / "wrong.docx").read_bytes() == wrong


def test_a_mended_copy_is_told_as_json(folder):
    found = document("wrong.docx", "--fix", "out.docx")
    assert [change["rule"] for change in found["fixed"]["mended"]] == ["tieungu.text"]
    assert found["fixed"]["left"] == []
    assert [finding["rule"] for finding in found["findings"]] == ["tieungu.text"]


@pytest.mark.parametrize("option", ["--comments", "--fix"])
def test_no_copy_is_made_of_a_pdf(folder, monkeypatch, option):
    def pretend(path, options, profile, office):
        real = files.check(path.read_bytes(), str(path), "", profile)
        return Checked(path, Opened(b"%PDF-1.7", "pdf"), real)

    monkeypatch.setattr(files, "check_file", pretend)
    result = check("wrong.docx", option, "out.docx")
    assert (result.exit_code, "[K37]" in result.stderr) == (2, True)
    assert not (folder / "out.docx").exists()


@pytest.mark.parametrize("option", ["--comments", "--fix", "--html"])
def test_no_copy_is_made_of_what_cannot_be_checked(folder, option):
    result = check("broken.docx", option, "out.docx")
    assert result.exit_code == 1
    assert (folder / "out.docx").exists() == (option == "--html")


@pytest.mark.parametrize("option", ["--comments", "--fix"])
def test_a_copy_that_is_not_called_a_docx_is_refused(folder, option):
    result = check("wrong.docx", option, "out.pdf")
    assert result.exit_code == 2
    assert "K39" in result.stderr and "out.pdf" in result.stderr
    assert not (folder / "out.pdf").exists()


def test_an_unknown_rule_names_the_nearest_or_the_list_of_rules(folder):
    assert "tieungu.text" in check("wrong.docx", "--set", "tieungu.txt=off").stderr
    far = check("wrong.docx", "--set", "xyz=off")
    assert far.exit_code == 2
    assert "There is no rule “xyz”" in far.stderr and "baocao check --rules" in far.stderr


def test_a_report_for_a_browser_has_all_documents(folder):
    assert check(".", "--html", "report.html").exit_code == 1
    page = parser.parse(folder / "report.html").getroot()
    assert page.get("lang") == "en"
    heads = [head.text for head in page.xpath("//h2")]
    assert heads == ["broken.docx", "right.docx", "wrong.docx"]
    assert "tieungu.text" in page.text_content()
    assert "LibreOffice, which lays them out, is missing" in page.text_content()


def test_nothing_is_written_beside_what_was_asked_for(folder):
    before = sorted(folder.iterdir())
    check(".", "--json")
    check("--rules")
    assert sorted(folder.iterdir()) == before


@pytest.mark.office
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_with_libreoffice_the_report_shows_the_finding_on_its_page(tmp_path, wrong, kind):
    with exchange.Exchange() as office:
        data = wrong if kind == "docx" else office.convert(wrong, "docx", "pdf")
    (tmp_path / f"wrong.{kind}").write_bytes(data)
    assert check(str(tmp_path / f"wrong.{kind}"), "--html", str(tmp_path / "report.html")).exit_code == 1
    page = parser.parse(tmp_path / "report.html").getroot()
    (number,) = page.xpath(
        "//li[.//*[@class='rule' and text()='tieungu.text']]//span[contains(@class, 'tag')]/text()"
    )
    (mark,) = page.xpath(f"//figure[1]//*[contains(@class, 'mark ') and .//a[text()='{number}']]")
    sides = {name: float(part[:-1]) for name, part in (p.split(":") for p in mark.get("style").split(";"))}
    assert 40 < sides["left"] < 70 and sides["top"] < 20 and 5 < sides["width"] < 40 and sides["height"] < 4


def test_a_name_that_would_act_on_the_terminal_is_shown_and_does_no_harm(folder, wrong):
    for name in (b"a\x1b[31m\n\xe2\x80\xae.docx", b"\xff\xfe.docx"):
        (folder / os.fsdecode(name)).write_bytes(wrong)
        (folder / os.fsdecode(b"broken" + name)).write_bytes(b"PK")
    result = check(".", "--html", "report.html")
    assert result.exit_code == 1
    assert not set("\x1b\u202e") & set(result.stdout + (folder / "report.html").read_text("utf-8"))
    found = json.loads(check(".", "--json").stdout.encode())
    assert len(found["documents"]) == 7
    for name in (b"a\x1b[31m\n\xe2\x80\xae.docx", b"\xff\xfe.docx"):
        assert check(os.fsdecode(name), "--comments", "c.docx", "--fix", "f.docx").exit_code == 0
