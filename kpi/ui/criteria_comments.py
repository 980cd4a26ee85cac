"""What was said of a version of the criteria, and a line to add."""

import streamlit as st

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.staffing.criteria.deciding import CommentCriteria, CommentCriteriaForUnit
from kpi.staffing.criteria.views import Version, comments, own_commune
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.words import _, moment


def show(who: Actor, version: Version) -> None:
    """Oldest first; heads of units comment for their unit."""
    with reading(engine()) as session:
        found = comments(session, who, version.id)
        unit = own_commune(session, who)
    if not found:
        st.caption(_("Nobody has commented yet."))
    for comment in found:
        with st.chat_message("user", avatar=":material/comment:"):
            st.caption(f"{comment.author} · {moment(comment.at)}")
            st.text(comment.text)
    manages = who.may(Action.MANAGE_STAFFING)
    if not manages and unit is None:
        return
    with st.form(f"comment_{version.id}", border=False, clear_on_submit=True):
        text = st.text_area(_("Your comment"), max_chars=2000, height=90)
        sent = st.form_submit_button(_("Comment"))
    command = CommentCriteria(version.id, text) if manages else CommentCriteriaForUnit(version.id, unit or "", text)
    if sent and do(command, _("The comment stands.")):
        st.rerun()
