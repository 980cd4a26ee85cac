"""Which units report an indicator, and where they stand in the tree, on a day."""

from datetime import date

import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.organisation.views import alive
from kpi.storage.tables import Indicator, Unit

REPORTERS: dict[str, tuple[str, ...]] = {
    "communes": COMMUNE_LEVEL,
    "agencies": (UnitKind.AGENCY,),
    "both": (*COMMUNE_LEVEL, UnitKind.AGENCY),
    "province": (UnitKind.PROVINCE,),
    "none": (),
}
ENTERED = ("ratio", "count")
REPORTING = (*COMMUNE_LEVEL, UnitKind.AGENCY, UnitKind.PROVINCE)


def reporting_units(session: Session, on: date) -> pd.DataFrame:
    """The units that report indicators or stand above such units: unit_id, code, name, kind, path; in tree order."""
    columns = (Unit.id.label("unit_id"), Unit.code, Unit.name, Unit.kind, Unit.path)
    query = select(*columns).where(alive(on), Unit.kind.in_(REPORTING)).order_by(Unit.path, Unit.id)
    return pd.DataFrame(session.execute(query).all(), columns=["unit_id", "code", "name", "kind", "path"])


def definitions(session: Session, on: date) -> pd.DataFrame:
    """The indicators in force on a day, every column of the table, in the order of lists, by code."""
    inside = (Indicator.valid_from <= on, or_(Indicator.valid_to.is_(None), Indicator.valid_to >= on))
    table = Indicator.__table__
    rows = session.execute(select(table).where(*inside).order_by(Indicator.place, Indicator.id)).all()
    frame = pd.DataFrame(rows, columns=[column.name for column in table.columns])
    return frame.drop_duplicates("code", keep="last").set_index("code", drop=False).rename_axis(None)


def expected(units: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Who is to report what: unit_id, code."""
    entered = indicators[indicators["formula"].isin(ENTERED)]
    pairs = [
        {"kind": str(kind), "code": code}
        for code, group in zip(entered["code"], entered["reporters"], strict=True)
        for kind in REPORTERS[group]
    ]
    due = pd.DataFrame(pairs, columns=["kind", "code"])
    return units[["unit_id", "kind"]].merge(due, on="kind")[["unit_id", "code"]]
