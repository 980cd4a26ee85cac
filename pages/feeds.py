"""Feeds from other systems: a file, how it is read, what it would change, names to settle, and saving it whole."""

import streamlit as st

from kpi.access.actor import Actor, Refused
from kpi.access.permissions import Action
from kpi.exchange.feeds.import_feed import ImportFeed, plan_feed
from kpi.reform.feeds.mapping import Kind
from kpi.reform.feeds.views import Source, imports, sources
from kpi.storage.unit_of_work import reading
from kpi.ui import signed_in
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.feed_mapping import Sample, kind_name, set_up
from kpi.ui.feed_preview import settle, show_planned
from kpi.ui.period_choice import choose_period
from kpi.ui.words import _, amount, moment, told

NEW = ""


def choose_source(found: list[Source]) -> str:
    """A known source, or a new one."""
    names = [source.name for source in found]
    wanted = st.session_state.pop("feed_wanted", None)
    if wanted in names:
        st.session_state["feed_source"] = wanted
    chosen = st.selectbox(_("Source"), [*names, NEW], key="feed_source",
                          format_func=lambda name: name or _("A new source …"))  # fmt: skip
    return str(chosen or NEW)


def upload() -> Sample | None:
    """The file at hand."""
    sent = st.file_uploader(_("File of the system (.xlsx or .csv)"), type=["xlsx", "csv"], key="feed_file",
                            max_upload_size=10)  # fmt: skip
    return Sample(sent.name, sent.getvalue()) if sent is not None else None


def new_source(actor: Actor) -> None:
    """Name, kind, then the mapping with the first file at hand."""
    st.write(_("A source is set up once, with one of its files at hand. Then every month needs the file alone."))
    boxes = st.columns(2)
    name = boxes[0].text_input(_("Name of the source"), max_chars=40, placeholder="Một cửa", key="feed_new_name")
    kind = boxes[1].selectbox(_("What its files hold"), list(Kind), format_func=kind_name, key="feed_new_kind")
    sample = upload()
    if sample is None:
        st.caption(_("Choose a file to go on."))
    elif not name.strip():
        st.caption(_("Give the source a name to go on."))
    else:
        set_up(actor, sample, name.strip(), str(kind), {})


def known_source(actor: Actor, source: Source) -> None:
    """Month and file, what would change, then saving; the mapping can be changed."""
    st.caption(
        _("{kind} · mapping saved by {who} on {at} · {names} names settled", kind=kind_name(source.kind),
          who=source.saved_by, at=moment(source.saved_at), names=amount(source.names))
    )  # fmt: skip
    with st.container(width=280):
        period = choose_period()
    sample = upload()
    if period is None or sample is None:
        st.caption(_("Choose the month and the file; you see what would change before anything is saved."))
        show_imports(actor, source)
        return
    if st.toggle(_("Change how the files are read"), key="feed_change"):
        set_up(actor, sample, source.name, source.kind, source.mapping)
        return
    judge(actor, source, str(period["code"]), sample)


def judge(actor: Actor, source: Source, period: str, sample: Sample) -> None:
    """The preview, the names to settle, the button."""
    try:
        with reading(engine()) as session:
            planned = plan_feed(session, actor, source.name, period, sample.data, sample.name)
    except Refused as refused:
        st.error(told(refused.message), icon=":material/block:")
        return
    show_planned(planned, source, actor)
    settle(planned, source, actor)
    if not planned.can_be_saved:
        return
    if st.button(_("Save all {count} changes", count=amount(len(planned.changes))), type="primary", key="feed_save"):
        command = ImportFeed(source.name, period, sample.data, sample.name)
        if do(command, _("The file has been imported.")):
            st.rerun()


def show_imports(actor: Actor, source: Source) -> None:
    """What was imported before."""
    with reading(engine()) as session:
        rows = imports(session, actor, source.name)
    if not rows:
        return
    st.subheader(_("Imported so far"))
    st.dataframe(
        [
            {
                _("Month"): row["period"],
                _("File"): row["file"],
                _("When"): moment(row["at"]),
                _("By"): row["by"],
                _("New"): amount(row["counts"].get("new")),
                _("Changed"): amount(row["counts"].get("changed")),
            }
            for row in rows
        ],
        hide_index=True,
    )


def main(actor: Actor) -> None:
    """The source, then its file."""
    with reading(engine()) as session:
        found = sources(session, actor)
    name = choose_source(found)
    source = next((one for one in found if one.name == name), None)
    if source is None:
        new_source(actor)
    else:
        known_source(actor, source)


person = signed_in.actor()
st.title(_("Feeds from other systems"))
if person.may(Action.IMPORT_FEED):
    main(person)
else:
    st.error(_("This page is for Home Affairs, who import the files of other systems."))
