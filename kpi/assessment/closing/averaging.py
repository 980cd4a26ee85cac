"""The mean of a person's periods under rule sets that do not add up products (Decree 335/2025 Art. 19 by analogy)."""

from collections.abc import Mapping

import pandas as pd

from kpi.assessment.closing.result_columns import FIGURES, INSUFFICIENT, RULES_MISSING, SCORED
from kpi.law import Rules


def averaged(entries: pd.DataFrame, people: pd.DataFrame, rules: Mapping[str, Rules]) -> pd.DataFrame:
    """`people` with the mean figures of their entries, ranked by the rule set that ranks them at the end.

    A ground on record makes the rank "not completed" whatever the mean.
    """
    a_period = entries.groupby(["person_id", "order"])[list(FIGURES)].mean()
    means = a_period.groupby(level=0).mean().reindex(people["person_id"]).reset_index(drop=True)
    made = pd.concat([people.reset_index(drop=True), means], axis=1)
    by_set = {found.rule_set: found for found in rules.values()}
    found = [_rank(total, by_set.get(name)) for total, name in zip(made["total"], made["rule_set"], strict=True)]
    ranks = pd.Series(found, index=made.index, dtype=object)
    known = ranks.notna()
    ranks = ranks.mask(known & made["ground"].notna(), "not_completed")
    return made.assign(
        rank=ranks,
        rank_366=None,
        status=known.map({True: SCORED, False: INSUFFICIENT}),
        missing=known.map({True: None, False: RULES_MISSING}),
    )


def _rank(total: float, rules: Rules | None) -> str | None:
    if rules is None or total != total:
        return None
    names = dict(rules.values)
    for rank in ("excellent", "good", "completed"):
        if f"{rank}_from" not in names:
            return None
        if total >= rules.number(f"{rank}_from"):
            return rank
    return "not_completed"
