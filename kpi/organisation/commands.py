"""What an administrator means to do with the apparatus.

Plain data: the handlers stand in `kpi.assessment.organising`, because a change of leaders also moves open months and
may open an account, and both stand above this floor.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CreateUnit:
    """A new unit below `parent_code`, from `valid_from` on. `kind` is a value of `UnitKind`."""

    code: str
    name: str
    kind: str
    parent_code: str
    valid_from: date

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.code}"


@dataclass(frozen=True)
class RenameUnit:
    """A correction of how a unit's name is written; a unit that becomes another is closed and a new one created."""

    code: str
    name: str
    reason: str

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.code}"


@dataclass(frozen=True)
class CloseUnit:
    """A unit ends; `valid_to` is its last day."""

    code: str
    valid_to: date
    reason: str

    @property
    def about(self) -> str:
        """The unit, for the audit."""
        return f"unit {self.code}"


@dataclass(frozen=True)
class AppointOfficial:
    """A post for a person from `valid_from` on: a new person's first, or a transfer (the old post ends the day before).

    role: staff, head or deputy. party_member, field: None leaves what is known. account_name: None opens no account.
    """

    code: str
    full_name: str
    unit_code: str
    role: str
    title: str
    job_position: str
    duty_group: str
    field: str | None
    party_member: bool | None
    valid_from: date
    account_name: str | None = None

    @property
    def about(self) -> str:
        """The person, for the audit."""
        return f"person {self.code}"


@dataclass(frozen=True)
class CorrectPerson:
    """A correction of a person's name or Party membership; membership None: not known."""

    code: str
    full_name: str
    party_member: bool | None
    reason: str

    @property
    def about(self) -> str:
        """The person, for the audit."""
        return f"person {self.code}"


@dataclass(frozen=True)
class EndPost:
    """A person leaves their post; `valid_to` is its last day."""

    person_code: str
    valid_to: date
    reason: str

    @property
    def about(self) -> str:
        """The person, for the audit."""
        return f"person {self.person_code}"


@dataclass(frozen=True)
class SetFieldInCharge:
    """The units a deputy is in charge of, all of them: those not named are taken away."""

    person_code: str
    unit_codes: tuple[str, ...]
    on: date

    @property
    def about(self) -> str:
        """The deputy, for the audit."""
        return f"person {self.person_code}"
