"""The roles in words."""

from kpi.access.permissions import Role
from kpi.language.message import N_

ROLES = {
    Role.OFFICIAL: N_("civil servant"),
    Role.HEAD: N_("head of unit"),
    Role.DEPUTY: N_("deputy head of unit"),
    Role.HOME_AFFAIRS: N_("Home Affairs"),
    Role.ORGANIZING_COMMITTEE: N_("Organizing Committee"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMINISTRATOR: N_("administrator"),
}
