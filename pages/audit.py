"""The record of changes, for auditors: find entries, read what changed, prove that nothing was altered."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kpi.access import auditing
from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.audit.verify import Verification
from kpi.audit.views import Entry, Wanted
from kpi.storage.unit_of_work import reading
from kpi.ui import record_export, signed_in
from kpi.ui.database import engine
from kpi.ui.record_words import column_words, command_words, subject_words, table_words, value_words
from kpi.ui.words import _, amount, moment, told

SIZE = 25


def ask(who: Actor) -> Wanted:
    """What the auditor looks for."""
    with reading(engine()) as session:
        known = auditing.commands(session, who)
    with st.container(border=True):
        left, right = st.columns(2)
        first = left.date_input(_("From day"), value=None, format="DD/MM/YYYY")
        last = right.date_input(_("To day"), value=None, format="DD/MM/YYYY")
        left, right = st.columns(2)
        actor = left.text_input(_("Who"), placeholder=_("Account or name"), max_chars=80)
        command = right.selectbox(
            _("What was done"), known, index=None, format_func=command_words, placeholder=_("Anything")
        )
        subject = st.text_input(_("About"), placeholder=_("Account, month or address"), max_chars=120)
    return Wanted(first, last, actor, command or "", subject)


def show_entries(who: Actor, wanted: Wanted) -> None:
    """A page of entries, newest first; the chosen one is opened below."""
    key = f"audit_page_{hash(wanted)}"
    page = st.session_state.get(key, 1)
    with reading(engine()) as session:
        total = auditing.count(session, who, wanted)
        found = auditing.entries(session, who, wanted, start=(page - 1) * SIZE, size=SIZE)
    if not found:
        st.info(_("No entry matches. Widen the days or clear a field."), icon=":material/search_off:")
        return
    st.caption(_("{count} entries, newest first. Choose one to read it.", count=amount(total)))
    picked = st.dataframe(
        [_row(entry) for entry in found], hide_index=True, on_select="rerun", selection_mode="single-row",
        key=f"audit_{hash(wanted)}_{page}",
    )  # fmt: skip
    if total > SIZE:
        st.pagination(-(-total // SIZE), key=key)
    record_export.button(who, wanted)
    for index in picked["selection"]["rows"]:
        if index < len(found):
            show_entry(found[index])


def _row(entry: Entry) -> dict[str, str]:
    return {
        _("No."): str(entry.number),
        _("When"): moment(entry.at),
        _("Who"): entry.actor_name,
        _("What was done"): command_words(entry.command),
        _("About"): subject_words(entry.subject),
        _("Reason"): entry.reason,
    }


def show_entry(entry: Entry) -> None:
    """What one entry says, column by column."""
    with st.container(border=True):
        st.subheader(_("Entry {number}: {what}", number=entry.number, what=command_words(entry.command)))
        st.text(
            " · ".join((moment(entry.at), f"{entry.actor_name} ({entry.actor})", subject_words(entry.subject) or "–"))
        )
        if entry.reason:
            st.text(_("Reason: {reason}", reason=entry.reason))
        if not entry.changes:
            st.caption(_("No recorded data changed."))
        else:
            st.dataframe(
                [
                    {
                        _("Of"): f"{table_words(change.table)} {change.row}",
                        _("Field"): column_words(change.column),
                        _("Before"): value_words(change.before),
                        _("After"): value_words(change.after),
                    }
                    for change in entry.changes
                ],
                hide_index=True,
            )
        st.caption(_("Hash of the entry: {hash}", hash=entry.hash))


def prove(who: Actor) -> None:
    """Read the chain from its beginning and compare it with the data."""
    with reading(engine()) as session:
        last = auditing.last_verification(session, who)
    with st.container(horizontal=True, vertical_alignment="center"):
        started = st.button(_("Verify the record"), icon=":material/policy:", type="primary")
        st.caption(_("Last verified at {time}.", time=moment(last[0])) if last else _("Not verified yet."))
    if started:
        bar = st.progress(0.0, text=_("Reading the record …"))
        result = auditing.verify_record(engine(), who, lambda share: _advance(bar, share))
        bar.empty()
        tell(result)


def _advance(bar: DeltaGenerator, share: float) -> None:
    bar.progress(share, text=_("Reading the record …"))


def tell(result: Verification) -> None:
    """Whether anything was altered, and where."""
    read = {"entries": amount(result.entries), "rows": amount(result.rows)}
    if result.intact:
        st.success(
            _("Nothing was altered: {entries} entries and {rows} rows agree.", **read), icon=":material/verified_user:"
        )
        return
    st.error(
        _(
            "{count} alterations were found in {entries} entries and {rows} rows.",
            count=len(result.alterations),
            **read,
        ),
        icon=":material/gpp_bad:",
    )
    st.dataframe(
        [{_("Entry"): str(one.entry), _("What is wrong"): told(one.what)} for one in result.alterations],
        hide_index=True,
    )


person = signed_in.actor()
st.title(_("Audit"))
if person.may(Action.READ_AUDIT):
    prove(person)
    show_entries(person, ask(person))
else:
    st.error(_("This page is for auditors."))
