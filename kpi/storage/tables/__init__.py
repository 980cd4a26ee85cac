"""Every table of the product; importing this package fills `Base.metadata`."""

from kpi.storage.tables.access import Account, Grant, Session, SignInAttempt, Ticket
from kpi.storage.tables.assessment import (
    Evidence,
    Mark,
    Month,
    MonthEvent,
    MonthScore,
    Period,
    RuleChoice,
    WorkLine,
)
from kpi.storage.tables.audit import AuditEntry, AuditHead
from kpi.storage.tables.base import Base
from kpi.storage.tables.catalogue import Product
from kpi.storage.tables.closing import Closing, PeriodResult, Petition, Reminder
from kpi.storage.tables.organisation import FieldInCharge, Installation, Person, Post, Unit
from kpi.storage.tables.ranking import FlagAnswer, QuotaDecision, RankDecision, UnitMark, UnitResult
from kpi.storage.tables.standing import Absence, Disqualification, Initiative, LeaderCriterion, TaskWeights

__all__ = [
    "Absence",
    "Account",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Closing",
    "Disqualification",
    "Evidence",
    "FieldInCharge",
    "FlagAnswer",
    "Grant",
    "Initiative",
    "Installation",
    "LeaderCriterion",
    "Mark",
    "Month",
    "MonthEvent",
    "MonthScore",
    "Period",
    "PeriodResult",
    "Person",
    "Petition",
    "Post",
    "Product",
    "QuotaDecision",
    "RankDecision",
    "Reminder",
    "RuleChoice",
    "Session",
    "SignInAttempt",
    "TaskWeights",
    "Ticket",
    "Unit",
    "UnitMark",
    "UnitResult",
    "WorkLine",
]
