"""The commands for operators and other systems: python -m kpi …

Each verb imports what it needs when it runs, so that none waits for the others.
"""

import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path

import click

from kpi.language.message import Message, say

ELSEWHERE = {
    "recompute": "kpi.cli.recompute",
    "remind": "kpi.cli.remind",
    "reform": "kpi.cli.reform",
    "staffing": "kpi.cli.staffing",
}


class Verbs(click.Group):
    """The verbs of this file, and those of `ELSEWHERE`, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb there is, for the help text."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb by its name; None where there is none."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        verb: click.Command = getattr(import_module(ELSEWHERE[cmd_name]), cmd_name)
        return verb


@click.group(cls=Verbs)
def main() -> None:
    """Public-service work records and scores. / Theo dõi, đánh giá công chức."""


@main.command()
@click.argument("lines", type=click.Path(path_type=Path))
@click.option("--people", required=True, type=click.Path(path_type=Path), help="People to score (.csv, .xlsx).")
@click.option("--rules", "rule_set", default="nd335", show_default=True, help="Rule set.")
@click.option("--period", required=True, help="Month scored, for example 2026-03.")
@click.option("--set", "choices", multiple=True, metavar="NAME=VALUE", help="A local decision; may be repeated.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Results to write (.csv, .xlsx).")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def score(
    lines: Path, people: Path, rule_set: str, period: str, choices: tuple[str, ...], out: Path, language: str
) -> None:
    """Score the people of PEOPLE by their task LINES; a bad cell stops the run and nothing is written."""
    from kpi.exchange.score_run import RefusedError, run

    try:
        said, warned = run(lines, people, rule_set, period, choices, out)
    except RefusedError as refused:
        for sentence in refused.sentences:
            click.echo(sentence.in_(language), err=True)
        sys.exit(1)
    for message in warned:
        click.echo(message.in_(language), err=True)
    for message in said:
        click.echo(message.in_(language))


@main.command()
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def verify(language: str) -> None:
    """Prove that no entry of the record and no row it speaks of was altered; exit 1 and name them otherwise."""
    from kpi.audit.told import sentences
    from kpi.audit.verify import verify as verify_record
    from kpi.storage.engine import database_url, engine_for

    result = verify_record(engine_for(database_url()))
    for sentence in sentences(result):
        click.echo(sentence.in_(language))
    sys.exit(0 if result.intact else 1)


@main.command()
@click.argument("account")
@click.option("--reason", required=True, help="Why; the record keeps it.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def password(account: str, reason: str, language: str) -> None:
    """Give ACCOUNT a one-time password, printed once: for when no administrator can sign in any more."""
    from kpi.access.accounts import ResetPassword
    from kpi.access.actor import OPERATOR, Refused
    from kpi.access.execute import execute
    from kpi.storage.engine import database_url, engine_for

    try:
        made = execute(ResetPassword(account, reason), OPERATOR, engine_for(database_url()))
    except Refused as refused:
        click.echo(refused.message.in_(language), err=True)
        sys.exit(1)
    click.echo(say("One-time password of {account}: {password}", account=account, password=made).in_(language))


@main.command()
@click.option(
    "--demo",
    "size",
    type=click.Choice(["small", "province"]),
    is_flag=False,
    flag_value="small",
    help="Generated people: small (150, the default) or province (5,018, a year).",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to start from instead of today.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def init(size: str | None, today: datetime | None, language: str) -> None:
    """Set an empty database up: a real province with one administrator, or with --demo a demonstration."""
    from kpi.installation.run import SetUpRefusedError, set_up
    from kpi.storage.engine import database_url, engine_for

    def tell(message: Message) -> None:
        click.echo(message.in_(language), err=True)

    try:
        said = set_up(engine_for(database_url()), size, today.date() if today else None, tell)
    except SetUpRefusedError as refused:
        click.echo(refused.in_(language), err=True)
        sys.exit(1)
    for message in said:
        click.echo(message.in_(language))
