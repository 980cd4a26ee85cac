"""What the repository may say, and that every dependency is pinned, explained and declared."""

import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import ROOT, everything, product

LIBRARIES = ROOT / "docs" / "decisions" / "0002-libraries.md"
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt"]
SOMEBODYS_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/(?!\.\.\.)\w|[A-Z]:\\\\?Users")
REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|--(?:extra-)?index-url|npmjs\.|proxy\.golang|--find-links|--trusted-host", re.I
)
THIS_TEST = "tests/architecture/test_repository.py"


def texts():
    for path in everything():
        name = str(path.relative_to(ROOT))
        if name == THIS_TEST:
            continue
        try:
            yield name, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def found(pattern):
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def pins(file):
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("-r ")]


def named(pin):
    return re.split(r"[\[=<>~! ]", pin)[0].lower()


def test_no_file_names_a_place_on_somebodys_machine():
    assert found(SOMEBODYS_MACHINE) == []


def test_no_file_names_a_package_registry():
    assert found(REGISTRY) == []


@pytest.mark.parametrize("line", ["/ho" + "me/an/kpi", "see /wo" + "rk/x", "C:\\" + "Users\\an"])
def test_a_machines_path_is_recognised(line):
    assert SOMEBODYS_MACHINE.search(line)


@pytest.mark.parametrize("line", ["https://kpi.example/home/page", "the /work of a unit", "pages/home/now"])
def test_a_path_of_the_product_is_not_mistaken(line):
    assert not SOMEBODYS_MACHINE.search(line)


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_dependency_is_pinned_to_one_version(file):
    assert pins(file) != []
    assert [pin for pin in pins(file) if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", pin)] == []


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_dependency_has_its_reason(file):
    reasons = re.findall(r"^\| `([^`]+)` \| (.{20,}) \|$", LIBRARIES.read_text("utf-8"), re.M)
    explained = {name.lower() for name, _ in reasons}
    assert [pin for pin in pins(file) if named(pin) not in explained] == []


def test_every_library_the_product_imports_is_required():
    required = {named(pin).replace("_", "-") for pin in pins("requirements.txt")} | {
        "starlette"
    }  # streamlit's own server
    providers = packages_distributions()
    undeclared = []
    for module in product():
        for line, name in module.imports():
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top in {"kpi", "pages", "tests", ""}:
                continue
            if not {name.lower().replace("_", "-") for name in providers.get(top, [top])} & required:
                undeclared.append(f"{module.path.relative_to(ROOT)}:{line} imports {top}")
    assert undeclared == []
