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
from kpi.storage.tables.closing import Closing, Correction, PeriodResult, Petition, Reminder
from kpi.storage.tables.feeds import FeedAlias, FeedImport, FeedSource
from kpi.storage.tables.indicators import (
    Indicator,
    IndicatorEvent,
    IndicatorOfficer,
    IndicatorTarget,
    IndicatorValue,
    KpiItem,
    KpiSet,
    PublishedFigure,
)
from kpi.storage.tables.organisation import FieldInCharge, Installation, Person, Post, Unit
from kpi.storage.tables.ranking import FlagAnswer, Overtime, QuotaDecision, RankDecision, UnitMark, UnitResult
from kpi.storage.tables.reform import Plan, PlanAmendment, PlanTask, TaskReport, TaskSupport, TaskTerms
from kpi.storage.tables.standing import Absence, Disqualification, Initiative, LeaderCriterion, TaskWeights

__all__ = [
    "Absence",
    "Account",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Closing",
    "Correction",
    "Disqualification",
    "Evidence",
    "FeedAlias",
    "FeedImport",
    "FeedSource",
    "FieldInCharge",
    "FlagAnswer",
    "Grant",
    "Indicator",
    "IndicatorEvent",
    "IndicatorOfficer",
    "IndicatorTarget",
    "IndicatorValue",
    "Initiative",
    "Installation",
    "KpiItem",
    "KpiSet",
    "LeaderCriterion",
    "Mark",
    "Month",
    "MonthEvent",
    "MonthScore",
    "Overtime",
    "Period",
    "PeriodResult",
    "Person",
    "Petition",
    "Plan",
    "PlanAmendment",
    "PlanTask",
    "Post",
    "Product",
    "PublishedFigure",
    "QuotaDecision",
    "RankDecision",
    "Reminder",
    "RuleChoice",
    "Session",
    "SignInAttempt",
    "TaskReport",
    "TaskSupport",
    "TaskTerms",
    "TaskWeights",
    "Ticket",
    "Unit",
    "UnitMark",
    "UnitResult",
    "WorkLine",
]
