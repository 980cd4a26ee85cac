"""A quarter's or year's results from the closings of the months within it; results travel with the person.

The unit that ranks is the one of the person's last month. Months not worked count neither way (Decree 335/2025
Art. 19); a month without a result leaves the whole open and is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.assessment.closing.averaging import averaged
from kpi.assessment.closing.behind import Behind, closed_behind, results_behind
from kpi.assessment.closing.conditions import BY_CONDITIONS, by_conditions
from kpi.assessment.closing.heads import UnitRanks, heads_ranked
from kpi.assessment.closing.recorded import Facts, facts_of, kept_rules, scored_columns
from kpi.assessment.closing.result_columns import (
    COLUMNS,
    FIGURES,
    INSUFFICIENT,
    NOT_ASSESSED,
    SCORED,
    TRANSFERRED,
)
from kpi.assessment.closing.stored import lines_of
from kpi.assessment.petitions.overlay import overlay_of_period
from kpi.assessment.rules import MAIN, PARTY
from kpi.assessment.unit_rating.computing import RatedUnits
from kpi.language.message import say
from kpi.law import InputErrors, Rules, rules_in_force
from kpi.law.party import party_results
from kpi.law.quarter import Month, score_quarter, score_year
from kpi.storage.tables import Period

AT_ONCE = 10_000  # people scored together: a year of forty thousand has millions of lines
LONGEST = 200


@dataclass(frozen=True)
class Derived:
    """results, rated: as a closed set's. rules: those used. behind: the closings they follow from."""

    results: pd.DataFrame
    rules: dict[str, Any]
    behind: list[dict[str, Any]]
    rated: RatedUnits | None = None


def derived_results(
    session: Session,
    period: Period,
    behind: Sequence[Behind] | None = None,
    facts: Facts | None = None,
    until: datetime | None = None,
    unit_ranks: UnitRanks | None = None,
) -> Derived:
    """Everybody with a result in any month within `period`. Raises `Refused` where a month is not closed.

    behind, facts, until, unit_ranks: what an earlier closing rested on, to compute it again.
    """
    rests_on = closed_behind(session, period) if behind is None else list(behind)
    known = facts or facts_of(session, period)
    entries = results_behind(session, rests_on, until)
    people = _standing(entries, rests_on, known)
    conditioned = (people["status"] == SCORED) & (people["rule_set"] == BY_CONDITIONS)
    scored = [
        _together(session, period, rests_on, entries, part, known, until)
        for part in _parts(people[(people["status"] == SCORED) & ~conditioned])
    ]
    if conditioned.any():
        scored.append(by_conditions(session, period, rests_on, people[conditioned], known.rules, until))
    rest = people[people["status"] != SCORED].assign(**dict.fromkeys(FIGURES, np.nan), rank=None, rank_366=None)
    results = pd.concat([*scored, rest], ignore_index=True)
    results = results.assign(proposed_rank=None, decided_rank=None).sort_values("person_id", ignore_index=True)
    results, rated = heads_ranked(session, period, results, known.rules, unit_ranks)
    return Derived(results[list(COLUMNS)], kept_rules(known.rules), [one.kept for one in rests_on], rated)


def _standing(entries: pd.DataFrame, behind: Sequence[Behind], facts: Facts) -> pd.DataFrame:
    """Each person as of the last month, with what keeps them from a result."""
    last = entries.drop_duplicates("person_id", keep="last").reset_index(drop=True)
    codes = np.array([one.period.code for one in behind], dtype=object)
    gaps = entries[entries["status"] == INSUFFICIENT].drop_duplicates(["person_id", "order"])
    named = pd.Series(codes[gaps["order"].to_numpy()], index=gaps.index).groupby(gaps["person_id"]).agg("; ".join)
    missing = last["person_id"].map(named).astype(object)
    worked_any = set(entries.loc[entries["status"].isin([SCORED, TRANSFERRED]), "person_id"])
    has_gap = missing.notna().to_numpy()
    idle = ~last["person_id"].isin(worked_any).to_numpy() & ~has_gap
    kinds = last["kind"].map({kind: rules.rule_set for kind, rules in facts.rules.items()}).astype(object)
    grounds = last["person_id"].map(dict(facts.grounds)).astype(object)
    shares = pd.Series(facts.worked, dtype="float64").groupby(level=0).sum() if facts.worked else pd.Series(dtype=float)
    return last[["person_id", "unit_id", "role", "title", "duty_group", "kind", "party_member"]].assign(
        month_id=None,
        version=1,
        rule_set=kinds.where(kinds.notna(), ""),
        status=np.select([has_gap, idle], [INSUFFICIENT, NOT_ASSESSED], SCORED),
        missing=missing.str.slice(0, LONGEST).where(missing.notna(), None),
        worked=last["person_id"].map(shares).clip(upper=1.0),
        ground=grounds.where(grounds.notna(), None),
    )


