"""Entering and importing volumes and existing staff, and notes beside figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.permissions import Action
from kpi.language.message import Message, say
from kpi.organisation.kinds import COMMUNE_LEVEL
from kpi.staffing.criteria.contents import contents_of, starting_values
from kpi.staffing.criteria.drafting import number_within, plain_text
from kpi.staffing.criteria.views import in_force
from kpi.staffing.families import families
from kpi.storage.tables import ExistingStaff, FigureNote, Unit, Volume

FIRST_YEAR, LAST_YEAR = 2025, 2100
MOST, LONGEST_NOTE = 1e9, 500


@dataclass(frozen=True)
class VolumeRow:
    """A volume to be imported, with the row it stands in."""

    row: int
    unit_code: str
    activity: str
    volume: float
    note: str | None = None


@dataclass(frozen=True)
class StaffRow:
    """A count of existing staff to be imported, with the row it stands in."""

    row: int
    unit_code: str
    family: str
    staff: float
    note: str | None = None


@dataclass(frozen=True)
class SetVolume:
    """Somebody enters a year's volume of an activity in a unit."""

    unit_code: str
    activity: str
    year: int
    volume: float
    note: str = ""

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_code}"


@dataclass(frozen=True)
class ImportVolumes:
    """Somebody imports volumes of many units; all of them or none."""

    year: int
    rows: tuple[VolumeRow, ...]
    file: str

    @property
    def about(self) -> str:
        """The file, for the audit."""
        return f"file {self.file}"


@dataclass(frozen=True)
class ImportStaff:
    """Somebody imports existing staff as counted on a day; all of it or none."""

    counted_on: date
    rows: tuple[StaffRow, ...]
    file: str

    @property
    def about(self) -> str:
        """The file, for the audit."""
        return f"file {self.file}"


@dataclass(frozen=True)
class NoteFigure:
    """Somebody writes a note beside a figure of a unit; family "" for the unit as a whole."""

    unit_code: str
    family: str
    figure: str
    text: str

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.unit_code}"


@handles(SetVolume, Action.MANAGE_STAFFING, whole_province)
def set_volume(command: SetVolume, actor: Actor, session: Session) -> None:
    """Refused for an unknown unit or activity, a year out of range, or a volume that is none."""
    number_within(command.volume, 0, MOST)
    row = VolumeRow(0, command.unit_code, command.activity, command.volume, plain_text(command.note, LONGEST_NOTE))
    _store_volumes(session, actor, command.year, (row,), "entry")


@handles(ImportVolumes, Action.MANAGE_STAFFING, whole_province)
def import_volumes(command: ImportVolumes, actor: Actor, session: Session) -> int:
    """How many volumes were imported. Refused, whole, for any row that is wrong."""
    if not command.rows:
        raise Refused(say("The file has no volumes."))
    _store_volumes(session, actor, command.year, command.rows, "import")
    return len(command.rows)


@handles(ImportStaff, Action.MANAGE_STAFFING, whole_province)
def import_staff(command: ImportStaff, actor: Actor, session: Session) -> int:
    """How many counts were imported. Refused, whole, for any row that is wrong."""
    if not command.rows:
        raise Refused(say("The file has no staff."))
    units = _commune_ids(session)
    if problems := staff_problems(command.rows, units):
        raise Refused(problems[0][1])
    same = (
        ExistingStaff.counted_on == command.counted_on,
        ExistingStaff.unit_id.in_({units[r.unit_code] for r in command.rows}),
    )
    known = {(row.unit_id, row.family): row for row in session.scalars(select(ExistingStaff).where(*same))}
    for row in command.rows:
        place = (units[row.unit_code], row.family)
        stored = known.get(place) or ExistingStaff(unit_id=place[0], family=place[1], counted_on=command.counted_on)
        stored.staff, stored.source, stored.note = row.staff, "import", row.note
        session.add(stored)
    return len(command.rows)


