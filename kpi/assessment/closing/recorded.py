"""Everybody's result in a period work is recorded in, before anybody decides on ranks: scored all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from kpi.assessment.closing.absent import without_month
from kpi.assessment.closing.beside import BESIDE, NOBODY, beside_results
from kpi.assessment.closing.heads import BY_SCORE, UnitRanks, heads_ranked
from kpi.assessment.closing.result_columns import (
    APPROVAL_MISSING,
    COLUMNS,
    FIGURES,
    INSUFFICIENT,
    NOT_ASSESSED,
    RULES_MISSING,
    SCORED,
    TRANSFERRED,
    UNIT_RANK_MISSING,
)
from kpi.assessment.closing.scorable import scored_under
from kpi.assessment.closing.stored import Stored, stored_months
from kpi.assessment.rules import MAIN, PARTY
from kpi.assessment.scoring import LEADER_CRITERIA
from kpi.assessment.standing import (
    disqualified_in,
    leader_criteria,
    rules_for,
    with_inputs,
)
from kpi.assessment.standing.gathering import KeptGround
from kpi.assessment.standing.worked import Presence, presence_in
from kpi.assessment.states import State
from kpi.assessment.unit_rating.computing import RatedUnits
from kpi.law import RuleError, Rules, Scores, rules_in_force
from kpi.law.party import party_results
from kpi.storage.tables import Period


@dataclass(frozen=True)
class Facts:
    """What beside the months bears on the results: rules by kind of person, grounds, time worked, who ranks whom.

    beside: of an earlier closing, the time worked and the people no result of it says.
    """

    rules: Mapping[str, Rules]
    grounds: Mapping[int, str]
    worked: Mapping[tuple[int, int], float]
    ranked_by: Mapping[int, int]
    beside: Presence = NOBODY

    @property
    def present(self) -> Presence:
        """Everybody's time worked and unit that ranks them."""
        return Presence({**self.worked, **self.beside.worked}, {**self.ranked_by, **self.beside.ranking})


@dataclass(frozen=True)
class Computed:
    """results: COLUMNS, ordered by person and unit. criteria: what leaders' d, đ, e follow from. rules: those used.

    rated: the units' ratings, where heads had to wait for them.
    """

    results: pd.DataFrame
    criteria: pd.DataFrame
    rules: dict[str, Any]
    rated: RatedUnits | None = None


def facts_of(session: Session, period: Period) -> Facts:
    """The facts as they are on record now."""
    present = presence_in(session, period)
    return Facts(rules_for(session, period), disqualified_in(session, period), present.worked, present.ranking)


def recorded_results(
    session: Session, period: Period, facts: Facts, until: datetime | None = None, ground: KeptGround | None = None,
    unit_ranks: UnitRanks | None = None,
) -> Computed:  # fmt: skip
    """The results of everybody with a month or a post in the period, from what is stored.

    until: leave out corrections made later. ground, unit_ranks: what leaders' criteria rested on in an earlier
    closing, and the ranks of the units heads lead as it found them.
    """
    stored = stored_months(session, period, until)
    people = with_inputs(session, period, _people(stored, facts), facts.rules.values())
    lines = stored.lines.rename(columns={"month_id": "person"})
    criteria = _criteria(session, period, people, lines, facts, ground)
    if len(criteria):
        found = criteria.set_index("month_id")[list(LEADER_CRITERIA)].astype("float64")
        leading = people["month_id"].isin(found.index)
        for name in LEADER_CRITERIA:
            people[name] = people[name].where(~leading, people["month_id"].map(found[name]))
    results = _scored(session, people, lines, facts)
    everybody = pd.concat([_placed(results, facts), without_month(session, period, results, facts)], ignore_index=True)
    everybody = everybody.sort_values(["person_id", "unit_id"], ignore_index=True)
    ranked, rated = heads_ranked(session, period, everybody, facts.rules, unit_ranks)
    rules = {**kept_rules(facts.rules), BESIDE: beside_results(facts.present, ranked)}
    return Computed(ranked[list(COLUMNS)], criteria, rules, rated)


def _people(stored: Stored, facts: Facts) -> pd.DataFrame:
    """Months with their marks and grounds, as `kpi.law.score` takes people; `person` is the month's id."""
    people = stored.months.merge(stored.marks, on="month_id", how="left")
    grounds = people["person_id"].map(dict(facts.grounds)).astype(object)
    return people.assign(
        person=people["month_id"],
        disqualified=grounds.where(grounds.notna(), None),
        approved=(people["state"] == State.APPROVED),
    )


def _criteria(
    session: Session, period: Period, people: pd.DataFrame, lines: pd.DataFrame, facts: Facts,
    ground: KeptGround | None,
) -> pd.DataFrame:  # fmt: skip
    """Leaders' d, đ and e, from their people's ranks upwards; everybody is scored once to know the staff's."""
    rules = facts.rules.get("civil_servant")
    if rules is None or rules.rule_set != MAIN:
        return pd.DataFrame(columns=["month_id", *LEADER_CRITERIA, "basis"])
    chosen = people[people["approved"] & (people["kind"] == "civil_servant")].reset_index(drop=True)
    own = lines if len(chosen) == len(people) else lines[lines["person"].isin(chosen["person"])].reset_index(drop=True)
    scored = scored_under(session, own, chosen, rules).people
    scored = scored[scored["role"] == "staff"]
    ranks = pd.Series(scored["rank"].astype(object).to_numpy(), index=scored["person"].to_numpy())
    known = people.assign(rank=people["person"].map(ranks).astype(object))
    return leader_criteria(session, period, known, lines, facts.present, (rules, ground) if ground else None)


