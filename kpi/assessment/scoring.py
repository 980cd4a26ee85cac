"""From stored months to the law's tables and back: the only door to `kpi.law.score` for months in the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from kpi.assessment.cells import COUNTS, effective
from kpi.law import Rules, Scores, rules_in_force, score_under
from kpi.law.criteria import criteria_codes
from kpi.law.party import party_results
from kpi.law.reach import Way, reach
from kpi.storage.tables import MonthScore

SELF, REVIEWED = "self", "reviewed"
LEADER_CRITERIA = ("d", "dd", "e")
WEIGHTS = ("w_quantity", "w_quality", "w_progress")
FIGURES = ("a", "b", "c", "d", "dd", "e", "task_points", "general_points", "total")
LINE_COLUMNS = ("person", "line", "product", "coefficient", "assigned", *COUNTS, "failed_excused", "late_excused")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class MonthRows:
    """One month as rows: its header, its accepted lines, its marks. Rows are mappings of column names.

    disqualified: a ground of Art. 20.4 on record for the month. computed: (criterion, share) of a leader's d and đ as
    they follow from the people and work below. weights: how the unit divides a public employee's 70 points.
    unit_rank: of the unit a public employee leads, once the closing has rated it.
    """

    month_id: int
    role: str
    party_member: bool | None
    lines: Sequence[Row]
    marks: Sequence[Row]
    disqualified: str | None = None
    computed: tuple[tuple[str, float | None], ...] = ()
    weights: tuple[float, float, float] | None = None
    unit_rank: str | None = None


@dataclass(frozen=True)
class Result:
    """The scores of some months at one stage: Decree 335's, and Regulation 366's beside them for party members."""

    scores: Scores

    @cached_property
    def party(self) -> pd.DataFrame:
        """The results of `kpi.law.party`, worked out when first asked for."""
        return party_results(self.scores, rules_in_force("qd366", self.scores.rules.since))

    @cached_property
    def ways(self) -> list[Way]:
        """What it would take the first person to reach good and excellent; none without work or outside Decree 335."""
        person = {str(name): value for name, value in self.scores.people.iloc[0].items()}
        known = len(self.scores.lines) > 0 and self.scores.rules.rule_set == "nd335"
        return reach(self.scores.lines, person, self.scores.rules) if known else []


def score_months(months: Sequence[MonthRows], stage: str, rules: Rules) -> Result:
    """Score months as declared ("self": nothing excused yet) or as reviewed. Row i of the result is month i."""
    lines = pd.DataFrame(
        [line for month in months for line in _lines(month, stage)], columns=list(LINE_COLUMNS)
    ).astype(dict.fromkeys(LINE_COLUMNS[3:], "float64"))
    people = pd.DataFrame([_person(month, stage, rules) for month in months])
    numbers = dict.fromkeys(("general", *LEADER_CRITERIA, *WEIGHTS), "float64")
    scores = score_under(lines, people.astype(numbers), rules)
    return Result(scores)


LINE_FACTS = (
    *("id", "title", "state", "coefficient", "assigned", "failed_excused", "late_excused"),
    *COUNTS,
    *(f"reviewed_{name}" for name in COUNTS),
)
MARK_FACTS = ("criterion", "self_value", "reviewed_value", "review_reason")
Facts = tuple[tuple[Any, ...], ...]


def score_month(month: MonthRows, stage: str, rules: Rules) -> Result:
    """As `score_months` for one month; the same content is scored once and remembered, whoever asks."""
    lines = tuple(tuple(line[name] for name in LINE_FACTS) for line in month.lines)
    marks = tuple(tuple(mark.get(name) for name in MARK_FACTS) for mark in month.marks)
    header = ("month_id", "role", "party_member", "disqualified", "computed", "weights", "unit_rank")
    beside = tuple(getattr(month, name) for name in header)
    return _remembered(beside, lines, marks, stage, rules)


@lru_cache(maxsize=2000)
def _remembered(beside: tuple[Any, ...], lines: Facts, marks: Facts, stage: str, rules: Rules) -> Result:
    month_id, role, party_member, disqualified, computed, weights, unit_rank = beside
    line_rows = [dict(zip(LINE_FACTS, line, strict=True)) for line in lines]
    mark_rows = [dict(zip(MARK_FACTS, mark, strict=True)) for mark in marks]
    rows = MonthRows(month_id, role, party_member, line_rows, mark_rows, disqualified, computed, weights, unit_rank)
    return score_months([rows], stage, rules)


def _lines(month: MonthRows, stage: str) -> Iterable[dict[str, Any]]:
    for line in month.lines:
        if line["state"] == "accepted":
            fixed = {
                "person": month.month_id,
                "line": line["id"],
                "product": line["title"],
                "coefficient": line["coefficient"],
            }
            yield fixed | (_declared(line) if stage == SELF else effective(line))


def _declared(line: Row) -> dict[str, Any]:
    counts = {name: line[name] for name in ("assigned", *COUNTS)}
    return counts | {"failed_excused": None, "late_excused": None}


def _person(month: MonthRows, stage: str, rules: Rules) -> dict[str, Any]:
    values = {mark["criterion"]: mark_value(mark, stage) for mark in month.marks}
    if stage == REVIEWED:
        values |= computed_unless_reasoned(month.marks, dict(month.computed))
    return {
        "person": month.month_id,
        "role": month.role,
        "general": general_points(values, rules),
        **{name: values.get(name) for name in LEADER_CRITERIA},
        "disqualified": month.disqualified,
        "party_member": month.party_member,
        "unit_rank": month.unit_rank,
        **dict(zip(WEIGHTS, month.weights or (None, None, None), strict=True)),
    }


def computed_unless_reasoned(marks: Sequence[Row], computed: Mapping[str, float | None]) -> dict[str, float]:
    """A leader's d and đ as they follow from below, but for those a rater set otherwise with a reason.

    What cannot be computed yet stays as marked; at the closing it counts only if it is known or reasoned.
    """
    reasoned = {
        mark["criterion"]
        for mark in marks
        if mark["reviewed_value"] is not None and (mark.get("review_reason") or "").strip()
    }
    return {name: share for name, share in computed.items() if share is not None and name not in reasoned}


def mark_value(mark: Row, stage: str) -> float | None:
    """A mark at a stage: the reviewed value where there is one, else the person's own."""
    if stage == REVIEWED and mark["reviewed_value"] is not None:
        return float(mark["reviewed_value"])
    return None if mark["self_value"] is None else float(mark["self_value"])


