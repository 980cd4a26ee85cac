"""The pages about the rules print the rules as they are."""

import pytest

from kpi.law.rulepage import formula_text
from kpi.law.ruleset import LAW
from tests.law.cases import nd335

PAGES = LAW.parents[1] / "docs" / "rules"


@pytest.mark.parametrize(("page", "language"), [("scoring.md", "en"), ("cham-diem.md", "vi")])
def test_the_list_of_formulas_in_the_documents_is_the_rule(page, language):
    printed = (PAGES / page).read_text("utf-8").split("<!-- rule -->\n")[1].split("<!-- /rule -->")[0]
    assert printed == "".join(f"- {line}\n" for line in formula_text(nd335())[language].splitlines())
