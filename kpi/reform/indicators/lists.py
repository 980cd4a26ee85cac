"""What Home Affairs keeps about indicators, as lists: definitions, targets, responsible officials."""

from datetime import date

import pandas as pd
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation.views import alive
from kpi.reform.indicators.tree import REPORTING, definitions
from kpi.storage.tables import Indicator, IndicatorOfficer, IndicatorTarget, Person, Unit


def defined_on(session: Session, actor: Actor, day: date) -> pd.DataFrame:
    """The indicators in force on a day, by code, in the order of lists."""
    actor.require(Action.READ_REFORM)
    return definitions(session, day)


def targets_on(session: Session, actor: Actor) -> pd.DataFrame:
    """Every target, newest period first: period, code, name_vi, name_en, measure, unit, value, decision."""
    actor.require(Action.READ_REFORM)
    target = IndicatorTarget
    columns = (
        target.period_code.label("period"), Indicator.code, Indicator.name_vi, Indicator.name_en, Indicator.measure,
        Unit.name.label("unit"), target.value, target.decision,
    )  # fmt: skip
    query = select(*columns).join(Indicator, Indicator.id == target.indicator_id).join(Unit, Unit.id == target.unit_id)
    rows = session.execute(query.order_by(target.period_code.desc(), Indicator.place, Unit.path)).all()
    names = ["period", "code", "name_vi", "name_en", "measure", "unit", "value", "decision"]
    return pd.DataFrame(rows, columns=names)


def officers_on(session: Session, actor: Actor, day: date) -> pd.DataFrame:
    """The units that report and who answers for them, nobody first: unit_id, unit, person, valid_from."""
    actor.require(Action.MANAGE_INDICATORS)
    officer = IndicatorOfficer
    running = and_(
        officer.unit_id == Unit.id, officer.valid_from <= day, or_(officer.valid_to.is_(None), officer.valid_to >= day)
    )
    query = (
        select(Unit.id, Unit.name, Person.full_name, officer.valid_from)
        .outerjoin(officer, running)
        .outerjoin(Person, Person.id == officer.person_id)
        .where(alive(day), Unit.kind.in_(REPORTING))
    )
    rows = session.execute(query.order_by(Person.id.is_not(None), Unit.path)).all()
    return pd.DataFrame(rows, columns=["unit_id", "unit", "person", "valid_from"])
