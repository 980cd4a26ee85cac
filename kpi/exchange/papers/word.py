"""Papers as Word files from the templates of data/forms, or of the folder an office keeps its own in (KPI_FORMS)."""

import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from kpi.access.actor import Refused
from kpi.exchange.papers.paper import Column, Paper, Table
from kpi.exchange.papers.safe import literals
from kpi.exchange.papers.specs import PAPERS
from kpi.exchange.papers.wording import FORMS
from kpi.language.message import say
from kpi.language.numbers import format_amount, format_number, format_percent


def document(paper: Paper) -> bytes:
    """One paper as .docx, from the template of its kind."""
    return documents([paper]) if PAPERS[paper.kind].several else rendered(paper.kind, _context(paper))


def documents(papers: Iterable[Paper]) -> bytes:
    """Papers of one kind in the order given, each beginning on a page of its own. ValueError for none."""
    contexts = [(paper.kind, _context(paper)) for paper in papers]
    if not contexts:
        raise ValueError("no paper to print")
    return rendered(contexts[0][0], {"papers": [context for _kind, context in contexts]})


def _context(paper: Paper) -> dict[str, Any]:
    return {
        **{name: getattr(paper, name) for name in ("number", "place_date", "title", "subtitle", "marks")},
        "above": paper.above.upper(),
        "agency": paper.agency.upper(),
        "before": paper.before,
        "after": paper.after,
        "left": asdict(paper.left),
        "right": asdict(paper.right),
        "tables": {table.key: _table(table) for table in paper.tables},
    }


def rendered(name: str, context: Mapping[str, Any]) -> bytes:
    """A template filled. Refused where an office's own template cannot be filled, with its error."""
    path = template_path(name)
    made = DocxTemplate(str(path))
    try:
        made.render(literals(context), SandboxedEnvironment(autoescape=True, trim_blocks=False))
    except TemplateError as wrong:
        raise Refused(
            say("The template {file} cannot be filled: {error}. Compare it with the one delivered.",
                file=path.name, error=str(wrong)[:200])
        ) from wrong  # fmt: skip
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def template_path(name: str) -> Path:
    """The office's own template where it keeps one of that name, else the one delivered."""
    own = Path(os.environ.get("KPI_FORMS", "")) / f"{name}.docx"
    return own if os.environ.get("KPI_FORMS") and own.is_file() else FORMS / f"{name}.docx"


def _table(table: Table) -> dict[str, Any]:
    rows = [
        {"strong": place in table.strong, **{one.key: shown(one, row.get(one.key)) for one in table.columns}}
        for place, row in enumerate(table.rows)
    ]
    return {"title": table.title, "rows": rows, "empty": table.empty}


def shown(column: Column, value: Any) -> str:
    """A value as it is printed: numbers the Vietnamese way, a missing one as nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value
    if column.kind == "share":
        return format_percent(value)
    if column.kind == "change":
        sign = "+" if value > 0 else ""
        return f"{sign}{format_number(value * 100, 2)}"
    return format_number(value, 2) if column.kind == "points" else format_amount(value, "vi")
