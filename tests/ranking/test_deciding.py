"""Deciding ranks: by the competent person, with reasons, all or none, on the state seen, and nothing by itself."""

from datetime import date

import pytest
from sqlalchemy import select

from kpi.assessment.closing.close import ClosePeriod
from kpi.assessment.ranking.deciding import DecideRanks, RankGiven, WithdrawRankDecision
from kpi.assessment.ranking.proposing import ProposeRanks
from kpi.assessment.ranking.raising import DecideQuota, WithdrawQuotaDecision
from kpi.storage.tables import AuditEntry, PeriodResult, Post, QuotaDecision, RankDecision, WorkLine
from tests.assessment.scene import MARCH, Scene
from tests.ranking.crowd import EXCELLENT, GOOD, closing, crowd, open_groups, standing


@pytest.fixture
def two_too_many(scene: Scene) -> list[int]:
    """Twelve good, four excellent, the period being closed; the ids of the four."""
    four = crowd(scene, [96.0, 95.0, 94.0, 93.0] + [GOOD] * 12)[:4]
    closing(scene)
    return four


def decision(
    scene: Scene, people: list[int], rank: str = "good", reason: str = "Quota", who: str = "chair"
) -> DecideRanks:
    unit = scene.unit("culture").id
    given = tuple(RankGiven(person, unit, rank, reason) for person in people)
    return DecideRanks(MARCH, scene.unit("dien-khanh").id, given, standing(scene, who).seen)


def test_the_head_decides_with_reasons_and_the_quota_is_met(scene: Scene, two_too_many: list[int]) -> None:
    scene.do("chair", decision(scene, two_too_many[2:], reason="Behind on the plan"))
    at = standing(scene, "chair")
    assert (at.groups[0].excellent, at.groups[0].good, at.groups[0].over) == (2, 14, 0)
    assert open_groups(scene) == []
    assert [(one.system_rank, one.decided_rank, one.reason) for one in at.lowered] == [
        ("excellent", "good", "Behind on the plan")
    ] * 2


def test_the_closing_is_refused_until_somebody_decided_and_then_keeps_both_ranks(
    scene: Scene, two_too_many: list[int]
) -> None:
    scene.refused("home-affairs", ClosePeriod(MARCH, acknowledged=True), "above its quota")
    scene.do("chair", decision(scene, two_too_many[2:]))
    scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    kept = scene.all(select(PeriodResult).where(PeriodResult.person_id.in_(two_too_many)).order_by(PeriodResult.total))
    assert [(row.rank, row.decided_rank) for row in kept] == [("excellent", "good")] * 2 + [("excellent", None)] * 2
    after = standing(scene, "auditor")
    assert (after.closed, after.groups[0].excellent, after.groups[0].good) == (True, 2, 14)


def test_nothing_is_decided_by_itself(scene: Scene, two_too_many: list[int]) -> None:
    assert standing(scene, "chair").lowered == ()
    assert scene.all(select(RankDecision)) == []


def test_every_reason_stands_in_the_audit(scene: Scene, two_too_many: list[int]) -> None:
    scene.do("chair", decision(scene, two_too_many[3:], reason="A plan task late"))
    entry = scene.one(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))
    assert (entry.command, entry.reason) == ("DecideRanks", "A plan task late")


@pytest.mark.parametrize(
    ("rank", "reason", "saying"),
    [("good", "  ", "write the reason"), ("best", "Quota", "is no rank"), ("good", "x" * 2001, "longer than")],
)
def test_a_decision_without_sense_changes_nothing(
    scene: Scene, two_too_many: list[int], rank: str, reason: str, saying: str
) -> None:
    scene.refused("chair", decision(scene, two_too_many[:2], rank, reason), saying)


def test_one_bad_decision_refuses_all_of_them(scene: Scene, two_too_many: list[int]) -> None:
    good = decision(scene, two_too_many[:1])
    bad = decision(scene, two_too_many[1:2], reason="")
    scene.refused("chair", DecideRanks(MARCH, good.agency_id, good.ranks + bad.ranks, good.seen), "write the reason")


def test_a_rank_above_the_scores_is_refused(scene: Scene) -> None:
    good = crowd(scene, [GOOD])
    closing(scene)
    scene.refused("chair", decision(scene, good, "excellent"), "needs a correction")


def test_a_list_that_moved_since_it_was_seen_is_refused(scene: Scene, two_too_many: list[int]) -> None:
    asked = decision(scene, two_too_many[2:])
    scene.change(WorkLine, WorkLine.done == round((96.0 - 30) / 7, 9), done=9.0)
    scene.refused("chair", asked, "while you had the list open")


def test_nobody_but_the_competent_head_decides(scene: Scene, two_too_many: list[int]) -> None:
    asked = decision(scene, two_too_many[2:])
    others = ("head", "other-chair", "vice", "an", "governor", "home-affairs", "organizing", "auditor", "administrator")
    scene.refused_to(others, asked)


def test_the_head_above_decides_where_the_agency_has_no_head(scene: Scene, two_too_many: list[int]) -> None:
    scene.change(Post, (Post.role == "head") & (Post.unit_id == scene.unit("dien-khanh").id), valid_to=date(2026, 1, 1))
    scene.do("governor", decision(scene, two_too_many[2:], who="governor"))
    assert standing(scene, "governor").groups[0].over == 0


