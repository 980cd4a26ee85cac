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
from kpi.storage.tables.organisation import FieldInCharge, Installation, Person, Post, Unit

__all__ = [
    "Account",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Evidence",
    "FieldInCharge",
    "Grant",
    "Installation",
    "Mark",
    "Month",
    "MonthEvent",
    "MonthScore",
    "Period",
    "Person",
    "Post",
    "Product",
    "RuleChoice",
    "Session",
    "SignInAttempt",
    "Ticket",
    "Unit",
    "WorkLine",
]
