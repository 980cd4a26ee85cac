"""Charts of the meeting page: from shortage to surplus with norm and need marked, and the tile map of the units."""

from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from kpi.language.message import Message
from kpi.organisation.kinds import COMMUNE_LEVEL, KIND_NAMES
from kpi.staffing.today.sentences import VERDICT_NAMES, spread
from kpi.staffing.wisn import Verdict
from kpi.ui.words import _, language, named, number

COLOURS = {Verdict.SHORT: "#9B1C1C", Verdict.OVER: "#0F4C81", Verdict.NO_DIFFERENCE: "#7A808A"}
STEPS = [0.67, 0.85, 1.15, 1.5]
SHADES = ["#A32222", "#E4A39B", "#ECEAE6", "#9DBFDD", "#2E6CA4"]


def ladder(table: pd.DataFrame, label: str) -> alt.LayerChart | alt.FacetChart:
    """Rows from the largest shortage to the largest surplus: existing, norm, need and its interval on one scale."""
    frame = _worded(table.sort_values("gap", kind="stable"), label)
    y = alt.Y(
        "label:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelLimit=190, ticks=False, labelOverlap=False, labelFlush=False),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=_tips())
    title = _("posts")
    legend = alt.Legend(orient="top", symbolType="circle", columns=1)
    verdict = alt.Color("verdict:N", title=_("Existing staff"), legend=legend,
                        scale=alt.Scale(domain=_verdict_words(), range=list(COLOURS.values())))  # fmt: skip
    chart: alt.LayerChart | alt.FacetChart = (
        alt.layer(
            base.mark_bar(height=9, color="#DDD8CF").encode(x=alt.X("low:Q", title=title), x2=alt.X2("high")),
            base.mark_tick(thickness=2, size=15, color="#1F2430").encode(x=alt.X("norm:Q")),
            base.mark_point(shape="diamond", size=55, color="#C0782A", filled=True, opacity=1).encode(
                x=alt.X("needed:Q")
            ),
            base.mark_circle(size=75, opacity=1).encode(x=alt.X("existing:Q"), color=verdict),
        )
        .properties(height=alt.Step(19))
        .configure_axis(labelFontSize=12)
    )
    return chart


def tile_map(units: pd.DataFrame, places: pd.DataFrame) -> alt.LayerChart | alt.FacetChart:
    """Each unit a tile at its place (unit, label, column, row), coloured by existing ÷ needed."""
    placed = places.merge(units, on="unit")
    placed = placed.assign(label=placed["label"].where(placed["label"] != "", placed["name"].map(short_name)))
    frame = _worded(placed, "label")
    found = np.searchsorted(STEPS, frame["ratio"].fillna(0.0), side="right")
    ranges = pd.Series(np.array(_classes())[found], index=frame.index).where(frame["ratio"].notna())
    shown = [number(value) for value in frame["ratio"]]
    frame = frame.assign(lines=frame["label"].map(_two_lines), shown=shown, range=ranges)
    base = alt.Chart(frame).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(padding=0.04)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(padding=0.04)),
        tooltip=_tips(),
    )
    scale = alt.Scale(domain=_classes(), range=SHADES)
    legend = alt.Legend(orient="top", title=_("Existing ÷ need"), columns=3, symbolType="square")
    dark = alt.condition(
        (alt.datum.ratio < STEPS[0]) | (alt.datum.ratio >= STEPS[-1]), alt.value("#FFFFFF"), alt.value("#1F2430")
    )
    return alt.layer(
        base.mark_rect(cornerRadius=4).encode(color=alt.Color("range:N", scale=scale, legend=legend)),
        base.mark_text(fontSize=10, lineBreak="\n", dy=-12, lineHeight=11).encode(text=alt.Text("lines:N"), color=dark),
        base.mark_text(fontSize=12, fontWeight=600, dy=14).encode(text=alt.Text("shown:N"), color=dark),
    ).properties(height=alt.Step(54))


def _worded(table: pd.DataFrame, label: str) -> pd.DataFrame:
    """The columns the charts speak in."""
    chosen = language()
    return table.assign(
        label=table[label],
        verdict=[named(VERDICT_NAMES, Verdict(value)) for value in table["verdict"]],
        existing_shown=[number(value, 0) for value in table["existing"]],
        norm_shown=[number(value, 0) for value in table["norm"]],
        need_shown=[
            f"{number(need, 1)} ({spread(low, high, chosen)})"
            for need, low, high in zip(table["needed"], table["low"], table["high"], strict=True)
        ],
    )


def _tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=_("Unit")),
        alt.Tooltip("existing_shown:N", title=_("Existing")),
        alt.Tooltip("norm_shown:N", title=_("Norm")),
        alt.Tooltip("need_shown:N", title=_("Need")),
        alt.Tooltip("verdict:N", title=_("Result")),
    ]


def _verdict_words() -> list[str]:
    return [named(VERDICT_NAMES, verdict) for verdict in COLOURS]


def _classes() -> list[str]:
    """The ranges of the ratio, from shortage to surplus."""
    edges = [number(step) for step in STEPS]
    middle = [f"{low} – {high}" for low, high in pairwise(edges)]
    return [_("below {number}", number=edges[0]), *middle, _("{number} and more", number=edges[-1])]


def short_name(name: str) -> str:
    """A unit's name without its kind: “Cam Hiệp” of “Xã Cam Hiệp”."""
    kinds = [Message(KIND_NAMES[kind]).in_("vi") for kind in COMMUNE_LEVEL]
    kind = next((kind for kind in kinds if name.casefold().startswith(f"{kind} ")), "")
    return name[len(kind) :].strip() or name


def _two_lines(label: str) -> str:
    words = label.split(" ")
    if len(words) < 2 or len(label) < 9:
        return label
    half = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return " ".join(words[:half]) + "\n" + " ".join(words[half:])
