"""A session lives in the database: what ends it there ends it everywhere, at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from kpi.access.accounts import ResetPassword, SetActive
from kpi.access.actor import Refused
from kpi.access.execute import execute
from kpi.access.own_account import ChangePassword, EndOtherSessions
from kpi.access.sessions import actor_of, ending_of, redeem, sign_out
from kpi.access.sign_in import attempt
from kpi.storage.tables import Session, Ticket
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.access.household import PASSWORD, Household, every_row, everything, last_command, long_ago

NEW = "một mật khẩu hoàn toàn khác"


def change_password(household: Household, token: str) -> None:
    actor = actor_of(household.engine, token)
    assert actor is not None
    execute(ChangePassword(PASSWORD, NEW), actor, household.engine)


def reset(household: Household, token: str) -> None:
    execute(ResetPassword("an", "quên mật khẩu"), household.actor("quantri"), household.engine)


def switch_off(household: Household, token: str) -> None:
    execute(SetActive("an", active=False, reason="chuyển công tác"), household.actor("quantri"), household.engine)


def expire(household: Household, token: str) -> None:
    with UnitOfWork(household.engine) as work:
        work.session.execute(update(Session).values(expires_at=long_ago()))
        work.commit()


@pytest.mark.parametrize("end", [change_password, reset, switch_off, expire])
def test_what_ends_a_session_ends_all_of_the_account_and_the_person_is_told_why(
    household: Household, end: Callable[[Household, str], None]
) -> None:
    tokens = [household.token("an"), household.token("an")]
    other = household.token("binh")
    assert all(actor_of(household.engine, token) for token in tokens)
    end(household, tokens[0])
    assert [actor_of(household.engine, token) for token in tokens] == [None, None]
    assert all(ending_of(household.engine, token) for token in tokens)
    assert end is expire or actor_of(household.engine, other), "nobody else is signed out"


def test_switching_on_again_does_not_revive_old_cookies(household: Household) -> None:
    token = household.token("an")
    switch_off(household, token)
    execute(SetActive("an", active=True, reason="trở lại"), household.actor("quantri"), household.engine)
    assert actor_of(household.engine, token) is None


def test_signing_out_ends_this_browser_only_and_its_cookie_replayed_gets_nothing(household: Household) -> None:
    here, there = household.token("an"), household.token("an")
    sign_out(household.engine, here)
    assert last_command(household.engine) == "SignedOut"
    assert actor_of(household.engine, here) is None
    assert actor_of(household.engine, there)


def test_signing_out_everywhere_else_keeps_this_browser(household: Household) -> None:
    here, there = household.token("an"), household.token("an")
    actor = actor_of(household.engine, here)
    assert actor is not None
    assert execute(EndOtherSessions(), actor, household.engine) == 1
    assert actor_of(household.engine, here)
    assert actor_of(household.engine, there) is None
    assert last_command(household.engine) == "EndOtherSessions"


def test_made_up_and_empty_cookies_are_nobodys(household: Household) -> None:
    household.token("an")
    assert [actor_of(household.engine, token) for token in (None, "", "x" * 43)] == [None, None, None]


def test_the_database_keeps_no_token_a_thief_could_use(household: Household) -> None:
    token = household.token("an")
    assert token not in repr(every_row(household.engine))


def ticket_of(household: Household) -> str:
    ticket = attempt(household.engine, "an", PASSWORD, "10.0.0.1").ticket
    assert ticket is not None
    return ticket


def test_a_ticket_is_good_once(household: Household) -> None:
    ticket = ticket_of(household)
    assert redeem(household.engine, ticket, "10.0.0.1", "test")
    assert redeem(household.engine, ticket, "10.0.0.1", "test") is None
    with reading(household.engine) as session:
        assert session.scalar(select(func.count(Session.id))) == 1


def test_a_ticket_expires(household: Household) -> None:
    ticket = ticket_of(household)
    with UnitOfWork(household.engine) as work:
        work.session.execute(update(Ticket).values(expires_at=long_ago()))
        work.commit()
    assert redeem(household.engine, ticket, "10.0.0.1", "test") is None


def test_a_ticket_of_before_a_password_change_opens_nothing(household: Household) -> None:
    ticket = ticket_of(household)
    change_password(household, household.token("an"))
    token = redeem(household.engine, ticket, "10.0.0.1", "test")
    assert actor_of(household.engine, token) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("không phải", NEW),
        (PASSWORD, PASSWORD),
        (PASSWORD, "ngắn"),
        (PASSWORD, "aaaaaaaaaaaa"),
        (PASSWORD, "an khẩu lạ an"),
    ],
)
def test_a_refused_password_change_changes_nothing(household: Household, old: str, new: str) -> None:
    actor = household.actor("an")
    before = everything(household.engine)
    with pytest.raises(Refused):
        execute(ChangePassword(old, new), actor, household.engine)
    assert everything(household.engine) == before


def test_a_one_time_password_opens_nothing_but_ones_own_account(household: Household) -> None:
    password = execute(ResetPassword("noivu", "mất sổ"), household.actor("quantri"), household.engine)
    actor = actor_of(household.engine, household.token("noivu", password))
    assert actor is not None
    assert actor.must_change_password
    before = everything(household.engine)
    with pytest.raises(Refused, match="one-time password"):
        execute(SetActive("an", active=False, reason="thử"), actor, household.engine)
    assert everything(household.engine) == before
    execute(ChangePassword(password, NEW), actor, household.engine)
    assert not actor_of(household.engine, household.token("noivu", NEW)).must_change_password  # type: ignore[union-attr]


@pytest.mark.parametrize("reason", ["", "   "])
def test_administering_needs_a_reason(household: Household, reason: str) -> None:
    actor = household.actor("quantri")
    before = everything(household.engine)
    with pytest.raises(Refused, match="reason"):
        execute(ResetPassword("an", reason), actor, household.engine)
    assert everything(household.engine) == before


def test_nobody_administers_themselves(household: Household) -> None:
    actor = household.actor("quantri")
    before = everything(household.engine)
    for command in (SetActive("quantri", active=False, reason="thử"), ResetPassword("quantri", "thử")):
        with pytest.raises(Refused, match="your own account"):
            execute(command, actor, household.engine)
    assert everything(household.engine) == before
