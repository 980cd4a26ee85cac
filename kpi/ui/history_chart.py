"""A person's months on one line with the thresholds of the ranks, and the same as a table."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from kpi.assessment.states import STATE_NAMES, State
from kpi.ui.rank_words import rank_name
from kpi.ui.words import _, named, number, percent

THRESHOLDS = (50, 70, 90)


def history_chart(months: Sequence[dict[str, Any]]) -> alt.LayerChart | alt.FacetChart:
    """Reviewed totals by month, the self-score as a hollow point beside them."""
    frame = pd.DataFrame(
        [
            {
                "month": month_title(month),
                "total": month["total"],
                "self": month["self_total"],
                "label": number(month["total"]),
                "rank": rank_name(month["rank"]),
            }
            for month in months
        ]
    )
    x = alt.X("month:O", title=None, sort=None, axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0, 100])
    y = alt.Y("total:Q", title=_("Total points"), scale=scale)
    tips = [
        alt.Tooltip("month:O", title=_("Month")),
        alt.Tooltip("label:N", title=_("Total")),
        alt.Tooltip("rank:N", title=_("Rank")),
    ]
    base = alt.Chart(frame).encode(x=x)
    lines = alt.Chart(pd.DataFrame({"at": list(THRESHOLDS)})).mark_rule(strokeDash=[3, 3], color="#9B1C1C", opacity=0.5)
    return alt.layer(
        lines.encode(y=alt.Y("at:Q", scale=scale)),
        base.mark_line(color="#0F4C81", strokeWidth=2).encode(y=y),
        base.mark_circle(size=80, color="#0F4C81", opacity=1).encode(y=y, tooltip=tips),
        base.mark_point(size=90, color="#C0782A", filled=False).encode(y=alt.Y("self:Q", scale=scale)),
        base.mark_text(dy=-14, color="#1F2430").encode(y=y, text=alt.Text("label:N")),
    ).properties(height=260)


def month_title(month: dict[str, Any]) -> str:
    """10/2026."""
    year, its = str(month["period"]).split("-")
    return f"{its}/{year}"


def history_table(months: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Newest first, in words."""
    return pd.DataFrame(
        [
            {
                _("Month"): month_title(month),
                _("Unit"): month["unit"],
                _("State"): named(STATE_NAMES, State(month["state"])),
                _("Self-score"): number(month["self_total"]),
                "a": percent(month["a"]),
                "b": percent(month["b"]),
                "c": percent(month["c"]),
                _("General"): number(month["general_points"]),
                _("Tasks"): number(month["task_points"]),
                _("Total"): number(month["total"]),
                _("Rank"): rank_name(month["rank"]),
            }
            for month in reversed(months)
        ]
    )
