"""The one table of permissions: role × action → scope. Every command and every view asks it; a page never decides."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the tool. The first three follow from posts, the others are granted."""

    OFFICIAL = "official"
    HEAD = "head"
    DEPUTY = "deputy"
    HOME_AFFAIRS = "home_affairs"
    ORGANIZING_COMMITTEE = "organizing_committee"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """How far a permission reaches."""

    OWN = "own"
    UNIT = "unit"  # the role's unit and every unit below it
    PROVINCE = "province"


class Action(StrEnum):
    """Everything one can do or see."""

    READ_MONTH = "read_month"
    RECORD_WORK = "record_work"
    PROPOSE_WORK = "propose_work"
    SUBMIT_MONTH = "submit_month"
    WITHDRAW_MONTH = "withdraw_month"
    ASSIGN_WORK = "assign_work"
    REVIEW_MONTH = "review_month"
    APPROVE_MONTH = "approve_month"
    READ_UNIT_RESULTS = "read_unit_results"
    MANAGE_PERIODS = "manage_periods"
    READ_CATALOGUE = "read_catalogue"
    MANAGE_CATALOGUE = "manage_catalogue"
    MANAGE_UNIT_CATALOGUE = "manage_unit_catalogue"
    READ_RULES = "read_rules"
    MANAGE_RULES = "manage_rules"
    READ_ORGANISATION = "read_organisation"
    MANAGE_ORGANISATION = "manage_organisation"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_OWN_ACCOUNT = "manage_own_account"
    READ_AUDIT = "read_audit"


EVERYONE: dict[Action, Scope] = {
    Action.MANAGE_OWN_ACCOUNT: Scope.OWN,
    Action.READ_CATALOGUE: Scope.PROVINCE,
    Action.READ_RULES: Scope.PROVINCE,
}

LEADING: dict[Action, Scope] = {
    Action.READ_MONTH: Scope.UNIT,
    Action.ASSIGN_WORK: Scope.UNIT,
    Action.REVIEW_MONTH: Scope.UNIT,
    Action.APPROVE_MONTH: Scope.UNIT,
    Action.READ_UNIT_RESULTS: Scope.UNIT,
    Action.READ_ORGANISATION: Scope.UNIT,
}

PERMISSIONS: dict[Role, dict[Action, Scope]] = {
    Role.OFFICIAL: {
        **EVERYONE,
        Action.READ_MONTH: Scope.OWN,
        Action.RECORD_WORK: Scope.OWN,
        Action.PROPOSE_WORK: Scope.OWN,
        Action.SUBMIT_MONTH: Scope.OWN,
        Action.WITHDRAW_MONTH: Scope.OWN,
    },
    Role.HEAD: {**EVERYONE, **LEADING, Action.MANAGE_UNIT_CATALOGUE: Scope.UNIT},
    Role.DEPUTY: {**EVERYONE, **LEADING},
    Role.HOME_AFFAIRS: {
        **EVERYONE,
        Action.READ_MONTH: Scope.PROVINCE,
        Action.READ_UNIT_RESULTS: Scope.PROVINCE,
        Action.MANAGE_PERIODS: Scope.PROVINCE,
        Action.MANAGE_CATALOGUE: Scope.PROVINCE,
        Action.MANAGE_UNIT_CATALOGUE: Scope.PROVINCE,
        Action.MANAGE_RULES: Scope.PROVINCE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
    },
    Role.ORGANIZING_COMMITTEE: {
        **EVERYONE,
        Action.READ_UNIT_RESULTS: Scope.PROVINCE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
    },
    Role.AUDITOR: {
        **EVERYONE,
        Action.READ_MONTH: Scope.PROVINCE,
        Action.READ_UNIT_RESULTS: Scope.PROVINCE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
        Action.READ_AUDIT: Scope.PROVINCE,
    },
    Role.ADMINISTRATOR: {
        **EVERYONE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
        Action.MANAGE_ORGANISATION: Scope.PROVINCE,
        Action.MANAGE_ACCOUNTS: Scope.PROVINCE,
    },
}