def general_points(values: Mapping[str, float | None], rules: Rules) -> float | None:
    """The sum of every criterion of Form 01, exact in decimals; None while one is missing."""
    marks = [values.get(code) for code in criteria_codes(rules.since)]
    if any(mark is None for mark in marks):
        return None
    return float(sum(Decimal(repr(mark)) for mark in marks))


def snapshots(result: Result, stage: str) -> list[MonthScore]:
    """One row per month to keep with it, together with the rules it was made with."""
    return [MonthScore(**row) for row in snapshot_rows(result, stage)]


def snapshot_rows(result: Result, stage: str) -> list[dict[str, Any]]:
    """`snapshots` as plain columns and values, for writing many at once."""
    people, rules = result.scores.people, result.scores.rules.as_dict()
    return [
        _snapshot(row, rank_366, stage, rules)
        for row, rank_366 in zip(people.to_dict("records"), result.party["rank_366"].tolist(), strict=True)
    ]


def _snapshot(row: dict[Any, Any], rank_366: Any, stage: str, rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "month_id": int(row["person"]),
        "stage": stage,
        "status": row["status"],
        "missing": text_or_none(row["missing"]),
        **{name: number_or_none(row[name]) for name in FIGURES},
        "rank": text_or_none(row["rank"]),
        "rank_366": text_or_none(rank_366),
        "rules": rules,
    }


def number_or_none(value: Any) -> float | None:
    """A figure for storage; NaN is missing."""
    return None if value is None or value != value else float(value)


def text_or_none(value: Any) -> str | None:
    """A word for storage; empty and NaN are missing."""
    return None if value is None or value != value or value == "" else str(value)
