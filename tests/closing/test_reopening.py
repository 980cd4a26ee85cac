"""Closing again after a reopening is a further closing that shows every difference."""

from datetime import date

from sqlalchemy import select

from kpi.assessment.closing.lateness import late_in, waiting_in
from kpi.assessment.closing.preview import preview
from kpi.assessment.closing.views import closing_changes, closing_facts
from kpi.assessment.period_views import derived_to_open, period_lines
from kpi.assessment.periods import BeginClosing, ReopenPeriod
from kpi.storage.tables import AuditEntry, Closing, Mark, Period, PeriodResult, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.closing.closings import approved, close, everybody_approved, results

APRIL_TENTH = date(2026, 4, 10)


def told(scene: Scene, number: int) -> set[tuple[str, str, object, object]]:
    """Every difference of a closing: person, field, before, now."""
    with reading(scene.engine) as session:
        found = closing_changes(session, scene.actor("home-affairs"), MARCH, number)
    return {(one.person.removeprefix("Person "), one.field, one.kept, one.again) for one in found}


def test_the_second_closing_shows_person_by_person_what_changed(scene: Scene) -> None:
    approved(scene, "an")
    approved(scene, "binh", lines=[{"assigned": 10, "done": 9}])
    close(scene)
    scene.do("home-affairs", ReopenPeriod(MARCH, "The flood report was counted twice"))
    kept = scene.one(select(Period.reopened_because).where(Period.code == MARCH))
    assert kept == "The flood report was counted twice"
    scene.change(WorkLine, WorkLine.id == scene.line("binh").id, reviewed_done=6)
    approved(scene, "chi")
    assert close(scene) == 2
    changes = told(scene, 2)
    assert {who for who, *_ in changes} == {"binh", "chi"}
    assert ("binh", "a", 0.9, 0.6) in changes
    assert ("binh", "rank", "good", "completed") in changes
    assert ("chi", "status", "insufficient", "scored") in changes
    assert ("chi", "missing", "month", None) in changes
    assert told(scene, 1) == set()


def test_the_first_closing_stays_as_it_was(scene: Scene) -> None:
    approved(scene, "an")
    close(scene)
    first = scene.all(select(PeriodResult).order_by(PeriodResult.id))
    scene.do("home-affairs", ReopenPeriod(MARCH, "x"))
    scene.change(Mark, Mark.month_id == scene.month("an").id, reviewed_value=1.0)
    close(scene)
    of_first = select(PeriodResult).where(PeriodResult.closing_id == first[0].closing_id)
    kept = scene.all(of_first.order_by(PeriodResult.id))
    assert [(row.id, row.total, row.rank) for row in kept] == [(row.id, row.total, row.rank) for row in first]
    assert results(scene)["an"].total == 80.0


def test_the_preview_writes_nothing_and_tells_what_closing_then_does(scene: Scene) -> None:
    everybody_approved(scene)
    scene.change(WorkLine, WorkLine.id == scene.line("an").id, done=None)
    scene.do("home-affairs", BeginClosing(MARCH))
    entries = scene.audited()
    with reading(scene.engine) as session:
        found = preview(session, scene.actor("home-affairs"), MARCH)
    assert (found.number, found.people, found.over, found.differences) == (1, 12, (), ())
    assert [(one.person, one.missing) for one in found.lacking] == [("Person an", "done")]
    assert found.ranks == {"good": 11}
    assert scene.audited() == entries
    assert scene.all(select(Closing)) == []
    close(scene)
    assert {who for who, one in results(scene).items() if one.status == "insufficient"} == {"an"}


def test_the_preview_counts_what_the_checks_of_declared_hours_ask(scene: Scene) -> None:
    everybody_approved(scene)
    scene.change(WorkLine, WorkLine.id == scene.line("an").id, hours=500.0)
    scene.do("home-affairs", BeginClosing(MARCH))
    with reading(scene.engine) as session:
        found = preview(session, scene.actor("home-affairs"), MARCH)
    unit = scene.unit("economy").name
    assert [(one.unit, one.by_person) for one in found.questions] == [(unit, one.asked) for one in found.questions]
    assert found.questions[0].asked >= 1


def test_the_preview_before_closing_again_shows_the_differences_to_come(scene: Scene) -> None:
    approved(scene, "an")
    close(scene)
    scene.do("home-affairs", ReopenPeriod(MARCH, "x"))
    scene.change(WorkLine, WorkLine.id == scene.line("an").id, done=5)
    scene.do("home-affairs", BeginClosing(MARCH))
    with reading(scene.engine) as session:
        found = preview(session, scene.actor("home-affairs"), MARCH)
    assert found.number == 2
    told = {(one.person, one.field, one.kept, one.again) for one in found.differences}
    assert ("Person an", "total", 85.0, 50.0) in told


def test_every_closing_keeps_its_rules_people_and_reason(scene: Scene) -> None:
    approved(scene, "an")
    close(scene, reason="First")
    scene.do("home-affairs", ReopenPeriod(MARCH, "x"))
    close(scene, reason="Second")
    with reading(scene.engine) as session:
        found = closing_facts(session, scene.actor("home-affairs"), MARCH)
    assert [(one.number, one.reason, one.people) for one in found] == [(2, "Second", 12), (1, "First", 12)]
    assert found[0].versions == ("nd335@2026-01-01", "qd366@2025-08-30") or "nd335@2026-01-01" in found[0].versions
    assert scene.one(select(AuditEntry.reason).where(AuditEntry.command == "ReopenPeriod")) == "x"


def test_closing_can_be_interrupted_with_a_reason(scene: Scene) -> None:
    scene.ready("an")
    scene.do("home-affairs", BeginClosing(MARCH))
    scene.do("home-affairs", ReopenPeriod(MARCH, "Two units were cut off"))
    scene.submit("an")
    assert scene.month("an").state == "submitted"
    with reading(scene.engine) as session:
        lines, _ = period_lines(session, scene.actor("home-affairs"))
    march = next(line for line in lines if line.code == MARCH)
    assert (march.state, march.reopened_because) == ("reopened", "Two units were cut off")


def test_who_is_waited_for_and_who_has_to_act(scene: Scene) -> None:
    approved(scene, "chi")
    scene.ready("an")
    scene.handed_in("binh")
    with reading(scene.engine) as session:
        seen = {one.person: one for one in waiting_in(session, scene.actor("head"), MARCH)}
        late = late_in(session, scene.actor("head"), MARCH, APRIL_TENTH)
        everybody = waiting_in(session, scene.actor("home-affairs"), MARCH)
    assert {name: (one.state, one.who) for name, one in seen.items()} == {
        "Person an": ("draft", "Person an"),
        "Person binh": ("submitted", "Person head"),
        "Person deputy": ("not_begun", "Person deputy"),
        "Person head": ("not_begun", "Person head"),
    }
    assert {one.person for one in late} == set(seen)
    assert late[0].due <= late[-1].due
    assert "Person governor" not in {one.person for one in everybody}
    assert "Person chi" not in {one.person for one in everybody}


def test_the_quarters_and_years_of_recorded_months_are_offered(scene: Scene) -> None:
    with reading(scene.engine) as session:
        assert derived_to_open(session) == ["2026-Q1", "2026-Q2", "2026"]
