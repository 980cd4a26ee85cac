"""A closing comes out again to the last digit, or whatever was altered is named."""

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select, update

from kpi.assessment.closing.recompute import recompute
from kpi.cli import main
from kpi.storage.tables import (
    Absence,
    Base,
    Disqualification,
    FieldInCharge,
    Initiative,
    LeaderCriterion,
    Mark,
    Period,
    PeriodResult,
    RankDecision,
    RuleChoice,
    WorkLine,
)
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.closing.closings import approved, close, everybody_approved, results


@pytest.fixture
def closed(scene: Scene) -> Scene:
    """March closed, with work that was corrected in review and a leader's marks."""
    everybody_approved(scene, lines=[{"K": 1.4, "assigned": 7, "done": 6, "failed": 1, "reviewed_done": 5}])
    close(scene)
    return scene


def differing(scene: Scene, code: str = MARCH) -> set[tuple[str, str]]:
    """Who and which field does not come out again."""
    with reading(scene.engine) as session:
        found = recompute(session, code)
    assert found is not None
    return {(one.person.removeprefix("Person "), one.field) for one in found.differences}


def tamper(scene: Scene, table: type[Base], where: object, **values: object) -> None:
    """Behind the back of every command and record."""
    with scene.engine.begin() as connection:
        connection.execute(update(table).where(where).values(**values))  # type: ignore[arg-type]