@handles(NoteFigure, Action.MANAGE_STAFFING, whole_province)
def note_figure(command: NoteFigure, actor: Actor, session: Session) -> None:
    """Refused without text, or for an unknown unit."""
    text = plain_text(command.text, LONGEST_NOTE)
    units = _commune_ids(session)
    if not text:
        raise Refused(say("Write the note first."))
    if command.unit_code not in units:
        raise Refused(say("There is no commune-level unit “{code}”.", code=command.unit_code))
    session.add(
        FigureNote(
            unit_id=units[command.unit_code], family=command.family[:30], figure=command.figure[:60], text=text,
            author=actor.name, at=datetime.now(UTC),
        )
    )  # fmt: skip


def _store_volumes(session: Session, actor: Actor, year: int, rows: tuple[VolumeRow, ...], source: str) -> None:
    units = _commune_ids(session)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(say("The year {year} is out of range.", year=str(year)))
    if problems := volume_problems(rows, units, _activity_codes(session)):
        raise Refused(problems[0][1])
    same = select(Volume).where(Volume.year == year, Volume.source == source)
    wanted = {units[row.unit_code] for row in rows}
    known = {(v.unit_id, v.activity): v for v in session.scalars(same) if v.unit_id in wanted}
    for row in rows:
        place = (units[row.unit_code], row.activity)
        stored = known.get(place) or Volume(unit_id=place[0], activity=place[1], year=year, source=source)
        stored.volume, stored.note = row.volume, row.note or None
        stored.set_by, stored.at = actor.name, datetime.now(UTC)
        session.add(stored)


def volume_problems(
    rows: Iterable[VolumeRow], units: dict[str, int], activities: set[str]
) -> list[tuple[VolumeRow, Message]]:
    """Every row that cannot be imported, and why."""
    found, seen = [], set[tuple[str, str]]()
    for row in rows:
        if row.unit_code not in units:
            found.append((row, say("There is no commune-level unit “{code}”.", code=row.unit_code)))
        elif row.activity not in activities:
            text = say("Unit {unit}: the criteria have no activity “{code}”.", unit=row.unit_code, code=row.activity)
            found.append((row, text))
        elif not isfinite(row.volume) or not 0 <= row.volume <= MOST:
            text = say("Unit {unit}: {value} is no possible volume.", unit=row.unit_code, value=row.volume)
            found.append((row, text))
        elif (row.unit_code, row.activity) in seen:
            text = say("Unit {unit}: “{code}” stands in an earlier row too.", unit=row.unit_code, code=row.activity)
            found.append((row, text))
        seen.add((row.unit_code, row.activity))
    return found


def staff_problems(rows: Iterable[StaffRow], units: dict[str, int]) -> list[tuple[StaffRow, Message]]:
    """Every row that cannot be imported, and why."""
    found, seen = [], set[tuple[str, str]]()
    for row in rows:
        if row.unit_code not in units:
            found.append((row, say("There is no commune-level unit “{code}”.", code=row.unit_code)))
        elif row.family not in families():
            found.append(
                (row, say("Unit {unit}: there is no job family “{code}”.", unit=row.unit_code, code=row.family))
            )
        elif not isfinite(row.staff) or not 0 <= row.staff <= MOST:
            found.append(
                (row, say("Unit {unit}: {value} is no possible number of staff.", unit=row.unit_code, value=row.staff))
            )
        elif (row.unit_code, row.family) in seen:
            text = say("Unit {unit}: “{code}” stands in an earlier row too.", unit=row.unit_code, code=row.family)
            found.append((row, text))
        seen.add((row.unit_code, row.family))
    return found


def _commune_ids(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Unit.code, Unit.id).where(Unit.kind.in_(COMMUNE_LEVEL))).all())


def _activity_codes(session: Session) -> set[str]:
    current = in_force(session, datetime.now(UTC).date())
    contents = contents_of(session, current) if current else starting_values()
    return {activity.code for activity in contents.activities}


def importing(session: Session, actor: Actor) -> tuple[dict[str, int], set[str]]:
    """What an import may name: commune-level units by code, and the activities of the criteria in force."""
    actor.require(Action.MANAGE_STAFFING, Subject())
    return _commune_ids(session), _activity_codes(session)
