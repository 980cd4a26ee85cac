"""Computing a closing again from what is stored, with the rules it kept, and comparing to the last digit.

The inputs are the work lines and marks of the months, the facts the closing kept (rules, grounds, time worked, the
fields, initiatives and late tasks behind leaders' d and đ, the ranks of the units heads stand under, which closings a
quarter or year follows from) and the decisions on ranks. Leaders' d and đ are worked out again from their people's
ranks and work. Corrections made after the closing are left out. The stored results themselves are proved by the
closing's digest.
"""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy.orm import Session

from kpi.access.actor import Refused
from kpi.assessment.closing.behind import kept_behind
from kpi.assessment.closing.beside import kept_beside
from kpi.assessment.closing.close import decided
from kpi.assessment.closing.derived import derived_results
from kpi.assessment.closing.differences import Difference, compared, kept_results
from kpi.assessment.closing.heads import kept_unit_ranks
from kpi.assessment.closing.kept_criteria import beside_each_other, ground_of, kept_criteria
from kpi.assessment.closing.recorded import Facts, recorded_results
from kpi.assessment.closing.result_columns import FIGURES, NOT_ASSESSED, SCORED, TRANSFERRED
from kpi.assessment.closing.views import latest_closing
from kpi.audit.closing_digest import stored_digest
from kpi.language.message import Message
from kpi.law import rules_from_dict
from kpi.storage.tables import Closing, Period

COMPARED = ("status", "missing", *FIGURES, "rank", "rank_366", "proposed_rank", "decided_rank")


@dataclass(frozen=True)
class Recomputation:
    """What was compared: closing number, people, figures; whether the digest holds; every difference."""

    number: int
    people: int
    figures: int
    digest: str
    digest_holds: bool
    differences: tuple[Difference, ...]
    reopened: bool = False
    stopped: Message | None = None  # why the stored work could not even be scored

    @property
    def equal(self) -> bool:
        """Whether everything came out again."""
        return self.digest_holds and not self.differences and self.stopped is None


def recompute(session: Session, code: str) -> Recomputation | None:
    """Prove the latest closing of a period; None where it was never closed."""
    closing = latest_closing(session, code)
    if closing is None:
        return None
    period = session.get_one(Period, closing.period_id)
    kept = kept_results(session, closing)
    differences: tuple[Difference, ...] = ()
    stopped = None
    try:
        differences = _differences(session, period, closing, kept)
    except Refused as refused:
        stopped = refused.message
    digest = stored_digest(session, closing.id)
    return Recomputation(
        closing.number, len(kept), len(kept) * len(COMPARED), closing.digest, digest == closing.digest, differences,
        reopened=period.state == "reopened" or (period.state == "closing" and not period.derived), stopped=stopped,
    )  # fmt: skip


def _differences(session: Session, period: Period, closing: Closing, kept: pd.DataFrame) -> tuple[Difference, ...]:
    """Of the results, and of what leaders' d and đ were computed as; the same one is named once."""
    facts, ranks = _facts(closing, kept), kept_unit_ranks(session, closing)
    if period.derived:
        behind = kept_behind(session, closing.behind)
        results = derived_results(session, period, behind, facts, closing.at, ranks).results
        return tuple(compared(session, kept, decided(session, period, results), COMPARED))
    criteria = kept_criteria(session, period)
    again = recorded_results(session, period, facts, closing.at, ground_of(criteria), ranks)
    found = compared(session, kept, decided(session, period, again.results), COMPARED)
    if len(criteria):
        found += compared(session, *beside_each_other(criteria, again.criteria), ("d", "dd"))
    return tuple(dict.fromkeys(found))


def _facts(closing: Closing, kept: pd.DataFrame) -> Facts:
    """What the closing kept beside the months: it holds whatever was entered since."""
    rules = {kind: rules_from_dict(closing.rules[name]) for kind, name in closing.rules["kinds"].items()}
    keys = zip(kept["person_id"].tolist(), kept["unit_id"].tolist(), strict=True)
    worked = {key: share for key, share in zip(keys, kept["worked"].tolist(), strict=True) if share == share}
    grounded = kept.dropna(subset=["ground"])
    sure = kept.assign(sure=kept["status"].isin([SCORED, NOT_ASSESSED])).sort_values("sure", kind="stable")
    ranked = sure[sure["status"] != TRANSFERRED]
    return Facts(
        rules,
        dict(zip(grounded["person_id"].tolist(), grounded["ground"].tolist(), strict=True)),
        worked,
        dict(zip(ranked["person_id"].tolist(), ranked["unit_id"].tolist(), strict=True)),
        kept_beside(closing.rules),
    )
