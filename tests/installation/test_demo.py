"""The small demonstration: something to try for every role."""

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from kpi.access.execute import execute
from kpi.access.passwords import weakness
from kpi.access.permissions import Role
from kpi.access.sessions import actor_of, redeem
from kpi.access.sign_in import attempt
from kpi.assessment.periods import OpenPeriod
from kpi.audit.verify import verify
from kpi.installation.demo import DEMO_PASSWORD, build, demo_accounts
from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.storage.engine import engine_for
from kpi.storage.tables import (
    Account,
    Initiative,
    Installation,
    LeaderCriterion,
    Month,
    MonthEvent,
    Period,
    Person,
    Petition,
    Unit,
    WorkLine,
)
from kpi.storage.unit_of_work import reading

ON_BOTH = pytest.mark.parametrize("demo_engine", ["sqlite", "postgresql"], indirect=True)


def test_it_says_that_its_people_are_generated(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        assert session.scalars(select(Installation.kind)).all() == ["demo"]
        assert session.scalar(select(func.count()).where(~Person.generated)) == 0
        assert session.scalar(select(func.count()).select_from(Person)) == 150
        assert session.scalar(select(func.count()).where(Unit.kind.in_(COMMUNE_LEVEL))) == 65


@ON_BOTH
def test_every_role_has_a_sign_in(demo_engine: Engine) -> None:
    assert {entry.role for entry in demo_accounts()} == set(Role)
    for entry in demo_accounts():
        outcome = attempt(demo_engine, entry.account, DEMO_PASSWORD, "127.0.0.1")
        actor = actor_of(demo_engine, redeem(demo_engine, outcome.ticket or "", "127.0.0.1", "test"))
        assert actor is not None, entry.account
        assert entry.role in {held.role for held in actor.holdings}
        assert not actor.must_change_password
        assert weakness(DEMO_PASSWORD, entry.account) is None


def test_the_finished_month_is_published_and_wholly_approved(demo_engine: Engine) -> None:
    states = _states(demo_engine)
    oldest = min(states)
    assert states[oldest] == {"approved": 148}
    with reading(demo_engine) as session:
        assert dict(session.execute(select(Period.code, Period.state)).all())[oldest] == "published"  # type: ignore[arg-type]


def test_the_last_month_is_mostly_approved_and_the_present_one_mostly_recorded(demo_engine: Engine) -> None:
    _, last, present = (counts for _, counts in sorted(_states(demo_engine).items()))
    assert {"approved", "reviewed", "submitted", "returned"} == set(last)
    assert {"draft", "reviewed", "submitted", "returned"} == set(present)
    assert max(last, key=lambda state: last[state]) == "approved"
    assert max(present, key=lambda state: present[state]) == "draft"


def test_one_head_has_a_whole_ward_waiting(demo_engine: Engine) -> None:
    waiting = (
        select(func.count())
        .select_from(Month)
        .join(Account, Account.person_id == Month.approver_id)
        .where(Account.name == "chutich", Month.state.in_(("reviewed", "submitted")))
        .group_by(Month.period_id)
    )
    with reading(demo_engine) as session:
        assert max(session.scalars(waiting)) >= 50


def test_the_named_civil_servant_has_a_month_to_fill_and_a_return_to_answer(demo_engine: Engine) -> None:
    own = (
        select(Month.state)
        .join(Account, Account.person_id == Month.person_id)
        .where(Account.name == "chuyenvien")
        .order_by(Month.period_id.desc())
    )
    with reading(demo_engine) as session:
        assert session.scalars(own).all() == ["draft", "returned", "approved"]


def test_there_are_proposals_causes_and_adjustments_to_look_at(demo_engine: Engine) -> None:
    def lines(condition: object) -> int:
        with reading(demo_engine) as session:
            return session.scalar(select(func.count(WorkLine.id)).where(condition)) or 0  # type: ignore[arg-type]

    assert lines(WorkLine.state == "proposed") > 0
    assert lines(WorkLine.cause.is_not(None) & WorkLine.cause_decision.is_(None)) > 0
    assert lines(WorkLine.cause_decision == "confirmed") > 0
    assert lines(WorkLine.cause_decision == "refused") > 0
    assert lines(WorkLine.reviewed_done.is_not(None)) > 0
    assert lines(WorkLine.done.is_(None)) > 0


def test_no_step_lies_in_the_future_and_each_follows_the_one_before(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        events = session.execute(select(MonthEvent.month_id, MonthEvent.at).order_by(MonthEvent.id)).all()
    assert max(at for _, at in events) <= datetime.now(UTC)
    assert [first for first, second in pairwise(events) if first[0] == second[0] and first[1] > second[1]] == []


@ON_BOTH
def test_work_goes_on_after_it_and_the_record_holds(demo_engine: Engine) -> None:
    outcome = attempt(demo_engine, "sonoivu", DEMO_PASSWORD, "127.0.0.1")
    actor = actor_of(demo_engine, redeem(demo_engine, outcome.ticket or "", "127.0.0.1", "test"))
    assert actor is not None
    execute(OpenPeriod("2031-01"), actor, demo_engine)
    assert "2031-01" in _codes(demo_engine)
    assert verify(demo_engine).intact


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31), date(2027, 1, 15)])
def test_it_is_always_about_the_present_month_and_the_two_before(tmp_path: Path, day: date) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'demo.db'}")
    build(engine, today=day)
    expected = {3: ["2026-01", "2026-02", "2026-03"], 1: ["2026-11", "2026-12", "2027-01"]}[day.month]
    assert _codes(engine) == expected


def test_before_the_decree_there_is_nothing_to_score(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'demo.db'}")
    build(engine, today=date(2026, 1, 20))
    assert _codes(engine) == ["2026-01"]


def _codes(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return sorted(session.scalars(select(Period.code)))


def _states(engine: Engine) -> dict[str, dict[str, int]]:
    query = select(Period.code, Month.state, func.count()).join(Month, Month.period_id == Period.id)
    found: dict[str, dict[str, int]] = {}
    with reading(engine) as session:
        for code, state, count in session.execute(query.group_by(Period.code, Month.state)):
            found.setdefault(code, {})[state] = count
    return found


def test_some_leaders_reach_all_of_criterion_dd_by_an_initiative_that_says_it_is_generated(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        shares = session.scalars(select(LeaderCriterion.computed).where(LeaderCriterion.criterion == "dd")).all()
        effects = session.scalars(select(Initiative.effect)).all()
    assert {0.5, 1.0} <= set(shares)
    assert effects
    assert all("do máy tạo" in effect for effect in effects)


@ON_BOTH
def test_one_petition_is_answered_and_one_waits_for_the_chair_of_the_ward(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        found = session.execute(
            select(Petition, Account.name).join(Account, Account.person_id == Petition.addressee_id)
        )
        petitions = [(one.state, one.reasons is not None, one.answer_by >= date.today(), name) for one, name in found]
        texts = session.scalars(select(Petition.text)).all()
    assert sorted(petitions) == [("filed", False, True, "chutich"), ("refused", True, True, "chutich")]
    assert all("do máy tạo" in text for text in texts)


def test_no_quarter_or_year_rests_on_a_part_of_its_months(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        derived = session.scalars(select(Period).where(Period.derived)).all()
        recorded = session.scalars(select(Period).where(~Period.derived)).all()
    for whole in derived:
        months = [one for one in recorded if whole.starts <= one.starts <= whole.ends]
        assert len(months) == (3 if whole.kind == "quarter" else 12)
