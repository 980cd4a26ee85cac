"""The picture of moves: units at their places on the tile map, an arrow for each way people go."""

from collections.abc import Mapping, Sequence
from math import atan2, degrees

import altair as alt
import pandas as pd

from kpi.staffing.families import family_name
from kpi.staffing.proposals.views import MoveLine, Proposal
from kpi.staffing.today.tiles import tiles
from kpi.ui.words import _, language

ROWS = 19
HALF_WIDTH, HALF_HEIGHT = 0.36, 0.34
GIVES, TAKES, BOTH, STILL = "#2E6CA4", "#A32222", "#6B4C8A", "#ECEAE6"


def flow_picture(shown: Proposal, family: str = "") -> alt.LayerChart | alt.FacetChart:
    """Blue units give, red ones receive; an arrow's width is how many people. family: only this one."""
    places, arrows = _frames(shown, family)
    x = alt.X("left:Q", axis=None, scale=alt.Scale(nice=False, zero=False))
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(reverse=True, nice=False, zero=False))
    tips = [alt.Tooltip("name:N", title=_("Unit")), alt.Tooltip("gives:Q", title=_("Gives")),
            alt.Tooltip("takes:Q", title=_("Receives"))]  # fmt: skip
    roles = [_("gives"), _("receives"), _("both"), _("unchanged")]
    colour = alt.Color("role:N", title=None, scale=alt.Scale(domain=roles, range=[GIVES, TAKES, BOTH, STILL]),
                       legend=alt.Legend(orient="top", columns=2))  # fmt: skip
    base = alt.Chart(places).encode(tooltip=tips)
    boxes = base.mark_rect(cornerRadius=4).encode(x=x, x2="right:Q", y=y, y2="bottom:Q", color=colour)
    labels = base.mark_text(fontSize=10, lineBreak="\n", lineHeight=11, dy=-5).encode(
        x=alt.X("x:Q"), y=alt.Y("y:Q"), text="lines:N",
        color=alt.condition(alt.datum.moved, alt.value("#FFFFFF"), alt.value("#1F2430")),
    )  # fmt: skip
    layers: list[alt.Chart] = [boxes]
    if not arrows.empty:
        lines = alt.Chart(arrows).encode(
            x=alt.X("x:Q"), y=alt.Y("y:Q"),
            tooltip=[alt.Tooltip("told:N", title=_("Move")), alt.Tooltip("people:Q", title=_("Number of people"))],
        )  # fmt: skip
        width = alt.StrokeWidth("people:Q", scale=alt.Scale(range=[1.2, 6]), legend=None)
        layers.append(lines.mark_rule(color="#1F2430").encode(x2="x2:Q", y2="y2:Q", strokeWidth=width))
        heads = alt.Chart(arrows).mark_point(shape="triangle", filled=True, size=80, color="#1F2430", opacity=1)
        layers.append(heads.encode(x=alt.X("x2:Q"), y=alt.Y("y2:Q"), angle=alt.Angle("angle:Q", scale=None)))
    return alt.layer(*layers, labels).properties(height=54 * ROWS)


def _frames(shown: Proposal, family: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    spots = tiles().set_index("unit")
    moves = [m for m in shown.moves if m.from_unit and m.from_unit != m.to_unit and family in ("", m.to_family)]
    gives: dict[str, int] = {}
    takes: dict[str, int] = {}
    for move in moves:
        gives[move.from_unit or ""] = gives.get(move.from_unit or "", 0) + move.people
        takes[move.to_unit] = takes.get(move.to_unit, 0) + move.people
    rows = [
        {"unit": unit, "name": shown.names[unit], "lines": two_lines(_label(shown, unit, spots)), "x": place[0],
         "y": place[1], "left": place[0] - HALF_WIDTH, "right": place[0] + HALF_WIDTH,
         "top": place[1] - HALF_HEIGHT, "bottom": place[1] + HALF_HEIGHT, "gives": gives.get(unit, 0),
         "takes": takes.get(unit, 0),
         "moved": unit in gives or unit in takes, "role": _role(unit in gives, unit in takes)}
        for unit in shown.units if (place := _spot(shown.parts[unit], spots)) is not None
    ]  # fmt: skip
    places = pd.DataFrame(rows)
    at = {str(row["unit"]): (float(str(row["x"])), float(str(row["y"]))) for row in rows}
    known = [move for move in moves if move.from_unit in at and move.to_unit in at]
    return places, pd.DataFrame([_arrow(shown, at, ends, known) for ends in _ends(known)])


def _ends(moves: Sequence[MoveLine]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((move.from_unit or "", move.to_unit) for move in moves))


def _arrow(
    shown: Proposal, at: Mapping[str, tuple[float, float]], ends: tuple[str, str], moves: Sequence[MoveLine]
) -> dict[str, object]:
    """A line that stops short of both tiles, and its head."""
    mine = [move for move in moves if (move.from_unit, move.to_unit) == ends]
    (x, y), (x2, y2) = at[ends[0]], at[ends[1]]
    dx, dy = x2 - x, y2 - y
    near = min(HALF_WIDTH / max(abs(dx), 1e-6), HALF_HEIGHT / max(abs(dy), 1e-6), 0.4)
    names = ", ".join(dict.fromkeys(family_name(move.to_family, language()) for move in mine))
    return {
        "x": x + near * dx, "y": y + near * dy, "x2": x2 - near * dx, "y2": y2 - near * dy,
        "people": sum(move.people for move in mine), "angle": degrees(atan2(dy, dx)) + 90,
        "told": f"{shown.names[ends[0]]} → {shown.names[ends[1]]}: {names}",
    }  # fmt: skip


def _label(shown: Proposal, unit: str, spots: pd.DataFrame) -> str:
    """The tile's own short label, else the unit's name."""
    return str(spots.at[unit, "label"]) if unit in spots.index else shown.names[unit]


def _spot(parts: list[str], spots: pd.DataFrame) -> tuple[float, float] | None:
    """The tile of a unit; a merged one stands between its parts'."""
    known = spots.loc[[part for part in parts if part in spots.index], ["column", "row"]]
    return None if known.empty else (float(known["column"].mean()), float(known["row"].mean()))


def _role(gives: bool, takes: bool) -> str:
    if gives and takes:
        return _("both")
    return _("gives") if gives else _("receives") if takes else _("unchanged")


def two_lines(name: str) -> str:
    """A name broken near its middle where it is long."""
    words = name.split(" ")
    if len(words) < 2 or len(name) < 8:
        return name
    half = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return " ".join(words[:half]) + "\n" + " ".join(words[half:])
