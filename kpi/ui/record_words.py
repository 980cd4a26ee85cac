"""The record's commands, tables and columns in words; what has no word here is spelled out from its own name."""

import re
from typing import Any

from kpi.language.message import N_
from kpi.ui.words import _, amount, named

COMMANDS = {
    "SignedIn": N_("signed in"),
    "SignedOut": N_("signed out"),
    "LockedOut": N_("locked after wrong attempts"),
    "VerifyRecord": N_("verified the record"),
    "ChangePassword": N_("changed their password"),
    "ChooseLanguage": N_("chose a language"),
    "EndOtherSessions": N_("signed out other browsers"),
    "ResetPassword": N_("gave a one-time password"),
    "SetActive": N_("switched an account off or on"),
    "SetGrant": N_("granted or took away a role"),
}
TABLES = {
    "account": N_("account"),
    "role_grant": N_("granted role"),
    "installation": N_("installation"),
    "unit": N_("unit"),
    "person": N_("person"),
    "post": N_("post"),
    "field_in_charge": N_("field in charge"),
    "period": N_("period"),
    "month": N_("month"),
    "work_line": N_("line of work"),
    "mark": N_("mark"),
    "evidence": N_("evidence"),
    "month_event": N_("step of the month"),
    "month_score": N_("score"),
    "rule_choice": N_("local decision"),
    "product": N_("product"),
}
SUBJECTS = {**TABLES, "address": N_("address"), "intact": N_("intact"), "altered": N_("altered")}
COLUMNS = {
    "name": N_("name"),
    "password_hash": N_("password"),
    "password_version": N_("password version"),
    "must_change_password": N_("must change the password"),
    "active": N_("active"),
    "language": N_("language"),
    "account_id": N_("account"),
    "person_id": N_("person"),
    "unit_id": N_("unit"),
    "role": N_("role"),
    "code": N_("code"),
    "kind": N_("kind"),
    "full_name": N_("full name"),
    "state": N_("state"),
    "title": N_("title"),
    "coefficient": N_("coefficient"),
    "assigned": N_("assigned"),
    "due": N_("due"),
    "done": N_("done"),
    "quality_ok": N_("of sufficient quality"),
    "failed": N_("failed"),
    "late": N_("late"),
    "exceeded": N_("exceeded"),
    "hours": N_("hours"),
    "link": N_("link"),
    "cause": N_("objective cause"),
    "note": N_("note"),
    "reviewed_done": N_("done, reviewed"),
    "reviewed_quality_ok": N_("of sufficient quality, reviewed"),
    "reviewed_failed": N_("failed, reviewed"),
    "reviewed_late": N_("late, reviewed"),
    "reviewed_exceeded": N_("exceeded, reviewed"),
    "failed_excused": N_("failed, excused"),
    "late_excused": N_("late, excused"),
    "cause_decision": N_("decision on the cause"),
    "review_reason": N_("reason of the review"),
    "criterion": N_("criterion"),
    "self_value": N_("self-score"),
    "self_reason": N_("reason of the self-score"),
    "reviewed_value": N_("reviewed score"),
    "strengths": N_("strengths"),
    "shortcomings": N_("shortcomings"),
    "opinion": N_("opinion"),
    "submitted_at": N_("submitted at"),
    "reviewed_at": N_("reviewed at"),
    "approved_at": N_("approved at"),
    "revision": N_("revision"),
    "reason": N_("reason"),
    "total": N_("total"),
    "rank": N_("rank"),
    "valid_from": N_("valid from"),
    "valid_to": N_("valid to"),
    "reviewer_id": N_("reviewer"),
    "approver_id": N_("approver"),
    "period_id": N_("period"),
    "product_id": N_("product"),
    "month_id": N_("month"),
    "submit_by": N_("submit by"),
    "review_by": N_("review by"),
    "approve_by": N_("approve by"),
}


def command_words(command: str) -> str:
    """What somebody did: "gave a one-time password"."""
    return named(COMMANDS, command) if command in COMMANDS else spelled(command)


def subject_words(subject: str) -> str:
    """What it was about: "account an", its first word in the reader's language."""
    kind, blank, rest = subject.partition(" ")
    return named(SUBJECTS, kind) + blank + rest


def table_words(table: str) -> str:
    """What kind of thing was changed."""
    return named(TABLES, table) if table in TABLES else spelled(table)


def column_words(column: str) -> str:
    """Which of its fields."""
    return named(COLUMNS, column) if column in COLUMNS else spelled(column)


def value_words(value: Any) -> str:
    """A recorded value as a person reads it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value == "(secret)":
        return _("(not shown)")
    return amount(value) if isinstance(value, float) else str(value)


def spelled(name: str) -> str:
    """ "ReturnMonth" and "return_month" as "return month"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower()
