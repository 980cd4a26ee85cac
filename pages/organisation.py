"""The apparatus: the tree of units, who works where, who rates whom; for administrators also what changes it."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from kpi.access import organisation_views as views
from kpi.access.actor import Actor, Subject
from kpi.access.permissions import Action
from kpi.language.message import N_, Message
from kpi.language.numbers import HANOI
from kpi.organisation.kinds import KIND_NAMES
from kpi.organisation.views import Official, UnitCard, UnitLine
from kpi.storage.unit_of_work import reading
from kpi.ui import officials_import, organisation_forms, signed_in
from kpi.ui.database import engine
from kpi.ui.post_words import POST_ROLES
from kpi.ui.words import _, amount, day, named, told

UNITS, PEOPLE = 15, 25
HERE = "unit"  # the address's name for the unit looked at


def unit_looked_at(who: Actor, on: date) -> UnitCard | None:
    """The unit of the address, else the top of what the person may see."""
    asked = st.query_params.get(HERE, "")
    with reading(engine()) as session:
        found = views.unit_card(session, who, int(asked)) if asked.isdigit() and len(asked) < 10 else None
        if found is None:
            tops = views.tops(session, who, on)
            found = views.unit_card(session, who, tops[0]) if tops else None
    return found


def go(unit_id: int) -> None:
    """Look at another unit."""
    st.query_params[HERE] = str(unit_id)
    st.session_state.pop("organisation_search", None)


def search(who: Actor, on: date) -> bool:
    """Units by name or code; whether something was searched for."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    text = left.text_input(_("Search a unit"), placeholder=_("Name or code of a unit"), icon=":material/search:",
                           max_chars=80, key="organisation_search")  # fmt: skip
    suspect = right.toggle(_("Only doubted figures"), key="organisation_suspect")
    if text or suspect:
        list_units(who, on, N_("{count} units match. Choose one to look at it."), text=text, suspect=suspect)
    return bool(text or suspect)


