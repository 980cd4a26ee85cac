"""The record: whole after honest work, and every way of altering it is found and named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, delete, text, update

from kpi.access import auditing
from kpi.access.accounts import SetActive, SetGrant
from kpi.access.actor import NotPermitted
from kpi.access.execute import execute
from kpi.audit.told import sentences
from kpi.audit.verify import Verification, verify
from kpi.audit.views import Wanted
from kpi.storage.tables import Account, AuditEntry, AuditHead, Grant
from kpi.storage.unit_of_work import reading
from tests.access.household import Household


@pytest.fixture
def busy(household: Household) -> Household:
    """Six entries: an administrator and an auditor signed in, and four commands."""
    administrator = household.actor("quantri")
    household.actor("kiemtra")
    for active in (False, True):
        execute(SetActive("an", active=active, reason="nghỉ phép dài"), administrator, household.engine)
    for granted in (True, False):
        execute(SetGrant("binh", "auditor", "KH", granted, "theo quyết định"), administrator, household.engine)
    return household


def behind_its_back(engine: Engine, statement: object) -> None:
    with engine.begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def named(result: Verification) -> list[tuple[int, str]]:
    return [(found.entry, found.what.text) for found in result.alterations]


def test_honest_work_leaves_a_whole_record(busy: Household) -> None:
    result = verify(busy.engine)
    assert named(result) == []
    assert result.entries == 6
    assert result.rows == 2


_REMOVED = "the row the last entry removed"
ALTERATIONS: dict[str, tuple[object, int, str]] = {
    "the reason rewritten": (
        update(AuditEntry).where(AuditEntry.number == 3).values(reason="không có gì"), 3, "Its content was altered"),
    "who it was rewritten": (
        update(AuditEntry).where(AuditEntry.number == 4).values(actor="binh"), 4, "Its content was altered"),
    "what changed rewritten": (
        update(AuditEntry).where(AuditEntry.number == 3).values(changes="[]"), 3, "Its content was altered"),
    "spoilt beyond reading": (
        update(AuditEntry).where(AuditEntry.number == 3).values(changes="{"), 3, "Its content was altered"),
    "an entry taken out": (delete(AuditEntry).where(AuditEntry.number == 3), 3, "are missing"),
    "the first entry taken out": (delete(AuditEntry).where(AuditEntry.number == 1), 1, "are missing"),
    "the end cut off": (delete(AuditEntry).where(AuditEntry.number >= 5), 6, "The end of the chain was cut off"),
    "everything taken out": (delete(AuditEntry), 6, "The end of the chain was cut off"),
    "the end forgotten": (delete(AuditHead), 6, "The end of the chain was cut off"),
    "a row changed": (update(Account).where(Account.name == "an").values(active=False), 4, "the database holds"),
    "a row taken out": (text("UPDATE account SET id = 9999 WHERE name = 'an'"), 4, "it wrote is gone"),
    "a removed row back": (_REMOVED, 6, "it removed is back"),
}  # fmt: skip


@pytest.mark.parametrize(("altering", "entry", "what"), ALTERATIONS.values(), ids=ALTERATIONS)
def test_an_alteration_is_found_and_its_entry_named(busy: Household, altering: object, entry: int, what: str) -> None:
    if altering is _REMOVED:
        altering = _the_removed_grant(busy.engine)
    with busy.engine.begin() as connection:
        if busy.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        if "UPDATE account" in str(altering):
            connection.execute(text("DELETE FROM session"))
        connection.execute(altering)  # type: ignore[call-overload]
    found = named(verify(busy.engine))
    assert any(number == entry and what in said for number, said in found), found


def _the_removed_grant(engine: Engine) -> object:
    with reading(engine) as session:
        changes = session.get_one(AuditEntry, 6).changes
    removed = json.loads(changes)[0]
    return Grant.__table__.insert().values(id=removed["id"][0], **_columns(removed["before"]))  # type: ignore[attr-defined]


def _columns(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != "id"}


def test_a_forged_entry_with_its_own_right_hash_does_not_follow(busy: Household) -> None:
    from kpi.audit.chain import entry_hash
    from kpi.audit.verify import FIELDS

    with reading(busy.engine) as session:
        entry = session.get_one(AuditEntry, 3)
        forged = {name: getattr(entry, name) for name in FIELDS} | {"reason": "khác"}
    values = {"reason": "khác", "hash": entry_hash(forged)}
    behind_its_back(busy.engine, update(AuditEntry).where(AuditEntry.number == 3).values(**values))
    assert (4, "It does not follow from the entry before it.") in named(verify(busy.engine))


def run_verify(engine: Engine) -> subprocess.CompletedProcess[str]:
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.run(
        [sys.executable, "-m", "kpi", "verify", "--language", "en"],
        capture_output=True, text=True, check=False, env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip


def test_the_command_line_says_whether_the_record_holds(busy: Household) -> None:
    whole = run_verify(busy.engine)
    assert (whole.returncode, whole.stdout.strip()) == (0, "Nothing was altered: 6 entries and 2 rows agree.")
    behind_its_back(busy.engine, update(AuditEntry).where(AuditEntry.number == 3).values(reason="khác"))
    altered = run_verify(busy.engine)
    assert altered.returncode == 1
    assert "Entry 3: Its content was altered after it was written." in altered.stdout


def test_an_auditor_who_verifies_puts_it_on_record(busy: Household) -> None:
    auditor = busy.actor("kiemtra")
    seen: list[float] = []
    assert auditing.verify_record(busy.engine, auditor, seen.append).intact
    with reading(busy.engine) as session:
        last = auditing.last_verification(session, auditor)
    assert last is not None
    assert last[1] == auditing.INTACT
    assert verify(busy.engine).intact
    assert all(sentence.in_("vi") for sentence in sentences(verify(busy.engine)))


FILTERS: dict[str, tuple[Wanted, Callable[[int], bool]]] = {
    "by command": (Wanted(command="SetGrant"), lambda number: number in (5, 6)),
    "by who": (Wanted(actor="QUANTRI"), lambda number: number != 2),
    "by what about": (Wanted(subject="account an"), lambda number: number in (3, 4)),
    "by a day without entries": (Wanted(last=date(2020, 1, 1)), lambda number: False),
    "by all days since": (Wanted(first=date(2020, 1, 1)), lambda number: True),
}


@pytest.mark.parametrize(("wanted", "expected"), FILTERS.values(), ids=FILTERS)
def test_entries_are_found(busy: Household, wanted: Wanted, expected: Callable[[int], bool]) -> None:
    auditor = busy.actor("kiemtra")  # entry 7
    with reading(busy.engine) as session:
        found = [e.number for e in auditing.entries(session, auditor, wanted, start=0, size=50) if e.number < 7]
        assert found == [number for number in range(6, 0, -1) if expected(number)]
        assert auditing.count(session, auditor, wanted) >= len(found)


def test_the_day_of_an_entry_is_the_provinces(busy: Household) -> None:
    late = "2026-03-01T17:30:00.000000+00:00"  # half past midnight of 2 March in the province
    behind_its_back(busy.engine, update(AuditEntry).where(AuditEntry.number == 3).values(at=late))
    auditor, day = busy.actor("kiemtra"), date(2026, 3, 2)
    with reading(busy.engine) as session:
        assert auditing.count(session, auditor, Wanted(day, day)) == 1
        before = day - timedelta(days=1)
        assert auditing.count(session, auditor, Wanted(before, before)) == 0


def test_what_changed_is_told_column_by_column_without_secrets(busy: Household) -> None:
    auditor = busy.actor("kiemtra")
    with reading(busy.engine) as session:
        (entry,) = [e for e in auditing.entries(session, auditor, Wanted(), start=0, size=50) if e.number == 3]
    assert [(c.table, c.column, c.before, c.after) for c in entry.changes] == [("account", "active", True, False)]
    assert entry.reason == "nghỉ phép dài"


def test_only_an_auditor_reads_or_verifies(busy: Household) -> None:
    administrator = busy.actor("quantri")
    with reading(busy.engine) as session, pytest.raises(NotPermitted):
        auditing.entries(session, administrator, Wanted(), start=0, size=1)
    with pytest.raises(NotPermitted):
        auditing.verify_record(busy.engine, administrator)