def test_nobody_decides_on_their_own_rank_and_the_head_above_decides_on_the_heads(scene: Scene) -> None:
    for who in ("an", "binh", "chi", "deputy", "head", "acting", "vice", "vice-culture", "chair"):
        scene.approved(who)
    closing(scene)
    chair, unit = scene.person("chair"), scene.unit("dien-khanh").id
    given = (RankGiven(chair, unit, "completed", "Decided above"),)
    scene.refused("chair", DecideRanks(MARCH, unit, given, standing(scene, "chair").seen), "on their own rank")
    scene.do("governor", DecideRanks(MARCH, unit, given, standing(scene, "governor").seen))
    assert [one.person_id for one in standing(scene, "governor").lowered] == [chair]


def test_before_the_closing_begins_nobody_decides(scene: Scene) -> None:
    four = crowd(scene, [EXCELLENT] * 4 + [GOOD] * 12)[:4]
    scene.refused("chair", decision(scene, four[:2]), "once Home Affairs has begun")


def test_while_a_month_still_waits_for_a_rater_nobody_decides(scene: Scene) -> None:
    scene.handed_in("an")
    four = crowd(scene, [EXCELLENT] * 4 + [GOOD] * 12)[:4]
    closing(scene)
    scene.refused("chair", decision(scene, four[:2]), "still wait for a review")


def test_after_the_closing_a_rank_no_longer_changes_here(scene: Scene, two_too_many: list[int]) -> None:
    scene.do("chair", decision(scene, two_too_many[2:]))
    scene.do("home-affairs", ClosePeriod(MARCH, acknowledged=True))
    scene.refused("chair", decision(scene, two_too_many[:1]), "This period is closed")


def test_a_decision_taken_back_lets_the_systems_rank_count_again(scene: Scene, two_too_many: list[int]) -> None:
    scene.do("chair", decision(scene, two_too_many[2:]))
    back = WithdrawRankDecision(
        MARCH, scene.unit("dien-khanh").id, two_too_many[2], scene.unit("culture").id, "Mistake"
    )
    scene.refused("chair", WithdrawRankDecision(*(back.period, back.agency_id, back.person_id, back.unit_id, " ")))
    scene.refused_to(("head", "other-chair", "home-affairs"), back)
    scene.do("chair", back)
    assert standing(scene, "chair").groups[0].excellent == 3
    scene.refused("chair", back, "no decision")


def test_a_decision_on_a_rank_that_has_moved_counts_no_more(scene: Scene, two_too_many: list[int]) -> None:
    scene.do("chair", decision(scene, two_too_many[3:]))
    scene.change(WorkLine, WorkLine.done == round((93.0 - 30) / 7, 9), done=5.0)
    at = standing(scene, "chair")
    assert two_too_many[3] not in [one.person_id for one in at.lowered]
    assert at.groups[0].excellent == 3


def test_the_head_of_a_division_proposes_for_their_own_people_only(scene: Scene) -> None:
    mine = crowd(scene, [EXCELLENT], unit="economy")
    others = crowd(scene, [EXCELLENT] + [GOOD] * 5)
    economy, culture = scene.unit("economy").id, scene.unit("culture").id
    seen = standing(scene, "head").seen
    own = RankGiven(mine[0], economy, "good", "New in the post")
    scene.refused("head", ProposeRanks(MARCH, economy, (own, RankGiven(others[0], culture, "good", "?")), seen))
    scene.do("head", ProposeRanks(MARCH, economy, (own,), seen))
    (one,) = [one for one in standing(scene, "chair").groups[0].ordered if one.person_id == mine[0]]
    assert (one.proposed_rank, one.proposed_reason, one.decided_rank) == ("good", "New in the post", None)
    assert standing(scene, "chair").groups[0].excellent == 2


def test_a_quarter_is_allowed_by_a_recorded_decision_only(scene: Scene) -> None:
    crowd(scene, [EXCELLENT] * 5 + [GOOD] * 20)
    agency = scene.unit("dien-khanh").id
    scene.refused("chair", DecideQuota(MARCH, agency, " ", "Outstanding"), "number and date")
    scene.refused("chair", DecideQuota(MARCH, agency, "12/QĐ", " "), "outstanding achievement")
    scene.refused_to(("head", "other-chair", "home-affairs", "auditor"), DecideQuota(MARCH, agency, "12/QĐ", "First"))
    scene.do("chair", DecideQuota(MARCH, agency, "12/QĐ-UBND", "First in the province"))
    whole = standing(scene, "auditor").groups[0]
    assert (whole.limit, whole.allowed, whole.raised, whole.over) == (5, 4, True, 0)
    assert open_groups(scene) == []
    scene.refused("chair", DecideQuota(MARCH, agency, "13/QĐ", "Again"), "already a decision")
    scene.do("chair", WithdrawQuotaDecision(MARCH, agency, "Entered for the wrong month"))
    assert scene.all(select(QuotaDecision)) == []
    assert len(open_groups(scene)) == 2
