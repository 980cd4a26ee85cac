"""What a planner asks of a reallocation: a few choices in sight, the rest one click away."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from kpi.staffing.families import families, family_name
from kpi.staffing.proposals.terms import NOT_MOVED, TRAINED, Terms
from kpi.ui.words import _, language

MOST_KM = 500


def choose_terms(known: Terms, units: Mapping[str, str], key: str) -> dict[str, Any]:
    """The terms as the fields say; `known` fills them. units: names by code."""
    boxes = st.columns(4, vertical_alignment="bottom")
    limit = boxes[0].number_input(
        _("Longest way (km)"), 0, MOST_KM, None if known.distance_limit is None else round(known.distance_limit), 5,
        key=f"{key}-km", placeholder=_("no limit"),
        help=_("Straight way between units, along neighbours. Empty: no limit."),
    )  # fmt: skip
    most = boxes[1].number_input(_("Most people to move"), 0, 10000, known.most_moves, key=f"{key}-most",
                                 placeholder=_("no limit"))  # fmt: skip
    told = _("A difference counts only where the interval of need does not hold the existing number.")
    sure = boxes[2].checkbox(_("Only sure differences"), value=known.sure, key=f"{key}-sure", help=told)
    within = boxes[3].checkbox(_("Within the former province"), value=known.within_former, key=f"{key}-within")
    terms = known.kept() | {
        "distance_limit": None if limit is None else float(limit),
        "most_moves": most,
        "sure": sure,
        "within_former": within,
    }
    with st.expander(_("More limits: families, floors, teams, support from outside"), icon=":material/tune:"):
        terms |= _people(known, key)
        terms |= _units(known, units, key)
        terms |= _lists(known, units, key)
        terms |= _matrix(known, key)
    return terms


def _people(known: Terms, key: str) -> dict[str, Any]:
    codes = list(families())
    usual = list(known.families) or [code for code in codes if code not in NOT_MOVED]
    chosen = st.multiselect(_("Families that move"), codes, default=usual, key=f"{key}-families",
                            format_func=lambda code: family_name(code, language()))  # fmt: skip
    boxes = st.columns(3, vertical_alignment="bottom")
    other = boxes[0].checkbox(_("People may take up another family’s work"), value=known.trained is not None,
                              key=f"{key}-other")  # fmt: skip
    weight = None
    if other:
        weight = boxes[1].number_input(_("Weight of other work (own: 1)"), 1.0, 10.0, known.trained or TRAINED, 0.1,
                                       format="%g", key=f"{key}-weight")  # fmt: skip
    total = boxes[2].number_input(_("Posts of the province"), 0, 100000, known.total, key=f"{key}-total",
                                  placeholder=_("not given"))  # fmt: skip
    first = st.multiselect(_("Families to fill first"), codes, default=list(known.priority), key=f"{key}-first",
                           format_func=lambda code: family_name(code, language()),
                           placeholder=_("all alike"))  # fmt: skip
    return {"families": chosen, "trained": weight, "total": total, "priority": dict.fromkeys(first, 3)}


def _units(known: Terms, units: Mapping[str, str], key: str) -> dict[str, Any]:
    boxes = st.columns([1, 3], vertical_alignment="bottom")
    least = boxes[0].number_input(_("No unit drawn below"), 0, 1000, known.least, key=f"{key}-least",
                                  placeholder=_("no limit"))  # fmt: skip
    out = boxes[1].multiselect(_("Units left out"), list(units), default=[u for u in known.left_out if u in units],
                               format_func=units.__getitem__, key=f"{key}-out", placeholder=_("none"))  # fmt: skip
    st.caption(_("Floors and caps of units: people afterwards."))
    unit, floor, cap = _("Unit"), _("At least"), _("At most")
    rows = [(units[code], known.floors.get(code), known.caps.get(code)) for code in {**known.floors, **known.caps}
            if code in units]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[unit, floor, cap]).astype({floor: "Int64", cap: "Int64"})
    people = st.column_config.NumberColumn(min_value=0)
    config = {unit: st.column_config.SelectboxColumn(options=list(units.values()), required=True),
              floor: people, cap: people}  # fmt: skip
    edited = st.data_editor(frame, num_rows="dynamic", hide_index=True, column_config=config, key=f"{key}-bounds")
    codes = {name: code for code, name in units.items()}
    limits = {name: {codes[row[unit]]: int(row[name]) for row in edited.to_dict("records")
                     if row[unit] in codes and not pd.isna(row[name])} for name in (floor, cap)}  # fmt: skip
    return {"least": least, "left_out": out, "floors": limits[floor], "caps": limits[cap]}


def _lists(known: Terms, units: Mapping[str, str], key: str) -> dict[str, Any]:
    names = {code: family_name(code, language()) for code in families()}
    return {"reinforcements": _lent(known, units, names, key), "teams": _teams(known, units, names, key)}


def _lent(known: Terms, units: Mapping[str, str], names: Mapping[str, str], key: str) -> list[dict[str, Any]]:
    """Support from outside, with its last day."""
    st.caption(_("Support from outside until a day, for instance IT teachers and students."))
    columns = [_("Team"), _("Job family"), _("Number of people"), _("Last day"), _("Based in")]
    rows = [(one["name"], names.get(one["family"], ""), int(one["people"]), date.fromisoformat(str(one["until"])),
             units.get(str(one.get("at") or ""))) for one in known.reinforcements]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns).astype({columns[2]: "Int64"})
    frame[columns[3]] = pd.to_datetime(frame[columns[3]])
    config = {
        columns[0]: st.column_config.TextColumn(required=True, max_chars=120),
        columns[1]: st.column_config.SelectboxColumn(options=list(names.values()), required=True),
        columns[2]: st.column_config.NumberColumn(min_value=1, max_value=1000, required=True),
        columns[3]: st.column_config.DateColumn(format="DD/MM/YYYY", required=True),
        columns[4]: st.column_config.SelectboxColumn(options=list(units.values())),
    }
    edited = st.data_editor(frame, num_rows="dynamic", hide_index=True, column_config=config, key=f"{key}-lent")
    family, place = {name: code for code, name in names.items()}, {name: code for code, name in units.items()}
    return [
        {"name": str(row[columns[0]]), "family": family[row[columns[1]]], "people": int(row[columns[2]]),
         "until": pd.Timestamp(row[columns[3]]).date().isoformat(), "at": place.get(row[columns[4]], "")}
        for row in edited.to_dict("records") if not any(pd.isna(row[column]) for column in columns[:4])
    ]  # fmt: skip


def _teams(known: Terms, units: Mapping[str, str], names: Mapping[str, str], key: str) -> list[dict[str, Any]]:
    """People who move together or not at all, a row for each family."""
    st.caption(_("Teams kept together: they move to one unit that needs all of them, or stay."))
    columns = [_("Team"), _("Unit"), _("Job family"), _("Number of people")]
    rows = [(one["name"], units.get(str(one["unit"])), names.get(code, ""), int(size))
            for one in known.teams for code, size in one["people"].items()]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns).astype({columns[3]: "Int64"})
    config = {
        columns[0]: st.column_config.TextColumn(required=True, max_chars=120),
        columns[1]: st.column_config.SelectboxColumn(options=list(units.values()), required=True),
        columns[2]: st.column_config.SelectboxColumn(options=list(names.values()), required=True),
        columns[3]: st.column_config.NumberColumn(min_value=1, max_value=100, required=True),
    }
    edited = st.data_editor(frame, num_rows="dynamic", hide_index=True, column_config=config, key=f"{key}-teams")
    family, place = {name: code for code, name in names.items()}, {name: code for code, name in units.items()}
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in edited.to_dict("records"):
        if not any(pd.isna(row[column]) for column in columns):
            team = found.setdefault((str(row[columns[0]]), place[row[columns[1]]]), {})
            team[family[row[columns[2]]]] = int(row[columns[3]])
    return [{"name": name, "unit": unit, "people": people} for (name, unit), people in found.items()]


def _matrix(known: Terms, key: str) -> dict[str, Any]:
    """The planner's own ways, from a file."""
    held = st.file_uploader(_("Your own distances (CSV: from, to, km by unit code)"), type="csv", key=f"{key}-matrix",
                            max_upload_size=5)  # fmt: skip
    if held is None:
        if known.matrix:
            st.caption(_("{count} distances of your own are in use.", count=len(known.matrix)))
        return {}
    rows = list(csv.DictReader(io.StringIO(held.getvalue().decode("utf-8-sig", "replace"))))
    matrix: dict[str, float] = {}
    for number, row in enumerate(rows, start=2):
        try:
            matrix[f"{row['from'].strip()}>{row['to'].strip()}"] = float(row["km"])
        except (KeyError, ValueError, TypeError, AttributeError):
            st.error(_("Row {row}: write the columns from, to and km, with km as a number.", row=number))
            return {}
    return {"matrix": matrix}
