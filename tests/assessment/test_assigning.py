"""Assigning work: to one, to many, again from last month; changing it; proposing it."""

from datetime import date

from sqlalchemy import select

from kpi.access.actor import NotPermitted
from kpi.assessment.amend import AmendAssignment
from kpi.assessment.assign import AssignWork, RepeatMonth
from kpi.assessment.evidence import AttachEvidence
from kpi.assessment.new_lines import Work
from kpi.assessment.people import people_led, products_for, proposals
from kpi.assessment.proposals import DecideProposal, ProposeWork
from kpi.storage.tables import AuditEntry, Month, Product, WorkLine
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import APRIL, FEBRUARY, MARCH, PEOPLE, Scene

BELOW_THE_CHAIR = ("vice", "vice-culture", "head", "deputy", "an", "binh", "acting", "chi")


def give(scene: Scene, *names: str, product="report", quantity=10.0, code=MARCH, **more) -> AssignWork:
    work = Work(scene.product(product, date.fromisoformat(f"{code}-01")), quantity, **more)
    return AssignWork(scene.period(code), tuple(map(scene.person, names)), (work,))


def lines(scene: Scene, name: str, code=MARCH) -> list[WorkLine]:
    return scene.all(select(WorkLine).where(WorkLine.month_id == scene.month(name, code).id).order_by(WorkLine.id))


def test_a_head_gives_work_to_one_person_with_the_product_s_coefficient_and_words(scene: Scene):
    assert scene.do("head", give(scene, "an", product="plan", due=date(2026, 3, 20))) == 1
    (line,) = lines(scene, "an")
    assert (line.coefficient, line.assigned, line.title, line.state) == (1.5, 10, "Product plan", "accepted")
    assert (line.done, line.quality_ok, line.failed, line.late) == (None, None, None, None)


def test_a_head_gives_two_products_to_three_people_in_one_entry_of_the_audit(scene: Scene):
    before = scene.audited()
    two = (Work(scene.product("report"), 3), Work(scene.product("plan"), 2.5, "Plan of the quarter"))
    people = tuple(map(scene.person, ("an", "binh", "deputy")))
    assert scene.do("head", AssignWork(scene.period(), people, two)) == 6
    assert [line.assigned for line in lines(scene, "binh")] == [3, 2.5]
    assert scene.audited() == before + 1


def test_somebody_named_twice_gets_the_work_once(scene: Scene):
    scene.do("head", give(scene, "an", "an"))
    assert len(lines(scene, "an")) == 1


def test_one_person_out_of_reach_and_nobody_gets_anything(scene: Scene):
    for beyond in ("dung", "chair", "chi"):
        refusal = scene.refused("head", give(scene, "an", beyond), f"Person {beyond}|permitted")
        assert isinstance(refusal, NotPermitted)
    assert not scene.all(select(Month))


def test_a_person_who_does_not_exist_is_refused_in_words(scene: Scene):
    command = give(scene, "an")
    scene.refused("head", AssignWork(command.period_id, (*command.person_ids, 40404), command.work), "no longer")


def test_only_those_who_lead_the_person_assign(scene: Scene):
    for who in ("an", "binh", "other-head", "other-chair", "home-affairs", "auditor", "administrator"):
        assert isinstance(scene.refused(who, give(scene, "an")), NotPermitted)


def test_nobody_assigns_to_themselves_not_even_among_others(scene: Scene):
    scene.refused("head", give(scene, "head"), "Nobody assigns work to themselves")
    scene.refused("head", give(scene, "an", "head"), "Nobody assigns work to themselves")


def test_a_deputy_gives_no_work_to_the_head_they_serve_under_and_does_not_find_them_in_the_list(scene: Scene):
    scene.refused("deputy", give(scene, "head"), "You do not lead this person")
    scene.refused("vice", give(scene, "chair"), "You do not lead this person")
    assert led_by(scene, "deputy") == {"Person an", "Person binh"}
    assert led_by(scene, "vice") == {f"Person {who}" for who in BELOW_THE_CHAIR} - {"Person vice"}
    assert led_by(scene, "chair") == {f"Person {who}" for who in BELOW_THE_CHAIR}


def test_whoever_stands_in_the_list_of_people_led_can_be_given_work_and_nobody_else(scene: Scene):
    for leader in ("governor", "chair", "vice", "head", "deputy", "acting", "an"):
        led = led_by(scene, leader)
        for who in sorted({name for name, *_ in PEOPLE} - {leader}):
            if f"Person {who}" in led:
                assert scene.do(leader, give(scene, who)) == 1
            else:
                scene.refused(leader, give(scene, who))


def led_by(scene: Scene, who: str) -> set[str]:
    with reading(scene.engine) as session:
        return {row["person"] for row in people_led(session, scene.actor(who), scene.period(), date(2026, 3, 1))}


def test_a_product_that_does_not_apply_here_is_refused(scene: Scene):
    scene.refused("head", give(scene, "an", product="theirs"), "another unit's list")
    scene.refused("head", give(scene, "an", product="abolished"), "not in force in this period")


