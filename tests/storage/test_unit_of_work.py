"""One command, one transaction: whole with its audit entry, or nothing."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from kpi.storage.tables import Account, Person
from kpi.storage.unit_of_work import UnitOfWork, reading


def count(engine, table=Person):
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table))


def person(code="CC001", name="Nguyễn Văn An"):
    return Person(code=code, full_name=name)


def write(engine, *rows):
    with UnitOfWork(engine) as work:
        for row in rows:
            work.session.add(row)
            work.session.flush()
        work.commit()


def test_what_is_committed_lasts(engine):
    write(engine, person())
    assert count(engine) == 1


def test_leaving_without_commit_keeps_nothing(engine):
    with UnitOfWork(engine) as work:
        work.session.add(person())
        work.session.flush()
    assert count(engine) == 0


def test_an_error_half_way_takes_back_what_came_before_it(engine):
    with pytest.raises(IntegrityError):
        write(engine, person("CC001"), person("CC001", "Trần Thị Bình"))
    assert count(engine) == 0


def test_a_foreign_key_to_nowhere_is_refused(engine):
    with pytest.raises(IntegrityError):
        write(engine, Account(name="an", password_hash="x", person_id=404))
    assert count(engine, Account) == 0


def test_a_view_writes_nothing(engine):
    with reading(engine) as session:
        session.add(person())
        session.flush()
    assert count(engine) == 0


def test_an_added_row_is_remembered_with_its_values(engine):
    with UnitOfWork(engine) as work:
        added = person()
        work.session.add(added)
        work.session.flush()
        assert work.changes == [
            {
                "table": "person",
                "id": [added.id],
                "before": None,
                "after": {
                    "id": added.id,
                    "code": "CC001",
                    "full_name": "Nguyễn Văn An",
                    "kind": "civil_servant",
                    "generated": False,
                },
            }
        ]


def test_a_changed_row_is_remembered_with_only_what_changed(engine):
    added = person()
    write(engine, added)
    with UnitOfWork(engine) as work:
        found = work.session.get(Person, added.id)
        found.full_name, found.code = "Nguyễn Văn Ân", "CC001"
        work.session.flush()
        (change,) = work.changes
    assert change["before"] == {"full_name": "Nguyễn Văn An"}
    assert change["after"] == {"full_name": "Nguyễn Văn Ân"}


def test_a_removed_row_is_remembered_with_what_it_held(engine):
    added = person()
    write(engine, added)
    with UnitOfWork(engine) as work:
        work.session.delete(work.session.get(Person, added.id))
        work.session.flush()
        (change,) = work.changes
    assert change["after"] is None
    assert change["before"]["full_name"] == "Nguyễn Văn An"


def test_a_row_set_to_what_it_was_is_no_change(engine):
    write(engine, person())
    with UnitOfWork(engine) as work:
        found = work.session.scalars(select(Person)).one()
        found.full_name = "Nguyễn Văn An"
        work.session.flush()
        assert work.changes == []


def test_a_secret_is_remembered_only_as_being_set(engine):
    with UnitOfWork(engine) as work:
        work.session.add(Account(name="an", password_hash="$argon2id$every-bit-of-it"))
        work.session.flush()
        (change,) = work.changes
    assert change["after"]["password_hash"] == "(secret)"
    assert "argon2id" not in str(work.changes)
