"""The pages about the rules print the rules as they are."""

import pytest

from kpi.law.rulepage import formula_text
from kpi.law.ruleset import LAW
from tests.law.cases import nd335
from tests.law.others import rules_of

PAGES = LAW.parents[1] / "docs" / "rules"


PRINTED = {
    "scoring.md": ("nd335", "en"), "cham-diem.md": ("nd335", "vi"),
    "march-2025.md": ("kh2025", "en"), "thang-3-2025.md": ("kh2025", "vi"),
    "decree-90.md": ("nd90", "en"), "nghi-dinh-90.md": ("nd90", "vi"),
    "public-employees.md": ("nd233", "en"), "vien-chuc.md": ("nd233", "vi"),
}  # fmt: skip


@pytest.mark.parametrize("page", PRINTED)
def test_the_list_of_formulas_in_the_documents_is_the_rule(page):
    name, language = PRINTED[page]
    rules = nd335() if name == "nd335" else rules_of(name)
    printed = (PAGES / page).read_text("utf-8").split("<!-- rule -->\n")[1].split("<!-- /rule -->")[0]
    assert printed == "".join(f"- {line}\n" for line in formula_text(rules)[language].splitlines())
