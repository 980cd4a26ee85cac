"""Officials from a workbook or CSV: judged row by row, shown before anything is saved, saved whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from kpi.access.actor import Actor, Refused, Subject
from kpi.access.execute import handles, whole_province
from kpi.access.new_account import account_faults, names_taken
from kpi.access.permissions import Action
from kpi.assessment.organising import write_appointments
from kpi.exchange.tables import CellError, Column, Table, read_table
from kpi.language.message import N_, Message, say
from kpi.organisation import appointment_book as book
from kpi.organisation.appointment_book import Appointment, Outcome
from kpi.organisation.commands import AppointOfficial
from kpi.organisation.roster_book import Roster, load
from kpi.organisation.unit_book import one_at_a_time

COLUMNS = (
    Column("mã", required=True, filled=True, titles=("mã công chức", "code")),
    Column("họ tên", required=True, filled=True, titles=("họ và tên", "full name")),
    Column("mã đơn vị", required=True, filled=True, titles=("unit", "unit code")),
    Column("vai trò", required=True, filled=True, titles=("role",)),
    Column("chức vụ", required=True, filled=True, titles=("chức vụ, chức danh", "title")),
    Column("vị trí việc làm", required=True, filled=True, titles=("job position",)),
    Column("nhóm nhiệm vụ tương đồng", required=True, filled=True, titles=("duty group",)),
    Column("lĩnh vực phụ trách", titles=("field", "field in charge")),
    Column("đảng viên", "boolean", titles=("party member",)),
    Column("từ ngày", required=True, filled=True, titles=("valid from", "from")),
    Column("tài khoản", titles=("account",)),
)
FIELDS = (
    "code", "full_name", "unit_code", "role", "title", "job_position", "duty_group", "field", "party_member",
    "valid_from", "account_name",
)  # fmt: skip
HEADER_OF = dict(zip(FIELDS, (column.name for column in COLUMNS), strict=True))
ROLES = {
    "head": ("head", "người đứng đầu", "thủ trưởng", "cấp trưởng", "trưởng"),
    "deputy": ("deputy", "cấp phó", "phó"),
    "staff": ("staff", "công chức", "chuyên viên", "không giữ chức vụ"),
}
ROLE_OF = {word: role for role, words in ROLES.items() for word in words}
MOST_ROWS = 20_000
UNKNOWN_ROLE = N_("“{role}” is no role here. Write người đứng đầu, cấp phó or công chức.")
NOT_A_DATE = N_("This is not a date. Write it as 31/01/2026.")
TWICE = N_("Row {row} already names this person. Keep one of the two rows.")
ACCOUNT_TWICE = N_("Row {row} already opens this account. Give everybody their own.")
NOBODY = N_("The file names nobody. Fill in a row for each official below the headers.")
TOO_MANY = N_("The file has {rows} rows; at most {most} are taken at once. Split it.")


@dataclass(frozen=True)
class Planned:
    """What the file would change. errors: nothing can be saved while there is one. rows: the file's row numbers."""

    appointments: tuple[Appointment, ...] = ()
    rows: tuple[int, ...] = ()
    new_accounts: int = 0
    errors: tuple[CellError, ...] = ()
    notices: tuple[Message, ...] = ()

    def counted(self, outcome: Outcome) -> int:
        """How many rows come out so."""
        return sum(one.outcome is outcome for one in self.appointments)

    @property
    def changes_something(self) -> bool:
        """Whether saving would change anything at all."""
        return bool(self.new_accounts) or any(one.outcome is not Outcome.UNCHANGED for one in self.appointments)


@dataclass(frozen=True)
class ImportOfficials:
    """An administrator saves a list of officials; returns the new accounts' one-time passwords by account name."""

    content: bytes
    file_name: str

    @property
    def about(self) -> str:
        """The file, for the audit."""
        return f"file {self.file_name}"[:120]


def plan_officials(session: Session, actor: Actor, content: bytes, file_name: str) -> Planned:
    """What the file would change and everything wrong with it; nothing is saved. Raises `NotPermitted`."""
    actor.require(Action.MANAGE_ORGANISATION, Subject())
    return _judged(session, content, file_name)[0]


@handles(ImportOfficials, Action.MANAGE_ORGANISATION, whole_province)
def import_officials(command: ImportOfficials, actor: Actor, session: Session) -> dict[str, str]:
    """Refused while one row is wrong: the first is named, and how many there are."""
    one_at_a_time(session)
    planned, roster, taken = _judged(session, command.content, command.file_name)
    if planned.errors:
        first = planned.errors[0]
        shown = say("row {row}, column {column}: {message}", row=first.row, column=first.column, message=first.message)
        raise Refused(
            say(
                "The file has {count} errors and nothing was saved. The first: {error}",
                count=len(planned.errors),
                error=first.message if first.row is None else shown,
            )
        )
    return write_appointments(session, roster, planned.appointments, set(taken))


