"""Figures by the names that a clerk knows."""

import pytest

from pipeline.corrections.book import Book
from pipeline.corrections.labels import Labels


@pytest.fixture
def label(sandbox):
    """The label of an id, with more operations declared."""

    def make(id_, unit="", campaign=""):
        sandbox.change_campaign(
            "    events.total: {count: events}\n", f"    events.total: {{count: events}}\n{unit}"
        )
        sandbox.change_campaign(
            "    reporting.received: {count: units}\n", f"    reporting.received: {{count: units}}\n{campaign}"
        )
        return Labels(Book(sandbox.folder)).of(id_)

    return make


@pytest.mark.parametrize(
    ("id_", "wanted"),
    [
        ("so-b:staff.total", "Biên chế: Tổng số"),
        ("so-b:staff.men", "Biên chế: Tổng số trừ Biên chế: Nữ"),
        ("so-b:events.total", "Hội nghị"),
        ("so-b:events[2]", "Hội nghị 3"),
        ("so-b:events[2].name", "Hội nghị 3: Tên"),
        ("so-b:", "Sở B"),
        ("so-z:", "so-z"),
        ("=100", "100"),
        ("staff.total", "Biên chế: Tổng số"),
        ("reporting.received", "Đơn vị đã báo cáo"),
        ("so-b:never.declared", "never.declared"),
    ],
)
def test_titles_of_the_schema_and_words_for_what_is_computed(label, id_, wanted):
    assert label(id_) == wanted


@pytest.mark.parametrize(
    ("declared", "path", "wanted"),
    [
        ("x: {sum: units.staff.total, as: Tổng số người}", "x", "Tổng số người"),
        ("x: {sum: units.staff.total, by: group, keys: [all]}", "x.all", "Biên chế: Tổng số - Các đơn vị"),
        ("x: {highest: units.staff.women}", "x.value", "Cao nhất: Biên chế: Nữ"),
        ("x: {highest: units.staff.women}", "x.units", "Cao nhất: Biên chế: Nữ (đơn vị)"),
        ("x: {rank: units.staff.women}", "x.so-b", "Xếp thứ: Biên chế: Nữ - Sở B"),
        ("x: {count: units, where: {staff.women: {from: 30}}}", "x", "Đơn vị đã báo cáo (Biên chế: Nữ từ 30)"),
        ("x: {count: units, where: {group: [all, none]}}", "x", "Đơn vị đã báo cáo (nhóm là all hoặc none)"),
        (
            "x: {share: [staff.total, {sum: [staff.total, 1]}]}",
            "x",
            "Tỷ lệ Biên chế: Tổng số / Biên chế: Tổng số + 1",
        ),
        ("x: {count: units.events, where: {name: Họp}}", "x", "Hội nghị (Tên là Họp)"),
    ],
)
def test_operations_are_put_into_words(label, declared, path, wanted):
    assert label(path, campaign=f"    {declared}\n") == wanted


def test_operations_on_operations_end(label):
    steps = "".join(f"    d{n}: {{sum: [d{n - 1}, d{n - 1}]}}\n" for n in range(1, 40))
    assert len(label("so-b:d39", unit=f"    d0: {{sum: [staff.men, 1]}}\n{steps}")) < 1000
