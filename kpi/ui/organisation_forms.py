"""What an administrator does with a unit and its people."""

from datetime import date

import streamlit as st

from kpi.access import organisation_views as views
from kpi.access.actor import Actor
from kpi.assessment.organising import (
    AppointOfficial,
    CloseUnit,
    CorrectPerson,
    CreateUnit,
    EndPost,
    RenameUnit,
    SetFieldInCharge,
)
from kpi.organisation.kinds import KIND_NAMES, RANKING, UnitKind
from kpi.organisation.views import Official, UnitCard
from kpi.storage.unit_of_work import reading
from kpi.ui.acting import do
from kpi.ui.database import engine
from kpi.ui.post_words import POST_ROLES
from kpi.ui.words import _, named

OTHER = ""  # a group of duties not used yet


def for_unit(card: UnitCard, who: Actor, on: date) -> None:
    """Appoint, create below, correct the name, close: one at a time, none until asked for."""
    with st.expander(_("Appoint an official to {unit}", unit=card.name), icon=":material/person_add:"):
        appoint(card, who, on)
    with st.expander(_("Change the unit"), icon=":material/edit:"):
        below, name, closing = st.tabs([_("Unit below"), _("Correct the name"), _("Close the unit")])
        with below:
            create(card, on)
        with name:
            rename(card)
        with closing:
            close(card, on)


def appoint(card: UnitCard, who: Actor, on: date) -> None:
    """A new official, with an account where a name for it is given."""
    with reading(engine()) as session:
        groups = views.duty_groups(session, who)
    with st.form(f"appoint_{card.id}", border=False):
        left, right = st.columns(2)
        code = left.text_input(_("Number of the person"), max_chars=20)
        name = right.text_input(_("Full name"), max_chars=120)
        fields = _post_fields(groups, None)
        left, right = st.columns(2)
        since = left.date_input(_("From day"), value=on, format="DD/MM/YYYY")
        account = right.text_input(_("Account name (optional)"), max_chars=80)
        party = st.checkbox(_("Party member"))
        sent = st.form_submit_button(_("Appoint"), type="primary")
    if sent:
        command = AppointOfficial(code, name, card.code, *fields, party, since, account or None)
        if done := do(command):
            st.success(_("{person} has been appointed.", person=name), icon=":material/check_circle:")
            if done.result:
                hand_over(account, done.result)


def hand_over(account: str, password: str) -> None:
    """A one-time password, on the screen once."""
    st.info(_("One-time password of {account}. Hand it over in person; it is not shown again.", account=account))
    st.code(password, language=None)


def _post_fields(groups: list[str], now: Official | None) -> tuple[str, str, str, str, str | None]:
    """Role, title, job position, duty group and field of a post."""
    left, right = st.columns(2)
    roles = list(POST_ROLES)
    role = left.selectbox(_("Role"), roles, index=roles.index(now.role) if now else 0,
                          format_func=lambda one: named(POST_ROLES, one))  # fmt: skip
    title = right.text_input(_("Post (title)"), value=now.title if now else "", max_chars=120)
    position = left.text_input(_("Job position"), value=now.job_position if now else "", max_chars=120)
    group = right.selectbox(_("Group of similar duties"), groups, accept_new_options=True,
                            index=groups.index(now.duty_group) if now and now.duty_group in groups else None,
                            placeholder=_("Choose, or type a new one"))  # fmt: skip
    field = st.text_input(_("Field in charge (optional)"), value=(now.field or "") if now else "", max_chars=200)
    return role, title, position, group or OTHER, field or None


def create(card: UnitCard, on: date) -> None:
    """A unit below this one."""
    kinds = [kind for kind in KIND_NAMES if kind != UnitKind.PROVINCE and _fits(kind, card.kind)]
    if not kinds:
        st.caption(_("No unit can stand below this one."))
        return
    with st.form(f"create_{card.id}", border=False, clear_on_submit=False):
        name = st.text_input(_("Name"), max_chars=200)
        left, middle, right = st.columns(3)
        code = left.text_input(_("Code"), max_chars=40)
        kind = middle.selectbox(_("Kind"), kinds, format_func=lambda one: named(KIND_NAMES, one))
        since = right.date_input(_("From day"), value=on, format="DD/MM/YYYY")
        sent = st.form_submit_button(_("Create the unit"), type="primary")
    if sent and do(CreateUnit(code, name, str(kind), card.code, since), _("The unit has been created.")):
        st.rerun()


def _fits(kind: UnitKind, above: str) -> bool:
    """What the screen offers; the command decides."""
    return (kind in RANKING and above == UnitKind.PROVINCE) or (kind not in RANKING and above in RANKING)


