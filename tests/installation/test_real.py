"""A real installation: one administrator, and nobody else."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from kpi.access.actor import Refused
from kpi.access.permissions import Role
from kpi.access.sessions import actor_of, redeem
from kpi.access.sign_in import attempt
from kpi.audit.verify import verify
from kpi.installation.exclusive import installed
from kpi.installation.real import install_real
from kpi.storage.tables import Account, AuditEntry, Base, Installation, Period, Person
from kpi.storage.unit_of_work import reading

TODAY = date(2026, 10, 14)


def test_it_has_one_administrator_who_must_change_the_one_time_password(engine: Engine) -> None:
    password = install_real(engine, TODAY)
    token = redeem(engine, attempt(engine, "admin", password, "127.0.0.1").ticket or "", "127.0.0.1", "test")
    actor = actor_of(engine, token)
    assert actor is not None
    assert actor.must_change_password
    assert [held.role for held in actor.holdings if held.role != Role.OFFICIAL] == [Role.ADMINISTRATOR]
    with reading(engine) as session:
        assert session.scalars(select(Account.name)).all() == ["admin"]
        assert session.scalar(select(func.count()).select_from(Person)) == 0
        assert session.scalars(select(Installation.kind)).all() == ["real"]


def test_the_present_month_is_open(engine: Engine) -> None:
    install_real(engine, TODAY)
    with reading(engine) as session:
        period = session.scalars(select(Period)).one()
        assert (period.code, period.state) == ("2026-10", "open")
        deadlines = (period.submit_by, period.review_by, period.approve_by)
    assert deadlines == (date(2026, 11, 4), date(2026, 11, 9), date(2026, 11, 12))


def test_every_row_of_it_is_in_the_record_and_the_password_is_not(engine: Engine) -> None:
    password = install_real(engine, TODAY)
    result = verify(engine)
    assert result.intact
    assert result.rows > 500
    with reading(engine) as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert entry.command == "InstallProvince"
        assert password not in entry.changes


def test_a_second_installation_is_refused_and_changes_nothing(engine: Engine) -> None:
    install_real(engine, TODAY)
    before = _counts(engine)
    with pytest.raises(Refused) as refused:
        install_real(engine, TODAY)
    assert "DATABASE_URL" in refused.value.message.in_("en")
    assert _counts(engine) == before


def test_a_crash_half_way_leaves_nothing(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpi.installation.real.one_time_password", crash)
    with pytest.raises(KeyboardInterrupt):
        install_real(sqlite_engine, TODAY)
    assert installed(sqlite_engine) is None
    assert set(_counts(sqlite_engine).values()) == {0}


def _counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
