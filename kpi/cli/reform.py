"""python -m kpi reform: importing a feed and writing the month's report, for operators and schedulers."""

import sys
from pathlib import Path

import click

LANGUAGE = click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)


@click.group()
def reform() -> None:
    """The reform plan and its indicators: feeds of other systems, the monthly report."""


@reform.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="A source whose mapping was saved on the page of feeds.")
@click.option("--period", required=True, help="The month of the figures, for example 2026-10.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@LANGUAGE
def import_file(file: Path, source: str, period: str, dry_run: bool, language: str) -> None:
    """Import FILE (.xlsx, .csv) of a source: whole, or not at all with every error named."""
    from kpi.access.actor import Refused
    from kpi.exchange.feeds.import_run import run

    try:
        said, wrong = run(file, source, period, dry_run=dry_run)
    except Refused as refused:
        click.echo(refused.message.in_(language), err=True)
        sys.exit(1)
    for sentence in said:
        click.echo(sentence.in_(language))
    for fault in wrong:
        click.echo(fault.in_(language), err=True)
    sys.exit(1 if wrong else 0)


@reform.command("report")
@click.option("--period", required=True, help="The month reported, for example 2026-10.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write (.docx, .xlsx).")
@LANGUAGE
def report(period: str, out: Path, language: str) -> None:
    """Write the month's consolidated report for the province; the report itself is in Vietnamese."""
    from kpi.access.actor import OPERATOR_REFORM, Refused
    from kpi.exchange.reform_report.files import write_report
    from kpi.language.message import say
    from kpi.storage.engine import database_url, engine_for

    try:
        write_report(engine_for(database_url()), OPERATOR_REFORM, period, out)
    except Refused as refused:
        click.echo(refused.message.in_(language), err=True)
        sys.exit(1)
    click.echo(say("The report of {period} is in {file}.", period=period, file=str(out)).in_(language))
