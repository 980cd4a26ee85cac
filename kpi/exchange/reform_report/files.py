"""The report as a file of the kind its name asks for, made whole or not at all."""

import os
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from kpi.access.actor import Actor, Refused
from kpi.exchange.reform_report.book import report_workbook
from kpi.exchange.reform_report.report import reform_report
from kpi.exchange.reform_report.word import report_document
from kpi.language.message import say
from kpi.storage.unit_of_work import reading

MAKERS = {".docx": report_document, ".xlsx": report_workbook}


def report_bytes(engine: Engine, actor: Actor, code: str, ending: str) -> bytes:
    """The month's report as .docx or .xlsx. Raises `Refused`, `NotPermitted`."""
    if ending.lower() not in MAKERS:
        raise Refused(say("The report is written as .docx or .xlsx. Give the file one of these endings."))
    with reading(engine) as session:
        return MAKERS[ending.lower()](reform_report(session, actor, code))


def report_name(code: str, ending: str) -> str:
    """What the file is called: "Bao-cao-CCHC_2026-10.docx"."""
    return f"Bao-cao-CCHC_{code}{ending}"


def write_report(engine: Engine, actor: Actor, code: str, out: Path) -> None:
    """Write the report; the file appears whole or not at all. Raises `Refused`."""
    content = report_bytes(engine, actor, code, out.suffix)
    try:
        handle, unfinished = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=out.suffix)
    except OSError as error:
        raise Refused(say("{file} cannot be written. Check the folder and access to it.", file=str(out))) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, out)
    except OSError as error:
        os.unlink(unfinished)
        raise Refused(say("{file} cannot be written. Check the folder and access to it.", file=str(out))) from error
