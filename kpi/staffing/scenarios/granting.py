"""Roles granted in old units, carried over to the units that continue them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.storage.tables import Account, Grant, Unit


def grant_again(session: Session, target: Mapping[int, Unit]) -> int:
    """How many roles were granted in the units of `target` (by the id of the unit each continues).

    A role at an old unit stays: it reaches what was recorded there. The same role reaches the new unit from now on,
    which has nobody before its first day; so nobody loses or gains a role on that day, and the record shows each.
    """
    held = list(session.scalars(select(Grant).where(Grant.unit_id.in_(target)).order_by(Grant.id)))
    new_ids = {unit.id for unit in target.values()}
    there = {_key(grant, grant.unit_id) for grant in session.scalars(select(Grant).where(Grant.unit_id.in_(new_ids)))}
    wanted = dict.fromkeys(_key(grant, target[grant.unit_id].id) for grant in held)
    missing = [key for key in wanted if key not in there]
    session.add_all(Grant(account_id=account, role=role, unit_id=unit) for account, role, unit in missing)
    session.flush()
    return len(missing)


def _key(grant: Grant, unit_id: int) -> tuple[int, str, int]:
    return grant.account_id, grant.role, unit_id


@dataclass(frozen=True)
class Reaching:
    """A role granted in a unit that is to be merged: the role, and the unit it reaches from."""

    role: str
    unit: str


def roles_reaching(session: Session, codes: Iterable[str]) -> list[Reaching]:
    """The roles of active accounts granted in these units and below, without names of accounts."""
    paths = session.scalars(select(Unit.path).where(Unit.code.in_(list(codes)))).all()
    if not paths:
        return []
    inside = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    query = select(Grant.role, Unit.name).join(Unit, Unit.id == Grant.unit_id)
    query = query.join(Account, Account.id == Grant.account_id).where(inside, Account.active).order_by(Grant.id)
    return [Reaching(role, unit) for role, unit in session.execute(query)]
