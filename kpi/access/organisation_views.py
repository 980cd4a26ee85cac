"""The apparatus as the person signed in may see it: every view of `kpi.organisation.views`, limited by the table."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.organisation import views
from kpi.organisation.views import Official, PostLine, UnitCard, UnitLine


def _seen(actor: Actor) -> ColumnElement[bool]:
    actor.require(Action.READ_ORGANISATION)
    return actor.rows(Action.READ_ORGANISATION)


def units(
    session: Session, actor: Actor, on: date, *, text: str = "", parent_id: int | None = None, suspect: bool = False,
    start: int = 0, size: int = 50,
) -> tuple[list[UnitLine], int]:  # fmt: skip
    """A page of units within sight, and how many match."""
    return views.units(
        session, _seen(actor), on, text=text, parent_id=parent_id, suspect=suspect, start=start, size=size
    )


def tops(session: Session, actor: Actor, on: date) -> list[int]:
    """Where the tree begins for the actor."""
    return views.tops(session, _seen(actor), on)


def unit_card(session: Session, actor: Actor, unit_id: int) -> UnitCard | None:
    """A unit in full; None where it is out of sight."""
    return views.unit_card(session, _seen(actor), unit_id)


def officials(
    session: Session, actor: Actor, path: str, on: date, *, below: bool = False, text: str = "", start: int = 0,
    size: int = 25,
) -> tuple[list[Official], int]:  # fmt: skip
    """A page of those holding posts in a unit within sight, and how many."""
    return views.officials(session, _seen(actor), path, on, below=below, text=text, start=start, size=size)


def posts_of(session: Session, actor: Actor, person_id: int) -> list[PostLine]:
    """A person's posts within sight, newest first."""
    return views.posts_of(session, _seen(actor), person_id)


def in_charge_of(session: Session, actor: Actor, post_id: int) -> list[str]:
    """The codes of the units a post is in charge of."""
    actor.require(Action.READ_ORGANISATION)
    return views.in_charge_of(session, post_id)


def unit_names(session: Session, actor: Actor, on: date, parent_id: int | None = None) -> dict[str, str]:
    """Code → name of the units within sight on that day; with `parent_id` only those directly below it."""
    return views.unit_names(session, _seen(actor), on, parent_id)


def duty_groups(session: Session, actor: Actor) -> list[str]:
    """The groups of similar duties in use; for those who enter posts."""
    actor.require(Action.MANAGE_ORGANISATION)
    return views.duty_groups(session)


def anybody(session: Session, actor: Actor) -> bool:
    """Whether a post was ever entered."""
    actor.require(Action.READ_ORGANISATION)
    return views.anybody(session)