def list_units(
    who: Actor, on: date, title: str, *, text: str = "", parent_id: int | None = None, suspect: bool = False
) -> None:
    """A page of units; the chosen one is looked at next."""
    key = f"units_{parent_id}_{text}_{suspect}"
    page = st.session_state.get(f"{key}_page", 1)
    with reading(engine()) as session:
        found, total = views.units(
            session, who, on, text=text, parent_id=parent_id, suspect=suspect, start=(page - 1) * UNITS, size=UNITS
        )
    if not found:
        if parent_id is None:
            st.info(_("No unit matches. Use fewer words."), icon=":material/search_off:")
        return
    st.caption(told(Message(title, {"count": amount(total)})))
    picked = st.dataframe(
        [unit_row(line) for line in found], hide_index=True, on_select="rerun", selection_mode="single-row",
        key=f"{key}_{page}", height="content", column_config=unit_columns(),
    )  # fmt: skip
    if total > UNITS:
        st.pagination(-(-total // UNITS), key=f"{key}_page")
    for row in picked["selection"]["rows"][:1]:
        if row < len(found):
            st.button(_("Look at {unit}", unit=found[row].name), on_click=go, args=(found[row].id,), type="primary",
                      icon=":material/arrow_forward:", key=f"go_{found[row].id}")  # fmt: skip


def unit_columns() -> dict[str, Any]:
    """Room for the name, and for the number beside it on a phone."""
    make = st.column_config
    return {_("Unit"): make.TextColumn(width=230), _("Number of people"): make.TextColumn(width=80)}


def unit_row(line: UnitLine) -> dict[str, str]:
    """A unit in a list."""
    doubt = {_("Doubted figure"): line.suspect} if line.suspect else {}
    return {
        _("Unit"): line.name,
        _("Number of people"): amount(line.people),
        _("Kind"): named(KIND_NAMES, line.kind),
        _("Code"): line.code,
        **doubt,
    }


def show_way(card: UnitCard) -> None:
    """The units above, each a step back."""
    if card.way:
        with st.container(horizontal=True, gap="small"):
            for unit_id, name in card.way:
                st.button(f"‹ {name}", on_click=go, args=(unit_id,), type="tertiary", key=f"up_{unit_id}")


def show_card(card: UnitCard) -> None:
    """The unit: since when, published figures, and where one is doubted, why."""
    st.subheader(card.name)
    until = _("until {day}", day=day(card.valid_to)) if card.valid_to else ""
    parts = [named(KIND_NAMES, card.kind), _("code {code}", code=card.code), _("since {day}", day=day(card.valid_from))]
    st.caption(" · ".join(filter(None, (*parts, until))))
    figures = [
        (_("Population (registered)"), amount(card.population) if card.population is not None else None),
        (_("Area (km²)"), amount(card.area_km2) if card.area_km2 is not None else None),
        (_("Former province"), card.former_province),
    ]
    shown = [(label, value) for label, value in figures if value]
    if shown:
        for box, (label, value) in zip(st.columns(3), shown, strict=False):
            box.metric(label, value)
    if card.suspect:
        st.warning(_("The published figure is doubted: {reason}", reason=card.suspect), icon=":material/help:")
    if card.merged_from:
        st.text(_("Formed from: {units}", units=card.merged_from))
    if card.source:
        st.caption(_("Source: {source}", source=card.source))


def show_people(who: Actor, card: UnitCard, on: date) -> Official | None:
    """Who works in the unit and who rates them; the one picked."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    text = left.text_input(_("Search a person"), placeholder=_("Name or number"), max_chars=80, key=f"people_{card.id}",
                           icon=":material/person_search:")  # fmt: skip
    below = right.toggle(_("With the units below"), key=f"below_{card.id}")
    key = f"people_{card.id}_{below}_{text}"
    page = st.session_state.get(f"{key}_page", 1)
    with reading(engine()) as session:
        found, total = views.officials(
            session, who, card.path, on, below=below, text=text, start=(page - 1) * PEOPLE, size=PEOPLE
        )
    if not found:
        st.info(_("Nobody holds a post here on this day."), icon=":material/person_off:")
        return None
    st.caption(_("{count} people. Choose one to see their posts.", count=amount(total)))
    picked = st.dataframe(
        [person_row(one, below) for one in found], hide_index=True, on_select="rerun", selection_mode="single-row",
        key=f"{key}_{page}", height="content",
    )  # fmt: skip
    if total > PEOPLE:
        st.pagination(-(-total // PEOPLE), key=f"{key}_page")
    rows = picked["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(found) else None


def person_row(one: Official, below: bool) -> dict[str, str]:
    """Somebody in the list."""
    unit = {_("Unit"): one.unit} if below else {}
    return {
        _("Name"): one.name,
        _("Post"): one.title,
        **unit,
        _("Role"): named(POST_ROLES, one.role),
        _("Reviewed by"): one.reviewer or "–",
        _("Approved by"): one.approver or "–",
        _("Similar duties"): one.duty_group,
        _("Number"): one.code,
    }


def show_person(one: Official, who: Actor, card: UnitCard, on: date) -> None:
    """A person's posts over time, and for administrators what can be done with them."""
    with st.container(border=True):
        st.subheader(one.name)
        party = {True: _("Party member"), False: _("not a Party member"), None: _("Party membership not recorded")}
        made = _("generated for the demonstration") if one.generated else ""
        st.caption(" · ".join(filter(None, (_("number {code}", code=one.code), party[one.party_member], made))))
        st.text(_("Reviewed by {reviewer}, approved by {approver}.", reviewer=one.reviewer or "–",
                  approver=one.approver or "–"))  # fmt: skip
        if one.field:
            st.text(_("In charge of: {field}", field=one.field))
        with reading(engine()) as session:
            posts = views.posts_of(session, who, one.person_id)
        st.dataframe(
            [
                {
                    _("From day"): day(post.valid_from),
                    _("Until"): day(post.valid_to),
                    _("Post"): post.title,
                    _("Unit"): post.unit,
                    _("Job position"): post.job_position,
                }
                for post in posts
            ],
            hide_index=True,
        )
        if who.may(Action.MANAGE_ORGANISATION, Subject(path=card.path)):
            organisation_forms.for_person(one, who, on)


def first_steps(who: Actor, on: date) -> None:
    """A new installation: units, but nobody in them."""
    with st.container(border=True):
        st.subheader(_("First steps"))
        st.markdown(
            "\n".join(
                (
                    "1. " + _("The units of the province are already here. Look through them and correct them."),
                    "2. " + _("Enter the officials: all at once from a workbook, or one by one, heads first."),
                    "3. " + _("Hand out the one-time passwords. Everybody changes theirs at the first sign-in."),
                    "4. " + _("Grant Home Affairs its role under “Accounts”; they open the months and keep the lists."),
                )
            )
        )
        officials_import.show(who, on, expanded=True)


def main(who: Actor, on: date) -> None:
    """The tree, the unit looked at, its people."""
    officials_import.hand_over()
    manages = who.may(Action.MANAGE_ORGANISATION)
    with reading(engine()) as session:
        people = views.anybody(session, who)
    if not people and manages:
        first_steps(who, on)
    searched = search(who, on)
    card = unit_looked_at(who, on)
    if card is None:
        st.info(_("No unit is within your sight on this day."), icon=":material/search_off:")
        return
    if searched:
        return
    show_way(card)
    show_card(card)
    list_units(who, on, N_("{count} units directly below. Choose one to look at it."), parent_id=card.id)
    if people and (chosen := show_people(who, card, on)):
        show_person(chosen, who, card, on)
    if manages:
        organisation_forms.for_unit(card, who, on)
        if people:
            officials_import.show(who, on)


person = signed_in.actor()
st.title(_("Units and posts"))
if person.may(Action.READ_ORGANISATION):
    main(person, datetime.now(HANOI).date())
else:
    st.error(_("This page does not open for you."))
