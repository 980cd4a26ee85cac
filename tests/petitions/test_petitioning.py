"""A petition: filed in time by the person, answered by the competent person, late or not, never by the person."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.petitions import file as filing
from kpi.assessment.petitions.answer import AnswerPetition
from kpi.assessment.petitions.file import FilePetition, WithdrawPetition
from kpi.assessment.petitions.views import (
    may_answer,
    petition_about,
    petition_by_id,
    petitions,
    waiting_for_answer,
)
from kpi.language.numbers import today
from kpi.storage.tables import AuditEntry, PeriodResult, Petition, Post
from kpi.storage.unit_of_work import reading
from tests.publishing.closed import closed, published, result


def petition(scene, owner="an", *contested, against=False):
    """The owner's petition against their published result."""
    command = FilePetition(result(scene, owner).id, contested or ("b",), "Đã sửa xong trong hạn.", against)
    return scene.do(owner, command)


def answer(number, outcome="upheld", decision="12/QĐ-UBND", on=None, reason="Có căn cứ."):
    return AnswerPetition(number, outcome, decision, on or today(), reason)


def stored(scene, number) -> Petition:
    return scene.one(select(Petition).where(Petition.id == number))


@pytest.fixture
def month(scene):
    """An official's month, approved and published."""
    scene.approved("an")
    published(scene, "an")
    return scene


def test_a_petition_goes_to_who_approved_the_month_and_has_its_own_deadline(month):
    number = petition(month, "an", "b", "rank")
    kept = stored(month, number)
    assert (kept.contested, kept.state, kept.addressee_id) == ("b,rank", "filed", month.person("chair"))
    assert kept.answer_by > today() + timedelta(days=10)
    with reading(month.engine) as session:
        (waiting,) = waiting_for_answer(session, month.actor("chair"))
        assert waiting.contested == ("b", "rank")
        assert waiting_for_answer(session, month.actor("head")) == ()


def test_only_the_person_petitions_against_their_result(month):
    command = FilePetition(result(month, "an").id, ("b",), "Thay cho người khác.")
    month.refused_to(["binh", "head", "chair", "home-affairs", "auditor"], command)


def test_nothing_is_petitioned_before_publication_or_after_the_last_day(scene, monkeypatch):
    scene.approved("an")
    closed(scene, "an")
    scene.refused("an", FilePetition(result(scene, "an").id, ("b",), "Sớm."), "not the published one")
    from kpi.assessment.publishing.publish import PublishResults

    last = scene.do("home-affairs", PublishResults("2026-03"))
    monkeypatch.setattr(filing, "today", lambda: last + timedelta(days=1))
    scene.refused("an", FilePetition(result(scene, "an").id, ("b",), "Muộn."), "ended on")
    monkeypatch.setattr(filing, "today", lambda: last)
    assert petition(scene)


@pytest.mark.parametrize(
    ("contested", "text", "saying"),
    [
        ((), "Vì sao?", "Choose what"),
        (("b", "b"), "Vì sao?", "only once"),
        (("z",), "Vì sao?", "cannot be contested"),
        (("d",), "Vì sao?", "cannot be contested"),  # a leader's criterion, and this is staff
        (("b",), "  ", "Write what is wrong"),
        (("b",), "x" * 4001, "shorten"),
    ],
)
def test_a_petition_that_says_too_little_or_too_much_is_refused(month, contested, text, saying):
    month.refused("an", FilePetition(result(month, "an").id, contested, text), saying)


def test_a_leader_may_contest_their_own_criteria(scene):
    scene.approved("head")
    published(scene, "head")
    assert petition(scene, "head", "d", "dd", "e")


def test_one_petition_for_a_result_unless_it_was_taken_back(month):
    first = petition(month)
    month.refused("an", FilePetition(result(month, "an").id, ("c",), "Lần nữa."), "already")
    month.refused_to(["binh", "chair"], WithdrawPetition(first))
    month.do("an", WithdrawPetition(first))
    second = petition(month)
    month.do("chair", answer(second, "refused"))
    month.refused("an", WithdrawPetition(second), "no longer waits")
    month.refused("an", FilePetition(result(month, "an").id, ("c",), "Lần ba."), "already")


