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
    # closing a period
    MANAGE_PRESENCE = "manage_presence"
    MANAGE_DISQUALIFICATIONS = "manage_disqualifications"
    RECORD_INITIATIVE = "record_initiative"
    COMPARE_RULES = "compare_rules"
    DECIDE_RANKS = "decide_ranks"
    READ_CALIBRATION = "read_calibration"
    READ_UNIT_RATING = "read_unit_rating"
    PROPOSE_UNIT_RATING = "propose_unit_rating"
    DECIDE_UNIT_RATING = "decide_unit_rating"
    READ_PUBLISHED_RANKS = "read_published_ranks"
    FILE_PETITION = "file_petition"
    READ_PETITIONS = "read_petitions"
    ANSWER_PETITION = "answer_petition"
    # the reform plan and its indicators
    READ_REFORM = "read_reform"
    MANAGE_PLAN = "manage_plan"
    REPORT_TASK = "report_task"
    MANAGE_INDICATORS = "manage_indicators"
    NAME_RESPONSIBLE = "name_responsible"
    ENTER_INDICATORS = "enter_indicators"
    CONFIRM_INDICATORS = "confirm_indicators"
    IMPORT_FEED = "import_feed"
    # staffing against workload
    READ_STAFFING = "read_staffing"
    MANAGE_STAFFING = "manage_staffing"
    APPROVE_CRITERIA = "approve_criteria"
    ADOPT_SCENARIO = "adopt_scenario"
    ANSWER_REALLOCATION = "answer_reallocation"


EVERYONE: dict[Action, Scope] = {
    Action.MANAGE_OWN_ACCOUNT: Scope.OWN,
    Action.READ_CATALOGUE: Scope.PROVINCE,
    Action.READ_RULES: Scope.PROVINCE,
    Action.READ_REFORM: Scope.PROVINCE,
}

LEADING: dict[Action, Scope] = {
    Action.READ_MONTH: Scope.UNIT,
    Action.ASSIGN_WORK: Scope.UNIT,
    Action.REVIEW_MONTH: Scope.UNIT,
    Action.APPROVE_MONTH: Scope.UNIT,
    Action.READ_UNIT_RESULTS: Scope.UNIT,
    Action.READ_ORGANISATION: Scope.UNIT,
    Action.RECORD_INITIATIVE: Scope.UNIT,
    Action.READ_UNIT_RATING: Scope.UNIT,
    Action.REPORT_TASK: Scope.UNIT,
    Action.CONFIRM_INDICATORS: Scope.UNIT,
}

PERMISSIONS: dict[Role, dict[Action, Scope]] = {
    Role.OFFICIAL: {
        **EVERYONE,
        Action.READ_MONTH: Scope.OWN,
        Action.RECORD_WORK: Scope.OWN,
        Action.PROPOSE_WORK: Scope.OWN,
        Action.SUBMIT_MONTH: Scope.OWN,
        Action.WITHDRAW_MONTH: Scope.OWN,
        Action.READ_PUBLISHED_RANKS: Scope.OWN,
        Action.FILE_PETITION: Scope.OWN,
        Action.ENTER_INDICATORS: Scope.OWN,
    },
    Role.HEAD: {
        **EVERYONE,
        **LEADING,
        Action.MANAGE_UNIT_CATALOGUE: Scope.UNIT,
        Action.MANAGE_PRESENCE: Scope.UNIT,
        Action.COMPARE_RULES: Scope.UNIT,
        Action.DECIDE_RANKS: Scope.UNIT,
        Action.READ_CALIBRATION: Scope.UNIT,
        Action.PROPOSE_UNIT_RATING: Scope.UNIT,
        Action.DECIDE_UNIT_RATING: Scope.UNIT,
        Action.READ_PETITIONS: Scope.UNIT,
        Action.ANSWER_PETITION: Scope.UNIT,
        Action.NAME_RESPONSIBLE: Scope.UNIT,
        Action.READ_STAFFING: Scope.UNIT,
        Action.ANSWER_REALLOCATION: Scope.UNIT,
    },
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
        Action.MANAGE_PRESENCE: Scope.PROVINCE,
        Action.MANAGE_DISQUALIFICATIONS: Scope.PROVINCE,
        Action.COMPARE_RULES: Scope.PROVINCE,
        Action.READ_CALIBRATION: Scope.PROVINCE,
        Action.READ_UNIT_RATING: Scope.PROVINCE,
        Action.READ_PETITIONS: Scope.PROVINCE,
        Action.MANAGE_PLAN: Scope.PROVINCE,
        Action.REPORT_TASK: Scope.PROVINCE,
        Action.MANAGE_INDICATORS: Scope.PROVINCE,
        Action.NAME_RESPONSIBLE: Scope.PROVINCE,
        Action.IMPORT_FEED: Scope.PROVINCE,
        Action.READ_STAFFING: Scope.PROVINCE,
        Action.MANAGE_STAFFING: Scope.PROVINCE,
    },
    Role.ORGANIZING_COMMITTEE: {
        **EVERYONE,
        Action.READ_UNIT_RESULTS: Scope.PROVINCE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
        Action.COMPARE_RULES: Scope.PROVINCE,
        Action.READ_CALIBRATION: Scope.PROVINCE,
        Action.READ_UNIT_RATING: Scope.PROVINCE,
        Action.READ_STAFFING: Scope.PROVINCE,
        Action.MANAGE_STAFFING: Scope.PROVINCE,
        Action.APPROVE_CRITERIA: Scope.PROVINCE,
        Action.ADOPT_SCENARIO: Scope.PROVINCE,
    },
    Role.AUDITOR: {
        **EVERYONE,
        Action.READ_MONTH: Scope.PROVINCE,
        Action.READ_UNIT_RESULTS: Scope.PROVINCE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
        Action.READ_AUDIT: Scope.PROVINCE,
        Action.READ_CALIBRATION: Scope.PROVINCE,
        Action.READ_UNIT_RATING: Scope.PROVINCE,
        Action.READ_PETITIONS: Scope.PROVINCE,
        Action.READ_STAFFING: Scope.PROVINCE,
    },
    Role.ADMINISTRATOR: {
        **EVERYONE,
        Action.READ_ORGANISATION: Scope.PROVINCE,
        Action.MANAGE_ORGANISATION: Scope.PROVINCE,
        Action.MANAGE_ACCOUNTS: Scope.PROVINCE,
    },
}
