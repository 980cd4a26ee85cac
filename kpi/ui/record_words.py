"""The record's commands, tables and columns in words; what has no word here is spelled out from its own name."""

import re
from typing import Any

from kpi.language.message import N_
from kpi.ui import record_words_closing, record_words_reform, record_words_staffing
from kpi.ui.words import _, amount, named

PARTS = (record_words_closing, record_words_reform, record_words_staffing)
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
    "InstallProvince": N_("installed the tool for the province"),
    "GenerateDemonstration": N_("generated the demonstration"),
    "RecordWork": N_("recorded work"),
    "MarkOneself": N_("marked themselves"),
    "WriteWords": N_("wrote strengths and shortcomings"),
    "AttachEvidence": N_("attached evidence"),
    "RemoveEvidence": N_("took evidence away"),
    "ApplyMonthBook": N_("saved a month's workbook"),
    "SubmitMonth": N_("handed the month in"),
    "WithdrawMonth": N_("took the month back"),
    "ProposeWork": N_("proposed work"),
    "AssignWork": N_("gave people work"),
    "RepeatMonth": N_("repeated an earlier month's work"),
    "AmendAssignment": N_("changed an assignment"),
    "ApplyAssignmentBook": N_("assigned work by workbook"),
    "DecideProposal": N_("decided on proposed work"),
    "RecordReview": N_("adjusted lines of work in review"),
    "MarkOther": N_("marked the criteria in review"),
    "DecideCause": N_("decided on an objective cause"),
    "ReviewMonth": N_("reviewed the month"),
    "ReturnMonth": N_("returned the month"),
    "ApproveMonths": N_("approved months"),
    "UndoApproval": N_("took an approval back"),
    "OpenPeriod": N_("opened a period"),
    "ClosePeriod": N_("closed a period"),
    "ReopenPeriod": N_("opened a period again"),
    "ChooseRule": N_("entered a local decision"),
    "AddProduct": N_("added a product to a shared list"),
    "ReplaceProduct": N_("changed a product of a shared list"),
    "EndProduct": N_("took a product out of a shared list"),
    "AddUnitProduct": N_("added a product to the unit's list"),
    "ReplaceUnitProduct": N_("changed a product of the unit's list"),
    "EndUnitProduct": N_("took a product out of the unit's list"),
    "CreateUnit": N_("created a unit"),
    "RenameUnit": N_("corrected a unit's name"),
    "CloseUnit": N_("closed a unit"),
    "CorrectPerson": N_("corrected a person's record"),
    "AppointOfficial": N_("appointed an official"),
    "EndPost": N_("ended a post"),
    "SetFieldInCharge": N_("set the units a deputy is in charge of"),
    "ImportOfficials": N_("imported a list of officials"),
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
    "session": N_("browser signed in"),
    "ticket": N_("sign-in ticket"),
    "sign_in_attempt": N_("attempt to sign in"),
    "audit_entry": N_("entry of the record"),
    "audit_head": N_("end of the record"),
}
SUBJECTS = {
    **TABLES,
    "address": N_("address"),
    "intact": N_("intact"),
    "altered": N_("altered"),
    "line": N_("line of work"),
    "months": N_("months"),
    "people": N_("people"),
    "file": N_("file"),
    "rule": N_("rule"),
    "demonstration": N_("demonstration"),
}
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
    "id": N_("number of the row"),
    "address": N_("address"),
    "agent": N_("browser"),
    "at": N_("moment"),
    "started_at": N_("started at"),
    "expires_at": N_("expires at"),
    "ended_at": N_("ended at"),
    "used_at": N_("used at"),
    "token_hash": N_("sign-in token"),
    "added_at": N_("added at"),
    "starts": N_("first day"),
    "ends": N_("last day"),
    "line_id": N_("line of work"),
    "media_type": N_("kind of file"),
    "size": N_("size in bytes"),
    "sha256": N_("checksum of the file"),
    "content": N_("content of the file"),
    "parent_id": N_("unit above"),
    "path": N_("place in the unit tree"),
    "area_km2": N_("area in km²"),
    "population": N_("population"),
    "former_province": N_("former province"),
    "merged_from": N_("merged from"),
    "suspect": N_("doubt about the figure"),
    "source": N_("source"),
    "rule_set": N_("rule set"),
    "parameter": N_("what is decided"),
    "value": N_("value"),
    "decision": N_("decision"),
    "province": N_("province"),
    "party_member": N_("Party member"),
    "email": N_("email"),
    "generated": N_("generated for the demonstration"),
    "actor": N_("account"),
    "actor_name": N_("who did it"),
    "command": N_("what was done"),
    "subject": N_("what it was about"),
    "changes": N_("changes"),
    "number": N_("number"),
    "previous": N_("hash of the entry before"),
    "hash": N_("hash"),
    "step": N_("step of the month"),
    "task": N_("task"),
    "detail": N_("work in detail"),
    "output": N_("output product"),
    "task_group": N_("group of tasks"),
    "scope": N_("scope of the list"),
    "complexity": N_("complexity"),
    "points": N_("points"),
    "standard_points": N_("standard points"),
    "standard_minutes": N_("standard time in minutes"),
    "post_id": N_("post"),
    "job_position": N_("job position"),
    "duty_group": N_("duty group"),
    "field": N_("field of work"),
    "origin": N_("assigned or proposed"),
    "state_reason": N_("reason of the decision"),
    "stage": N_("self-score or review"),
    "status": N_("status of the score"),
    "missing": N_("what is missing"),
    "a": N_("a · quantity"),
    "b": N_("b · quality"),
    "c": N_("c · timeliness"),
    "d": N_("d · people led"),
    "dd": N_("đ · unit's plan"),
    "e": N_("e · uniting staff"),
    "task_points": N_("task points"),
    "general_points": N_("general criteria points"),
    "rank_366": N_("rank by Regulation 366"),
    "rules": N_("rules applied"),
}

for part in PARTS:
    COMMANDS |= part.COMMANDS
    TABLES |= part.TABLES
    SUBJECTS |= part.TABLES | part.SUBJECTS
    COLUMNS |= part.COLUMNS


def command_words(command: str) -> str:
    """What somebody did: "gave a one-time password"."""
    return named(COMMANDS, command) if command in COMMANDS else spelled(command)


def subject_words(subject: str) -> str:
    """What it was about: "account an", its kind in the reader's language; "month 3 line 4", both kinds."""
    kind, blank, rest = subject.partition(" ")
    if kind == "month":
        return " ".join(named(SUBJECTS, word) for word in subject.split(" "))
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
