"""Volumes and existing staff from a workbook: the empty workbook, everything wrong, and saving it whole."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.exchange.staffing_volumes import read_staff, read_volumes, staff_template, volumes_template
from kpi.language.numbers import today
from kpi.staffing.today import inputs_of
from kpi.staffing.volumes.commands import ImportStaff, ImportVolumes, importing
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.downloads import offer
from kpi.ui.file_errors import show_file_errors
from kpi.ui.words import _, amount, language, told

SHOWN = 200


def show(who: Actor, year: int) -> None:
    """For those who keep staffing: volumes of all units, or existing staff, in one file."""
    if not who.may(Action.MANAGE_STAFFING):
        return
    with st.expander(_("Import volumes or existing staff of all units"), icon=":material/upload_file:"):
        kinds = {"volumes": _("Workload volumes"), "staff": _("Existing staff")}
        kind = st.segmented_control(
            _("What"), list(kinds), default="volumes", format_func=kinds.__getitem__, required=True,
            key="staffing_import_kind", label_visibility="collapsed",
        )  # fmt: skip
        st.write(_("Fill in the workbook and choose it here. You see what it holds before anything is saved."))
        chosen = language()

        def made(actor: Actor) -> bytes:
            with reading(engine()) as session:
                inputs = inputs_of(session, actor, year, today())
            return volumes_template(inputs, chosen) if kind == "volumes" else staff_template(inputs, chosen)

        offer(_("Workbook with every unit"), made, f"{kind}-{year}.xlsx", icon=":material/download:")
        sent = st.file_uploader(_("Filled workbook (.xlsx or .csv)"), type=["xlsx", "csv"], key=f"staffing_file_{kind}",
                                max_upload_size=10)  # fmt: skip
        if sent is not None:
            judge(sent.getvalue(), sent.name, str(kind), year, who)


def judge(content: bytes, name: str, kind: str, year: int, who: Actor) -> None:
    """What the file holds, and everything wrong with it."""
    with reading(engine()) as session:
        units, activities = importing(session, who)
    read = read_volumes(content, name, units, activities) if kind == "volumes" else read_staff(content, name, units)
    for notice in read.notices:
        st.caption(told(notice))
    if read.errors:
        show_file_errors(read.errors)
        return
    rows = read.volumes or read.staff
    count = len({row.unit_code for row in rows})
    st.success(_("{rows} figures of {units} units can be saved.", rows=amount(len(rows)), units=amount(count)))
    if st.button(_("Save all {count} rows", count=amount(len(rows))), type="primary", key="staffing_import_save"):
        command = (
            ImportVolumes(year, read.volumes, name) if kind == "volumes" else ImportStaff(today(), read.staff, name)
        )
        if do(command, _("The figures are saved.")):
            st.rerun()
