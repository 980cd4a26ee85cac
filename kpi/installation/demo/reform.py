"""The reform plan and its indicators in a demonstration: everything in it is generated and marked so."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from kpi.installation.demo.accounts import holders
from kpi.installation.demo.people import Staffed
from kpi.installation.demo.reform_plan import add_plans
from kpi.installation.demo.reform_quantities import MARK, add_quantities
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.reform.kpi_sets.templates import template
from kpi.storage.tables import Indicator, IndicatorOfficer, IndicatorTarget, KpiItem, KpiSet, PlanTask, TaskTerms, Unit

SINCE = date(2025, 7, 1)
TARGETS = {
    "tthc.on_time": 0.95, "online.share": 0.85, "payment.share": 0.65, "digitised.dossiers": 1.0,
    "digitised.results": 0.9, "digitised.reused": 0.6, "satisfaction.procedures": 0.98,
    "satisfaction.feedback_on_time": 1.0, "satisfaction.feedback": 0.95, "transparency.procedures": 1.0,
    "transparency.synchronised": 1.0, "766.transparency": 16, "766.progress": 19, "766.online": 10, "766.payment": 6.5,
    "766.satisfaction": 17.5, "766.digitisation": 18, "766.total": 87, "dti": 0.82, "par_index": 0.91, "sipas": 0.86,
}  # fmt: skip


def add_reform(session: Session, units: list[Unit], people: Staffed, today: date) -> None:
    """Plans, quantities, targets of the year, responsible officials and KPI sets, seen from `today`."""
    add_plans(session, units, today)
    add_quantities(session, units, today)
    session.add_all([*_targets(session, units, today), *_officers(units, people)])
    session.flush()
    _sets(session, units, today)


def _targets(session: Session, units: list[Unit], today: date) -> Iterator[IndicatorTarget]:
    ids = {row.code: row.id for row in session.query(Indicator).all()}
    for code, value in TARGETS.items():
        yield IndicatorTarget(
            indicator_id=ids[code], unit_id=units[0].id, period_code=str(today.year), value=value, decision=MARK
        )


def _officers(units: list[Unit], people: Staffed) -> Iterator[IndicatorOfficer]:
    """For each unit with people the first of its staff; for Nha Trang ward the demonstration's civil servant."""
    named = {entry.account: post for entry, post in holders(units, people)}
    chosen = {next(u.id for u in units if u.code == "22366"): named["chuyenvien"].person_id}
    paths = {unit.id: unit.path for unit in units}
    staff = [post for post in people.posts if post.role == "staff"]
    for unit in units:
        if unit.kind not in (*COMMUNE_LEVEL, UnitKind.AGENCY, UnitKind.PROVINCE):
            continue
        first = next((post.person_id for post in staff if paths[post.unit_id].startswith(unit.path)), None)
        if unit.kind != UnitKind.PROVINCE and (person := chosen.get(unit.id, first)):
            yield IndicatorOfficer(unit_id=unit.id, person_id=person, valid_from=SINCE, generated=True)


def _sets(session: Session, units: list[Unit], today: date) -> None:
    ids = {row.code: row.id for row in session.query(Indicator).all()}
    led: dict[int, list[int]] = {}
    for task_id, unit_id in (
        session.query(TaskTerms.task_id, TaskTerms.lead_unit_id)
        .join(PlanTask)
        .filter(TaskTerms.since >= date(today.year, 1, 1))
    ):
        led.setdefault(unit_id, []).append(task_id)
    for unit in units:
        if (kind := kind_of(unit)) is None:
            continue
        made = KpiSet(unit_id=unit.id, kind=kind, valid_from=date(today.year, 1, 1), decision=MARK, generated=True)
        session.add(made)
        session.flush()
        for item in template(kind, led.get(unit.id, [])):
            session.add(KpiItem(
                set_id=made.id, indicator_id=ids[item.code] if item.code else None, plan_task_id=item.task_id,
                weight=item.weight,
            ))  # fmt: skip
    session.flush()


def kind_of(unit: Unit) -> str | None:
    """The kind of set a unit has: an agency's, a locality's, or none."""
    if unit.kind == UnitKind.AGENCY:
        return "agency"
    return "locality" if unit.kind in COMMUNE_LEVEL else None
