"""A comparison of rule sets as a workbook."""

from collections.abc import Mapping
from typing import Any

from kpi.access.actor import Actor
from kpi.assessment.comparing import Comparison, compare, why
from kpi.exchange.plain_sheet import list_workbook
from kpi.law.ruleset import rule_set
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_name
from kpi.ui.words import _, language

MOST_REASONS = 1000


def comparison_book(
    who: Actor, period: str, names: tuple[str, ...], unit_id: int | None, assume: bool, *, everybody: bool
) -> bytes:
    """Everybody, or those who would rank differently, with each rank and, for up to a thousand people, its reason."""
    with reading(engine()) as session:
        found = compare(session, who, period, names, unit_id, assume=assume)
    rows = found.people if everybody else found.differing
    reasons = len(rows) <= MOST_REASONS
    short = [rule_set(one.id).short[language()] for one in found.sets]
    headers = [_("Person"), _("Code"), _("Unit"), _("Post"), *short]
    headers += [_("{rule_set}: why", rule_set=name) for name in short] if reasons else []
    return list_workbook(
        _("Comparison of rule sets, {period}", period=period),
        headers,
        [_cells(row, found, reasons) for row in rows.to_dict("records")],
        [26, 12, 34, 26, *[20] * len(short), *[60] * (len(headers) - 4 - len(short))],
    )


def _cells(row: Mapping[Any, Any], found: Comparison, reasons: bool) -> list[str]:
    cells = [row["name"], row["code"], row["unit"], row["title"]]
    cells += [rank_name(row[one.id]) for one in found.sets]
    return [*cells, *([why(one, row["person"])[language()] for one in found.sets] if reasons else [])]