def test_the_answer_is_a_decision_with_reasons_that_the_person_reads(month):
    number = petition(month)
    month.do("chair", answer(number, "partly", " 12/QĐ-UBND ", reason=" Một phần có căn cứ. "))
    kept = stored(month, number)
    assert (kept.state, kept.decision_number, kept.reasons) == ("partly", "12/QĐ-UBND", "Một phần có căn cứ.")
    assert (kept.answered_by, kept.decision_date) == ("Person chair", today())
    with reading(month.engine) as session:
        mine = petition_about(session, month.actor("an"), result(month, "an").id)
    assert mine is not None
    assert mine.reasons == "Một phần có căn cứ."
    assert mine.waits_for_correction
    entry = month.all(select(AuditEntry).order_by(AuditEntry.number))[-1]
    assert (entry.command, entry.reason) == ("AnswerPetition", " Một phần có căn cứ. ")


def test_only_the_competent_person_or_a_head_above_answers(month):
    number = petition(month)
    month.refused_to(["an", "binh", "head", "vice", "deputy", "other-chair", "home-affairs", "auditor"], answer(number))
    month.do("governor", answer(number, "refused"))


def test_nobody_answers_their_own_petition(scene):
    scene.approved("chair")
    published(scene, "chair")
    number = petition(scene, "chair")
    assert stored(scene, number).addressee_id == scene.person("governor")
    scene.refused("chair", answer(number), "Only the competent person")
    scene.do("governor", answer(number))


def test_a_petition_against_the_decider_goes_one_above(month):
    number = petition(month, against=True)
    assert stored(month, number).addressee_id == month.person("governor")
    month.refused("chair", answer(number), "Only the competent person")
    month.do("governor", answer(number))


def test_a_decider_who_left_is_followed_by_the_head_in_office(month):
    month.change(Post, Post.person_id == month.person("chair"), valid_to=date(2026, 4, 1))
    number = petition(month)
    assert stored(month, number).addressee_id == month.person("governor")


@pytest.mark.parametrize(
    ("given", "saying"),
    [
        ({"outcome": "maybe"}, "Choose whether"),
        ({"decision": " "}, "number of the decision"),
        ({"decision": "x" * 81}, "number of the decision"),
        ({"on": date(2020, 1, 1)}, "decision’s date"),
        ({"on": date(2999, 1, 1)}, "decision’s date"),
        ({"reason": "  "}, "reasons"),
    ],
)
def test_an_answer_without_its_parts_is_refused(month, given, saying):
    number = petition(month)
    month.refused("chair", answer(number, **given), saying)


def test_a_petition_is_answered_once(month):
    number = petition(month)
    month.do("chair", answer(number, "refused"))
    month.refused("chair", answer(number), "no longer waits")
    month.refused("governor", answer(987654))


def test_a_late_answer_is_still_given_and_its_lateness_shows(month, monkeypatch):
    number = petition(month)
    month.change(Petition, Petition.id == number, answer_by=today() - timedelta(days=3))
    with reading(month.engine) as session:
        assert petition_by_id(session, month.actor("auditor"), number).late_days == 3
    month.do("chair", answer(number))
    with reading(month.engine) as session:
        assert petition_by_id(session, month.actor("an"), number).late_days == 3


def test_who_reads_which_petition(month):
    number = petition(month)
    with reading(month.engine) as session:
        for reader in ("chair", "head", "governor", "home-affairs", "auditor"):
            assert petitions(session, month.actor(reader))[1] == 1
        for stranger in ("binh", "other-chair", "organizing", "administrator"):
            assert petitions(session, month.actor(stranger))[1] == 0
            with pytest.raises(NotPermitted):
                petition_by_id(session, month.actor(stranger), number)
        able = {who for who in ("an", "head", "chair", "governor", "home-affairs", "other-chair")
                if may_answer(session, month.actor(who), number)}  # fmt: skip
    assert able == {"chair", "governor"}


def test_the_longest_waiting_come_first(scene):
    for owner in ("an", "binh"):
        scene.approved(owner)
    published(scene, "an", "binh")
    late, soon = petition(scene, "an"), petition(scene, "binh")
    scene.change(Petition, Petition.id == soon, answer_by=today())
    with reading(scene.engine) as session:
        found, total = petitions(session, scene.actor("chair"), state="filed", period="2026-03")
    assert ([view.id for view in found], total) == ([soon, late], 2)


def test_the_published_result_stays_as_it_is_while_petitioned(month):
    before = result(month, "an")
    month.do("chair", answer(petition(month)))
    assert month.all(select(PeriodResult))[0].total == before.total
    assert len(month.all(select(PeriodResult))) == 1