def told(scene: Scene, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    """The verb's exit code and what it says."""
    monkeypatch.setenv("DATABASE_URL", scene.engine.url.render_as_string(hide_password=False))
    outcome = CliRunner().invoke(main, ["recompute", *words, "--language", "en"])
    return outcome.exit_code, outcome.output


def test_the_verb_says_what_it_compared(closed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = told(closed, monkeypatch, MARCH)
    assert code == 0
    assert "12 results computed again: all 180 figures are equal to the last digit." in output
    assert "of closing 1 holds" in output


def test_the_verb_says_that_a_period_was_never_closed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(scene, monkeypatch, MARCH) == (
        1, f"Period {MARCH} was never closed; there is nothing to compute again.\n"
    )  # fmt: skip


def test_a_tampered_work_line_is_named_by_person_and_field(closed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    line = closed.line("an")
    tamper(closed, WorkLine, WorkLine.id == line.id, reviewed_done=6)
    assert {("an", "a"), ("an", "c"), ("an", "task_points"), ("an", "total")} <= differing(closed)
    assert {who for who, _ in differing(closed)} == {"an"}
    code, output = told(closed, monkeypatch, MARCH)
    assert code == 1
    assert "Person an (CC006), Unit economy, a: kept 0.7142857142857144, now 0.8571428571428571." in output


def test_a_tampered_coefficient_weighs_the_lines_anew(scene: Scene) -> None:
    approved(scene, "an", lines=[{"assigned": 10, "done": 5}, {"K": 2, "assigned": 10, "done": 10}])
    close(scene)
    assert differing(scene) == set()
    tamper(scene, WorkLine, WorkLine.coefficient == 2, coefficient=3)
    assert ("an", "a") in differing(scene)


def test_a_tampered_mark_is_named(closed: Scene) -> None:
    month = closed.month("an")
    tamper(closed, Mark, (Mark.month_id == month.id) & (Mark.criterion == "I.1"), reviewed_value=2.51)
    assert differing(closed) == {("an", "general_points"), ("an", "total")}


@pytest.mark.parametrize("field", ["total", "rank", "a", "missing", "status", "rank_366"])
def test_a_tampered_result_is_named_and_its_digest_does_not_hold(closed: Scene, field: str) -> None:
    value = {"total": 71.0, "a": 0.9}.get(field, "excellent")
    tamper(closed, PeriodResult, PeriodResult.person_id == closed.person("an"), **{field: value})
    with reading(closed.engine) as session:
        found = recompute(session, MARCH)
    assert found is not None
    assert not found.digest_holds
    assert ("an", field) in differing(closed)


def test_even_a_field_without_figures_breaks_the_digest(closed: Scene) -> None:
    tamper(closed, PeriodResult, PeriodResult.person_id == closed.person("an"), title="chief")
    with reading(closed.engine) as session:
        found = recompute(session, MARCH)
    assert found is not None
    assert not found.equal


def test_a_leaders_kept_criterion_that_was_tampered_with_is_named(scene: Scene) -> None:
    """The chair's d follows from the people below; nobody marked it."""
    everybody_approved(scene)
    chair = scene.month("chair").id
    tamper(scene, Mark, (Mark.month_id == chair) & Mark.criterion.in_(("d", "dd")), reviewed_value=None)
    close(scene)
    assert differing(scene) == set()
    kept = (LeaderCriterion.month_id == chair) & (LeaderCriterion.criterion == "d")
    tamper(scene, LeaderCriterion, kept, computed=0.5)
    assert ("chair", "d") in differing(scene)


@pytest.fixture
def unmarked(scene: Scene) -> Scene:
    """Everybody approved, no leader's d and đ marked: they follow from the people and the work below."""
    everybody_approved(scene)
    tamper(scene, Mark, Mark.criterion.in_(("d", "dd")), reviewed_value=None)
    return scene


def initiatives(scene: Scene, *units: str) -> None:
    """One in each unit."""
    for unit in units:
        scene.write(
            Initiative(
                unit_id=scene.unit(unit).id, period_id=scene.period(), title="A way", effect="-", recorded_by="x",
                recorded_at=datetime(2026, 3, 20, tzinfo=UTC),
            )
        )  # fmt: skip


def test_a_members_rank_and_work_that_changed_are_noticed_in_the_leaders_criteria(unmarked: Scene) -> None:
    """With the line at a tenth the member is not completed and the unit's work not finished."""
    initiatives(unmarked, "economy", "dien-khanh")
    close(unmarked)
    assert differing(unmarked) == set()
    tamper(unmarked, WorkLine, WorkLine.id == unmarked.line("an").id, done=1)
    found = differing(unmarked)
    assert {("an", "rank"), ("head", "d"), ("vice", "d"), ("chair", "d")} <= found
    assert {("head", "dd"), ("chair", "dd")} <= found
    assert not {who for who, _ in found} & {"other-chair", "other-head", "acting"}


def test_charges_and_initiatives_that_changed_since_do_not_change_what_was_closed(unmarked: Scene) -> None:
    """The deputy answers for the division they were in charge of then, with the initiative recorded then."""
    initiatives(unmarked, "dien-khanh")
    close(unmarked)
    with unmarked.engine.begin() as connection:
        connection.execute(delete(FieldInCharge))
        connection.execute(delete(Initiative))
    assert differing(unmarked) == set()


def test_whoever_was_on_secondment_all_month_counts_again(unmarked: Scene) -> None:
    tamper(unmarked, WorkLine, WorkLine.id == unmarked.line("an").id, done=1)
    unmarked.write(
        Absence(person_id=unmarked.person("an"), kind="secondment", starts=date(2026, 3, 1), ends=date(2026, 3, 31),
                host_unit_id=unmarked.unit("cam-lam").id, decision="7")
    )  # fmt: skip
    close(unmarked)
    assert results(unmarked)["head"].d == 0.5
    assert differing(unmarked) == set()


def test_work_that_cannot_be_scored_any_more_is_named(closed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    tamper(closed, WorkLine, WorkLine.id == closed.line("an").id, reviewed_done=-3)
    code, output = told(closed, monkeypatch, MARCH)
    assert code == 1
    assert "Person an" in output
    assert "-3" in output


def test_a_removed_result_is_named(closed: Scene) -> None:
    with closed.engine.begin() as connection:
        table = PeriodResult.__table__
        mine = table.c.person_id == closed.person("an")
        connection.execute(table.delete().where(mine))  # type: ignore[attr-defined]
    assert ("an", "result") in differing(closed)


def test_a_decision_on_a_rank_that_was_changed_afterwards_is_named(closed: Scene) -> None:
    closed.write(
        RankDecision(
            period_id=closed.period(), person_id=closed.person("an"), unit_id=closed.month("an").unit_id,
            system_rank=closed.one(select(PeriodResult.rank).where(PeriodResult.person_id == closed.person("an"))),
            decided_rank="completed", reason="x", decided_by="x", at=datetime.now(UTC),
        )
    )  # fmt: skip
    assert differing(closed) == {("an", "decided_rank")}


def test_what_is_decided_and_entered_later_does_not_change_what_was_closed(closed: Scene) -> None:
    """Rules, disqualifying facts and leave recorded after the closing count from the next one on."""
    person = closed.person("an")
    closed.write(
        RuleChoice(rule_set="nd335", parameter="deduction_basis", value="line", valid_from=date(2026, 3, 1),
                   decision="Decision 2"),
        Disqualification(person_id=person, ground="disciplined", decision_number="1", decision_date=date(2026, 3, 2),
                         effective=date(2026, 3, 2)),
        Absence(person_id=person, kind="sick", starts=date(2026, 3, 2), ends=date(2026, 3, 9), decision="2"),
    )  # fmt: skip
    assert differing(closed) == set()


def test_a_later_closing_is_proved_by_what_it_rests_on(closed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi.assessment.periods import ReopenPeriod

    closed.do("home-affairs", ReopenPeriod(MARCH, "A line was wrong"))
    closed.change(WorkLine, WorkLine.id == closed.line("an").id, reviewed_done=7)
    code, output = told(closed, monkeypatch, MARCH)
    assert code == 1
    assert "opened again since" in output
    assert close(closed) == 2
    assert told(closed, monkeypatch, MARCH)[0] == 0
    assert closed.one(select(func.count()).select_from(Period).where(Period.code == MARCH)) == 1