def test_a_product_of_the_commune_s_own_list_serves_its_divisions(scene: Scene):
    scene.do("head", give(scene, "an", product="own"))
    assert scene.line("an").coefficient == 1.25


def test_a_product_that_does_not_exist_is_refused(scene: Scene):
    command = AssignWork(scene.period(), (scene.person("an"),), (Work(40404, 1),))
    scene.refused("head", command, "40404 is not in the catalogue")


def test_a_quantity_outside_its_limits_is_refused(scene: Scene):
    for quantity in (0, -1, 0.001, 10_001, 1e300, float("nan"), float("inf"), True, "5", None):
        scene.refused("head", give(scene, "an", quantity=quantity), "[Qq]uantity")


def test_work_due_before_the_period_is_refused(scene: Scene):
    scene.refused("head", give(scene, "an", due=date(2026, 2, 28)), "before the period")


def test_nobody_and_nothing_chosen_is_refused(scene: Scene):
    scene.refused("head", AssignWork(scene.period(), (), ()))
    scene.refused("head", AssignWork(scene.period(), (scene.person("an"),), ()), "at least one")


def test_work_cannot_be_assigned_to_a_month_handed_in(scene: Scene):
    scene.handed_in("an")
    scene.refused("head", give(scene, "an"), "waiting for review")


def test_a_later_coefficient_leaves_assigned_lines_as_they_were(scene: Scene):
    scene.do("head", give(scene, "an", product="scheme"))
    scene.change(Product, Product.code == "report", coefficient=9.0)
    scene.do("head", give(scene, "an", product="scheme", code=APRIL))
    assert lines(scene, "an")[0].coefficient == 2.0
    assert lines(scene, "an", APRIL)[0].coefficient == 3.0


def test_repeating_last_month_takes_the_coefficient_now_in_force(scene: Scene):
    scene.do("head", give(scene, "an", product="scheme", quantity=4))
    scene.do("head", give(scene, "an", product="plan", quantity=2, title="Plan of the month"))
    scene.do("head", give(scene, "binh", product="report", quantity=7))
    again = RepeatMonth(scene.period(APRIL), scene.period(MARCH), tuple(map(scene.person, ("an", "binh"))))
    assert scene.do("head", again) == 3
    repeated = [(line.title, line.coefficient, line.assigned) for line in lines(scene, "an", APRIL)]
    assert repeated == [("Product scheme", 3.0, 4), ("Plan of the month", 1.5, 2)]
    assert lines(scene, "an")[0].coefficient == 2.0


def test_repeating_adds_only_what_is_not_there_and_says_when_that_is_nothing(scene: Scene):
    scene.do("head", give(scene, "an", product="report"))
    scene.do("head", give(scene, "an", product="plan"))
    scene.do("head", give(scene, "an", product="plan", code=APRIL))
    again = RepeatMonth(scene.period(APRIL), scene.period(MARCH), (scene.person("an"),))
    assert scene.do("head", again) == 1
    scene.refused("head", again, "nothing new to repeat")


def test_repeating_reaches_all_people_or_nobody(scene: Scene):
    scene.do("head", give(scene, "an"))
    both = (scene.person("an"), scene.person("dung"))
    scene.refused("head", RepeatMonth(scene.period(APRIL), scene.period(MARCH), both), "permitted")


def test_a_proposal_that_was_refused_is_not_repeated(scene: Scene):
    line = propose(scene)
    scene.do("head", DecideProposal(scene.month("an").id, line, False, reason="Not ours"))
    again = RepeatMonth(scene.period(APRIL), scene.period(MARCH), (scene.person("an"),))
    scene.refused("head", again, "nothing new")


def amend(scene: Scene, quantity: float, reason="The plan changed", due=None) -> AmendAssignment:
    return AmendAssignment(scene.month("an").id, scene.line("an").id, quantity, due, reason)


def test_an_assignment_is_changed_with_a_reason_the_person_reads(scene: Scene):
    scene.assign("an")
    scene.do("head", amend(scene, 6, due=date(2026, 3, 31)))
    assert (scene.line("an").assigned, scene.line("an").due) == (6, date(2026, 3, 31))
    assert scene.events("an")[-1] == ("amended", "Product report: The plan changed")
    assert scene.one(select(AuditEntry.reason).where(AuditEntry.command == "AmendAssignment")) == "The plan changed"


def test_changing_an_assignment_needs_a_reason_and_a_fair_quantity(scene: Scene):
    scene.assign("an")
    scene.refused("head", amend(scene, 6, reason="  "), "Write why")
    scene.refused("head", amend(scene, -6), "quantity")
    scene.refused("head", amend(scene, 6, due=date(2026, 2, 1)), "before the period")


def test_untouched_work_can_be_taken_away(scene: Scene):
    scene.assign("an")
    scene.do("head", amend(scene, 0))
    assert not lines(scene, "an")


