"""A small province that imports other systems' exports: three communes, an agency, a plan of three tasks."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Holding
from kpi.access.execute import execute
from kpi.access.permissions import Role
from kpi.exchange.feeds.import_feed import ImportFeed, plan_feed
from kpi.exchange.feeds.planned import Planned
from kpi.reform.feeds.commands import SaveFeedMapping, SettleFeedNames
from kpi.reform.indicators.definitions import lay_definitions
from kpi.storage.tables import IndicatorValue, Installation, Period, Plan, PlanTask, TaskReport, TaskTerms, Unit
from kpi.storage.unit_of_work import UnitOfWork, reading

MONTH, CLOSED = "2026-03", "2026-02"
UNITS = [
    ("KH", "Tỉnh Khánh Hòa", "province"),
    ("VN", "Xã Vạn Ninh", "commune"),
    ("DK", "Xã Diên Khánh", "commune"),
    ("NT", "Phường Nha Trang", "ward"),
    ("STC", "Sở Tài chính", "agency"),
]
TASKS = [("NV01", "Rà soát thủ tục hành chính"), ("NV02", "Tập huấn chuyển đổi số"), ("NV03", "Sắp xếp đơn vị")]
HOME_AFFAIRS = Actor(None, "sonoivu", "Sở Nội vụ", None, (Holding(Role.HOME_AFFAIRS, "/1/"),))
OFFICIAL = Actor(None, "an", "Đặng An", None, (Holding(Role.OFFICIAL, "/1/2/"),))
HEADER = ["TT", "Đơn vị", "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Trực tuyến"]
ROWS: list[list[Any]] = [
    [1, "Xã Vạn Ninh", 120, 100, 95, 90],
    [2, "Xã Diên Khánh", 200, 180, 171, 160],
    [3, "Phường Nha Trang", 1500, 1400, 1330, 1450],
]
LAYOUT = {"header_row": 1, "header_rows": 1, "sheet": "", "numbers": "vi", "dates": "dmy"}
STATISTICS = {
    "layout": LAYOUT,
    "unit": "Đơn vị",
    "period": "",
    "quantities": [
        {"indicator": "tthc.received", "numerator": "Tiếp nhận", "denominator": ""},
        {"indicator": "tthc.on_time", "numerator": "Đúng hạn", "denominator": "Đã giải quyết"},
        {"indicator": "online.share", "numerator": "Trực tuyến", "denominator": "Tiếp nhận"},
    ],
}
TASK_HEADER = ["Mã nhiệm vụ", "Tiến độ", "Ngày hoàn thành", "Ghi chú"]
TASK_ROWS: list[list[Any]] = [
    ["NV01", "60%", "", "đang làm"],
    ["Tập huấn chuyển đổi số", "100%", "15/03/2026", ""],
]
TASK_MAPPING = {
    "layout": LAYOUT,
    "plan": "CCHC-2026",
    "task": "Mã nhiệm vụ",
    "progress": "Tiến độ",
    "done_on": "Ngày hoàn thành",
    "note": "Ghi chú",
    "link": "",
}


@dataclass
class Province:
    """The scene in its database."""

    engine: Engine

    def save(self, mapping: dict[str, Any] | None = None, name: str = "Một cửa", kind: str = "statistics") -> None:
        """Save a mapping as Home Affairs does."""
        execute(SaveFeedMapping(name, kind, mapping or STATISTICS), HOME_AFFAIRS, self.engine)

    def save_tasks(self, **changed: Any) -> None:
        """Save the mapping of the task list."""
        self.save({**TASK_MAPPING, **changed}, "E-Office", "tasks")

    def settle(self, meanings: dict[str, str | None], source: str = "Một cửa") -> None:
        """Settle names as Home Affairs does."""
        execute(SettleFeedNames(source, meanings), HOME_AFFAIRS, self.engine)

    def plan(self, content: bytes, name: str = "f.xlsx", source: str = "Một cửa", period: str = MONTH) -> Planned:
        """What a file would change."""
        with reading(self.engine) as session:
            return plan_feed(session, HOME_AFFAIRS, source, period, content, name)

    def load(self, content: bytes, name: str = "f.xlsx", source: str = "Một cửa", period: str = MONTH) -> Any:
        """Import a file."""
        return execute(ImportFeed(source, period, content, name), HOME_AFFAIRS, self.engine)

    def values(self, period: str = MONTH) -> dict[tuple[str, str], tuple[float, float | None, str]]:
        """Quantities by unit and indicator, with their state."""
        from kpi.storage.tables import Indicator

        query = (
            select(
                Unit.code, Indicator.code, IndicatorValue.numerator, IndicatorValue.denominator, IndicatorValue.state
            )
            .join(Unit, Unit.id == IndicatorValue.unit_id)
            .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        )
        with reading(self.engine) as session:
            rows = session.execute(query.where(IndicatorValue.period_code == period)).all()
        return {(unit, code): (numerator, denominator, state) for unit, code, numerator, denominator, state in rows}

    def reports(self) -> list[tuple[str, float, date | None, str]]:
        """Task reports: code, progress, day done, source."""
        columns = (PlanTask.code, TaskReport.progress, TaskReport.done_on, TaskReport.source)
        query = select(*columns).join(PlanTask, PlanTask.id == TaskReport.task_id).order_by(TaskReport.id)
        with reading(self.engine) as session:
            return [tuple(row) for row in session.execute(query)]

    def change(self, work: Any) -> None:
        """Change something directly, as other parts of the tool would."""
        with UnitOfWork(self.engine) as unit:
            work(unit.session)
            unit.commit()


def settle_province(engine: Engine) -> Province:
    """Fill an empty database."""
    with UnitOfWork(engine) as work:
        _units(work.session)
        lay_definitions(work.session)
        for code, state in ((CLOSED, "closed"), (MONTH, "open")):
            first, last = date(2026, int(code[5:]), 1), date(2026, int(code[5:]), 28)
            work.session.add(Period(code=code, kind="month", starts=first, ends=last, submit_by=last, review_by=last,
                                    approve_by=last, state=state))  # fmt: skip
        _plan(work.session)
        work.commit()
    return Province(engine)


def _units(session: Session) -> None:
    session.add(Installation(id=1, kind="real", province="Tỉnh Khánh Hòa"))
    for number, (code, name, kind) in enumerate(UNITS, 1):
        path = "/1/" if number == 1 else f"/1/{number}/"
        session.add(Unit(id=number, code=code, name=name, kind=kind, parent_id=None if number == 1 else 1, path=path,
                         valid_from=date(2025, 7, 1)))  # fmt: skip
        session.flush()


def _plan(session: Session) -> None:
    session.add(Plan(id=1, code="CCHC-2026", year=2026, title="Kế hoạch", owner_unit_id=1, decision="QĐ 1",
                     decided_on=date(2026, 1, 5)))  # fmt: skip
    session.flush()
    for number, (code, name) in enumerate(TASKS, 1):
        session.add(PlanTask(id=number, plan_id=1, code=code))
        session.flush()
        session.add(
            TaskTerms(task_id=number, since=date(2026, 1, 5), field="procedures", name=name, product="Báo cáo",
                      assigner="province", lead_unit_id=5, starts=date(2026, 1, 10), due=date(2026, 6, 30))
        )  # fmt: skip
    session.flush()


def history(session: Session, unit_id: int, code: str, figures: list[float], year: int = 2025) -> None:
    """Confirmed counts of the months before, from April on."""
    from kpi.storage.tables import Indicator

    indicator = session.scalars(select(Indicator).where(Indicator.code == code)).one()
    for month, figure in enumerate(figures, 4):
        session.add(
            IndicatorValue(indicator_id=indicator.id, unit_id=unit_id, period_code=f"{year}-{month:02d}",
                           numerator=figure, state="confirmed", source="entry", entered_by="x",
                           entered_at=datetime(2026, 1, 1, tzinfo=UTC))
        )  # fmt: skip


def book(rows: list[list[Any]], title: str = "Thống kê") -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def text(rows: list[list[Any]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The same as CSV."""
    held = io.StringIO()
    csv.writer(held, delimiter=separator).writerows(rows)
    return held.getvalue().encode(encoding)


GOOD = [HEADER, *ROWS]
GOOD_TASKS = [TASK_HEADER, *TASK_ROWS]
