"""The units of the province from data/khanh_hoa: agencies, Party bodies, 65 commune-level units and their divisions."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpi.installation.faults import DataFaults, Fault
from kpi.language.message import say
from kpi.organisation.kinds import UnitKind
from kpi.storage.tables import Unit

FOLDER = Path(__file__).parents[2] / "data" / "khanh_hoa"
COMMUNE_PREFIX = {UnitKind.WARD: "Phường", UnitKind.COMMUNE: "Xã", UnitKind.SPECIAL_ZONE: "Đặc khu"}


@dataclass(frozen=True)
class UnitRow:
    """A unit as the files describe it. area_km2 in square kilometres, population registered; None where unknown."""

    code: str
    name: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    area_km2: float | None = None
    population: int | None = None
    former_province: str | None = None
    merged_from: str | None = None
    suspect: str | None = None
    source: str | None = None
    file: str = ""


def load_units(folder: Path = FOLDER) -> list[UnitRow]:
    """Every unit, parents before children. Raises DataFaults with all that is wrong."""
    rows = [*_bodies(folder / "units.csv"), *_communes(folder)]
    if faults := list(_faults(rows)):
        raise DataFaults(faults)
    return rows


def as_units(rows: list[UnitRow]) -> list[Unit]:
    """Rows of the unit table, numbered from 1, each with its path of ids from the root."""
    paths: dict[str | None, tuple[int | None, str]] = {None: (None, "/")}
    units = []
    for number, row in enumerate(rows, start=1):
        parent_id, above = paths[row.parent]
        paths[row.code] = (number, f"{above}{number}/")
        columns = {name: value for name, value in vars(row).items() if name not in ("parent", "file")}
        units.append(Unit(id=number, parent_id=parent_id, path=paths[row.code][1], **columns))
    return units


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _bodies(path: Path) -> Iterator[UnitRow]:
    for row in _read(path):
        yield UnitRow(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=row["parent"] or None,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"] or None,
            file=path.name,
        )


def _communes(folder: Path) -> Iterator[UnitRow]:
    """Each commune-level unit, followed by the divisions its kind has."""
    divisions = list(_read(folder / "commune_divisions.csv"))
    for row in _read(folder / "communes.csv"):
        commune = _commune(row)
        yield commune
        for division in divisions:
            if division["commune_kind"] == commune.kind:
                yield UnitRow(
                    code=f"{commune.code}.{division['suffix']}",
                    name=division["name"],
                    kind=division["kind"],
                    parent=commune.code,
                    valid_from=commune.valid_from,
                    source=division["source"] or None,
                    file="commune_divisions.csv",
                )


def _commune(row: dict[str, str]) -> UnitRow:
    kind = UnitKind(row["kind"])
    return UnitRow(
        code=row["code"],
        name=f"{COMMUNE_PREFIX[kind]} {row['name']}",
        kind=kind,
        parent="KH",
        valid_from=date.fromisoformat(row["valid_from"]),
        area_km2=float(row["area_km2"]),
        population=int(row["population"]),
        former_province=row["former_province"],
        merged_from=row["merged_from"],
        suspect=row["suspect"] or None,
        source=row["source"] or None,
        file="communes.csv",
    )


def _faults(rows: list[UnitRow]) -> Iterator[Fault]:
    known: set[str | None] = {None}
    for row in rows:
        if row.code in known:
            yield Fault(row.file, row.code, say("This code is used twice. Give every unit its own code."))
        if row.parent not in known:
            text = say("The unit above it, “{parent}”, is not listed before it. Add it, or correct the code.",
                       parent=row.parent)  # fmt: skip
            yield Fault(row.file, row.code, text)
        if row.kind not in list(UnitKind):
            kinds = ", ".join(UnitKind)
            yield Fault(row.file, row.code, say("“{kind}” is no kind of unit. Use one of: {kinds}.",
                                                kind=row.kind, kinds=kinds))  # fmt: skip
        known.add(row.code)
