"""Imports go only downwards, and each kind of knowledge lives in one place."""

import ast
from pathlib import Path

import pytest

from tests.architecture.floors import FLOORS, homeless, part_of, upward
from tests.architecture.source import ROOT, Module, module, product

VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "shared", "tools"}


def written(text: str, name: str = "kpi.law.sample", file: str = "sample.py") -> Module:
    return Module(name, Path(file), ast.parse(text))


def importing(part: str, library: str) -> list[str]:
    return [
        f"{found.path.relative_to(ROOT)}:{line} imports {name}"
        for found in product()
        if part_of(found.name) == part
        for line, name in found.imports()
        if name == library or name.startswith(library + ".")
    ]


def test_the_product_is_found():
    assert {"kpi.law", "kpi.storage", "kpi.access"} <= {found.name for found in product()}


def test_imports_go_only_downwards():
    assert list(upward(product())) == []


def test_every_module_has_its_floor():
    assert homeless(product()) == []


@pytest.mark.parametrize(
    "text",
    [
        "import kpi.access.actor",
        "from kpi.access import actor",
        "from kpi import access",
        "from kpi.storage.tables import Unit",  # a sibling on the same floor
        "from ..storage import tables",
        "def later():\n    from pages import my_month",
        "if TYPE_CHECKING:\n    import kpi.ui.shell",
    ],
)
def test_an_import_upwards_or_across_is_caught(text):
    assert len(list(upward([written(text)]))) >= 1


@pytest.mark.parametrize("text", ["import kpi.language", "from kpi.law.errors import BadCell", "import numpy"])
def test_an_import_downwards_or_within_is_free(text):
    assert list(upward([written(text)])) == []


def test_a_package_imports_its_own_modules_by_a_dot():
    assert list(upward([written("from .formula import score", "kpi.law", "__init__.py")])) == []


def test_only_the_screens_know_streamlit():
    below = {part for floor in FLOORS for part in floor} - {"kpi.ui", "pages", "streamlit_app"}
    assert [line for part in sorted(below) for line in importing(part, "streamlit")] == []


def test_pages_hold_no_sql():
    assert importing("pages", "sqlalchemy") + importing("pages", "kpi.storage.tables") == []


def test_pages_hold_no_formula():
    assert importing("pages", "kpi.law.formula") + importing("pages", "numpy") == []


def test_the_law_knows_no_database_and_no_screen():
    assert [line for library in ("sqlalchemy", "streamlit", "altair") for line in importing("kpi.law", library)] == []


def test_the_law_asks_no_clock():
    clocks = {"now", "today", "utcnow", "time"}
    asked = [
        f"{found.path.relative_to(ROOT)}:{node.lineno}"
        for found in product()
        if part_of(found.name) == "kpi.law"
        for node in ast.walk(found.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert asked == []


def test_no_module_is_named_vaguely():
    assert [found.name for found in product() if VAGUE & set(found.name.split("."))] == []


def test_every_module_says_what_it_is():
    silent = [str(found.path.relative_to(ROOT)) for found in product() if not ast.get_docstring(found.tree)]
    assert [path for path in silent if "migrations" not in path] == []


def test_a_file_is_named_by_its_place():
    assert module(ROOT / "kpi" / "law" / "__init__.py").name == "kpi.law"
    assert module(ROOT / "kpi" / "audit" / "chain.py").name == "kpi.audit.chain"