def _scored(session: Session, people: pd.DataFrame, lines: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """One row a month: figures and rank by the rules of the person's kind; none where nothing was approved."""
    parts = []
    for kind, months in people.groupby("kind", sort=True):
        rules, approved = facts.rules.get(str(kind)), months["approved"]
        if rules is None:
            parts.append(_without(months, RULES_MISSING, ""))
            continue
        parts.append(_without(months[~approved], APPROVAL_MISSING, rules.rule_set))
        chosen = months[approved].reset_index(drop=True)
        if len(chosen):
            parts.append(_by_rules(session, chosen, lines[lines["person"].isin(chosen["person"])], rules))
    return pd.concat(parts, ignore_index=True) if parts else _without(people, APPROVAL_MISSING, "")


def _by_rules(session: Session, people: pd.DataFrame, lines: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    scores = scored_under(session, lines.reset_index(drop=True), people, rules)
    named = people[["person_id", "unit_id", "month_id", "role", "title", "duty_group"]]
    made = scored_columns(scores.people).assign(rank_366=_party_ranks(scores, rules), ground=people["disqualified"])
    if rules.rule_set != MAIN:  # no other rule set knows d, đ and e
        made = made.assign(**dict.fromkeys(LEADER_CRITERIA, np.nan))
    return pd.concat([named, made], axis=1).assign(rule_set=rules.rule_set)


def scored_columns(scored: pd.DataFrame) -> pd.DataFrame:
    """What `kpi.law` says of people under the names of a closed result: status, missing, figures and rank."""
    missing = scored["missing"].astype(object)
    figures = {name: scored[name].astype("float64") for name in FIGURES if name in scored.columns}
    staff = (scored["role"] == "staff").to_numpy()
    for name in figures.keys() & set(LEADER_CRITERIA):
        figures[name] = figures[name].mask(staff)
    return pd.DataFrame(
        {
            "status": scored["status"].astype(object),
            "missing": missing.where(missing != "", None),
            **figures,
            "rank": _objects(scored["rank"]),
            BY_SCORE: _objects(scored["rank_by_score"]),
        }
    )


def _party_ranks(scores: Scores, rules: Rules) -> pd.Series:
    if rules.rule_set != MAIN:
        return pd.Series([None] * len(scores.people), dtype=object)
    return _objects(party_results(scores, rules_in_force(PARTY, rules.since))["rank_366"])


def _objects(values: pd.Series) -> pd.Series:
    plain = values.astype(object)
    return plain.where(plain.notna(), None)


def _without(months: pd.DataFrame, missing: str, rule_set: str) -> pd.DataFrame:
    """Months without a score, saying what is missing; never a zero."""
    kept = months[["person_id", "unit_id", "month_id", "role", "title", "duty_group"]]
    return kept.assign(
        rule_set=rule_set, status=INSUFFICIENT, missing=missing, ground=months["disqualified"],
        **dict.fromkeys(FIGURES, np.nan), rank=None, rank_366=None,
    )  # fmt: skip


def _placed(results: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Time worked beside each result, and who is ranked elsewhere or worked no day at all."""
    keys = list(zip(results["person_id"], results["unit_id"], strict=True))
    worked = np.array([facts.worked.get(key, np.nan) for key in keys], dtype=np.float64)
    elsewhere = np.array([facts.ranked_by.get(person, unit) != unit for person, unit in keys], dtype=bool)
    known = ((results["status"] == SCORED) | (results["missing"] == UNIT_RANK_MISSING)).to_numpy()
    away = (worked == 0) & ~known & ~elsewhere
    status = results["status"].mask(elsewhere & known, TRANSFERRED)
    gone = elsewhere | away
    return results.assign(
        worked=worked,
        version=1,
        status=status.mask(away, NOT_ASSESSED),
        missing=results["missing"].mask(away | (elsewhere & known), None),
        rank=results["rank"].mask(gone, None),
        rank_366=results["rank_366"].mask(gone, None),
        proposed_rank=None,
        decided_rank=None,
    )


def kept_rules(rules: Mapping[str, Rules]) -> dict[str, Any]:
    """Every rule set used by its id, the party's beside Decree 335, and which one ranks each kind of person."""
    kept: dict[str, Any] = {found.rule_set: found.as_dict() for found in rules.values()}
    kept["kinds"] = {kind: found.rule_set for kind, found in rules.items()}
    for found in rules.values():
        if found.rule_set == MAIN:
            try:
                kept[PARTY] = rules_in_force(PARTY, found.since).as_dict()
            except RuleError:
                continue
    return kept