def _parts(people: pd.DataFrame) -> list[pd.DataFrame]:
    return [people.iloc[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE)]


def _together(
    session: Session, period: Period, behind: Sequence[Behind], entries: pd.DataFrame, people: pd.DataFrame,
    facts: Facts, until: datetime | None,
) -> pd.DataFrame:  # fmt: skip
    """The people of one part with their figures: by products where Decree 335 ranked every month, else by mean."""
    mine = entries[entries["person_id"].isin(people["person_id"]) & entries["status"].isin([SCORED, TRANSFERRED])]
    rules = next((found for found in facts.rules.values() if found.rule_set == MAIN), None)
    other = set(mine.loc[mine["rule_set"] != MAIN, "person_id"]) | set(
        people.loc[people["rule_set"] != MAIN, "person_id"]
    )
    by_products = people[~people["person_id"].isin(other)]
    found = []
    if len(by_products) and rules is not None:
        own = mine[~mine["person_id"].isin(other)]
        months = _months(session, behind, own, by_products, until)
        found.append(_scored(period, months, by_products, rules))
    if other:
        by_mean = people[people["person_id"].isin(other)]
        found.append(averaged(mine[mine["person_id"].isin(other)], by_mean, facts.rules))
    return pd.concat(found, ignore_index=True) if found else people.iloc[:0]


def _months(
    session: Session, behind: Sequence[Behind], entries: pd.DataFrame, people: pd.DataFrame, until: datetime | None
) -> list[Month]:
    """Each period's tables as `kpi.law.quarter` takes them: one entry a person, two units of one month put together."""
    grounds = people.set_index("person_id")["ground"]
    span = (int(people["person_id"].min()), int(people["person_id"].max()))
    months = []
    for place, one in enumerate(behind):
        here = entries[entries["order"] == place]
        owner = pd.Series(here["person_id"].to_numpy(), index=here["month_id"].to_numpy())
        made = overlay_of_period(session, one.period.id, until)
        lines = lines_of(session, [one.period.id], made, within=span)
        lines = lines.assign(person=lines["month_id"].map(owner))
        entered = one_a_person(here)
        months.append(
            Month(
                lines[lines["person"].notna()].astype({"person": "int64"}).reset_index(drop=True),
                entered.assign(disqualified=entered["person"].map(grounds)),
            )
        )
    return months


def one_a_person(entries: pd.DataFrame) -> pd.DataFrame:
    """One row a person: general points weighed by the time worked in each unit, the rest from the unit that ranks."""
    weight = entries["worked"].fillna(0)
    whole = weight.groupby(entries["person_id"]).transform("sum")
    count = weight.groupby(entries["person_id"]).transform("size")
    share = (weight / whole.where(whole > 0, 1)).where(whole > 0, 1 / count).where(count > 1, 1.0)
    general = (entries["general_points"] * share).groupby(entries["person_id"]).sum(min_count=1)
    last = entries.drop_duplicates("person_id", keep="last").reset_index(drop=True)
    return pd.DataFrame(
        {
            "person": last["person_id"],
            "role": last["role"],
            "general": last["person_id"].map(general),
            **{name: last[name] for name in ("d", "dd", "e")},
            "party_member": last["party_member"],
        }
    )


def _scored(period: Period, months: list[Month], people: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    try:
        scores = (score_year if period.kind == "year" else score_quarter)(months, rules)
    except InputErrors as errors:
        raise Refused(say("The stored work cannot be scored: {what}", what=errors.errors[0].message)) from errors
    ranks = party_results(scores, rules_in_force(PARTY, rules.since))["rank_366"].astype(object)
    figures = scored_columns(scores.people).assign(rank_366=ranks.where(ranks.notna(), None).to_numpy())
    kept = people.drop(columns=["status", "missing"]).merge(
        figures.assign(person_id=scores.people["person"].to_numpy()), on="person_id", how="left"
    )
    return kept.assign(status=kept["status"].fillna(INSUFFICIENT))
