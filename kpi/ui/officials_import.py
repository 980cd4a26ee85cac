"""Officials from a workbook: the empty workbook, what a filled one would change, and saving it whole."""

from datetime import date

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.organisation_views import unit_names
from kpi.exchange.officials import HEADER_OF, ImportOfficials, Planned, by_outcome, plan_officials
from kpi.exchange.officials_sheet import officials_template, passwords_workbook
from kpi.language.message import N_
from kpi.organisation.appointment_book import Appointment, Outcome
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.file_errors import show_file_errors
from kpi.ui.words import _, amount, language, named, told

SHOWN = 200
OUTCOMES = {
    Outcome.NEW: N_("new people"),
    Outcome.MOVED: N_("new posts"),
    Outcome.CORRECTED: N_("corrections"),
    Outcome.UNCHANGED: N_("unchanged"),
}
GIVEN = "kpi_import_passwords"


def show(who: Actor, on: date, *, expanded: bool = False) -> None:
    """The way from an empty workbook to saved officials."""
    with st.expander(_("Enter officials from a workbook"), icon=":material/upload_file:", expanded=expanded):
        st.write(_("Fill in the workbook, one row for each official, and choose it here."))
        st.write(_("You see what would change before anything is saved."))
        chosen = language()

        def template() -> bytes:
            with reading(engine()) as session:
                return officials_template(unit_names(session, who, on), chosen)

        st.download_button(_("Empty workbook with the units’ codes"), data=template, file_name="cong-chuc.xlsx",
                           on_click="ignore", icon=":material/download:")  # fmt: skip
        sent = st.file_uploader(_("Filled workbook (.xlsx or .csv)"), type=["xlsx", "csv"], key="officials_file",
                                max_upload_size=10)  # fmt: skip
        if sent is not None:
            judge(sent.getvalue(), sent.name, who)


def judge(content: bytes, name: str, who: Actor) -> None:
    """What would change, and everything wrong."""
    with reading(engine()) as session:
        planned = plan_officials(session, who, content, name)
    for notice in planned.notices:
        st.caption(told(notice))
    if planned.errors:
        show_file_errors(planned.errors)
        return
    show_changes(planned)
    if not planned.changes_something:
        st.success(_("Everything in the file is already on record. There is nothing to save."))
        return
    if st.button(_("Save all {count} rows", count=amount(len(planned.rows))), type="primary", key="officials_save"):
        save(content, name, planned)


def show_changes(planned: Planned) -> None:
    """How many rows come out how, then the rows that change something."""
    parts = [(outcome, planned.counted(outcome)) for outcome in OUTCOMES]
    for box, (outcome, number) in zip(st.columns(len(parts)), parts, strict=True):
        box.metric(named(OUTCOMES, outcome).capitalize(), amount(number))
    if planned.new_accounts:
        opened = amount(planned.new_accounts)
        st.caption(_("{count} accounts will be opened, each with a one-time password.", count=opened))
    rows = [
        {
            _("Row"): str(row),
            _("Outcome"): named(OUTCOMES, one.outcome),
            _("Number"): one.wanted.code,
            _("Name"): one.wanted.full_name,
            _("What changes"): what_changes(one),
        }
        for outcome in (Outcome.NEW, Outcome.MOVED, Outcome.CORRECTED)
        for row, one in by_outcome(planned, outcome)
    ]
    if rows:
        st.dataframe(rows[:SHOWN], hide_index=True, height="auto")
    if len(rows) > SHOWN:
        st.caption(_("The first {shown} of {count} changes are shown.", shown=SHOWN, count=amount(len(rows))))


def what_changes(one: Appointment) -> str:
    """The differences in one line."""
    if one.outcome is Outcome.NEW:
        return f"{one.wanted.title} · {one.wanted.unit_code}"
    parts = (f"{HEADER_OF[change.what]}: {change.before or '–'} → {change.after or '–'}" for change in one.changes)
    return "; ".join(parts)


def save(content: bytes, name: str, planned: Planned) -> None:
    """Whole or not at all; the passwords are kept for this visit until they were downloaded."""
    done = do(ImportOfficials(content, name), _("The officials have been saved."))
    if not done:
        return
    wanted = [one.wanted for one in planned.appointments]
    people = [(one.account_name or "", one.full_name, one.unit_code) for one in wanted]
    if done.result:
        st.session_state[GIVEN] = passwords_workbook(people, done.result, language())
    st.rerun()


def hand_over() -> None:
    """The sheet of one-time passwords, until the administrator has saved it; gone with the session at the latest."""
    if GIVEN not in st.session_state:
        return
    told_once = _("Download the one-time passwords now. They are kept nowhere and cannot be shown again.")
    st.warning(told_once, icon=":material/key:")
    with st.container(horizontal=True):
        st.download_button(_("One-time passwords"), data=st.session_state[GIVEN], file_name="mat-khau-mot-lan.xlsx",
                       icon=":material/download:", type="primary", on_click="ignore")  # fmt: skip
        st.button(_("I have saved them"), on_click=forget, icon=":material/check:")


def forget() -> None:
    """Once the administrator says so, the sheet is gone."""
    st.session_state.pop(GIVEN, None)
