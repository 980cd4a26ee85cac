"""Files that show the work was done: attach, open, take away."""

from typing import Any

import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.evidence import AttachEvidence, RemoveEvidence, read_evidence
from kpi.assessment.states import Step
from kpi.assessment.views import MonthView, evidence_of
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.words import _, amount

KINDS = ["pdf", "png", "jpg", "jpeg", "docx", "xlsx"]


def show_evidence(view: MonthView, actor: Actor) -> None:
    """Every file of the month by line, and a place for a new one while the month is with the person."""
    titles = {line["id"]: line["title"] for line in view.lines}
    editable = Step.RECORD in view.steps
    with reading(engine()) as session:
        files = evidence_of(session, actor, view)
    if not files:
        st.caption(_("No file is attached yet. A link can be typed into the table instead."))
    for file in files:
        _file(view, actor, file, titles[file["line_id"]], editable)
    if editable and titles:
        _attach(view, titles)


def _file(view: MonthView, actor: Actor, file: dict[str, Any], title: str, editable: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        offer(
            f"{file['name']} · {amount(round(file['size'] / 1024))} KB",
            lambda who: _content(who, file["id"]),
            file["name"],
            file["media_type"],
            icon=":material/download:",
            key=f"file-{file['id']}",
            help=title,
        )
        away = editable and st.button("", icon=":material/delete:", key=f"drop-{file['id']}", help=_("Take away"))
        if away and do(RemoveEvidence(view.id, file["id"]), done=_("The file was taken away.")):
            st.rerun(scope="fragment")


def _content(actor: Actor, evidence_id: int) -> bytes:
    with reading(engine()) as session:
        return read_evidence(session, actor, evidence_id)[2]


def _attach(view: MonthView, titles: dict[int, str]) -> None:
    with st.form("attach", border=False, clear_on_submit=True):
        line = st.selectbox(_("For which work"), list(titles), format_func=titles.__getitem__)
        file = st.file_uploader(_("PDF, picture, Word or Excel, at most 5 MB"), type=KINDS, max_upload_size=5)
        sent = st.form_submit_button(_("Attach"))
    if sent and file is None:
        st.error(_("Choose a file first."))
    elif sent and file is not None and line is not None:
        command = AttachEvidence(view.id, line, file.name, file.type or "", file.getvalue())
        if do(command, done=_("Attached.")):
            st.rerun(scope="fragment")
