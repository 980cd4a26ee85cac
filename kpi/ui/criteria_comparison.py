"""Who gains and who loses by a version of the criteria, against another on the same inputs."""

from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from kpi.access.actor import Actor
from kpi.staffing.criteria.contents import Contents
from kpi.staffing.criteria.editing import PARAMETER_NAMES
from kpi.staffing.criteria.views import criteria_contents, versions
from kpi.staffing.families import family_name
from kpi.staffing.norms import norms
from kpi.staffing.today.compare import Change, Comparison, compared
from kpi.storage.unit_of_work import reading
from kpi.ui.database import engine
from kpi.ui.staffing_choice import inputs_now
from kpi.ui.words import _, amount, language, named, number

COLOURS = ("#9B1C1C", "#0F4C81")
SHOWN = 30


def show(who: Actor, year: int, contents: Contents, today: date) -> None:
    """Choose what to compare with, then the changes, the sentence, the chart and the tables."""
    with reading(engine()) as session:
        others = {v.id: v.title for v in versions(session, who, today) if v.id != contents.id}
        current = [v.id for v in versions(session, who, today) if v.in_force and v.id != contents.id]
    names = {**others, **({0: _("the starting values")} if contents.id else {})}
    if not names:
        st.caption(_("There is nothing to compare with yet."))
        return
    codes = list(names)
    base = st.selectbox(_("Compared with"), codes, index=codes.index(current[0]) if current else 0,
                        format_func=names.__getitem__, key=f"criteria_base_{contents.id}")  # fmt: skip
    inputs = inputs_now(who, year, base)
    with reading(engine()) as session:
        before = criteria_contents(session, who, base, today)
    if not len(inputs.units):
        st.info(_("There is no commune-level unit you may see here."), icon=":material/inbox:")
        return
    found = compared(inputs, before, contents)
    show_changes(found.changes)
    show_effect(found)


def show_changes(changes: list[Change]) -> None:
    """What differs between the versions."""
    if not changes:
        st.info(_("The two versions say the same."), icon=":material/equal:")
        return
    st.dataframe(
        pd.DataFrame(
            {
                _("What changes"): [change_name(change) for change in changes],
                _("Before"): [amount(change.before) for change in changes],
                _("After"): [amount(change.after) for change in changes],
            }
        ),
        hide_index=True,
        height=min(36 * len(changes) + 40, 250),
        column_config={_("What changes"): st.column_config.TextColumn(width="large")},
    )


def change_name(change: Change) -> str:
    """A changed value in words."""
    family = family_name(change.family, language()) if change.family not in ("", "all") else _("every family")
    if change.kind == "unit_time":
        return _("Minutes: {name} ({family})", name=change.name, family=family)
    if change.kind == "support":
        return _("Support: {name} ({family})", name=change.name, family=family)
    if change.kind == "duty":
        return _("Individual duty, hours a year: {name} ({family})", name=change.name, family=family)
    if change.kind == "norm":
        return f"{norms()[change.code].named(language())}: {change.name}"
    return named(PARAMETER_NAMES, change.name)


def show_effect(found: Comparison) -> None:
    """One sentence, then every unit that changes."""
    gain, lose = len(found.gain), len(found.lose)
    before, after = found.before.province["needed"], found.after.province["needed"]
    st.markdown(
        _("**{gain} units gain, {lose} lose**, the others stay. Need of all: {before} → {after} posts ({change}).",
          gain=amount(gain), lose=amount(lose), before=number(before, 1), after=number(after, 1),
          change=signed(after - before))
    )  # fmt: skip
    changed = found.units[found.units["change"].abs() > 0.005]
    if not len(changed):
        return
    st.altair_chart(change_chart(changed.head(SHOWN)), width="stretch")
    if len(changed) > SHOWN:
        st.caption(_("The chart shows the {shown} units that change most; the table shows all.", shown=amount(SHOWN)))
    left, right = st.columns([3, 2])
    left.dataframe(_table(found.units, "name", _("Unit")), hide_index=True, height=320)
    families = found.families.sort_values("change", key=abs, ascending=False, kind="stable")
    families = families.assign(name=[family_name(code, language()) for code in families["family"]])
    right.dataframe(_table(families, "name", _("Job family")), hide_index=True)


def change_chart(units: pd.DataFrame) -> alt.Chart:
    """Gains to the right, losses to the left."""
    frame = units.assign(shown=[signed(value) for value in units["change"]], up=units["change"] > 0)
    frame = frame.sort_values("change", ascending=False, kind="stable")
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_bar(height=12)
        .encode(
            x=alt.X("change:Q", title=_("Change of need (posts)"), axis=posts_axis()),
            y=alt.Y(
                "name:N", sort=None, title=None, axis=alt.Axis(labelLimit=190, labelOverlap=False, labelFlush=False)
            ),
            color=alt.Color("up:N", legend=None, scale=alt.Scale(domain=[False, True], range=list(COLOURS))),
            tooltip=[alt.Tooltip("name:N", title=_("Unit")), alt.Tooltip("shown:N", title=_("Difference"))],
        )
        .properties(height=alt.Step(18))
    )
    return chart


def posts_axis() -> alt.Axis:
    """Posts with the decimals and in the way the person writes them."""
    text = "replace(format(datum.value, '.2~f'), '.', ',')" if language() == "vi" else "format(datum.value, '.2~f')"
    return alt.Axis(labelExpr=text, tickCount=8)


def signed(value: float) -> str:
    """A difference with its sign."""
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value), 2)


def _table(table: pd.DataFrame, column: str, title: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            title: table[column].to_numpy(),
            _("Difference"): [signed(value) for value in table["change"]],
            _("Need before"): [number(value, 2) for value in table["before"]],
            _("Need after"): [number(value, 2) for value in table["after"]],
            _("Existing"): table["existing"].to_numpy(),
        }
    )
