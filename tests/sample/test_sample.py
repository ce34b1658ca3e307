"""Invented campaigns: valid, the same for the same seed, and no text twice."""

import zipfile
from collections import Counter

import pytest
import yaml
from click.testing import CliRunner

from pipeline.build.campaign import open_campaign
from pipeline.build.inspect import inspect
from pipeline.build.run import Options, build
from pipeline.cli import baocao
from pipeline.docx.text import paragraphs
from pipeline.sample import EXAMPLE, NotEmpty, sample_files, write_sample
from pipeline.stages.localise.markdown import parse_texts
from pipeline.stages.validate import Schemas


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "many"
    write_sample(folder, 12)
    return folder


def units(number, seed=0):
    return {name: yaml.safe_load(text) for name, text in sample_files(number, seed) if name.startswith("units/xa")}


def test_it_builds_without_any_finding(folder, tmp_path):
    result = build(folder, tmp_path, Options(pdf=False))
    assert (result.findings, result.exit_code) == ([], 0)
    assert result.count("made") == 11 * 2 + 1 + 2
    assert inspect(folder, tmp_path, templates=True).clean


def test_the_summary_has_a_row_for_each_unit(folder, tmp_path):
    build(folder, tmp_path, Options(pdf=False))
    text = [p.text for p in paragraphs((tmp_path / "many" / "summary" / "summary-report.docx").read_bytes())]
    for number in range(1, 12):
        assert any(line.endswith(f"Minh Họa {number}") for line in text)


def test_every_document_says_that_it_is_illustrative(folder, tmp_path):
    build(folder, tmp_path, Options(pdf=False))
    letter = tmp_path / "many" / "summary" / "cover-letter.docx"  # forwards the summary, and has no figures
    documents = [path for path in tmp_path.rglob("*.docx") if path != letter]
    assert len(documents) == 24
    for document in documents:
        with zipfile.ZipFile(document) as package:
            footers = [package.read(name).decode() for name in package.namelist() if "footer" in name]
        assert any("Số liệu minh họa" in footer for footer in footers), document


def test_a_unit_is_the_same_whatever_their_number_and_another_with_another_seed():
    few, many = dict(sample_files(5)), dict(sample_files(40))
    assert {name: text for name, text in few.items() if name != "campaign.yaml"}.items() <= many.items()
    assert dict(sample_files(5)) == few
    other = dict(sample_files(5, seed=1))
    changed = {name for name in few if few[name] != other[name]}
    assert changed == set(few) - {"campaign.yaml", "units/so-noi-vu.yaml"}


def test_no_text_occurs_twice_and_none_needs_pandoc(monkeypatch):
    monkeypatch.setattr("pipeline.stages.localise.markdown.read_all", lambda texts: [1 / 0 for _ in texts])
    texts = Counter(text for data in units(60).values() for text in data["narrative"].values())
    assert set(texts.values()) == {1}
    parse_texts(texts)


def test_units_are_of_the_size_of_the_real_report():
    real = yaml.safe_load((EXAMPLE / "units" / "van-phong.yaml").read_bytes())
    size = sum(len(text) for text in real["narrative"].values())
    for data in units(20).values():
        assert 0.85 * size < sum(len(text) for text in data["narrative"].values()) < 1.15 * size
        assert len(data["records"]["awards"]) == 12
        assert data["illustrative"] is True


def test_many_units_are_listed_and_none_is_missing():
    campaign = dict(sample_files(3_000))
    assert len(campaign) == 3_001
    listed = yaml.safe_load(campaign["campaign.yaml"])["units"]
    assert [f"units/{unit['id']}.yaml" for unit in listed] == list(campaign)[1:]


def test_the_campaign_is_that_of_the_example_but_for_its_units(folder):
    ours = open_campaign(folder, Schemas(folder)).data
    example = open_campaign(EXAMPLE, Schemas(EXAMPLE)).data
    assert {key for key in example if example[key] != ours[key]} == {"units"}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine").touch()
    with pytest.raises(NotEmpty):
        write_sample(tmp_path, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotEmpty):
        write_sample(tmp_path / "file" / "below", 2)


def test_the_command_writes_it_and_says_so(tmp_path):
    result = CliRunner().invoke(baocao, ["sample", str(tmp_path / "new"), "--units", "3", "--lang", "vi"])
    assert result.exit_code == 0
    assert "3" in result.output
    again = CliRunner().invoke(baocao, ["sample", str(tmp_path / "new"), "--units", "3"])
    assert (again.exit_code, "U14" in again.output) == (2, True)
    assert CliRunner().invoke(baocao, ["sample", str(tmp_path / "one"), "--units", "1"]).exit_code == 2
