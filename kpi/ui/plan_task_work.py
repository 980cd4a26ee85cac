"""The people and months behind a task's percent: how much each brought, what shows it, and the way to the month."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.evidence import read_evidence
from kpi.reform.plan.behind import Behind
from kpi.reform.plan.proof import File
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.page_links import link_to
from kpi.ui.words import _, amount, percent


def show_work(found: Behind) -> None:
    """Lines one may see; choosing one shows its evidence and leads to the person's month. The rest is counted."""
    if not found.work and not found.hidden:
        return
    st.markdown(f"**{_('Work behind it')}**")
    if found.work:
        _table(found.work)
    if found.hidden:
        told = _("{count} further lines belong to people whose months you may not read; they are counted.",
                 count=amount(found.hidden))  # fmt: skip
        st.caption(told)


def _table(work: list[dict[str, Any]]) -> None:
    rows = [
        {
            _("Person"): line["person"],
            _("Month"): f"{line['starts']:%m/%Y}",
            _("Brought"): percent(line["share"], 1) if line["share"] is not None else "–",
            _("Done"): amount(line["done"]) if line["state"] == "approved" else "–",
            _("Counts"): _("yes") if line["state"] == "approved" else _("when the month is approved"),
            _("Evidence"): _evidence(line),
            _("Work"): line["title"],
            _("Unit"): line["unit"],
        }
        for line in work
    ]
    first = work[0]["line_id"]
    wide = {_("Person"): st.column_config.Column(width=175)}
    picked = st.dataframe(rows, hide_index=True, width="stretch", on_select="rerun", selection_mode="single-row",
                          key=f"task_work_{first}", column_config=wide)  # fmt: skip
    st.caption(_("Choose a line to see its evidence and the month it comes from."))
    chosen = picked["selection"]["rows"]
    if chosen and chosen[0] < len(work):
        _line(work[chosen[0]])


def _evidence(line: dict[str, Any]) -> str:
    number = len(line["files"]) + bool(line["link"])
    return amount(number) if number else "–"


def _line(line: dict[str, Any]) -> None:
    """What shows the work of one line, and the way to the month, for those who review it."""
    with st.container(border=True):
        st.text(f"{line['person']} · {line['starts']:%m/%Y} · {line['title']}")
        if not line["link"] and not line["files"]:
            st.caption(_("No evidence is attached to this line."))
        with st.container(horizontal=True):
            show_link(line["link"])
            for file in line["files"]:
                _offer_file(file)
        link_to("review", _("Open the person’s month"), month=str(line["month_id"]))


def _offer_file(file: File) -> None:
    offer(file.name, lambda actor: _content(actor, file.id), file.name, file.media_type,
          icon=":material/attach_file:", key=f"task-file-{file.id}")  # fmt: skip


def show_link(link: str | None) -> None:
    """A link somebody typed, only where it leads to the web."""
    if link and link.strip().lower().startswith(("http://", "https://")):
        st.link_button(_("Open the evidence"), link.strip(), icon=":material/open_in_new:")
    elif link:
        st.text(link)


def _content(actor: Actor, evidence_id: int) -> bytes:
    with reading(engine()) as session:
        return read_evidence(session, actor, evidence_id)[2]
