"""Who holds which post on a day, and the checks several commands of this package share."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kpi.access.actor import Refused, Subject
from kpi.language.message import Message, say
from kpi.storage.tables import Person, Post, Unit

LONGEST = 200
LONGEST_NOTE = 2000


def post_on(session: Session, person_id: int, day: date) -> Post | None:
    """The post a person holds on a day; the latest where there are several."""
    query = select(Post).where(
        Post.person_id == person_id, Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day)
    )
    return session.scalars(query.order_by(Post.valid_from.desc(), Post.id.desc()).limit(1)).one_or_none()


def held_post(session: Session, person_id: int, day: date) -> Post:
    """As `post_on`; refused, naming the person, where they hold none."""
    post = post_on(session, person_id, day)
    if post is None:
        raise Refused(
            say("{person} holds no post on that day. Correct the day, or ask the administrator to enter the post.",
                person=name_of(session, person_id))
        )  # fmt: skip
    return post


def subject_on(session: Session, person_id: int, day: date) -> Subject:
    """The person in the unit of their post that day, else of their last one."""
    query = (
        select(Unit.path)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.person_id == person_id)
        .order_by((Post.valid_from <= day).desc(), Post.valid_from.desc(), Post.id.desc())
    )
    return Subject(person_id, session.scalars(query.limit(1)).one_or_none())


def name_of(session: Session, person_id: int) -> str:
    """A person's name. Refused where there is no such person."""
    name = session.scalars(select(Person.full_name).where(Person.id == person_id)).one_or_none()
    if name is None:
        raise Refused(say("This person is no longer in the list. Reload the page."))
    return name


def written(text: str | None, missing: Message, most: int = LONGEST) -> str:
    """A text that has to be there, blanks collapsed. Refused with `missing`, or where it is too long."""
    plain = " ".join((text or "").split())
    if not plain:
        raise Refused(missing)
    return short(plain, most)


def short(text: str, most: int) -> str:
    """A text that fits. Refused where it is too long."""
    if len(text) > most:
        raise Refused(say("The text has {length} characters; shorten it to {most}.", length=len(text), most=most))
    return text
