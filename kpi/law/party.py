"""Party regulation 366-QĐ/TW: a second result for party members, with a reason for every gate.

It stands beside the rank of Decree 335 and never replaces it.
"""

from fractions import Fraction

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.language.message import N_, Message
from kpi.law.columns import RANKS, Numbers, floats, is_leader, named
from kpi.law.grouping import Grouping, group
from kpi.law.inputs import filled, fractions
from kpi.law.missing import missing_words
from kpi.law.rules import Rules
from kpi.law.scoring import NEAR, Scores

Mask = NDArray[np.bool_]


def party_results(scores: Scores, rules: Rules) -> pd.DataFrame:
    """Rank the party members among `scores` under the rule set qd366.

    Returns one row a person scored, in the same order: person, member, rank_by_score, on_time_quality (bool),
    exceeded_share (Σ exceeded ÷ Σ assigned, in products; NaN when nothing was recorded), exceeded (bool),
    exceeded_recorded (bool), unit_led (bool, True for staff) and rank_366 (missing for others than members and where
    there is no score).
    """
    people, lines = scores.people, scores.lines
    grouping = group(lines["person"], people["person"])
    on_time_quality = _every_line(on_time_with_quality(lines), grouping)
    share, enough, recorded = _exceeded(lines, grouping, rules.number("exceeded_share"))
    unit_led = ~is_leader(people) | (floats(people, "dd") == 1)
    codes = people["rank_by_score"].cat.codes.to_numpy()
    good = on_time_quality & unit_led
    excellent = good & enough
    ranked = np.where((codes == 0) & ~excellent, 1, codes)
    ranked = np.where((ranked == 1) & ~good, 2, ranked)
    ranked = np.where((people["reason"] == "disqualified").to_numpy(), 3, ranked)
    member = party_members(people)
    return pd.DataFrame(
        {
            "person": people["person"],
            "member": member,
            "rank_by_score": people["rank_by_score"],
            "on_time_quality": on_time_quality,
            "exceeded_share": share,
            "exceeded": enough,
            "exceeded_recorded": recorded,
            "unit_led": unit_led,
            "rank_366": named(np.where(member, ranked, -1), RANKS),
        },
        index=people.index,
    )


def party_reasons(result: pd.Series, scored: pd.Series, rules: Rules) -> list[Message]:
    """Why a member has this rank: one sentence for the score and one for each gate, met or not.

    result: a row of `party_results`; scored: the same person's row of `Scores.people`. No sentence for others.
    """
    if not result["member"]:
        return []
    if scored["reason"] == "insufficient":
        return [Message(N_("No party result: {missing} missing."), {"missing": missing_words(scored["missing"])})]
    if scored["reason"] == "disqualified":
        return [Message(N_("Not completed whatever the score: {ground}."), {"ground": str(scored["disqualified"])})]
    sentences = [Message(N_("By score alone: {rank}."), {"rank": Message(RANK_WORDS[result["rank_by_score"]])})]
    sentences.append(Message(ALL_WELL if result["on_time_quality"] else NOT_ALL_WELL))
    sentences.append(_exceeded_reason(result, rules))
    if scored["role"] != "staff":
        sentences.append(Message(UNIT_WELL if result["unit_led"] else UNIT_NOT_WELL))
    return sentences


def party_members(people: pd.DataFrame) -> Mask:
    """True where party_member says so; missing is not a member."""
    if "party_member" not in people.columns:
        return np.zeros(len(people), dtype=bool)
    return (people["party_member"].astype(object) == True).to_numpy(dtype=bool)  # noqa: E712 - missing stays False


def _exceeded_reason(result: pd.Series, rules: Rules) -> Message:
    if not result["exceeded"] and not result["exceeded_recorded"]:
        return Message(NOT_RECORDED)
    least = f"{rules.number('exceeded_share') * 100:g}"
    values = {"share": float(result["exceeded_share"] * 100), "least": least}
    return Message(EXCEEDED if result["exceeded"] else NOT_EXCEEDED, values)


def on_time_with_quality(lines: pd.DataFrame) -> Mask:
    """Line by line: all assigned done, all meeting quality, no failure or lateness without an objective cause."""
    assigned, done = floats(lines, "assigned"), floats(lines, "done")
    quality_ok = filled(floats(lines, "quality_ok"), done)
    net = (lines["net_failed"].to_numpy() > 0) | (lines["net_late"].to_numpy() > 0)
    return (done >= assigned) & (quality_ok >= assigned) & ~net


def _every_line(met: Mask, grouping: Grouping) -> Mask:
    if len(met) == 0:
        return np.zeros(len(grouping.counts), dtype=bool)
    whole = np.logical_and.reduceat(grouping.gather(met), grouping.starts)
    return grouping.spread(whole, False)


def _exceeded(lines: pd.DataFrame, grouping: Grouping, least: float) -> tuple[Numbers, Mask, Mask]:
    """Share exceeded, whether it reaches `least` on what was recorded, and whether every line was recorded.

    A line without a record adds nothing, so what is reached without it is truly reached.
    """
    exceeded, assigned = floats(lines, "exceeded"), floats(lines, "assigned")
    unknown = np.isnan(exceeded)
    known = grouping.gather(np.where(unknown, 0.0, exceeded))
    assigned = grouping.gather(assigned)
    share = _share(known, assigned, grouping)
    enough = share >= least
    near = np.flatnonzero(np.abs(share - least) < NEAR)
    if len(near):
        part, rows = grouping.only(near)
        enough[near] = _share(fractions(known[rows]), fractions(assigned[rows]), part) >= Fraction(repr(least))
    nothing_recorded = _every_line(unknown, grouping)
    return np.where(nothing_recorded, np.nan, share), enough, _every_line(~unknown, grouping)


def _share(exceeded: Numbers, assigned: Numbers, grouping: Grouping) -> Numbers:
    """Σ exceeded ÷ Σ assigned for each owner, columns in grouped order; NaN where nothing was assigned."""
    if len(grouping.starts) == 0:
        return np.full(len(grouping.counts), np.nan)
    over, whole = (np.add.reduceat(column, grouping.starts) for column in (exceeded, assigned))
    nothing = whole == 0
    return grouping.spread(np.where(nothing, np.nan, over / np.where(nothing, 1, whole)), np.nan)


RANK_WORDS = {
    "excellent": N_("excellent"),
    "good": N_("good"),
    "completed": N_("completed"),
    "not_completed": N_("not completed"),
}
ALL_WELL = N_("Every task was done in full, on time and with quality.")
NOT_ALL_WELL = N_("Not every task was done in full, on time and with quality, so neither excellent nor good.")
EXCEEDED = N_("{share}% of the assigned products were exceeded; excellent needs {least}%.")
NOT_EXCEEDED = N_("Only {share}% of the assigned products were exceeded; excellent needs {least}%.")
NOT_RECORDED = N_("What was exceeded is not recorded for every task, so excellent is not shown.")
UNIT_WELL = N_("The unit led completed everything on plan, on time and with quality.")
UNIT_NOT_WELL = N_("The unit led did not complete everything on plan, so neither excellent nor good.")
