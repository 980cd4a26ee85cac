"""The planner's own assumptions: fixed staff, satellite offices, and how far both may be off."""

import pandas as pd
import streamlit as st

from kpi.staffing.families import family_name
from kpi.staffing.scenarios.commands import Assume
from kpi.staffing.scenarios.views import Seen
from kpi.ui.acting import do
from kpi.ui.words import _, language


def show_assumptions(seen: Seen) -> None:
    """A small table and three figures; nothing is assumed unless set here."""
    known = seen.assumptions
    with st.expander(_("Your assumptions: fixed staff and satellite offices"), icon=":material/tune:"):
        st.caption(
            _("A merger saves nothing here by itself: studies disagree (Denmark 2007: no saving in staff once "
              "satellite offices count; Japan: cost rises first). Set how many posts of each family a unit needs "
              "whatever its work; a merger of two units frees one such set. The effect stands apart from the need, "
              "with its band.")
        )  # fmt: skip
        codes = list(dict.fromkeys(str(code) for code in seen.state.families["family"]))
        with st.form(f"assume-{seen.line.id}", border=False):
            boxes = st.columns([3, 2])
            with boxes[0]:
                edited = _table(codes, known.fixed, seen.may_change, seen.line.id)
            satellite = boxes[1].number_input(
                _("Posts for each satellite office"), 0.0, 20.0, float(known.satellite), 0.5, format="%g"
            )
            usual = "one_stop" if "one_stop" in codes else codes[0]
            family = boxes[1].selectbox(_("in the family"), codes, index=codes.index(known.satellite_family or usual),
                                        format_func=lambda one: family_name(one, language()))  # fmt: skip
            band = boxes[1].slider(_("Both may be off by (%)"), 0, 90, round(known.band * 100), 5)
            pressed = st.form_submit_button(_("Keep these assumptions"), disabled=not seen.may_change)
        if pressed:
            fixed = {code: float(value) for code, value in zip(codes, edited, strict=True) if value}
            terms = {"fixed": fixed, "satellite": satellite, "satellite_family": family, "band": band / 100,
                     "time_band": known.time_band}  # fmt: skip
            if do(Assume(seen.line.id, terms), _("Assumptions kept.")):
                st.rerun()


def _table(codes: list[str], fixed: object, may_change: bool, number: int) -> list[float]:
    column = _("Fixed posts a unit")
    known = fixed if isinstance(fixed, dict) else {}
    frame = pd.DataFrame({_("Job family"): [family_name(code, language()) for code in codes],
                          column: [float(known.get(code, 0.0)) for code in codes]})  # fmt: skip
    edited = st.data_editor(
        frame, hide_index=True, disabled=[_("Job family")] if may_change else True, key=f"fixed-{number}",
        column_config={column: st.column_config.NumberColumn(min_value=0.0, max_value=50.0, step=0.5)},
    )  # fmt: skip
    return [float(value or 0) for value in edited[column]]