def _judged(session: Session, content: bytes, file_name: str) -> tuple[Planned, Roster, dict[str, str]]:
    table = read_table(content, file_name, COLUMNS)
    taken = names_taken(session)
    if table.errors or not 0 < len(table.rows) <= MOST_ROWS:
        return Planned(errors=tuple(_unread(table)), notices=tuple(table.notices)), load(session, []), taken
    wanted, errors = _appointments(table)
    roster = load(session, [one.code for one in wanted.values()])
    errors += _row_errors(table, roster, wanted, taken)
    if errors:
        found = tuple(sorted(errors, key=lambda error: error.row or 0))
        return Planned(errors=found, notices=tuple(table.notices)), roster, taken
    planned = {position: book.plan(roster, one) for position, one in wanted.items()}
    for one in planned.values():
        book.enter(roster, one)
    heads = [
        _error(table, position, name, message, one.wanted)
        for position, one in planned.items()
        for name, message in book.head_faults(roster, one)
    ]
    accounts = {one.wanted.account_name for one in planned.values()} - {None, *taken}
    rows = tuple(table.rows[position] for position in planned)
    found = tuple(heads)
    return Planned(tuple(planned.values()), rows, len(accounts), found, tuple(table.notices)), roster, taken


def _unread(table: Table) -> list[CellError]:
    if table.errors:
        return table.errors
    if not table.rows:
        return [table.at(-1, "", None, Message(NOBODY))]
    return [table.at(-1, "", None, Message(TOO_MANY, {"rows": len(table.rows), "most": MOST_ROWS}))]


def _appointments(table: Table) -> tuple[dict[int, AppointOfficial], list[CellError]]:
    """What each row wants, by its position; rows whose role or date cannot be read are errors instead."""
    wanted: dict[int, AppointOfficial] = {}
    errors: list[CellError] = []
    columns = {name: _cells(table, HEADER_OF[name]) for name in FIELDS if HEADER_OF[name] in table.frame}
    for position in range(len(table.rows)):
        cells: dict[str, Any] = {name: columns[name][position] if name in columns else None for name in FIELDS}
        role, day = ROLE_OF.get(str(cells["role"]).casefold()), date_in(cells["valid_from"])
        if role is None:
            unknown = Message(UNKNOWN_ROLE, {"role": cells["role"]})
            errors.append(table.at(position, HEADER_OF["role"], cells["role"], unknown))
        if day is None:
            errors.append(table.at(position, HEADER_OF["valid_from"], cells["valid_from"], Message(NOT_A_DATE)))
        if role and day:
            wanted[position] = book.tidy(AppointOfficial(**{**cells, "role": role, "valid_from": day}))
    return wanted, errors


def _cells(table: Table, header: str) -> list[Any]:
    """A column with None for what is empty, however the frame keeps it."""
    return [None if value != value else value for value in table.frame[header].tolist()]


def date_in(cell: str | None) -> date | None:
    """A day written 31/01/2026, 31-1-2026 or 2026-01-31; None for anything else."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell or "", pattern).date()
        except ValueError:
            continue
    return None


def _row_errors(
    table: Table, roster: Roster, wanted: dict[int, AppointOfficial], taken: dict[str, str]
) -> list[CellError]:
    own = {code: name for name, code in taken.items() if code}
    errors = list(_doubles(table, wanted))
    for position, one in wanted.items():
        faults = [*book.own_faults(roster, one), *book.time_faults(roster, one)]
        if one.account_name:
            faults += [("account_name", text) for text in account_faults(one.account_name, one.code, taken, own)]
        errors += [_error(table, position, name, message, one) for name, message in faults]
    return errors


def _doubles(table: Table, wanted: dict[int, AppointOfficial]) -> Iterator[CellError]:
    for name, text in (("code", TWICE), ("account_name", ACCOUNT_TWICE)):
        seen: dict[str, int] = {}
        for position, one in wanted.items():
            value = getattr(one, name)
            if value in seen:
                yield _error(table, position, name, Message(text, {"row": seen[value]}), one)
            elif value:
                seen[value] = table.rows[position]


def _error(table: Table, position: int, name: str, message: Message, one: AppointOfficial) -> CellError:
    value = getattr(one, name)
    return table.at(position, HEADER_OF[name], str(value) if isinstance(value, date) else value, message)


def by_outcome(planned: Planned, outcome: Outcome) -> Sequence[tuple[int, Appointment]]:
    """The rows that come out so, with their numbers in the file."""
    return [(row, one) for row, one in zip(planned.rows, planned.appointments, strict=True) if one.outcome is outcome]
