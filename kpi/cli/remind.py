"""python -m kpi remind: sends the reminders that are due, once a day from the operator's timetable."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from kpi.language.message import Message, say

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what would be sent.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to send for instead of today.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def remind(dry_run: bool, today: datetime | None, language: str) -> None:
    """E-mail those with a deadline 7, 3 or 1 days ahead; nobody gets a reminder twice. Exit 1 where a letter failed."""
    from kpi.assessment.reminders.mail import settings_from
    from kpi.assessment.reminders.send import send_due
    from kpi.language import numbers
    from kpi.storage.engine import database_url, engine_for

    def tell(message: Message) -> None:
        click.echo(message.in_(language))

    day = today.date() if today else numbers.today()
    engine = engine_for(database_url())
    if dry_run:
        _list(engine, day, tell)
        return
    try:
        settings = settings_from()
    except ValueError as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)
    if settings is None:
        tell(say("No mail server is named (KPI_SMTP_HOST): reminders stand on the home pages only."))
        return
    outcome = send_due(engine, day, settings, tell)
    tell(say("Sent: {sent}. Without an address: {without}. Failed: {failed}.", sent=outcome.sent,
             without=outcome.without_address, failed=len(outcome.failed)))  # fmt: skip
    for due, why in outcome.failed:
        click.echo(f"{due.person_code}: {why}", err=True)
    if outcome.given_up:
        tell(say("The mail server took no letter, so the rest was not tried. Nothing of it is marked as sent."))
    sys.exit(1 if outcome.failed else 0)


def _list(engine: "Engine", day: date, tell: Callable[[Message], None]) -> None:
    from kpi.assessment.reminders.due import due_reminders
    from kpi.assessment.reminders.letters import letter_for
    from kpi.storage.unit_of_work import reading

    with reading(engine) as session:
        waiting = due_reminders(session, day)
    for due in waiting:
        click.echo(f"{due.person_code}\t{due.email or '–'}\t{letter_for(due).subject}")
    tell(say("Due today: {number}. Nothing was sent.", number=len(waiting)))
