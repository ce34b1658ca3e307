"""The library stands by itself."""

import ast
from pathlib import Path
from types import FunctionType

import pytest

from pipeline import vietnamese

SOURCES = sorted(Path(vietnamese.__file__).parent.glob("*.py"))
ALLOWED = {
    "__future__", "collections", "dataclasses", "datetime", "decimal", "fractions",
    "re", "typing", "unicodedata",
}  # fmt: skip


def _imports(source: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_imports_only_itself_and_modules_that_do_no_input_or_output(source: Path) -> None:
    foreign = {name for name in _imports(source) if not name.startswith("pipeline.vietnamese.")}
    assert {name.partition(".")[0] for name in foreign} <= ALLOWED


def test_documents_all_that_it_offers() -> None:
    assert sorted(set(vietnamese.__all__)) == sorted(vietnamese.__all__)
    for name in vietnamese.__all__:
        offered = getattr(vietnamese, name)
        assert offered.__doc__ or not isinstance(offered, type | FunctionType), name
