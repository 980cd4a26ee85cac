"""An operator at the machine replaces a lost password; nobody else gains anything by it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.access.sign_in import attempt
from kpi.cli import main
from kpi.storage.tables import Account, AuditEntry
from tests.access.household import PASSWORD, settle


def test_the_operator_replaces_a_lost_password_and_the_record_says_why(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(engine)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    with Session(engine) as session:
        name = session.scalars(select(Account.name).order_by(Account.id)).first() or ""
    said = CliRunner().invoke(main, ["password", name, "--reason", "lost", "--language", "en"])
    assert said.exit_code == 0, said.output
    fresh = said.output.strip().rsplit(" ", 1)[-1]
    assert attempt(engine, name, PASSWORD, "10.0.0.1").ticket is None
    assert attempt(engine, name, fresh, "10.0.0.1").ticket is not None
    with Session(engine) as session:
        assert session.scalars(select(Account.must_change_password).where(Account.name == name)).one()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.command == "ResetPassword")).one()
    assert (entry.actor, entry.reason) == ("operator", "lost")
    assert fresh not in entry.changes


def test_an_unknown_account_is_refused_and_nothing_is_recorded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(engine)
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    said = CliRunner().invoke(main, ["password", "nobody", "--reason", "lost", "--language", "en"])
    assert said.exit_code == 1
    with Session(engine) as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.command == "ResetPassword")).all() == []
