"""What the leaders' criteria rest on, read for a whole period in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import delete, or_, select, true
from sqlalchemy.orm import Session

from kpi.assessment.cells import COUNTS
from kpi.assessment.standing.managed import Fields, Tree
from kpi.assessment.standing.plan_tasks import late_tasks
from kpi.assessment.standing.ruling import rules_for
from kpi.assessment.standing.worked import Presence, presence_in
from kpi.law import Rules
from kpi.law.selection import CIVIL_SERVANT
from kpi.storage.bulk_writing import json_text, write_rows
from kpi.storage.tables import (
    FieldInCharge,
    Initiative,
    LeaderCriterion,
    Mark,
    Month,
    Period,
    Person,
    Post,
    Unit,
    WorkLine,
)

LEADER_CRITERIA = ("d", "dd", "e")
FEW = 500  # people named in one statement; beyond, everybody is read
LINE = ("coefficient", "assigned", *COUNTS, "failed_excused", "late_excused")


@dataclass(frozen=True)
class KeptGround:
    """What leaders' criteria rested on in a closing beside people and lines, which may have changed since.

    fields: deputies' fields by (person, unit). initiatives, late_tasks: how many counted, by the leader's month.
    """

    fields: Fields
    initiatives: Mapping[int, int]
    late_tasks: Mapping[int, int]


@dataclass(frozen=True)
class Facts:
    """The tree, everybody in its order, and what bears on their leaders.

    people: as given, with field and counts (a civil servant who worked), and those without a month, month_id missing.
    charged: (person, unit of the post) → units in charge. initiatives, late_tasks: how many, per unit in tree order.
    marks: by month_id: d, dd, e, d_reasoned, dd_reasoned. kept: what an earlier closing kept, in place of the charges,
    initiatives and tasks.
    """

    tree: Tree
    people: pd.DataFrame
    charged: Mapping[tuple[int, int], list[int]]
    initiatives: NDArray[np.float64]
    late_tasks: NDArray[np.float64]
    marks: pd.DataFrame
    kept: KeptGround | None = None


def rules_of_leaders(session: Session, period: Period) -> Rules | None:
    """The rules of civil servants where they know d, đ and e; None under any other."""
    rules = rules_for(session, period).get(CIVIL_SERVANT)
    return rules if rules is not None and rules.rule_set == "nd335" else None


def gathered(
    session: Session, period: Period, people: pd.DataFrame, path: str = "", known: Presence | None = None,
    kept: KeptGround | None = None,
) -> Facts:  # fmt: skip
    """Everything about a period's people (`path`: of a subtree) that leaders' criteria need."""
    presence = known or presence_in(session, period, path)
    units = select(Unit.id, Unit.path).where(Unit.path.startswith(path, autoescape=True))
    tree = Tree.of(dict(session.execute(units).all()))
    everybody = _with_absentees(session, period, people, tree, presence)
    everybody["place"] = everybody["unit_id"].map(tree.place)
    everybody = everybody.sort_values(["place", "person_id"], kind="stable").reset_index(drop=True)
    return Facts(
        tree,
        everybody,
        {} if kept else _charged(session, period),
        _per_unit(tree, [] if kept else _initiatives(session, period)),
        _per_unit(tree, [] if kept else late_tasks(session, period)),
        marks_of_leaders(session, period),
        kept,
    )


def _with_absentees(
    session: Session, period: Period, people: pd.DataFrame, tree: Tree, presence: Presence
) -> pd.DataFrame:
    """Those given, and those who worked and have no month; `counts` says whom a leader answers for."""
    shares: dict[int, float] = {}
    for (person, _), share in presence.worked.items():
        shares[person] = shares.get(person, 0.0) + share
    known = set(people["person_id"])
    silent = [(p, u) for p, u in presence.ranking.items() if shares.get(p) and p not in known and u in tree.place]
    absent = pd.DataFrame(silent, columns=["person_id", "unit_id"])
    given = people.drop(columns=[name for name in ("field", "counts", "place") if name in people.columns])
    together = pd.concat([given, absent], ignore_index=True) if len(absent) else given.reset_index(drop=True)
    kinds = together["person_id"].map(_kinds(session, together))
    posts = _posts(session, period, [person for person, _ in silent])
    keys = pd.MultiIndex.from_frame(together[["person_id", "unit_id"]])
    held = posts.reindex(keys)
    together["field"] = held["field"].to_numpy(dtype=object)
    together["role"] = (
        together["role"]
        .astype(object)
        .where(together["role"].notna(), pd.Series(held["role"].to_numpy(dtype=object), index=together.index))
        .fillna("staff")
    )
    away = together["person_id"].isin({person for person, share in shares.items() if share == 0.0})
    together["counts"] = (kinds == CIVIL_SERVANT).to_numpy() & ~away.to_numpy()
    return together


def _kinds(session: Session, people: pd.DataFrame) -> dict[int, str]:
    """Each person's kind, asked for only where it does not stand in the table."""
    if "kind" in people.columns and people["kind"].notna().all():
        return dict(zip(people["person_id"].tolist(), people["kind"].tolist(), strict=True))
    return dict(session.execute(select(Person.id, Person.kind)).all())


