"""How many SQL statements a screen costs, for every one is a round trip to the database."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, event, select

from kpi.access.sessions import actor_of
from kpi.access.sign_in import digest
from kpi.assessment.queue import Filter, counts, queue
from kpi.assessment.views import month_of
from kpi.storage.tables import Account
from kpi.storage.tables import Session as WebSession
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene
from tests.assessment.test_lists import crowd

MOST = 8


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def signed_in(scene: Scene, who: str) -> str:
    """A cookie of somebody signed in."""
    token, now = secrets.token_urlsafe(8), datetime.now(UTC)
    account = scene.one(select(Account).where(Account.name == who))
    scene.write(
        WebSession(
            token_hash=digest(token),
            account_id=account.id,
            password_version=account.password_version,
            started_at=now,
            expires_at=now + timedelta(hours=1),
            address="-",
            agent="-",
        )
    )
    return token


def test_a_month_with_many_lines_is_shown_within_the_budget(scene: Scene):
    for code in ("report", "plan", "scheme"):
        scene.assign("an", code)
    token, person = signed_in(scene, "an"), scene.person("an")
    with counted(scene.engine) as sent:
        actor = actor_of(scene.engine, token)
        assert actor is not None
        with reading(scene.engine) as session:
            view = month_of(session, actor, person, MARCH)
    assert view is not None
    assert len(view.lines) == 3
    assert view.score("self").scores.people["status"].tolist() == ["insufficient"]
    assert 0 < len(sent) <= MOST, sent


def test_an_approved_month_costs_no_more(scene: Scene):
    scene.approved("an")
    token, person = signed_in(scene, "chair"), scene.person("an")
    with counted(scene.engine) as sent:
        actor = actor_of(scene.engine, token)
        assert actor is not None
        with reading(scene.engine) as session:
            assert month_of(session, actor, person, MARCH) is not None
    assert 0 < len(sent) <= MOST, sent


def test_a_queue_of_sixty_people_is_shown_within_the_budget(scene: Scene):
    scene.handed_in("an")
    crowd(scene, 60)
    token = signed_in(scene, "head")
    with counted(scene.engine) as sent:
        actor = actor_of(scene.engine, token)
        assert actor is not None
        with reading(scene.engine) as session:
            page = queue(session, actor, Filter(MARCH))
            assert counts(session, actor, MARCH)["mine"] == page.total == 61
    assert len(page.rows) == 60
    assert 0 < len(sent) <= MOST, sent
