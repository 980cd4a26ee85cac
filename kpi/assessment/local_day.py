"""The day in the province on which a stored moment falls, as SQL: deadlines are days there, moments are kept in UTC."""

from datetime import date
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class local_day(FunctionElement[date]):  # noqa: N801 - written like SQL's own functions
    """The date of a moment in Vietnam's time, whatever zone the database works in."""

    type = Date()
    inherit_cache = True
    name = "local_day"


@compiles(local_day, "sqlite")
def _in_sqlite(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+7 hours')"


@compiles(local_day, "postgresql")
def _in_postgresql(element: local_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(timezone('Asia/Ho_Chi_Minh', {compiler.process(element.clauses, **options)}) AS DATE)"