def rename(card: UnitCard) -> None:
    """A correction; a unit that becomes another is closed and a new one created."""
    with st.form(f"rename_{card.id}", border=False):
        name = st.text_input(_("Name"), value=card.name, max_chars=200)
        reason = st.text_input(_("Reason"), max_chars=300)
        st.caption(_("For mistakes in writing. When a unit becomes another one, close it and create the new one."))
        sent = st.form_submit_button(_("Correct the name"), type="primary")
    if sent and do(RenameUnit(card.code, name, reason), _("The name has been corrected.")):
        st.rerun()


def close(card: UnitCard, on: date) -> None:
    """The last day of a unit."""
    with st.form(f"close_{card.id}", border=False):
        last = st.date_input(_("Last day"), value=on, format="DD/MM/YYYY")
        reason = st.text_input(_("Reason"), max_chars=300)
        st.caption(_("Possible once nobody holds a post here any more and every unit below is closed."))
        sent = st.form_submit_button(_("Close the unit"))
    if sent and do(CloseUnit(card.code, last, reason), _("The unit closes on its last day.")):
        st.rerun()


def for_person(one: Official, who: Actor, on: date) -> None:
    """Transfer, field in charge, correction, leaving."""
    names = [_("Transfer or new post"), _("Correct the record"), _("Leaving")]
    if one.role == "deputy":
        names.append(_("Units in charge"))
    tabs = st.tabs(names)
    with tabs[0]:
        transfer(one, who, on)
    with tabs[1]:
        correct(one)
    with tabs[2]:
        leave(one, on)
    if one.role == "deputy":
        with tabs[3]:
            charge(one, who, on)


def transfer(one: Official, who: Actor, on: date) -> None:
    """Another post from a day on; the present one ends the day before."""
    with reading(engine()) as session:
        units, groups = views.unit_names(session, who, on), views.duty_groups(session, who)
    codes = list(units)
    with st.form(f"transfer_{one.post_id}", border=False):
        unit = st.selectbox(_("Unit"), codes, index=codes.index(one.unit_code) if one.unit_code in codes else 0,
                            format_func=lambda code: f"{units[code]} ({code})")  # fmt: skip
        fields = _post_fields(groups, one)
        since = st.date_input(_("From day"), value=on, format="DD/MM/YYYY")
        st.caption(_("The present post ends the day before. Open months go to the new heads; approved ones stay."))
        sent = st.form_submit_button(_("Enter the post"), type="primary")
    command = AppointOfficial(one.code, one.name, unit, *fields, None, since)
    if sent and do(command, _("The post has been entered.")):
        st.rerun()


def correct(one: Official) -> None:
    """A name written wrongly, or Party membership."""
    words = {True: _("yes"), False: _("no"), None: _("not recorded")}
    with st.form(f"correct_{one.post_id}", border=False):
        name = st.text_input(_("Full name"), value=one.name, max_chars=120)
        party = st.selectbox(_("Party member"), list(words), index=list(words).index(one.party_member),
                             format_func=words.__getitem__)  # fmt: skip
        reason = st.text_input(_("Reason"), max_chars=300)
        sent = st.form_submit_button(_("Correct the record"), type="primary")
    if sent and do(CorrectPerson(one.code, name, party, reason), _("The record has been corrected.")):
        st.rerun()


def leave(one: Official, on: date) -> None:
    """The post ends and no other begins."""
    with st.form(f"leave_{one.post_id}", border=False):
        last = st.date_input(_("Last day"), value=on, format="DD/MM/YYYY")
        reason = st.text_input(_("Reason"), max_chars=300)
        st.caption(_("Months of this person stay on record. The account is switched off under “Accounts”."))
        sent = st.form_submit_button(_("End the post"))
    if sent and do(EndPost(one.code, last, reason), _("The post ends on its last day.")):
        st.rerun()


def charge(one: Official, who: Actor, on: date) -> None:
    """The units whose heads this deputy reviews."""
    with reading(engine()) as session:
        units, now = views.unit_names(session, who, on, one.unit_id), views.in_charge_of(session, who, one.post_id)
    with st.form(f"charge_{one.post_id}", border=False):
        chosen = st.multiselect(
            _("Units whose heads this deputy reviews"), list(units), format_func=units.__getitem__,
            default=[code for code in now if code in units], placeholder=_("Choose units"),
        )  # fmt: skip
        sent = st.form_submit_button(_("Put in charge"), type="primary")
    if sent and do(SetFieldInCharge(one.code, tuple(chosen), on), _("The field has been set.")):
        st.rerun()
