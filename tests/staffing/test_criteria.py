"""Criteria in versions: drafted, edited, proposed, commented, approved by somebody else, never rewriting the past."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted, Refused
from kpi.language.numbers import today
from kpi.staffing.criteria import deciding, drafting, editing
from kpi.staffing.criteria.contents import starting_values
from kpi.staffing.criteria.views import comments, criteria_contents, in_force, versions
from kpi.staffing.today import inputs_of
from kpi.staffing.today.compare import compared
from kpi.storage.tables import Account, Criteria, CriteriaActivity, CriteriaComment, Grant
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import Scene, contents

COMMITTEE, AFFAIRS = "organizing", "home-affairs"
SINCE = date(2026, 1, 1)


def draft(scene: Scene, title: str = "Tiêu chí 2026", base: int | None = None, by: str = AFFAIRS) -> int:
    made: int = scene.do(by, drafting.DraftCriteria(title, base))
    return made


def approved(scene: Scene, title: str = "Tiêu chí 2026", since: date = SINCE) -> int:
    version = draft(scene, title)
    scene.do(AFFAIRS, deciding.ProposeCriteria(version, since))
    scene.do(COMMITTEE, deciding.ApproveCriteria(version, "QĐ 01 ngày 01/01/2026"))
    return version


def activity(scene: Scene, version: int, code: str = "MC.1") -> CriteriaActivity:
    query = select(CriteriaActivity).where(CriteriaActivity.criteria_id == version, CriteriaActivity.code == code)
    found: CriteriaActivity = scene.one(query)
    return found


def refused(scene: Scene, who: str, command: object, kind: type[Refused] = Refused) -> str:
    before = contents(scene.engine)
    with pytest.raises(kind) as no:
        scene.do(who, command)
    assert contents(scene.engine) == before
    return no.value.message.in_("en")


def test_a_draft_copies_the_starting_values_and_says_they_are_no_law(scene: Scene) -> None:
    version = draft(scene)
    with reading(scene.engine) as session:
        copied = criteria_contents(session, scene.actor(COMMITTEE), version, SINCE)
    start = starting_values()
    assert [(a.code, a.minutes, a.products) for a in copied.activities] == [
        (a.code, a.minutes, a.products) for a in start.activities
    ]
    assert copied.parameters == start.parameters
    assert "không phải quy định của pháp luật" in copied.source


def test_a_version_goes_from_draft_to_force_and_another_replaces_it_from_its_day(scene: Scene) -> None:
    first = approved(scene)
    second = draft(scene, "Tiêu chí 2027", first)
    scene.do(AFFAIRS, editing.EditUnitTime(activity(scene, second).id, 12, "measured"))
    scene.do(AFFAIRS, deciding.ProposeCriteria(second, date(2027, 1, 1)))
    scene.do(COMMITTEE, deciding.ApproveCriteria(second, "QĐ 02"))
    with reading(scene.engine) as session:
        assert in_force(session, date(2025, 12, 31)) is None
        assert [in_force(session, day).id for day in (SINCE, date(2026, 12, 31), date(2027, 1, 1))] == [
            first,
            first,
            second,
        ]
    assert (activity(scene, first).unit_time_minutes, activity(scene, second).unit_time_minutes) == (9, 12)


def test_whoever_drafted_does_not_approve(scene: Scene) -> None:
    version = draft(scene, by=COMMITTEE)
    scene.do(COMMITTEE, deciding.ProposeCriteria(version, SINCE))
    assert "Another member" in refused(scene, COMMITTEE, deciding.ApproveCriteria(version, "QĐ 01"))


def test_only_the_committee_approves_and_only_those_who_keep_staffing_draft(scene: Scene) -> None:
    version = draft(scene)
    scene.do(AFFAIRS, deciding.ProposeCriteria(version, SINCE))
    refused(scene, AFFAIRS, deciding.ApproveCriteria(version, "QĐ 01"), NotPermitted)
    for who in ("chair", "an", "auditor", "administrator"):
        refused(scene, who, drafting.DraftCriteria("X"), NotPermitted)


def test_what_is_proposed_or_approved_is_edited_no_more(scene: Scene) -> None:
    version = approved(scene)
    for command in (
        editing.EditUnitTime(activity(scene, version).id, 5),
        editing.EditParameter(version, "band", 0.1),
        editing.SetSupport(version, "office", "x", 5, "percent"),
        editing.SetDuty(version, "office", "x", 1, 5),
        editing.EditNorm(version, "cv09", "base", 30),
        editing.RemoveActivity(activity(scene, version).id),
        editing.AddActivity(version, "office", "X", "x", 5),
        deciding.ProposeCriteria(version, date(2027, 1, 1)),
    ):
        assert "no longer a draft" in refused(scene, AFFAIRS, command)
    refused(scene, AFFAIRS, deciding.WithdrawCriteria(version, "why"))


def test_no_version_rewrites_the_past(scene: Scene) -> None:
    approved(scene)
    version = draft(scene, "Another")
    assert "Choose a later day" in refused(scene, AFFAIRS, deciding.ProposeCriteria(version, SINCE))
    scene.do(AFFAIRS, deciding.ProposeCriteria(version, SINCE + timedelta(days=1)))


WRONG = [
    (lambda v, a: drafting.DraftCriteria("  "), "title"),
    (lambda v, a: drafting.DraftCriteria("Tiêu chí 2026"), "already"),
    (lambda v, a: drafting.DraftCriteria("y", 999), "no such version"),
    (lambda v, a: editing.EditUnitTime(a, 0), "above 0"),
    (lambda v, a: editing.EditUnitTime(a, float("nan")), "above 0"),
    (lambda v, a: editing.EditUnitTime(999_999, 5), "no longer there"),
    (lambda v, a: editing.SetSupport(v, "office", "all day", 100, "percent"), "below 100%"),
    (lambda v, a: editing.SetSupport(v, "office", "x", 5, "furlongs"), "counted"),
    (lambda v, a: editing.SetSupport(v, "sea", "x", 5, "percent"), "no job family"),
    (lambda v, a: editing.SetDuty(v, "office", "  ", 1, 5), "duty"),
    (lambda v, a: editing.EditParameter(v, "annual_leave", 101), "between"),
    (lambda v, a: editing.EditParameter(v, "title", 5), "no such value"),
    (lambda v, a: editing.EditParameter(v, "band", None), "number"),
    (lambda v, a: editing.EditNorm(v, "cv09", "per_people", 0), "above 0"),
    (lambda v, a: editing.EditNorm(v, "cv99", "base", 5), "no such norm"),
    (lambda v, a: editing.EditNorm(v, "cv09", "base", None), "number"),
    (lambda v, a: editing.EditNorm(v, "minus15", "cut", 2), "between"),
    (lambda v, a: editing.AddActivity(v, "office", "MC.1", "x", 5), "in use"),
    (lambda v, a: editing.AddActivity(v, "office", "N", "x", 5, "elsewhere"), "load"),
    (lambda v, a: deciding.WithdrawCriteria(v, " "), "why"),
    (lambda v, a: deciding.CommentCriteria(v, " "), "comment"),
    (lambda v, a: deciding.ApproveCriteria(v, "QĐ"), "not proposed"),
]


def test_what_cannot_be_is_refused_and_changes_nothing(scene: Scene) -> None:
    version = draft(scene, by=AFFAIRS)
    part = activity(scene, version).id
    for command, told in WRONG:
        assert told in refused(scene, COMMITTEE, command(version, part)), command(version, part)


def test_leave_that_takes_the_whole_year_is_refused(scene: Scene) -> None:
    version = draft(scene)
    scene.do(AFFAIRS, editing.EditParameter(version, "other_leave", 200))
    assert "working time" in refused(scene, AFFAIRS, editing.EditParameter(version, "annual_leave", 60))


def test_allowances_are_set_by_their_name_and_zero_takes_them_out(scene: Scene) -> None:
    version = draft(scene)

    def found() -> tuple[dict[str, float], dict[str, float]]:
        with reading(scene.engine) as session:
            got = criteria_contents(session, scene.actor(AFFAIRS), version, SINCE)
        return {s.activity: s.amount for s in got.support}, {d.duty: d.hours_per_year for d in got.duties}

    scene.do(AFFAIRS, editing.SetSupport(version, "office", "Lưu trữ", 5, "percent"))
    scene.do(AFFAIRS, editing.SetSupport(version, "office", "Lưu trữ", 6, "percent"))
    scene.do(AFFAIRS, editing.SetDuty(version, "office", "Thủ kho", 1, 100))
    support, duties = found()
    assert (support["Lưu trữ"], duties["Thủ kho"]) == (6, 100)
    scene.do(AFFAIRS, editing.SetSupport(version, "office", "Lưu trữ", 0, "percent"))
    scene.do(AFFAIRS, editing.SetDuty(version, "office", "Thủ kho", 0, 100))
    support, duties = found()
    assert "Lưu trữ" not in support
    assert "Thủ kho" not in duties


def test_an_edited_norm_and_a_unit_set_by_hand_hold_in_that_version_alone(scene: Scene) -> None:
    one, other = draft(scene), draft(scene, "Other")
    scene.do(AFFAIRS, editing.EditNorm(one, "cv09", "base", 35))
    scene.do(AFFAIRS, editing.EditNorm(one, "by_hand", "22736", 14))
    scene.do(AFFAIRS, editing.EditNorm(one, "by_family", "it", 1))
    with reading(scene.engine) as session:
        mine, theirs = (criteria_contents(session, scene.actor(AFFAIRS), v, SINCE).norms for v in (one, other))
    assert (mine.number("cv09", "base"), theirs.number("cv09", "base")) == (35, 32)
    assert (mine.get("by_hand", "22736"), mine.get("by_family", "it"), theirs.get("by_hand", "22736")) == (14, 1, None)


def test_a_proposal_taken_back_is_a_draft_and_a_draft_given_up_is_withdrawn(scene: Scene) -> None:
    version = draft(scene)
    scene.do(AFFAIRS, deciding.ProposeCriteria(version, SINCE))
    scene.do(COMMITTEE, deciding.WithdrawCriteria(version, "Đo lại thời gian"))
    assert scene.one(select(Criteria.state).where(Criteria.id == version)) == "draft"
    scene.do(AFFAIRS, deciding.WithdrawCriteria(version, "Không dùng"))
    assert scene.one(select(Criteria.state).where(Criteria.id == version)) == "withdrawn"
    assert [row.text for row in scene.all(select(CriteriaComment))] == ["Đo lại thời gian", "Không dùng"]


def test_the_committee_and_heads_of_units_comment_each_for_their_own(scene: Scene) -> None:
    version = draft(scene)
    scene.do(COMMITTEE, deciding.CommentCriteria(version, "Đồng ý"))
    scene.do("chair", deciding.CommentCriteriaForUnit(version, "dien-khanh", "Thời gian đất đai còn thấp"))
    refused(scene, "chair", deciding.CommentCriteriaForUnit(version, "cam-lam", "x"), NotPermitted)
    refused(scene, "chair", deciding.CommentCriteria(version, "x"), NotPermitted)
    refused(scene, "an", deciding.CommentCriteriaForUnit(version, "dien-khanh", "x"), NotPermitted)
    with reading(scene.engine) as session:
        found = comments(session, scene.actor("chair"), version)
    assert [one.text for one in found] == ["Đồng ý", "Thời gian đất đai còn thấp"]
    assert "Unit dien-khanh" in found[1].author


def test_the_list_says_what_each_person_may_do(scene: Scene) -> None:
    first = approved(scene)
    version = draft(scene, "Next")
    with reading(scene.engine) as session:
        rows = {
            who: {v.id: v for v in versions(session, scene.actor(who), today())}
            for who in (COMMITTEE, AFFAIRS, "chair")
        }
    assert rows[COMMITTEE][first].in_force
    assert [rows[who][version].may_edit for who in rows] == [True, True, False]
    scene.do(AFFAIRS, deciding.ProposeCriteria(version, date(2099, 1, 1)))
    with reading(scene.engine) as session:
        may = [versions(session, scene.actor(who), today())[0].may_approve for who in (COMMITTEE, AFFAIRS)]
        with pytest.raises(NotPermitted):
            versions(session, scene.actor("an"), today())
    assert may == [True, False]


def test_who_gains_and_who_loses_by_a_longer_unit_time(scene: Scene) -> None:
    from kpi.staffing.volumes.commands import SetVolume

    first = approved(scene)
    second = draft(scene, "Longer", first)
    for code in ("dien-khanh", "cam-lam"):
        scene.do(AFFAIRS, SetVolume(code, "DD.1", 2026, 300 if code == "dien-khanh" else 0))
    scene.do(AFFAIRS, editing.EditUnitTime(activity(scene, second, "DD.1").id, 1200))
    with reading(scene.engine) as session:
        actor = scene.actor(COMMITTEE)
        inputs = inputs_of(session, actor, 2026, date(2026, 6, 1))
        before, after = (criteria_contents(session, actor, v, SINCE) for v in (first, second))
    found = compared(inputs, before, after)
    assert list(found.gain["unit"]) == ["dien-khanh"]
    assert len(found.lose) == 0
    (change,) = found.changes
    assert (change.kind, change.code, change.before, change.after) == ("unit_time", "DD.1", 600, 1200)
    assert found.gain["change"].iloc[0] == pytest.approx(found.families.set_index("family").loc["land", "change"])


def test_the_committee_can_be_two_people(scene: Scene) -> None:
    version = draft(scene, by=COMMITTEE)
    scene.do(COMMITTEE, deciding.ProposeCriteria(version, SINCE))
    other = scene.one(select(Account.id).where(Account.name == AFFAIRS))
    unit = scene.unit("province").id
    scene.write(Grant(account_id=other, role="organizing_committee", unit_id=unit))
    scene.signed_in.clear()
    scene.do(AFFAIRS, deciding.ApproveCriteria(version, "QĐ 01"))
    assert scene.one(select(Criteria.state).where(Criteria.id == version)) == "approved"
