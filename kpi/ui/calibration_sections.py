"""The parts of calibration: units, groups, self-scores, raters, hours; each a chart with its table."""

import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.assessment.calibration.distributions import (
    RANKS,
    SMALL,
    differences,
    everybody_excellent,
    lowered_and_raised,
    spread,
)
from kpi.assessment.calibration.hours_funnel import hours_funnel
from kpi.assessment.calibration.raters import raters
from kpi.assessment.calibration.reading import rated_before
from kpi.assessment.calibration.severity import severity
from kpi.storage.unit_of_work import reading
from kpi.ui.calibration_charts import (
    MOST,
    differences_chart,
    funnel_chart,
    intervals_chart,
    shares_chart,
    totals_chart,
)
from kpi.ui.database import engine
from kpi.ui.rank_words import rank_name
from kpi.ui.table_download import offer_table
from kpi.ui.words import _, amount, number, percent


def show_spread(rows: pd.DataFrame, by: str, title: str, key: str) -> None:
    """Ranks and totals of each group; groups where everybody is excellent are named first."""
    table = spread(rows, by)
    alike = everybody_excellent(rows, by)
    if len(alike):
        names = "; ".join(
            _("{group} ({people} people)", group=group, people=amount(people))
            for group, people in zip(alike["group"].head(8), alike["people"].head(8), strict=True)
        )
        st.warning(_("Everybody is excellent in: {names}.", names=names), icon=":material/stars:")
    st.altair_chart(shares_chart(table), width="stretch")
    st.markdown(f"**{_('Totals: the middle half and the median')}**")
    st.altair_chart(totals_chart(table), width="stretch")
    _shortened(len(table))
    if table["small"].any():
        st.caption(_("Groups of fewer than {small} people are faint, stand last and are not ranked.", small=SMALL))
    _table(
        pd.DataFrame({
            title: table["group"], _("Number of people"): table["people"],
            _("Place"): [amount(place) if place == place else _("too few") for place in table["place"]],
            **{rank_name(rank): [percent(share, 1) for share in table[rank]] for rank in RANKS},
            _("Median"): [number(value) for value in table["median"]],
        }), title, key,
    )  # fmt: skip


def show_self(rows: pd.DataFrame, key: str) -> None:
    """What the reviews changed."""
    lowered, kept, raised = lowered_and_raised(rows)
    st.markdown(
        _("The review lowered **{lowered}** self-scores, left **{kept}** exactly as they were and raised **{raised}**.",
          lowered=amount(lowered), kept=amount(kept), raised=amount(raised))
    )  # fmt: skip
    table = differences(rows)
    if table.empty:
        st.info(_("There is no self-score to compare with."), icon=":material/inbox:")
        return
    st.altair_chart(differences_chart(table), width="stretch")
    _table(
        pd.DataFrame({
            _("From (points)"): [amount(low) for low in table["from_points"]],
            _("To (points)"): [amount(high) for high in table["to_points"]],
            _("Number of people"): table["people"],
        }), _("Self and review"), key,
    )  # fmt: skip


def show_raters(rows: pd.DataFrame, actor: Actor, period: str, key: str) -> None:
    """How far each rater lies from the rest; and, only where raters cross, whether they give more or fewer points."""
    table = raters(rows)
    if not table["apart"].notna().any():
        st.info(_("There are too few raters with {small} people or more to compare.", small=SMALL),
                icon=":material/groups:")  # fmt: skip
    else:
        st.caption(
            _("A distance is no verdict: the people rated may differ. Red lies beyond what differences between raters "
              "explain (99.8% limits).")
        )  # fmt: skip
        st.altair_chart(intervals_chart(table, "apart", _("Mean less the rest, points")), width="stretch")
        _shortened(int(table["apart"].notna().sum()))
    _table(
        pd.DataFrame({
            _("Rater"): table["rater"], _("Number of people"): table["people"],
            _("Mean"): [number(value) for value in table["mean"]],
            _("Less the rest"): [_interval(*one) for one in table[["apart", "low", "high"]].to_numpy()],
            _("Less self-scores"): [number(value) for value in table["self_apart"]],
            _("Remark"): [_remark(small, far) for small, far in table[["small", "far"]].to_numpy()],
        }), _("Raters"), key,
    )  # fmt: skip
    _severity(actor, period, key)


def _severity(actor: Actor, period: str, key: str) -> None:
    st.subheader(_("The same people, rated by several"))
    with reading(engine()) as session:
        table = severity(rated_before(session, actor, period))
    told = table[table["told"]]
    silent = len(table) - len(told)
    if silent:
        st.caption(
            _("Of {count} raters in the last twelve months it cannot be told whether they are severe: nobody they rated"
              " was also rated by another.",
              count=amount(silent))
        )  # fmt: skip
    if told.empty:
        return
    st.altair_chart(intervals_chart(told, "points", _("Points more or fewer for the same people")), width="stretch")
    _table(
        pd.DataFrame({
            _("Rater"): told["rater"], _("People shared"): told["shared"],
            _("Points"): [_interval(*one) for one in told[["points", "low", "high"]].to_numpy()],
        }), _("Crossing raters"), f"{key}-severity",
    )  # fmt: skip


def show_hours_funnel(actor: Actor, period: str, agency_id: int | None, key: str) -> None:
    """Declared time per product by unit, with the limits within which units of that size scatter by chance."""
    with reading(engine()) as session:
        found = hours_funnel(session, actor, period, agency_id)
    if found is None:
        st.info(_("There are too few declared hours to compare units."), icon=":material/timer:")
        return
    st.caption(
        _("Each unit's time per product beside the usual time for that product in the same kind of unit. Small units "
          "scatter more, so their limits are wider. A unit outside is a reason to ask, never to cut.")
    )  # fmt: skip
    st.altair_chart(funnel_chart(found), width="stretch")
    units = found.units
    _table(
        pd.DataFrame({
            _("Unit"): units["unit"], _("Lines with hours"): units["lines"],
            _("Times the usual"): [number(ratio) for ratio in units["ratio"]],
            _("Remark"): [_remark(small, far) for small, far in units[["small", "outside"]].to_numpy()],
        }), _("Hours by unit"), key,
    )  # fmt: skip


def _interval(middle: float, low: float, high: float) -> str:
    if middle != middle:
        return "–"
    return number(middle) if low != low else f"{number(middle)} ({number(low)} … {number(high)})"


def _remark(small: bool, far: bool) -> str:
    return _("too few") if small else _("stands apart") if far else "–"


def _shortened(count: int) -> None:
    if count > MOST:
        st.caption(_("The chart shows the first {most} of {count}; the table has all.", most=MOST, count=amount(count)))


def _table(frame: pd.DataFrame, title: str, key: str) -> None:
    st.dataframe(frame, hide_index=True, width="stretch", height=min(36 * len(frame) + 40, 420))
    offer_table(frame, title, key)
