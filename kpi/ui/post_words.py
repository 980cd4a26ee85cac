"""The roles of a post in words."""

from kpi.language.message import N_

POST_ROLES = {"staff": N_("staff"), "deputy": N_("deputy"), "head": N_("head")}
