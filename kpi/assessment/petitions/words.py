"""What a petition can contest, where it stands, and the state it can be in, in words."""

from kpi.language.message import N_

LEADERS_ONLY = ("d", "dd", "e")
CONTESTED = {
    "a": N_("quantity (a)"),
    "b": N_("quality (b)"),
    "c": N_("timeliness (c)"),
    "general": N_("general criteria"),
    "d": N_("results of the people led (d)"),
    "dd": N_("results of the unit (đ)"),
    "e": N_("uniting the staff (e)"),
    "rank": N_("the rank"),
    "other": N_("something else"),
}
FILED, WITHDRAWN, UPHELD, PARTLY, REFUSED = "filed", "withdrawn", "upheld", "partly", "refused"
OUTCOMES = {
    UPHELD: N_("upheld"),
    PARTLY: N_("upheld in part"),
    REFUSED: N_("not upheld"),
}
STATES = {FILED: N_("waiting for an answer"), WITHDRAWN: N_("taken back by the person"), **OUTCOMES}


def contestable(role: str) -> tuple[str, ...]:
    """What somebody in that role may contest: d, đ and e are a leader's."""
    return tuple(name for name in CONTESTED if role != "staff" or name not in LEADERS_ONLY)
