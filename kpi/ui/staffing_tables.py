"""The meeting page's tables: units and job families with existing staff, norm and need side by side."""

from typing import Any

import pandas as pd
import streamlit as st

from kpi.staffing.families import family_name
from kpi.staffing.norms import proposed_posts
from kpi.staffing.today import Picture
from kpi.staffing.today.sentences import VERDICT_NAMES, in_what, spread
from kpi.staffing.wisn import Verdict, verdicts
from kpi.ui.words import _, language, named


def units_table(shown: Picture) -> pd.DataFrame:
    """Every unit, from the largest shortage to the largest surplus; the index is the unit's code."""
    units, chosen = shown.units.sort_values("gap", kind="stable"), language()
    why = in_what(shown.families, chosen)
    proposal = proposed_posts(units["norm"], shown.inputs.criteria.norms)
    return pd.DataFrame(
        {
            _("Unit"): units["name"].to_numpy(),
            _("Result"): [named(VERDICT_NAMES, Verdict(value)) for value in units["verdict"]],
            _("Existing"): units["existing"].to_numpy(),
            _("Norm"): units["norm"].to_numpy(),
            _("Need"): units["needed"].round(1).to_numpy(),
            _("Interval of need"): [spread(*pair, chosen) for pair in zip(units["low"], units["high"], strict=True)],
            _("Existing − need"): units["gap"].round(1).to_numpy(),
            _("Existing ÷ need"): units["ratio"].round(2).to_numpy(),
            _("In what"): [why.get(unit, "") for unit in units["unit"]],
            _("Norm −15% (proposal)"): proposal.round(1),
            _("Population"): units["population"].to_numpy(),
        },
        index=units["unit"].to_numpy(),
    )


def families_of(shown: Picture) -> pd.DataFrame:
    """Every family over the units shown: family, name, existing, norm, needed, low, high, gap, ratio, verdict."""
    sums = shown.families.groupby("family", sort=False)[["existing", "norm", "needed", "low", "high"]]
    table = sums.sum(min_count=1).reset_index()
    gap, ratio = table["existing"] - table["needed"], table["existing"] / table["needed"].where(table["needed"] > 0)
    names = [family_name(code, language()) for code in table["family"]]
    return table.assign(
        name=names, gap=gap, ratio=ratio, verdict=verdicts(table["existing"], table["low"], table["high"])
    )


def families_table(shown: Picture) -> pd.DataFrame:
    """The same in words."""
    table, chosen = families_of(shown), language()
    return pd.DataFrame(
        {
            _("Job family"): table["name"],
            _("Existing"): table["existing"],
            _("Norm"): table["norm"],
            _("Need"): table["needed"].round(1),
            _("Interval of need"): [spread(*pair, chosen) for pair in zip(table["low"], table["high"], strict=True)],
            _("Existing − need"): table["gap"].round(1),
            _("Existing ÷ need"): table["ratio"].round(2),
            _("Result"): [named(VERDICT_NAMES, Verdict(value)) for value in table["verdict"]],
        }
    )


def one_family(shown: Picture, family: str) -> pd.DataFrame:
    """A family in every unit, with the units' names."""
    table = shown.families[shown.families["family"] == family]
    return table.merge(shown.units[["unit", "name"]], on="unit")


def column_widths() -> dict[str, Any]:
    """Room for words, figures in the person's format."""
    make = st.column_config
    figures = {name: make.NumberColumn(format="localized") for name in figure_columns()}
    return {
        _("Result"): make.TextColumn(width=150),
        _("Unit"): make.TextColumn(width=165, pinned=True),
        _("In what"): make.TextColumn(width=330),
        **figures,
    }


def figure_columns() -> list[str]:
    """Columns that hold numbers."""
    return [
        _("Existing"), _("Norm"), _("Need"), _("Population"), _("Existing − need"), _("Existing ÷ need"),
        _("Norm −15% (proposal)"),
    ]  # fmt: skip
