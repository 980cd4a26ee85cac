"""The one table, walked whole: what the actor may do is what it says, for one subject and for rows of a view."""

from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import select

from kpi.access.actor import Actor, Holding, NotPermitted, Subject
from kpi.access.permissions import PERMISSIONS, Action, Role, Scope
from kpi.storage.tables import Post, Unit
from kpi.storage.unit_of_work import reading
from tests.access.household import Household

READING = {
    Action.READ_MONTH,
    Action.READ_UNIT_RESULTS,
    Action.READ_CATALOGUE,
    Action.READ_RULES,
    Action.READ_ORGANISATION,
    Action.READ_AUDIT,
    Action.COMPARE_RULES,
    Action.READ_CALIBRATION,
    Action.READ_UNIT_RATING,
    Action.READ_PUBLISHED_RANKS,
    Action.READ_PETITIONS,
    Action.READ_REFORM,
    Action.READ_STAFFING,
}


@dataclass(frozen=True)
class Case:
    """A subject seen from an actor in the unit /1/3/, and the scopes that reach it."""

    subject: Subject
    reached_by: frozenset[Scope]


UNIT, OWN, PROVINCE = Scope.UNIT, Scope.OWN, Scope.PROVINCE
CASES = {
    "oneself in one's unit": Case(Subject(7, "/1/3/"), frozenset({OWN, UNIT, PROVINCE})),
    "oneself lent to another unit": Case(Subject(7, "/1/2/"), frozenset({OWN, PROVINCE})),
    "somebody else in one's unit": Case(Subject(8, "/1/3/"), frozenset({UNIT, PROVINCE})),
    "somebody in a unit below": Case(Subject(8, "/1/3/4/"), frozenset({UNIT, PROVINCE})),
    "somebody in a sibling unit": Case(Subject(8, "/1/2/"), frozenset({PROVINCE})),
    "a unit whose number begins alike": Case(Subject(8, "/1/31/"), frozenset({PROVINCE})),
    "the unit above": Case(Subject(8, "/1/"), frozenset({PROVINCE})),
    "nobody and nowhere": Case(Subject(), frozenset({PROVINCE})),
    "one's own account": Case(Subject(itself=True), frozenset({OWN, PROVINCE})),
}


def holder(role: Role, path: str = "/1/3/", person_id: int | None = 7) -> Actor:
    return Actor(1, "an", "An", person_id, (Holding(role, path),))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_an_actor_may_do_what_the_table_says_and_nothing_else(role: Role, action: Action, case: Case) -> None:
    expected = PERMISSIONS[role].get(action) in case.reached_by
    assert holder(role).may(action, case.subject) is expected
    if expected:
        holder(role).require(action, case.subject)
    else:
        with pytest.raises(NotPermitted):
            holder(role).require(action, case.subject)


def test_views_show_the_rows_the_table_says(household: Household) -> None:
    reached = {
        Scope.PROVINCE: {"an", "binh", "chau", "dung", "giang"},
        Scope.UNIT: {"an", "binh", "chau", "dung"},
        Scope.OWN: {"dung"},
        None: set(),
    }
    posts = select(Post.person_id).join(Unit, Unit.id == Post.unit_id)
    for role, action in product(Role, Action):
        actor = holder(role, household.paths["NT"], household.persons["dung"])
        with reading(household.engine) as session:
            seen = set(session.scalars(posts.where(actor.rows(action, Post.person_id))))
        names = reached[PERMISSIONS[role].get(action)]
        assert seen == {household.persons[name] for name in names}, (role, action)


def test_without_any_role_nothing_is_open() -> None:
    nobody = Actor(1, "an", "An", 7, ())
    assert not any(nobody.may(action) for action in Action)


def test_an_account_without_a_person_owns_nobodys_month() -> None:
    actor = holder(Role.OFFICIAL, person_id=None)
    assert not actor.may(Action.RECORD_WORK, Subject(person_id=None, path="/1/3/"))


def test_the_auditor_changes_nothing_but_their_own_account() -> None:
    assert set(PERMISSIONS[Role.AUDITOR]) - READING == {Action.MANAGE_OWN_ACCOUNT}


def test_only_the_auditor_reads_the_record_and_only_the_administrator_touches_accounts() -> None:
    assert [role for role in Role if Action.READ_AUDIT in PERMISSIONS[role]] == [Role.AUDITOR]
    assert [role for role in Role if Action.MANAGE_ACCOUNTS in PERMISSIONS[role]] == [Role.ADMINISTRATOR]


def test_the_administrator_sees_and_changes_no_assessment() -> None:
    assessing = {a for a in Action if "month" in a or "work" in a or "results" in a}
    assert not assessing & set(PERMISSIONS[Role.ADMINISTRATOR])


def test_roles_follow_from_posts_and_grants(household: Household) -> None:
    assert {h.role for h in household.actor("dung").holdings} == {Role.OFFICIAL, Role.HEAD}
    assert {h.role for h in household.actor("chau").holdings} == {Role.OFFICIAL, Role.DEPUTY}
    assert {h.role for h in household.actor("an").holdings} == {Role.OFFICIAL}
    assert Holding(Role.AUDITOR, household.paths["KH"]) in household.actor("kiemtra").holdings
