"""What has changed since a process began to look: one month, or something everybody's screen may show.

Every change is a command, and every command leaves an entry in the chained record, in the order they happened. What
was read when the record ended at one entry is therefore true as long as no later entry concerns it. An entry that
names a month concerns this month alone; any other concerns everybody, so a command nobody thought of counts for all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Lock

from sqlalchemy import Engine, Row, bindparam, select

from kpi.storage.tables import AuditEntry, AuditHead

OF_ONE_MONTH = re.compile(r"month (\d+)\b")
OF_AN_ACCOUNT = frozenset(
    {
        "SignedIn", "SignedOut", "LockedOut", "VerifyRecord", "ChangePassword", "ChooseLanguage", "EndOtherSessions",
        "ResetPassword", "SetActive",
    }
)  # fmt: skip
BEFORE_APPROVAL = frozenset(
    {
        "RecordWork", "RecordReview", "MarkOneself", "MarkOther", "WriteWords", "AttachEvidence", "RemoveEvidence",
        "SubmitMonth", "WithdrawMonth", "ReviewMonth", "ReturnMonth",
    }
)  # fmt: skip
MOST_MONTHS = 20_000
State = tuple[int, ...]

_END = select(AuditHead.number, AuditHead.hash)
_SINCE = (
    select(AuditEntry.number, AuditEntry.hash, AuditEntry.command, AuditEntry.subject)
    .where(AuditEntry.number >= bindparam("known"))
    .order_by(AuditEntry.number)
)
_beginnings = count(1)


@dataclass(frozen=True)
class Moves:
    """Where the record stands. Two equal states of the same thing mean that it has not changed in between."""

    beginning: int
    newest: int
    everything: int
    months: Mapping[int, int]
    approvals: int = 0

    @property
    def approved(self) -> State:
        """The state of what approved months hold and rest on: nothing done to a month before its approval moves it."""
        return self.beginning, self.approvals

    @property
    def whole(self) -> State:
        """The state of all that any month rests on or holds."""
        return self.beginning, self.newest

    @property
    def shared(self) -> State:
        """The state of what does not belong to one month: periods, rules, catalogue, people, units, who rates whom."""
        return self.beginning, self.everything

    def of(self, month_ids: Iterable[int]) -> State:
        """The state of some months and of everything they rest on."""
        moved = (self.months[month_id] for month_id in month_ids if month_id in self.months)
        return (*self.shared, *moved)


@dataclass
class Watch:
    """One database's record as a process follows it: each entry is read once, whoever asks."""

    engine: Engine
    known: tuple[int, str] | None = None
    moves: Moves = field(default_factory=lambda: Moves(next(_beginnings), 0, 0, {}))
    lock: Lock = field(default_factory=Lock)

    def now(self) -> Moves:
        """Where the record stands at this moment. One statement."""
        with self.lock:
            with self.engine.connect() as connection:
                if self.known is None:
                    self._begin([(end.number, end.hash) for end in connection.execute(_END)])
                else:
                    self._follow(connection.execute(_SINCE, {"known": self.known[0]}).all())
            return self.moves

    def _begin(self, ends: list[tuple[int, str]]) -> None:
        self.known = ends[0] if ends else None
        self.moves = Moves(next(_beginnings), 0, 0, {})

    def _follow(self, entries: Sequence[Row[int, str, str, str]]) -> None:
        """Take in what came after the last known entry; begin anew where that one is no longer in the record."""
        if not entries or (entries[0].number, entries[0].hash) != self.known:
            self._begin([])
        elif len(entries) > 1:
            self._take_in(entries[1:])

    def _take_in(self, entries: Sequence[Row[int, str, str, str]]) -> None:
        everything, months, newest = self.moves.everything, dict(self.moves.months), self.moves.newest
        approvals = self.moves.approvals
        for number, _digest, command, subject in entries:
            if command in OF_AN_ACCOUNT:
                continue
            newest, named = number, OF_ONE_MONTH.match(subject)
            approvals = approvals if named and command in BEFORE_APPROVAL else number
            if named and len(months) < MOST_MONTHS:
                months[int(named[1])] = number
            else:
                everything, months = number, {}
        self.known = (entries[-1].number, entries[-1].hash)
        self.moves = Moves(self.moves.beginning, newest, everything, months, approvals)
