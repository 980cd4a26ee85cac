"""python -m kpi staffing: the need of units and job families from a folder of tables or a workbook."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("source", metavar="DIR_OR_WORKBOOK", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Results to write (.csv, .xlsx).")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
def staffing(source: Path, out: Path, language: str) -> None:
    """Compute required staff (WHO's WISN) from families, activities, support and individual duties.

    A wrong cell stops the run and nothing is written.
    """
    from kpi.exchange.staffing_run import StaffingRefusedError, run

    try:
        said, warned = run(source, out)
    except StaffingRefusedError as refused:
        for sentence in refused.sentences:
            click.echo(sentence.in_(language), err=True)
        sys.exit(1)
    for message in warned:
        click.echo(message.in_(language), err=True)
    for message in said:
        click.echo(message.in_(language))
