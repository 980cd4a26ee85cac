"""Reading hundreds of thousands of figures into arrays, without a Python object for each row where the driver allows.

Every column read is a number; a missing one arrives as NaN.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Float, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class figure(FunctionElement[float]):  # noqa: N801 - written like SQL's own functions
    """A number for an array; a missing one as infinity (SQLite has no NaN) or NaN, both read as NaN."""

    type = Float()
    inherit_cache = True
    name = "figure"


@compiles(figure, "sqlite")
def _in_sqlite(element: figure, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **options)}, 9e999)"


@compiles(figure, "postgresql")
def _in_postgresql(element: figure, compiler: SQLCompiler, **options: Any) -> str:
    return f"coalesce(CAST({compiler.process(element.clauses, **options)} AS float8), 'NaN'::float8)"


def figures_of(
    session: Session, query: Select[*tuple[Any, ...]], names: Sequence[str], whole: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows of `query`, whose columns are all `figure`s, as float64; columns in `whole` as int64, never missing."""
    connection = session.connection()
    statement = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    driver = connection.connection
    if connection.dialect.name == "postgresql":
        table = _gathered(driver.cursor(binary=True), statement, len(names))
    else:
        table = _fetched(driver.cursor(), statement, len(names))
    columns = {name: np.ascontiguousarray(table[:, place]) for place, name in enumerate(names)}
    for name, values in columns.items():
        if name in whole:
            columns[name] = values.astype(np.int64)
        else:
            values[np.isinf(values)] = np.nan
    return pd.DataFrame(columns, copy=False)


def rows_of(session: Session, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of `query` as the driver gives them: for texts and whole numbers, which it converts as we do."""
    connection = session.connection()
    cursor = connection.connection.cursor()
    cursor.execute(str(query.compile(connection, compile_kwargs={"literal_binds": True})))
    return list(cursor.fetchall())


def _fetched(cursor: Any, statement: str, width: int) -> NDArray[np.float64]:
    flat = np.fromiter(chain.from_iterable(cursor.execute(statement)), dtype=np.float64)
    return flat.reshape(-1, width)


def _gathered(cursor: Any, statement: str, width: int) -> NDArray[np.float64]:
    """Every figure as its eight bytes, one after the other, put together by the server."""
    names = [f"c{place}" for place in range(width)]
    sent = " || ".join(f"float8send({name})" for name in names)
    cursor.execute(f"SELECT string_agg({sent}, '') FROM ({statement}) AS gathered({', '.join(names)})")
    found = cursor.pgresult.get_value(0, 0) or b""  # None: no row at all
    return np.frombuffer(found, ">f8").astype(np.float64).reshape(-1, width)