def _posts(session: Session, period: Period, silent: list[int]) -> pd.DataFrame:
    """Role and field by person and unit, the latest post of the period: where a field stands, and of the silent."""
    wanted = Post.field.is_not(None) if len(silent) <= FEW else true()
    query = (
        select(Post.person_id, Post.unit_id, Post.role, Post.field)
        .where(*_held(period), or_(wanted, Post.person_id.in_(silent[:FEW])))
        .order_by(Post.valid_from)
    )
    frame = pd.DataFrame(session.execute(query).all(), columns=["person_id", "unit_id", "role", "field"])
    return frame.drop_duplicates(["person_id", "unit_id"], keep="last").set_index(["person_id", "unit_id"])


def _held(period: Period) -> tuple[Any, ...]:
    return (Post.valid_from <= period.ends, or_(Post.valid_to.is_(None), Post.valid_to >= period.starts))


def _charged(session: Session, period: Period) -> dict[tuple[int, int], list[int]]:
    query = select(Post.person_id, Post.unit_id, FieldInCharge.unit_id).join(Post, Post.id == FieldInCharge.post_id)
    found: dict[tuple[int, int], list[int]] = {}
    for person, unit, charged in session.execute(query.where(*_held(period)).order_by(FieldInCharge.id)):
        found.setdefault((person, unit), []).append(charged)
    return found


def _initiatives(session: Session, period: Period) -> list[int]:
    query = select(Initiative.unit_id).where(Initiative.period_id == period.id, Initiative.withdrawn.is_(None))
    return list(session.scalars(query))


def _per_unit(tree: Tree, units: list[int]) -> NDArray[np.float64]:
    counts = np.zeros(len(tree.place))
    for unit in units:
        if unit in tree.place:
            counts[tree.place[unit]] += 1
    return counts


def marks_of_leaders(session: Session, period: Period) -> pd.DataFrame:
    """A rater's d and đ count where they give a reason; e is the rater's, or as the person marked it."""
    query = (
        select(Mark.month_id, Mark.criterion, Mark.self_value, Mark.reviewed_value, Mark.review_reason)
        .join(Month, Month.id == Mark.month_id)
        .where(Month.period_id == period.id, Mark.criterion.in_(LEADER_CRITERIA))
    )
    frame = pd.DataFrame(
        session.execute(query).all(), columns=["month_id", "criterion", "own", "reviewed", "reason"]
    ).astype({"own": "float64", "reviewed": "float64"})
    written = frame["reason"].map(lambda reason: isinstance(reason, str) and bool(reason.strip())).astype(bool)
    frame["reasoned"] = written & frame["reviewed"].notna()
    frame["value"] = frame["reviewed"].where(frame["reviewed"].notna() | (frame["criterion"] != "e"), frame["own"])
    values = frame.pivot(index="month_id", columns="criterion", values="value").reindex(columns=LEADER_CRITERIA)
    reasoned = frame.pivot(index="month_id", columns="criterion", values="reasoned").reindex(columns=("d", "dd"))
    return values.join((reasoned == True).add_suffix("_reasoned"))  # noqa: E712 - missing is not reasoned


def accepted_lines(session: Session, period: Period, path: str = "") -> pd.DataFrame:
    """Every accepted line of a period (`path`: of a subtree) as `kpi.law.score` takes it, with the counts that score.

    `person` is the month's id.
    """
    reviewed = [getattr(WorkLine, f"reviewed_{name}") for name in COUNTS]
    columns = [getattr(WorkLine, name) for name in LINE]
    query = (
        select(WorkLine.month_id, WorkLine.id, WorkLine.title, *columns, *reviewed)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Unit, Unit.id == Month.unit_id)
        .where(
            Month.period_id == period.id,
            WorkLine.state == "accepted",
            Unit.path.startswith(path, autoescape=True),
        )
        .order_by(WorkLine.month_id, WorkLine.id)
    )
    names = ["person", "line", "product", *LINE, *(f"reviewed_{name}" for name in COUNTS)]
    frame = pd.DataFrame(session.execute(query).all(), columns=names)
    return as_counted(frame.astype(dict.fromkeys(names[3:], "float64")))


def as_counted(frame: pd.DataFrame) -> pd.DataFrame:
    """`kpi.assessment.cells.effective` for many lines at once: reviewed counts where there are any."""
    counted = {name: frame[f"reviewed_{name}"].fillna(frame[name]) for name in COUNTS}
    lowered = frame["reviewed_done"].notna()
    for name in ("quality_ok", "exceeded"):
        cut = lowered & frame[f"reviewed_{name}"].isna() & counted[name].notna()
        counted[name] = counted[name].where(~cut, np.minimum(counted[name], counted["done"]))
    return frame.drop(columns=[f"reviewed_{name}" for name in COUNTS]).assign(**counted)


def store(session: Session, criteria: pd.DataFrame) -> None:
    """Replace the kept d and đ of the months in `criteria`."""
    months = criteria["month_id"].astype("int64").tolist()
    for start in range(0, len(months), 500):
        session.execute(delete(LeaderCriterion).where(LeaderCriterion.month_id.in_(months[start : start + 500])))
    columns = (criteria[name].tolist() for name in ("d_computed", "dd_computed", "basis"))
    rows = [
        (month, name, _number(share), json_text(basis[name]))
        for month, d, dd, basis in zip(months, *columns, strict=True)
        for name, share in (("d", d), ("dd", dd))
    ]
    write_rows(session, LeaderCriterion, ("month_id", "criterion", "computed", "basis"), rows)


def _number(value: float) -> float | None:
    return None if value != value else float(value)
