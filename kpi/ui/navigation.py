"""Every page there is, and which of them a person may open: the table of permissions says."""

from dataclasses import dataclass
from pathlib import Path

from kpi.access.actor import Actor
from kpi.access.permissions import Action
from kpi.language.message import N_

PAGES = Path(__file__).parents[2] / "pages"
WORK, LEADING, PROVINCE, SYSTEM = N_("My work"), N_("Lead the unit"), N_("Rules and lists"), N_("System")


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
