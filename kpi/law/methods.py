"""Every rule set that ranks people, behind one door: the method a set of rules stands for."""

from collections.abc import Callable

import pandas as pd

from kpi.language.message import N_, Message
from kpi.law.errors import RuleError
from kpi.law.kh2025 import score_kh2025
from kpi.law.nd90 import score_nd90
from kpi.law.nd233 import score_nd233
from kpi.law.rules import Rules
from kpi.law.scoring import Scores, score

Method = Callable[[pd.DataFrame, pd.DataFrame, Rules], Scores]
METHODS: dict[str, Method] = {
    "nd335": score,
    "kh2025": score_kh2025,
    "nd90": score_nd90,
    "nd233": score_nd233,
}


def score_under(lines: pd.DataFrame, people: pd.DataFrame, rules: Rules) -> Scores:
    """Score people by whichever rule set `rules` belong to; the columns each needs are named by its method.

    Every result has status, missing, a, b, c, task_points, general_points, total, rank_by_score, rank and reason;
    figures a rule set does not know are NaN. Raises RuleError for one that only stands beside another (qd366).
    """
    method = METHODS.get(rules.rule_set)
    if method is None:
        text = N_("{rule_set} gives no rank of its own: it stands beside another rule set.")
        raise RuleError(Message(text, {"rule_set": rules.rule_set}))
    return method(lines, people, rules)
