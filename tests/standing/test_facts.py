"""What is entered about people and units: leave, disqualifying decisions, initiatives, weights; and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.access.permissions import Action
from kpi.assessment.standing.absences import EndAbsence, WithdrawAbsence
from kpi.assessment.standing.disqualifying import RecordDisqualification, WithdrawDisqualification
from kpi.assessment.standing.facts import disqualified_in
from kpi.assessment.standing.initiatives import RecordInitiative, WithdrawInitiative
from kpi.assessment.standing.kinds import Ground
from kpi.assessment.standing.views import absences, people_to_choose, presence
from kpi.assessment.standing.weighing import SetTaskWeights, weights_of
from kpi.language.numbers import today
from kpi.storage.tables import Absence, AuditEntry, Disqualification, Initiative, Period
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import FEBRUARY, MARCH, Scene, period
from tests.standing.facts import day, leave, move

JULY = date(2026, 7, 1)


def fact(scene: Scene, who: str = "an", ground: str = "disciplined") -> RecordDisqualification:
    return RecordDisqualification(scene.person(who), Ground(ground), "12/QĐ-UBND", day(10), day(10), None)


def grounds(scene: Scene, code: str = MARCH) -> dict[int, str]:
    with reading(scene.engine) as session:
        return disqualified_in(session, session.scalars(select(Period).where(Period.code == code)).one())


# leave and secondments


@pytest.mark.parametrize("who", ["head", "chair", "governor", "home-affairs"])
def test_a_head_above_or_home_affairs_records_leave(scene: Scene, who: str) -> None:
    scene.do(who, leave(scene, "an", 2, 6, note="Hospital"))
    kept = scene.one(select(Absence))
    assert (kept.kind, kept.starts, kept.ends, kept.decision) == ("sick", day(2), day(6), "Form of 01/03/2026")
    entry = scene.one(select(AuditEntry).where(AuditEntry.command == "RecordAbsence"))
    assert entry.reason == "Form of 01/03/2026"


@pytest.mark.parametrize("who", ["an", "vice", "other-head", "organizing", "auditor", "administrator"])
def test_nobody_else_records_leave(scene: Scene, who: str) -> None:
    assert isinstance(scene.refused(who, leave(scene, "an", 2, 6)), NotPermitted)


def test_nobody_records_their_own_leave(scene: Scene) -> None:
    scene.refused("head", leave(scene, "head", 2, 6), "Nobody records their own leave")
    scene.do("chair", leave(scene, "head", 2, 6))


@pytest.mark.parametrize(
    ("first", "last", "kind", "more", "saying"),
    [
        (6, 2, "sick", {}, "lies before the first"),
        (2, 6, "sick", {"host_code": "office"}, "Only a secondment has a host"),
        (2, 6, "secondment", {"host_code": "nowhere"}, "no unit “nowhere”"),
        (2, 6, "secondment", {"host_code": "economy"}, "person's own unit"),
        (2, 6, "sick", {"note": "x" * 2001}, "shorten it to 2000"),
    ],
)
def test_leave_that_cannot_be_is_refused(scene: Scene, first, last, kind, more, saying) -> None:  # type: ignore[no-untyped-def]
    scene.refused("head", leave(scene, "an", first, last, kind, **more), saying)


def test_leave_needs_a_paper_and_a_post(scene: Scene) -> None:
    scene.refused("head", replace(leave(scene, "an", 2, 6), decision=" "), "Write the paper it rests on")
    gone = replace(leave(scene, "an", 2, 6), starts=date(2025, 1, 6), ends=date(2025, 1, 7))
    scene.refused("home-affairs", gone, "Person an holds no post on that day")


@pytest.mark.parametrize(("first", "last"), [(1, 2), (6, 6), (3, 5), (5, 20), (1, None)])
def test_two_absences_never_share_a_day(scene: Scene, first: int, last: int | None) -> None:
    scene.do("head", leave(scene, "an", 2, 6))
    scene.refused(
        "head", leave(scene, "an", first, last, "unpaid"), "already has sick leave from 02/03/2026 to 06/03/2026"
    )
    scene.do("head", leave(scene, "an", 7, 8, "unpaid"))  # just after
    scene.do("head", leave(scene, "binh", first, last))  # somebody else


def test_leave_is_ended_when_the_person_is_back(scene: Scene) -> None:
    entry = scene.do("head", leave(scene, "an", 2))
    scene.do("head", leave(scene, "binh", 9, 10))
    scene.refused("head", EndAbsence(entry, day(1)), "lies before the first")
    scene.do("head", EndAbsence(entry, day(13)))
    assert scene.one(select(Absence.ends).where(Absence.id == entry)) == day(13)
    scene.do("head", leave(scene, "an", 16, 20, "study"))
    scene.refused("head", EndAbsence(entry, day(16)), "already has training or study")


def test_a_wrong_entry_stays_on_record_with_why(scene: Scene) -> None:
    entry = scene.do("head", leave(scene, "an", 2, 6))
    scene.refused("head", WithdrawAbsence(entry, " "), "Write why it is withdrawn")
    assert isinstance(scene.refused("other-chair", WithdrawAbsence(entry, "Not ours")), NotPermitted)
    scene.do("head", WithdrawAbsence(entry, "Wrong person"))
    assert scene.one(select(Absence.withdrawn)) == "Wrong person"
    scene.refused("head", WithdrawAbsence(entry, "Again"), "was withdrawn")
    scene.refused("head", EndAbsence(entry, day(9)), "was withdrawn")
    scene.do("head", leave(scene, "an", 2, 6))


def test_a_head_sees_the_leave_and_moves_of_their_own_people_alone(scene: Scene) -> None:
    scene.do("home-affairs", leave(scene, "an", 2, 6))
    scene.do("home-affairs", leave(scene, "dung", 2, 6))
    move(scene, "binh", "office", first=16)
    with reading(scene.engine) as session:
        mine = presence(session, scene.actor("head"), MARCH)
        entries = absences(session, scene.actor("head"), day(1), day(31))
        whole = presence(session, scene.actor("home-affairs"), MARCH)
    assert [(line.person, line.joined, line.left) for line in mine] == [
        ("Person an", None, None), ("Person binh", None, day(15)),
    ]  # fmt: skip
    assert [entry["person"] for entry in entries] == ["Person an"]
    assert [line.person for line in whole] == ["Person an", "Person binh", "Person binh", "Person dung"]


def test_the_people_offered_are_those_in_reach(scene: Scene) -> None:
    with reading(scene.engine) as session:
        mine = people_to_choose(session, scene.actor("head"), Action.MANAGE_PRESENCE, day(1))
        found = people_to_choose(session, scene.actor("home-affairs"), Action.MANAGE_PRESENCE, day(1), "dUn")
    assert [row["person"] for row in mine] == ["Person an", "Person binh", "Person deputy"]
    assert [row["person"] for row in found] == ["Person dung"]


# disqualifying facts


def test_a_fact_counts_in_the_month_the_quarter_and_the_year_of_its_effect_and_nowhere_else(scene: Scene) -> None:
    whole = {"2026-Q1": ("quarter", date(2026, 1, 1), day(31)), "2026": ("year", date(2026, 1, 1), date(2026, 12, 31))}
    for code, (kind, starts, ends) in whole.items():
        made = period(MARCH)
        made.code, made.kind, made.starts, made.ends, made.derived = code, kind, starts, ends, True
        scene.write(made)
    scene.do("home-affairs", fact(scene))
    for code in (MARCH, "2026-Q1", "2026"):
        assert grounds(scene, code) == {scene.person("an"): "disciplined"}
    assert grounds(scene, FEBRUARY) == grounds(scene, "2026-04") == {}


def test_a_disqualified_person_is_not_completed_whatever_the_score(scene: Scene) -> None:
    scene.handed_in("an")
    assert scene.score("an").rank == "excellent"
    scene.do("home-affairs", fact(scene))
    seen = scene.seen("an").score("reviewed").scores.people.iloc[0]
    assert (seen["rank_by_score"], seen["rank"], seen["reason"]) == ("excellent", "not_completed", "disqualified")
    scene.review("an")
    scene.do("chair", scene.approval("an"))
    assert (scene.score("an").total, scene.score("an").rank) == (100, "not_completed")


def test_an_annulled_decision_counts_no_more(scene: Scene) -> None:
    entry = scene.do("home-affairs", fact(scene))
    scene.refused("home-affairs", WithdrawDisqualification(entry, ""), "Write why")
    scene.do("home-affairs", WithdrawDisqualification(entry, "Annulled by 20/QĐ"))
    assert grounds(scene) == {}
    scene.refused("home-affairs", WithdrawDisqualification(entry, "Again"), "was withdrawn")
    scene.do("home-affairs", fact(scene))


@pytest.mark.parametrize("who", ["governor", "chair", "head", "organizing", "auditor", "an"])
def test_only_home_affairs_records_a_fact(scene: Scene, who: str) -> None:
    assert isinstance(scene.refused(who, fact(scene)), NotPermitted)


def test_facts_that_cannot_be_are_refused(scene: Scene) -> None:
    good = fact(scene)
    later = today() + timedelta(days=1)
    for bad, saying in (
        (replace(good, decision_number="  "), "Write the number"),
        (replace(good, decision_number="x" * 81), "shorten it to 80"),
        (replace(good, effective=day(9)), "takes effect on 09/03/2026, before its date 10/03/2026"),
        (replace(good, decision_date=later, effective=later), "still to come"),
        (replace(good, ground=Ground.CORRUPTION), "leads no unit"),
        (replace(good, person_id=404), "no longer in the list"),
    ):
        scene.refused("home-affairs", bad, saying)
    scene.do("home-affairs", fact(scene, "head", "corruption"))  # a leader
    scene.do("home-affairs", good)
    scene.refused("home-affairs", good, "already on record for Person an")
    assert len(scene.all(select(Disqualification))) == 2


# initiatives


def initiative(scene: Scene, unit: str = "economy", code: str = MARCH, **more: str) -> RecordInitiative:
    return RecordInitiative(scene.unit(unit).id, code, **({"title": "By appointment", "effect": "15 to 9 days"} | more))


@pytest.mark.parametrize("who", ["head", "deputy", "vice", "chair", "governor"])
def test_whoever_leads_records_an_initiative(scene: Scene, who: str) -> None:
    scene.do(who, initiative(scene, recognised_by="The chair"))
    kept = scene.one(select(Initiative))
    assert (kept.title, kept.effect, kept.recognised_by) == ("By appointment", "15 to 9 days", "The chair")


def test_others_record_none_and_a_wrong_one_is_refused(scene: Scene) -> None:
    for who in ("an", "other-head", "home-affairs", "auditor"):
        assert isinstance(scene.refused(who, initiative(scene)), NotPermitted)
    scene.refused("head", initiative(scene, title=" "), "Write what the initiative is")
    scene.refused("head", initiative(scene, effect=""), "Write what it achieved")
    scene.refused("head", initiative(scene, title="x" * 301), "shorten it to 300")
    scene.refused("head", initiative(scene, code="2030-01"), "no period 2030-01")
    scene.refused("head", initiative(scene, code=FEBRUARY), "The period is closed")


def test_an_initiative_is_withdrawn_only_while_its_month_is_open(scene: Scene) -> None:
    entry = scene.do("head", initiative(scene))
    scene.refused("head", WithdrawInitiative(entry, ""), "Write why")
    scene.close()
    scene.refused("head", WithdrawInitiative(entry, "Wrong unit"), "The period is closed")
    scene.change(Period, Period.code == MARCH, state="open")
    scene.do("head", WithdrawInitiative(entry, "Wrong unit"))
    scene.refused("head", WithdrawInitiative(entry, "Again"), "was withdrawn")


# weights of public employees


def weights(
    scene: Scene, *parts: float, unit: str = "dien-khanh", since: date = JULY, decision: str = "5/QĐ"
) -> SetTaskWeights:
    return SetTaskWeights(scene.unit(unit).id, since, *(parts or (20, 32, 18)), decision)


def test_a_units_weights_hold_for_all_below_until_a_nearer_decision(scene: Scene) -> None:
    scene.do("chair", weights(scene))
    scene.do("head", weights(scene, 30, 20, 20, unit="economy", since=date(2026, 8, 1)))
    with reading(scene.engine) as session:
        found = {
            (name, on.month): weights_of(session, "public_employee", scene.unit(name).id, on)
            for name in ("economy", "culture", "office")
            for on in (date(2026, 7, 1), date(2026, 8, 1))
        }
        assert weights_of(session, "civil_servant", scene.unit("economy").id, JULY) is None
    assert found["economy", 7] == found["culture", 8] == (20, 32, 18)
    assert found["economy", 8] == (30, 20, 20)
    assert found["office", 8] is None


def test_weights_that_cannot_be_are_refused(scene: Scene) -> None:
    for bad, saying in (
        (weights(scene, 20, 32, 17), "add up to 69"),
        (weights(scene, 70, 0, 0), "above 0"),
        (weights(scene, 23.333, 23.333, 23.334), "two decimals"),
        (weights(scene, float("nan"), 40, 30), "above 0"),
        (weights(scene, since=date(2026, 6, 30)), "applies from 01/07/2026"),
        (weights(scene, decision=""), "number and date of the decision"),
    ):
        scene.refused("chair", bad, saying)
    assert isinstance(scene.refused("other-chair", weights(scene)), NotPermitted)
    scene.do("home-affairs", weights(scene))
    scene.refused("chair", weights(scene), "already a decision")


def test_a_closed_month_keeps_its_weights(scene: Scene) -> None:
    scene.write(period("2026-08", "closed"))
    scene.refused("chair", weights(scene), "08/2026 is closed")
    scene.do("chair", weights(scene, since=date(2026, 9, 1)))
