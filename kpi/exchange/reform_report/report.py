"""What the report says: its heading, and sections of paragraphs and tables, all from one glance at the province."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused
from kpi.exchange.papers.paper import Table
from kpi.exchange.papers.wording import PLACE
from kpi.exchange.reform_report import tables
from kpi.exchange.reform_report.words import text
from kpi.language.catalogue import translate
from kpi.language.message import say
from kpi.language.numbers import format_amount, format_date, format_number, format_percent
from kpi.language.numbers import today as province_today
from kpi.reform.forecast.outcome import REASONS
from kpi.reform.glance.view import Glance, glance
from kpi.reform.indicators.entry import month_of
from kpi.reform.indicators.views import published
from kpi.storage.tables import Installation


@dataclass(frozen=True)
class Section:
    """A numbered part of the report."""

    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Report:
    """The whole report. marks: what a reader must know first."""

    province: str
    code: str
    dated: date
    title: str
    marks: tuple[str, ...]
    opening: str
    sections: tuple[Section, ...]

    @property
    def place_date(self) -> str:
        """Place and date."""
        return text("place_date", place=PLACE, day=self.dated.day, month=self.dated.month, year=self.dated.year)


def reform_report(session: Session, actor: Actor, code: str, today: date | None = None) -> Report:
    """The report of a month ("2026-10"). Raises `Refused` for no month, `NotPermitted`."""
    month_of(code)
    day = today or province_today()
    if code > f"{day:%Y-%m}":
        raise Refused(say("{period} has not begun; there is nothing to report.", period=code))
    seen = glance(session, actor, code, day)
    installed = session.scalars(select(Installation)).first()
    figures = published(session, actor)
    when = {"month": seen.course.through, "year": seen.course.year}
    return Report(
        province=installed.province if installed else "",
        code=code,
        dated=day,
        title=text("title", **when),
        marks=(text("generated"),) if installed is not None and installed.kind == "demo" else (),
        opening=text("opening", day=format_date(seen.day), **when),
        sections=(_plan(seen), _indicators(seen, figures), _forecast(seen), _silent(seen), _duties(seen)),
    )


def _plan(seen: Glance) -> Section:
    if seen.tasks.empty:
        return Section(text("sections.plan"), (text("plan.none", year=seen.course.year),), ())
    counts = {name: format_amount(value) for name, value in seen.plan.items() if name != "progress"}
    share = format_percent(seen.plan["done"] / seen.plan["total"], "vi", 2)
    whole = text("plan.whole", **counts, share=share, elapsed=format_percent(seen.elapsed, "vi", 0),
                 due=format_amount(seen.due_by_now), day=format_date(seen.day))  # fmt: skip
    found = (
        tables.counts(seen.tasks, "assigner", text("plan.assigner")),
        tables.counts(seen.tasks, "field", text("plan.field")),
        tables.counts(seen.tasks, "lead", text("plan.lead")),
        tables.urgent(seen.tasks, text("plan.urgent"), text("plan.nothing_urgent")),
    )
    return Section(text("sections.plan"), (whole,), found)


def _indicators(seen: Glance, figures: pd.DataFrame) -> Section:
    none = text("indicators.none", year=seen.course.year)
    counted = tables.values(seen, text("indicators.counted"), none)
    apart = tables.published(figures, seen.course.year, text("indicators.published"), text("indicators.no_published"))
    return Section(text("sections.indicators"), (), (counted, apart))


def _forecast(seen: Glance) -> Section:
    made = seen.forecast
    if made.reason:
        plan = text("forecast.no_plan", why=translate(REASONS[made.reason], "vi"))
    else:
        plan = text("forecast.plan", value=format_number(made.value, 0), tasks=format_amount(made.tasks),
                    low=format_amount(made.low), high=format_amount(made.high), pace=format_number(made.pace, 1),
                    needed=format_number(made.needed, 1))  # fmt: skip
    table = tables.forecast(seen, text("forecast.indicators"), text("forecast.none"))
    return Section(text("sections.forecast"), (plan, text("forecast.method")), (table,))


def _silent(seen: Glance) -> Section:
    when = {"month": f"{seen.course.through:02d}", "year": seen.course.year}
    table = tables.silent(seen, text("silent.table"))
    if not table.rows:
        return Section(text("sections.silent"), (text("silent.all", **when),), ())
    some = text("silent.some", units=format_amount(len(table.rows)), **when)
    return Section(text("sections.silent"), (some,), (table,))


def _duties(seen: Glance) -> Section:
    table = tables.duties(seen, text("duties.table"), text("duties.none"))
    return Section(text("sections.duties"), () if table.rows else (text("duties.none"),),
                   (table,) if table.rows else ())  # fmt: skip
