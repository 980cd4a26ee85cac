"""python -m kpi recompute PERIOD: the proof that a closed period comes out again with the same figures."""

import sys

import click

from kpi.language.message import say


@click.command()
@click.argument("period")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def recompute(period: str, language: str) -> None:
    """Compute the latest closing of PERIOD again from stored work and kept rules; exit 1 and name what differs."""
    from kpi.assessment.closing.recompute import recompute as again
    from kpi.assessment.closing.recompute_told import sentences
    from kpi.law import RuleError
    from kpi.storage.engine import database_url, engine_for
    from kpi.storage.unit_of_work import reading

    try:
        with reading(engine_for(database_url())) as session:
            found = again(session, period)
    except RuleError as error:
        click.echo(error.message.in_(language), err=True)
        sys.exit(1)
    if found is None:
        never = say("Period {code} was never closed; there is nothing to compute again.", code=period)
        click.echo(never.in_(language), err=True)
        sys.exit(1)
    for message in sentences(found):
        click.echo(message.in_(language))
    sys.exit(0 if found.equal else 1)
