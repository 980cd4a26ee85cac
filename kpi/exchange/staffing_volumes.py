"""Volumes of many units from a workbook: the empty workbook, and what a filled one holds."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook

from kpi.exchange.tables import CellError, Column, Table, read_table
from kpi.exchange.workbook import plain_text
from kpi.language.message import Message
from kpi.staffing.families import family_name
from kpi.staffing.today import Inputs
from kpi.staffing.volumes.commands import StaffRow, VolumeRow, staff_problems, volume_problems

VOLUMES = (
    Column("unit", required=True, filled=True, titles=("Mã đơn vị",)),
    Column("activity", required=True, filled=True, titles=("Mã công việc",)),
    Column("volume", "number", required=True, filled=True, titles=("Khối lượng",)),
    Column("note", titles=("Ghi chú",)),
    Column("unit_name", titles=("Tên đơn vị",)),
    Column("activity_name", titles=("Tên công việc",)),
)
STAFF = (
    Column("unit", required=True, filled=True, titles=("Mã đơn vị",)),
    Column("family", required=True, filled=True, titles=("Mã nhóm việc",)),
    Column("existing", "number", required=True, filled=True, titles=("Hiện có",)),
    Column("note", titles=("Ghi chú",)),
    Column("unit_name", titles=("Tên đơn vị",)),
    Column("family_name", titles=("Tên nhóm việc",)),
)


@dataclass(frozen=True)
class VolumeFile:
    """What a file holds, and everything wrong with it; rows are ready to import when there are no errors."""

    volumes: tuple[VolumeRow, ...]
    staff: tuple[StaffRow, ...]
    errors: list[CellError]
    notices: list[Message]


def read_volumes(data: bytes, name: str, units: dict[str, int], activities: set[str]) -> VolumeFile:
    """A file of volumes. Never raises."""
    table = read_table(data, name, VOLUMES)
    rows: tuple[VolumeRow, ...] = ()
    errors = list(table.errors)
    if {"unit", "activity", "volume"} <= set(table.frame.columns) and not errors:
        rows = tuple(VolumeRow(*values) for values in _values(table, "unit", "activity", "volume"))
        errors += _placed(table, volume_problems(rows, units, activities))
    return VolumeFile(rows if not errors else (), (), errors, table.notices)


def read_staff(data: bytes, name: str, units: dict[str, int]) -> VolumeFile:
    """A file of existing staff. Never raises."""
    table = read_table(data, name, STAFF)
    rows: tuple[StaffRow, ...] = ()
    errors = list(table.errors)
    if {"unit", "family", "existing"} <= set(table.frame.columns) and not errors:
        rows = tuple(StaffRow(*values) for values in _values(table, "unit", "family", "existing"))
        errors += _placed(table, staff_problems(rows, units))
    return VolumeFile((), rows if not errors else (), errors, table.notices)


def _values(table: Table, unit: str, code: str, value: str) -> list[tuple[int, str, str, float, str | None]]:
    frame = table.frame
    notes = frame["note"].tolist() if "note" in frame.columns else [None] * len(frame)
    columns = (table.rows, frame[unit].tolist(), frame[code].tolist(), frame[value].tolist(), notes)
    return list(zip(*columns, strict=True))


def _placed(
    table: Table, problems: list[tuple[VolumeRow, Message]] | list[tuple[StaffRow, Message]]
) -> list[CellError]:
    return [CellError(table.name, row.row, "", None, message) for row, message in problems]


def volumes_template(inputs: Inputs, language: str) -> bytes:
    """Every unit and activity, one a row, with the volumes known so far."""
    known = {(v["unit"], v["activity"]): v["volume"] for v in inputs.volumes.to_dict("records")}
    named = {one.code: plain_text(one.named(language)) for one in inputs.criteria.activities}
    return _template(inputs, ("volumes", "activity", "volume"), named, known)


def staff_template(inputs: Inputs, language: str) -> bytes:
    """Every unit and family, one a row, with the staff known so far."""
    known = {(row["unit"], row["family"]): row["existing"] for row in inputs.existing.to_dict("records")}
    named = {family: plain_text(family_name(family, language)) for family in inputs.criteria.families}
    return _template(inputs, ("existing", "family", "existing"), named, known, unknown=0)


def _template(
    inputs: Inputs,
    heads: tuple[str, str, str],
    named: Mapping[str, str],
    known: Mapping[tuple[str, str], Any],
    unknown: int | None = None,
) -> bytes:
    """A workbook of one sheet, every unit with every key of `named`. heads: sheet, the key's and value's columns."""
    title, key, value = heads
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(["unit", "unit_name", key, f"{key}_name", value, "note"])
    for unit, name in zip(inputs.units["unit"], inputs.units["name"], strict=True):
        for code, shown in named.items():
            sheet.append([unit, plain_text(name), code, shown, known.get((unit, code), unknown), None])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