def test_work_on_which_something_was_recorded_is_not_taken_away(scene: Scene):
    for typed in ({"done": 0.0}, {"hours": 3.0}, {"note": "begun"}, {"cause": "storm"}, {"link": "https://a.vn"}):
        scene.assign("an")
        scene.record("an", **typed)
        scene.refused("head", amend(scene, 0), "already recorded")


def test_work_with_a_file_attached_is_not_taken_away(scene: Scene):
    line = scene.assign("an")
    scene.do("an", AttachEvidence(line.month_id, line.id, "a.pdf", "application/pdf", b"%PDF-1"))
    scene.refused("head", amend(scene, 0), "already recorded")


def propose(scene: Scene, quantity=5.0) -> int:
    work = Work(scene.product("plan"), quantity, "Help the neighbours")
    return int(scene.do("an", ProposeWork(scene.period(), scene.person("an"), work)))


def decide(scene: Scene, accepted: bool, **more) -> DecideProposal:
    return DecideProposal(scene.month("an").id, scene.line("an").id, accepted, **more)


def test_a_proposal_waits_for_the_head_and_scores_nothing_until_accepted(scene: Scene):
    scene.ready("an")
    before = scene.seen("an").score("self").scores.people["assigned"].tolist()
    propose(scene)
    assert scene.line("an").state == "proposed"
    assert scene.seen("an").score("self").scores.people["assigned"].tolist() == before
    with reading(scene.engine) as session:
        (waiting,) = proposals(session, scene.actor("head"), MARCH)
        assert (waiting["title"], waiting["coefficient"]) == ("Help the neighbours", 1.5)
        assert not proposals(session, scene.actor("other-head"), MARCH)


def test_a_head_accepts_a_proposal_with_another_quantity(scene: Scene):
    propose(scene)
    scene.do("head", decide(scene, True, quantity=3))
    assert (scene.line("an").state, scene.line("an").assigned) == ("accepted", 3)
    scene.refused("head", decide(scene, True), "no longer waiting")


def test_a_refused_proposal_keeps_its_reason_and_counts_nothing(scene: Scene):
    propose(scene)
    scene.refused("head", decide(scene, False, reason=" "), "Write why the proposal is refused")
    scene.do("head", decide(scene, False, reason="Not our field"))
    assert (scene.line("an").state, scene.line("an").state_reason) == ("refused", "Not our field")
    assert scene.events("an")[-1] == ("proposal_refused", "Not our field")


def test_a_proposal_is_not_decided_by_whoever_made_it_or_does_not_lead_them(scene: Scene):
    propose(scene)
    for who in ("an", "binh", "other-head", "home-affairs", "administrator"):
        assert isinstance(scene.refused(who, decide(scene, True)), NotPermitted)


def test_a_proposal_in_a_month_handed_in_is_decided_by_its_raters_alone(scene: Scene):
    scene.ready("an")
    line = propose(scene)
    month = scene.month("an")
    scene.change(Month, Month.id == month.id, state="submitted")
    for who in ("deputy", "vice", "governor"):
        scene.refused(who, DecideProposal(month.id, line, True), "Once handed in")
    scene.do("chair", DecideProposal(month.id, line, True))


def test_a_head_s_own_proposal_is_accepted_by_the_deputy_in_charge_not_by_the_head(scene: Scene):
    scene.do("head", ProposeWork(scene.period(), scene.person("head"), Work(scene.product("plan"), 1)))
    own = DecideProposal(scene.month("head").id, scene.line("head").id, True)
    scene.refused("head", own, "Nobody assigns work to themselves")
    scene.do("vice", own)
    assert scene.line("head").state == "accepted"


def test_nobody_proposes_for_somebody_else_or_outside_the_catalogue(scene: Scene):
    other = ProposeWork(scene.period(), scene.person("binh"), Work(scene.product("plan"), 1))
    scene.refused("an", other, "not permitted")
    scene.refused(
        "an", ProposeWork(scene.period(), scene.person("an"), Work(scene.product("theirs"), 1)), "another unit"
    )


def test_a_closed_period_takes_no_work(scene: Scene):
    scene.refused("head", give(scene, "an", code=FEBRUARY), "closed")
    scene.refused(
        "an", ProposeWork(scene.period(FEBRUARY), scene.person("an"), Work(scene.product("plan"), 1)), "closed"
    )
    scene.refused("head", AssignWork(40404, (scene.person("an"),), (Work(1, 1),)), "no longer exists")


def test_those_one_leads_and_what_can_be_given_to_them_are_listed(scene: Scene):
    scene.assign("an")
    with reading(scene.engine) as session:
        led = people_led(session, scene.actor("head"), scene.period(), date(2026, 3, 1))
        assert {row["person"]: row["lines"] for row in led} == {"Person deputy": 0, "Person an": 1, "Person binh": 0}
        assert not people_led(session, scene.actor("home-affairs"), scene.period(), date(2026, 3, 1))
        codes = [row["code"] for row in products_for(session, scene.unit("economy").path, date(2026, 3, 1))]
        assert codes == ["own", "plan", "report", "scheme"]
