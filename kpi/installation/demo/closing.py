"""Closing and publishing the finished periods of a demonstration, by the ordinary closing."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.assessment.calendar import add_working_days, deadlines_of, period_bounds, period_kind
from kpi.assessment.closing.close import close
from kpi.assessment.closing.computed import ClosedSet, closed_set
from kpi.assessment.period_views import derived_to_open
from kpi.assessment.publishing.deadlines import petition_by
from kpi.assessment.ranking.agencies import agencies_by_unit
from kpi.assessment.ranking.open_quota import quota_open
from kpi.assessment.rules import MAIN, rules_of
from kpi.assessment.states import SHUT, PeriodState
from kpi.installation.demo.petitions import add_petitions
from kpi.installation.demo.unit_marks import add_unit_marks
from kpi.installation.structure import Progress
from kpi.language.message import say
from kpi.language.numbers import HANOI
from kpi.law import Rules
from kpi.law.quota import quota
from kpi.storage.tables import Mark, Month, Period, Person, Post, RankDecision, Unit

CLOSED_BY = "Sở Nội vụ"
DECIDED_BECAUSE = (
    "Số xếp loại xuất sắc vượt tỷ lệ tối đa; tập thể lãnh đạo thống nhất xếp loại hoàn thành tốt nhiệm vụ cho người có "
    "tổng điểm thấp nhất trong nhóm"
)
NOBODY_LED = {  # what nothing can be computed from: the value the rater marks instead, and why
    "d": (1.0, "Lĩnh vực phụ trách chưa bố trí công chức; đánh giá theo kết quả phối hợp trong lãnh đạo đơn vị"),
    "dd": (0.5, "Lĩnh vực phụ trách chưa phát sinh công việc trong kỳ; chưa có căn cứ để đánh giá 100%"),
}
FRESH_DAYS = 2  # the last closed period was published so many days ago: petitions against it may still be filed


def close_finished(session: Session, today: date, progress: Progress) -> None:
    """Close and publish every month that is finished, then the quarters and years they fill."""
    months = select(Period).where(Period.state == PeriodState.CLOSED, Period.derived.is_(False)).order_by(Period.starts)
    finished = list(session.scalars(months))
    add_unit_marks(session, finished)
    for period in finished:
        _close(session, period, today)
        _publish(session, period, today, fresh=period is finished[-1])
        progress(say("Period {code} is closed and published.", code=period.code))
    for code in _whole(session, today):
        period = _derived(code)
        session.add(period)
        session.flush()
        add_unit_marks(session, [period])
        _close(session, period, today)
        _publish(session, period, today, fresh=False)
        progress(say("Period {code} is closed and published.", code=code))
    add_petitions(session)


def settle_quotas(session: Session, period: Period, found: ClosedSet | None = None) -> None:
    """Decide for the lowest totals wherever “excellent” is above its quota, as the heads would have."""
    results = (found or closed_set(session, period)).results
    if not quota_open(session, period, results):
        return
    agencies = agencies_by_unit(session)
    heads = _heads(session, period)
    ranked = results[results["rank"].notna() & (results["rule_set"] == MAIN)]
    ranked = ranked.assign(agency=[agencies[unit].id for unit in ranked["unit_id"]])
    rules = rules_of(session, period.starts)
    for agency, people in ranked.groupby("agency"):
        for row in _too_many(people, rules):
            session.add(
                RankDecision(
                    period_id=period.id, person_id=row[0], unit_id=row[1], system_rank="excellent",
                    decided_rank="good", reason=DECIDED_BECAUSE, decided_by=heads.get(int(str(agency)), CLOSED_BY),
                    at=_moment(period.approve_by),
                )
            )  # fmt: skip
    session.flush()


def _close(session: Session, period: Period, today: date) -> None:
    found = closed_set(session, period)
    if _mark_who_leads_nobody(session, found):
        found = closed_set(session, period)
    settle_quotas(session, period, found)
    close(session, period, found, CLOSED_BY, None, min(_moment(_closing_day(period)), _evening(today, back=FRESH_DAYS)))


def _publish(session: Session, period: Period, today: date, *, fresh: bool) -> None:
    usual = _moment(add_working_days(_closing_day(period), 2))
    latest = _evening(today, back=FRESH_DAYS) + timedelta(minutes=30)
    period.published_at = latest if fresh else min(usual, latest)
    period.state = PeriodState.PUBLISHED
    period.petition_by = petition_by(session, MAIN, period.published_at.astimezone(HANOI).date())


def _whole(session: Session, today: date) -> Iterator[str]:
    """Quarters and years that have ended and of which every month is recorded and closed: none rests on a part."""
    recorded = session.execute(select(Period.starts, Period.state).where(Period.derived.is_(False))).all()
    for code in derived_to_open(session):
        starts, ends = period_bounds(code)
        inside = [state for day, state in recorded if starts <= day <= ends]
        months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
        if ends < today and len(inside) == months and all(state in SHUT for state in inside):
            yield code


def _derived(code: str) -> Period:
    starts, ends = period_bounds(code)
    return Period(code=code, kind=period_kind(code), starts=starts, ends=ends, state=PeriodState.CLOSING, derived=True,
                  **vars(deadlines_of(ends)))  # fmt: skip


def _mark_who_leads_nobody(session: Session, found: ClosedSet) -> bool:
    """A leader whose field holds nobody has no d or no đ to compute: their rater marks it with a reason."""
    if found.criteria.empty:
        return False
    idle = [(int(row["month_id"]), name) for row in found.criteria.to_dict("records") for name in _unknown(row)]
    months = {month for month, _name in idle}
    approved = set(session.scalars(select(Month.id).where(Month.id.in_(months), Month.state == "approved")))
    marks = select(Mark).where(Mark.month_id.in_(approved), Mark.criterion.in_(NOBODY_LED))
    kept = {(mark.month_id, mark.criterion): mark for mark in session.scalars(marks)}
    for month, name in sorted(one for one in idle if one[0] in approved):
        mark = kept.get((month, name)) or Mark(month_id=month, criterion=name)
        value, reason = NOBODY_LED[name]
        mark.self_value = mark.self_value or value
        mark.reviewed_value, mark.review_reason = value, reason
        session.add(mark)
    session.flush()
    return bool(approved)


def _unknown(row: Mapping[Any, Any]) -> Iterator[str]:
    """Which of d and đ cannot be computed for want of people or work, not for want of figures."""
    for name, count in (("d", "managed"), ("dd", "lines")):
        if row[name] != row[name] and row["basis"][name][count] == 0:
            yield name


def _too_many(people: pd.DataFrame, rules: Rules) -> list[tuple[int, int]]:
    """Whom to rank good in one agency: the lowest totals first, group by group and then in the whole agency."""
    listed = people.sort_values(["total", "person_id"])
    columns = (listed[name].tolist() for name in ("person_id", "unit_id", "duty_group", "rank"))
    rows = [list(row) for row in zip(*columns, strict=True)]
    moved: list[tuple[int, int]] = []
    for group in [*dict.fromkeys(row[2] for row in rows), None]:
        inside = [row for row in rows if group is None or row[2] == group]
        counts = Counter(row[3] for row in inside)
        for row in inside:
            if counts["excellent"] <= quota(counts["good"], rules).allowed:
                break
            if row[3] == "excellent":
                row[3] = "good"
                counts["excellent"] -= 1
                counts["good"] += 1
                moved.append((row[0], row[1]))
    return moved


def _heads(session: Session, period: Period) -> dict[int, str]:
    """The name of the head of each unit at the period's end."""
    query = select(Post.unit_id, Person.full_name).join(Person, Person.id == Post.person_id)
    held = query.join(Unit, Unit.id == Post.unit_id).where(Post.role == "head", Post.valid_from <= period.ends)
    return dict(session.execute(held).all())


def _closing_day(period: Period) -> date:
    return add_working_days(period.approve_by, 2)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(16, 0), HANOI).astimezone(UTC)


def _evening(today: date, back: int) -> datetime:
    return min(datetime.now(UTC), datetime.combine(today, time(15, 0), HANOI).astimezone(UTC)) - timedelta(days=back)
