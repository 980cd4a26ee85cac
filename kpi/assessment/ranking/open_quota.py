"""Groups whose quota of "excellent" no decision has settled yet, tested on a whole set of results."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy.orm import Session

from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.ranking.decided import decisions_in, quota_decisions_in, with_decisions
from kpi.assessment.rules import MAIN, rules_of
from kpi.law.quota import quota_table
from kpi.storage.tables import Period


@dataclass(frozen=True)
class OpenQuota:
    """An agency (duty_group None) or a group of similar duties in it with more excellent than allowed.

    allowed: 20% of `good`, or 25% where a decision for the agency is on record; over: how many too many.
    """

    agency_id: int
    agency: str
    duty_group: str | None
    good: int
    excellent: int
    allowed: int
    over: int


def quota_open(session: Session, period: Period, results: pd.DataFrame) -> list[OpenQuota]:
    """Every group above its quota after the decisions on record, ordered by agency and group.

    results: one row a person and unit, columns as PeriodResult: person_id, unit_id, rank, duty_group; where known also
    decided_rank, petition_id and rule_set (only people ranked by Decree 335/2025 are counted), or as `with_decisions`
    has made them. The order of the rows
    and of the approvals behind them makes no difference (Art. 20.5.a is tested on the closed set).
    """
    if "rule_set" in results.columns:
        results = results[results["rule_set"] == MAIN]
    if results.empty:
        return []
    agencies = agencies_by_unit(session)
    names = {agency.id: agency.name for agency in agencies.values()}
    known = "counts" in results.columns
    counted = results if known else with_decisions(results, decisions_in(session, period.id))
    table = quota_table(
        pd.DataFrame({
            "rank": counted["counts"],
            "unit": [agencies[unit_id].id for unit_id in counted["unit_id"]],
            "duty_group": counted["duty_group"],
        }),
        rules_of(session, period.starts),
    )  # fmt: skip
    return _over(table, set(quota_decisions_in(session, period.id)), names)


def _over(table: pd.DataFrame, raised: set[int], names: Mapping[int, str]) -> list[OpenQuota]:
    table = table.assign(most=table["allowed"].where(~table["unit"].isin(raised), table["allowed_with_decision"]))
    found = [
        OpenQuota(
            int(row["unit"]), names[int(row["unit"])], row["duty_group"] if pd.notna(row["duty_group"]) else None,
            int(row["good"]), int(row["excellent"]), int(row["most"]), int(row["excellent"] - row["most"]),
        )
        for row in table[table["excellent"] > table["most"]].to_dict("records")
    ]  # fmt: skip
    return sorted(found, key=lambda group: (group.agency, group.agency_id, group.duty_group or ""))
