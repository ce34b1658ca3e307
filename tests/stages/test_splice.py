"""Groups of lines exchanged in a file, and files that are not what they should be."""

from contextlib import closing

import pytest

from pipeline.stages.lines import Damaged, pair, to_bytes
from pipeline.stages.published import document_of
from pipeline.stages.splice import LineFile

PATHS = ("units/so-a/report", "units/so-b/report", "units/so-c/report")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "manifest.json"
    documents = (pair(name, "{}") for name in PATHS)
    path.write_bytes(b"".join(to_bytes([("documents", documents), ("figures", {"a": 1}), ("records", {})])))
    return path


@pytest.mark.parametrize("left", [0, 1, 40, -1, -3])
def test_a_file_that_is_not_whole_is_damaged(file, left):
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(Damaged):
        LineFile(file)


def test_hints_are_taken_only_where_they_are_right(file):
    names = ("documents", "figures", "records")
    with closing(LineFile(file)) as found:
        right = {name: found.span(name) for name in names}
    start, end = right["documents"]
    for wrong in ((start + 1, end), (start, end - 1), (0, 5), (start, end + 9), right["figures"]):
        with closing(LineFile(file, {**right, "documents": wrong})) as found:
            assert {name: found.span(name) for name in names} == right
            assert list(found.keys("documents", document_of)) == list(PATHS)
