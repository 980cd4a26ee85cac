"""The columns of a closed result, in the order they are written, compared and hashed."""

FIGURES = ("a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total")
KEY = ("person_id", "unit_id")
WORDS = ("rule_set", "role", "title", "duty_group", "status", "missing")
RANKS = ("rank", "rank_366", "proposed_rank", "decided_rank")
COLUMNS = (*KEY, "month_id", "version", *WORDS, "worked", "ground", *FIGURES, *RANKS)  # as kpi.audit.closing_digest

SCORED, INSUFFICIENT, TRANSFERRED, NOT_ASSESSED = "scored", "insufficient", "transferred", "not_assessed"
MONTH_MISSING, APPROVAL_MISSING, RULES_MISSING = "month", "approval", "rules"
UNIT_RANK_MISSING = "unit_rank"  # the head of a public-service unit that has no rating yet; their points are known
