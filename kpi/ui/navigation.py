"""Every page there is, and which of them a person may open: the table of permissions says."""

from dataclasses import dataclass
from pathlib import Path

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.message import N_

PAGES = Path(__file__).parents[2] / "pages"
WORK, LEADING, CLOSING = N_("My work"), N_("Lead the unit"), N_("Close and publish")
REFORM, STAFFING = N_("Administrative reform"), N_("Staffing")
PROVINCE, SYSTEM = N_("Rules and lists"), N_("System")


@dataclass(frozen=True)
class Entry:
    """A page of the tool: its file, address, title, icon, the action it needs and the group it stands in.

    `personal` pages are about the signed-in person's own work and need a person behind the account; `hidden` ones are
    reached from another page, not from the menu.
    """

    file: str
    path: str
    title: str
    icon: str
    action: Action
    group: str
    personal: bool = False
    hidden: bool = False

    @property
    def location(self) -> Path:
        """Where the file lies, whatever directory the process was started in."""
        return PAGES / self.file

    def opens_for(self, actor: Actor) -> bool:
        """Whether the actor may open it; until a one-time password is changed, only one's own account opens."""
        if actor.must_change_password and self is not ACCOUNT:
            return False
        if self.personal and actor.person_id is None:
            return False
        return actor.may(self.action) and self.location.is_file()


HOME = Entry("home.py", "home", N_("Home"), ":material/home:", Action.MANAGE_OWN_ACCOUNT, WORK)
ACCOUNT = Entry(
    "account.py", "account", N_("My account"), ":material/manage_accounts:", Action.MANAGE_OWN_ACCOUNT, WORK
)
APPROVALS = Entry(
    "approvals.py", "approvals", N_("Review and approve"), ":material/fact_check:", Action.REVIEW_MONTH, LEADING
)
REVIEW = Entry(
    "review.py", "review", N_("One month under review"), ":material/rule:", Action.REVIEW_MONTH, LEADING, hidden=True
)
CLOSING_ENTRIES = (
    Entry("hours.py", "hours", N_("Declared hours"), ":material/timer:", Action.REVIEW_MONTH, LEADING),
    Entry(
        "presence.py",
        "presence",
        N_("Leave and transfers"),
        ":material/event_available:",
        Action.MANAGE_PRESENCE,
        LEADING,
    ),
    Entry("ranks.py", "ranks", N_("Ranks and quota"), ":material/leaderboard:", Action.READ_CALIBRATION, LEADING),
    Entry("calibration.py", "calibration", N_("Calibration"), ":material/balance:", Action.READ_CALIBRATION, LEADING),
    Entry(
        "unit_rating.py",
        "unit_rating",
        N_("Rating of units"),
        ":material/domain_verification:",
        Action.READ_UNIT_RATING,
        LEADING,
    ),
    Entry("petitions.py", "petitions", N_("Petitions"), ":material/contact_support:", Action.READ_PETITIONS, LEADING),
    Entry("closing.py", "closing", N_("Close a period"), ":material/task_alt:", Action.MANAGE_PERIODS, CLOSING),
    Entry(
        "disqualifications.py",
        "disqualifications",
        N_("Disciplinary facts"),
        ":material/report:",
        Action.MANAGE_DISQUALIFICATIONS,
        CLOSING,
    ),
    Entry(
        "compare_rules.py",
        "compare_rules",
        N_("Compare rule sets"),
        ":material/compare_arrows:",
        Action.COMPARE_RULES,
        CLOSING,
    ),
    Entry("reports.py", "reports", N_("Forms and reports"), ":material/print:", Action.READ_UNIT_RESULTS, CLOSING),
)
REFORM_ENTRIES = (
    Entry("reform.py", "reform", N_("Reform at a glance"), ":material/monitoring:", Action.READ_REFORM, REFORM),
    Entry("plan.py", "plan", N_("Reform plan"), ":material/checklist:", Action.READ_REFORM, REFORM),
    Entry("indicators.py", "indicators", N_("Indicators"), ":material/data_thresholding:", Action.READ_REFORM, REFORM),
    Entry("unit_kpi.py", "unit_kpi", N_("Unit KPI sets"), ":material/speed:", Action.READ_REFORM, REFORM),
    Entry(
        "indicator_lists.py",
        "indicator_lists",
        N_("Definitions and targets"),
        ":material/tune:",
        Action.MANAGE_INDICATORS,
        REFORM,
    ),
    Entry("feeds.py", "feeds", N_("Feeds from other systems"), ":material/sync_alt:", Action.IMPORT_FEED, REFORM),
)
STAFFING_ENTRIES = (
    Entry(
        "staffing.py", "staffing", N_("Staff against workload"), ":material/group_work:", Action.READ_STAFFING, STAFFING
    ),
    Entry("workload.py", "workload", N_("Need of a unit"), ":material/calculate:", Action.READ_STAFFING, STAFFING),
    Entry(
        "criteria.py", "criteria", N_("Staffing criteria"), ":material/architecture:", Action.READ_STAFFING, STAFFING
    ),
    Entry("scenarios.py", "scenarios", N_("Scenarios"), ":material/alt_route:", Action.MANAGE_STAFFING, STAFFING),
    Entry(
        "reallocation.py", "reallocation", N_("Reallocation"), ":material/swap_horiz:", Action.READ_STAFFING, STAFFING
    ),
)
ENTRIES = (
    HOME,
    Entry("my_month.py", "my_month", N_("My month"), ":material/edit_note:", Action.RECORD_WORK, WORK, personal=True),
    Entry("results.py", "results", N_("My results"), ":material/show_chart:", Action.RECORD_WORK, WORK, personal=True),
    ACCOUNT,
    Entry("assign.py", "assign", N_("Assign work"), ":material/assignment_add:", Action.ASSIGN_WORK, LEADING),
    APPROVALS,
    REVIEW,
    Entry(
        "unit_results.py", "unit_results", N_("Unit results"), ":material/groups:", Action.READ_UNIT_RESULTS, LEADING
    ),
    *CLOSING_ENTRIES,
    *REFORM_ENTRIES,
    *STAFFING_ENTRIES,
    Entry("periods.py", "periods", N_("Periods"), ":material/calendar_month:", Action.MANAGE_PERIODS, PROVINCE),
    Entry("catalogue.py", "catalogue", N_("Catalogue"), ":material/inventory_2:", Action.READ_CATALOGUE, PROVINCE),
    Entry("rules.py", "rules", N_("Scoring rules"), ":material/gavel:", Action.READ_RULES, PROVINCE),
    Entry(
        "organisation.py",
        "organisation",
        N_("Units and posts"),
        ":material/account_tree:",
        Action.READ_ORGANISATION,
        PROVINCE,
    ),
    Entry("accounts.py", "accounts", N_("Accounts"), ":material/badge:", Action.MANAGE_ACCOUNTS, SYSTEM),
    Entry("audit.py", "audit", N_("Audit"), ":material/policy:", Action.READ_AUDIT, SYSTEM),
)


def entries_for(actor: Actor) -> list[Entry]:
    """The pages this person may open, in order; the first is where they arrive."""
    return [entry for entry in ENTRIES if entry.opens_for(actor)]


def entry_of(path: str) -> Entry:
    """The entry of an address; raises `KeyError` where there is none."""
    return {entry.path: entry for entry in ENTRIES}[path]
