"""An upheld petition leads to a correction: a new version, scored by the law; the month and the first version stay."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from kpi.assessment.petitions.changes import Change
from kpi.assessment.petitions.correct import CorrectResult
from kpi.assessment.petitions.overlay import overlay
from kpi.assessment.petitions.views import (
    corrections_of,
    petition_by_id,
    to_be_recomputed,
    versions,
    waiting_for_answer,
)
from kpi.storage.tables import Closing, Correction, Mark, Month, MonthScore, Period, PeriodResult, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import contents
from tests.petitions.test_petitioning import answer, petition
from tests.publishing.closed import published, result


@pytest.fixture
def upheld(scene):
    """An official did 8 of 10 (79.33…), petitioned, and the chair upheld it."""
    scene.approved("an", done=8)
    published(scene, "an")
    scene.petition = petition(scene)
    scene.do("chair", answer(scene.petition))
    return scene


def correct(scene, *changes, rank=None, reason="Theo quyết định trả lời."):
    return CorrectResult(scene.petition, changes, reason, rank)


def more(scene, value=9.0, field="reviewed_done"):
    return Change(value, line_id=scene.line("an").id, field=field)


def test_the_corrected_figures_are_scored_by_the_law_as_a_new_version(upheld):
    first = result(upheld, "an")
    assert first.total == pytest.approx(30 + 70 * 0.8)
    upheld.do("chair", correct(upheld, more(upheld), more(upheld, 9.0, "reviewed_quality_ok")))
    second = result(upheld, "an")
    assert (second.version, second.petition_id) == (2, upheld.petition)
    assert (second.a, second.b, second.c) == (0.9, 0.9, 0.9)
    assert second.total == pytest.approx(93)
    assert (first.rank, second.rank, second.decided_rank) == ("good", "excellent", None)
    assert second.closing_id == first.closing_id


def test_neither_the_month_nor_the_first_version_is_touched(upheld):
    untouched = (WorkLine, Mark, Month, MonthScore, Closing, Period)
    before = contents(upheld.engine)
    first = result(upheld, "an").total
    upheld.do("chair", correct(upheld, more(upheld), Change(2.0, criterion="II.1")))
    after = contents(upheld.engine)
    assert all(after[table.__tablename__] == before[table.__tablename__] for table in untouched)
    assert result(upheld, "an", version=1).total == first


def test_every_corrected_figure_is_kept_with_what_it_was_and_why(upheld):
    upheld.do("chair", correct(upheld, more(upheld), Change(2.0, criterion="II.1", reason="Biên bản họp.")))
    with reading(upheld.engine) as session:
        rows = corrections_of(session, upheld.actor("an"), upheld.petition)
        view = petition_by_id(session, upheld.actor("an"), upheld.petition)
        history = versions(session, upheld.actor("an"), view)
    assert [(row["field"], row["criterion"], row["before"], row["after"], row["reason"]) for row in rows] == [
        ("reviewed_done", None, 8.0, 9.0, "Theo quyết định trả lời."),
        ("reviewed_value", "II.1", 2.5, 2.0, "Biên bản họp."),
    ]
    assert {row["made_by"] for row in rows} == {"Person chair"}
    assert [row["version"] for row in history] == [1, 2]
    assert view.corrected


def test_a_second_correction_stands_on_the_first(upheld):
    upheld.do("chair", correct(upheld, more(upheld)))
    upheld.do("chair", correct(upheld, Change(1.5, criterion="II.1")))
    third = result(upheld, "an")
    assert (third.version, third.a, third.general_points) == (3, 0.9, 29.0)
    with reading(upheld.engine) as session:
        line = upheld.line("an").id
        made = overlay(session, [third.month_id])
        assert made.lines == {(line, "reviewed_done"): 9.0}
        assert made.marks == {(third.month_id, "II.1"): 1.5}
        at = upheld.all(select(Correction.at).order_by(Correction.id))[0]
        assert overlay(session, [third.month_id], at).marks == {}
        assert not overlay(session, [third.month_id], datetime(2020, 1, 1, tzinfo=UTC))


def test_the_competent_person_decides_another_rank_without_touching_a_figure(upheld):
    upheld.do("chair", correct(upheld, rank="excellent"))
    second = result(upheld, "an")
    assert (second.rank, second.decided_rank, second.total) == ("good", "excellent", result(upheld, "an", 1).total)
    kept = upheld.one(select(Correction))
    assert (kept.field, kept.rank_before, kept.rank_after) == ("decided_rank", "good", "excellent")


def test_a_rank_decided_apart_from_the_score_is_decided_again_never_moved(scene):
    scene.approved("an", done=8)
    published(scene, "an", decided_rank="completed")
    scene.petition = petition(scene, "an", "rank")
    scene.do("chair", answer(scene.petition))
    up = (more(scene), more(scene, 9.0, "reviewed_quality_ok"))
    scene.refused("chair", correct(scene, *up), "decided apart")
    scene.do("chair", correct(scene, *up, rank="good"))
    assert result(scene, "an").decided_rank == "good"


def test_a_ground_of_article_20_4_outlives_any_correction(scene):
    scene.approved("an", done=8)
    published(scene, "an", ground="disciplined", rank="not_completed")
    scene.petition = petition(scene)
    scene.do("chair", answer(scene.petition))
    scene.do("chair", correct(scene, more(scene, 10.0), more(scene, 10.0, "reviewed_quality_ok")))
    assert (result(scene, "an").total, result(scene, "an").rank) == (100.0, "not_completed")


def test_a_leaders_own_criteria_stay_as_closed_unless_corrected(scene):
    scene.approved("head")
    published(scene, "head", d=0.5, dd=1.0)
    scene.petition = petition(scene, "head", "dd")
    scene.do("chair", answer(scene.petition))
    scene.do("chair", CorrectResult(scene.petition, (Change(0.5, criterion="dd"),), "Chưa có sáng kiến."))
    second = result(scene, "head")
    assert (second.d, second.dd, second.e) == (0.5, 0.5, 1.0)
    assert second.total == pytest.approx(30 + 70 * 5 / 6)
    assert scene.one(select(Correction)).before == 1.0


@pytest.mark.parametrize("outcome", [None, "refused"])
def test_nothing_is_corrected_before_the_petition_is_upheld(scene, outcome):
    scene.approved("an", done=8)
    published(scene, "an")
    scene.petition = petition(scene)
    if outcome:
        scene.do("chair", answer(scene.petition, outcome))
    scene.refused("chair", correct(scene, more(scene)), "answered as upheld")


def test_only_the_competent_person_corrects(upheld):
    command = correct(upheld, more(upheld))
    upheld.refused_to(["an", "binh", "head", "vice", "other-chair", "home-affairs", "auditor"], command)


def test_a_correction_that_changes_nothing_or_has_no_reason_is_refused(upheld):
    upheld.refused("chair", correct(upheld), "Nothing would change")
    upheld.refused("chair", correct(upheld, more(upheld, 8.0)), "Nothing would change")
    upheld.refused("chair", correct(upheld, more(upheld), reason=" "), "Write why")
    upheld.refused("chair", correct(upheld, rank="best"), "not a rank")


def test_a_figure_that_cannot_stand_is_refused_by_the_name_of_its_line(upheld):
    title = upheld.line("an").title
    for value, saying in ((101.0, title), (-1.0, "below zero"), (8.123, "two decimals")):
        upheld.refused("chair", correct(upheld, more(upheld, value)), saying)
    upheld.refused("chair", correct(upheld, more(upheld, 9.0, "reviewed_quality_ok")), title)
    upheld.refused("chair", correct(upheld, Change(3.0, criterion="II.1")), "not between")
    upheld.refused("chair", correct(upheld, Change(1.0, criterion="d")), "no criterion")
    upheld.refused("chair", correct(upheld, more(upheld), more(upheld, 10.0)), "twice")


def test_a_figure_of_another_month_is_refused(upheld):
    other = upheld.ready("an", code="2026-04")
    upheld.refused("chair", correct(upheld, Change(9.0, line_id=other.id, field="reviewed_done")), "not part")
    upheld.refused("chair", correct(upheld, Change(9.0, line_id=upheld.line("an").id, field="done")), "not part")


def test_what_was_reopened_is_not_corrected(upheld):
    upheld.change(Period, Period.code == "2026-03", state="reopened")
    upheld.refused("chair", correct(upheld, more(upheld)), "opened again")


def test_the_competent_person_is_reminded_until_the_correction_is_made(upheld):
    with reading(upheld.engine) as session:
        (waiting,) = waiting_for_answer(session, upheld.actor("chair"))
        assert waiting.waits_for_correction
    upheld.do("chair", correct(upheld, more(upheld)))
    with reading(upheld.engine) as session:
        assert waiting_for_answer(session, upheld.actor("chair")) == ()


def quarter(scene, at):
    first = scene.one(select(Period).where(Period.code == "2026-02"))
    days = {name: getattr(first, name) for name in ("submit_by", "review_by", "approve_by")}
    whole = Period(code="2026-Q1", kind="quarter", starts=datetime(2026, 1, 1).date(), derived=True,
                   ends=datetime(2026, 3, 31).date(), state="closed", **days)  # fmt: skip
    scene.write(whole)
    made = Closing(period_id=scene.period("2026-Q1"), number=1, at=at, closed_by="x", rules={}, behind=[], people=0,
                   digest="0" * 64)  # fmt: skip
    scene.write(made)


def test_a_quarter_closed_before_the_correction_is_to_be_recomputed_a_later_one_not(upheld):
    quarter(upheld, datetime.now(UTC))
    with reading(upheld.engine) as session:
        assert to_be_recomputed(session) == ()
    upheld.do("chair", correct(upheld, more(upheld)))
    with reading(upheld.engine) as session:
        assert to_be_recomputed(session) == to_be_recomputed(session, "2026-Q1") == ("2026-Q1",)
        assert to_be_recomputed(session, "2026") == ()
    upheld.change(Closing, Closing.period_id == upheld.period("2026-Q1"), at=datetime.now(UTC))
    with reading(upheld.engine) as session:
        assert to_be_recomputed(session) == ()


def test_a_quarters_figures_are_not_corrected_by_themselves(upheld):
    quarter(upheld, datetime.now(UTC))
    upheld.change(PeriodResult, PeriodResult.version == 1, month_id=None)
    upheld.refused("chair", correct(upheld, more(upheld)), "follow from its months")
