"""Screens of the small province, as somebody signed in has them drawn."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from kpi.language.message import Message
from kpi.storage.tables import Account, Session
from kpi.ui import browser
from tests.assessment.scene import Scene

PAGES = Path(__file__).parents[2] / "pages"
Draw = Callable[..., AppTest]


def draws(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws a page for somebody; in Vietnamese unless said otherwise."""
    monkeypatch.setenv("DATABASE_URL", scene.engine.url.render_as_string(hide_password=False))

    def draw(page: str, who: str, language: str = "vi", **address: str) -> AppTest:
        scene.change(Account, Account.name == who, language=language)
        token = f"token of {who} {datetime.now(UTC)}"
        account = scene.one(select(Account).where(Account.name == who))
        begun = datetime.now(UTC)
        scene.write(
            Session(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                account_id=account.id,
                password_version=account.password_version,
                started_at=begun,
                expires_at=begun + timedelta(hours=1),
                address="10.0.0.1",
                agent="test",
            )
        )
        monkeypatch.setattr(browser, "cookie", lambda: token)
        app = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=30)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return draw


def words(app: AppTest) -> str:
    """Everything written on the screen."""
    kinds = ("title", "subheader", "caption", "markdown", "text", "info", "warning", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))


def vi(text: str, **values: object) -> str:
    """A text of the screen in Vietnamese."""
    return Message(text, values).in_("vi")


def fill(app: AppTest, values: dict[str, str]) -> None:
    """Type into the boxes with these labels."""
    wanted = {vi(label): value for label, value in values.items()}
    for box in [*app.text_input, *app.text_area]:
        if box.label in wanted:
            box.input(wanted[box.label])


def button(app: AppTest, label: str, **values: object) -> AppTest:
    """Press a button by its English label."""
    found = [one for one in app.button if one.label == vi(label, **values)]
    assert found, [one.label for one in app.button]
    return found[0].click().run()
