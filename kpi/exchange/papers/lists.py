"""The catalogue in the columns of the official list, and a person's list of work in those of the form's annex."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.assessment.catalogue_views import Wanted, products
from kpi.assessment.scoring import REVIEWED, SELF
from kpi.assessment.views import MonthView
from kpi.exchange.form01_annex import note_of
from kpi.exchange.form01_page import marks_of
from kpi.exchange.form01_sheet import RATED, month_name
from kpi.exchange.papers.excel import rows_of
from kpi.exchange.papers.paper import Paper, Signature, Table
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.unit_papers import marks
from kpi.exchange.papers.wording import date_line, number_line, text
from kpi.language.numbers import format_date
from kpi.storage.tables import Unit


def catalogue_list(session: Session, actor: Actor, on: date, unit_id: int | None = None) -> Paper:
    """Every product in force on a day, or a unit's own list. Raises `NotPermitted` to whoever may not read it."""
    items, _total = products(session, actor, Wanted(on=on, unit_id=unit_id))
    top = session.scalars(select(Unit.name).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)).one()
    own = session.scalars(select(Unit.name).where(Unit.id == unit_id)).one_or_none() if unit_id else None
    rows = [
        {
            "task": item.terms.task, "detail": item.terms.detail, "output": item.terms.output,
            "group": item.terms.task_group, "frame": item.frame, "points": item.terms.points,
            "coefficient": item.coefficient, "note": item.terms.note or "",
        }
        for item in items
    ]  # fmt: skip
    spec = PAPERS["catalogue"]
    return Paper(
        kind="catalogue", above=top if own else "", agency=own or top, number=number_line("catalogue"),
        place_date=date_line(on.year), title=text("catalogue.title"),
        subtitle=text("catalogue.subtitle", day=format_date(on)), marks=marks(session, draft=False),
        tables=(Table("products", spec.columns("products"), rows_of(rows), empty=text("province.nobody")),),
        left=Signature(text("maker"), text("sign_here")), right=Signature(text("head"), text("sign_and_seal")),
        sheet=text("catalogue.title"), landscape=spec.landscape,
    )  # fmt: skip


def work_list(view: MonthView, place_year: int | None = None) -> Paper:
    """A month's accepted work with what each line counts for; of a reviewed month, as reviewed."""
    result = view.score(REVIEWED if view.state in RATED else SELF)
    stored = {line["id"]: line for line in view.lines}
    rows = []
    for line in result.scores.lines.to_dict("records"):
        counts = {name: 0 if line[name] != line[name] else line[name] for name in ("failed", "late")}
        figures = {name: line[name] for name in ("done", "quantity", "quality", "timeliness")}
        own = stored[line["line"]]
        rows.append({"work": own["title"], "level": line["coefficient"], **figures, **counts,
                     "note": note_of(own, dict(line))})  # fmt: skip
    person = result.scores.people.iloc[0].to_dict()
    total = {"work": text("work_list.total"), **{n: person[n] for n in ("quantity", "quality", "timeliness")}}
    spec = PAPERS["work_list"]
    return Paper(
        kind="work_list", above=view.authority if view.authority != view.unit else "", agency=view.unit,
        number=number_line("work_list"), place_date=date_line(place_year or view.ends.year),
        title=text("work_list.title"),
        subtitle=text("work_list.subtitle", person=view.person, title=view.title, period=month_name(view)),
        marks=tuple(marks_of(view)), after=(text("work_list.legend"),),
        tables=(Table("work", spec.columns("work"), (*rows_of(rows), *([total] if rows else [])),
                      strong=frozenset({len(rows)}), empty=text("province.nobody")),),
        left=Signature(text("official"), text("sign_here"), view.person),
        right=Signature(text("head"), text("sign_and_seal"), view.approver or ""), sheet=view.person,
        landscape=spec.landscape,
    )  # fmt: skip
