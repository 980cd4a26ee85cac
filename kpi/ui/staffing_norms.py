"""The administrative norms in words, with status and source."""

import streamlit as st

from kpi.language.message import N_
from kpi.staffing.families import family_name
from kpi.staffing.norms import NormValues, norms
from kpi.ui.words import _, amount, day, language, named

PARAMETERS = {
    "base": N_("posts of every unit"),
    "from_people": N_("more posts above this population"),
    "per_people": N_("people for one more post"),
    "per_people_mountain": N_("people for one more post, mountain and highland"),
    "most_commune": N_("at most, commune"),
    "most_town": N_("at most, ward or special zone"),
    "least": N_("at least"),
    "cut": N_("share given up"),
    "low": N_("from"),
    "high": N_("to"),
}
TOLD = ("cv09", "not_merged", "minus15", "party", "by_hand")


def show(values: NormValues) -> None:
    """Each norm: what it says, the values in use, its source; a proposal is labelled one."""
    for code in TOLD:
        norm = norms()[code]
        label = f" :orange-badge[{_('proposal, not in force')}]" if norm.status == "proposal" else ""
        st.markdown(f"**{norm.named(language())}**{label}")
        own = values.of(code)
        changed = [
            f"{parameter_name(code, name)}: {amount(value)}"
            for name, value in own.items()
            if value != norm.parameters.get(name)
        ]
        st.caption(f"{norm.told(language())}. {_('Since {day}', day=day(norm.valid_from))}. {norm.source}.")
        if changed:
            st.caption(_("Changed in these criteria: {changes}", changes="; ".join(changed)))


def parameter_name(norm: str, parameter: str) -> str:
    """A parameter of a norm in words."""
    if norm == "by_family":
        return family_name(parameter, language())
    if norm == "by_hand":
        return _("posts of unit {code}", code=parameter)
    return named(PARAMETERS, parameter)
