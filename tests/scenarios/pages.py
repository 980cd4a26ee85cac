"""Pages as somebody signed in has them drawn, on any scene with an engine."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from kpi.language.message import Message
from kpi.storage.tables import Account, Grant, Person, Session, Unit
from kpi.storage.unit_of_work import UnitOfWork
from kpi.ui import browser
from tests.scenarios.scene import Scene

PAGES = Path(__file__).parents[2] / "pages"
Draw = Callable[..., AppTest]


def draws(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws a page in Vietnamese for a granted role, or for the person with that code."""
    monkeypatch.setattr(streamlit, "page_link", lambda *_, **__: None)  # a page drawn alone knows no other
    monkeypatch.setenv("DATABASE_URL", scene.engine.url.render_as_string(hide_password=False))

    def draw(page: str, who: str, **address: str) -> AppTest:
        token = f"token of {who} {datetime.now(UTC)}"
        with UnitOfWork(scene.engine) as work:
            account = _account(work.session, who)
            begun = datetime.now(UTC)
            work.session.add(
                Session(
                    token_hash=hashlib.sha256(token.encode()).hexdigest(), account_id=account.id,
                    password_version=account.password_version, started_at=begun,
                    expires_at=begun + timedelta(hours=1), address="10.0.0.1", agent="test",
                )
            )  # fmt: skip
            work.commit()
        monkeypatch.setattr(browser, "cookie", lambda: token)
        app = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return draw


def _account(session: Any, who: str) -> Account:
    known: Account | None = session.scalars(select(Account).where(Account.name == who)).one_or_none()
    if known is not None:
        return known
    person = session.scalars(select(Person.id).where(Person.code == who)).one_or_none()
    made = Account(name=who, person_id=person, password_hash="x", must_change_password=False, language="vi")
    session.add(made)
    session.flush()
    if person is None:
        root = session.scalars(select(Unit.id).where(Unit.parent_id.is_(None))).one()
        session.add(Grant(account_id=made.id, role=who, unit_id=root))
    return made


def vi(text: str, **values: object) -> str:
    """A text of the screen in Vietnamese."""
    return Message(text, values).in_("vi")


def words(app: AppTest) -> str:
    """Everything written on the screen."""
    kinds = ("title", "subheader", "caption", "markdown", "text", "info", "warning", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))


def press(app: AppTest, label: str, at: int = 0) -> AppTest:
    """Press the button with that English label."""
    found = [one for one in app.button if vi(label) in (one.label, one.help)]
    assert found, [one.label or one.help for one in app.button]
    return found[at].click().run()


def field(app: AppTest, kind: str, label: str) -> Any:
    """The field of that kind with that English label."""
    found = [one for one in app.get(kind) if one.label == vi(label)]
    assert found, [one.label for one in app.get(kind)]
    return found[0]


def table(app: AppTest, column: str) -> Any:
    """The first table that has this column, by its English name."""
    return next(one.value for one in app.dataframe if vi(column) in one.value.columns)
