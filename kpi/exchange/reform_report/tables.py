"""The tables of the reform report."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi.exchange.papers.paper import Table
from kpi.exchange.reform_report.words import columns, distance_words, entry, text, value_words
from kpi.language.catalogue import translate
from kpi.language.numbers import format_amount, format_date, format_percent
from kpi.reform.forecast.outcome import OUTCOMES, REASONS
from kpi.reform.glance.duties import COUNTS
from kpi.reform.glance.view import Glance
from kpi.reform.period_codes import spoken
from kpi.reform.plan.views import totals
from kpi.reform.words import ASSIGNER_NAMES, FIELD_NAMES, STANDING_NAMES, Standing

NAMES: dict[str, Mapping[Any, str]] = {"assigner": ASSIGNER_NAMES, "field": FIELD_NAMES}
MOST = 500
Row = dict[str, Any]


def counts(tasks: pd.DataFrame, by: str, title: str) -> Table:
    """Tasks counted by a column of the plan's view."""
    rows = []
    for row in totals(tasks, by).sort_values(["overdue", "total"], ascending=False).to_dict("records"):
        name = row[by]
        name = _capital(translate(NAMES[by][name], "vi")) if by in NAMES and name in NAMES[by] else str(name)
        rows.append({**{str(key): value for key, value in row.items()}, "name": name,
                     "share": row["done"] / row["total"]})  # fmt: skip
    return Table(f"plan_{by}", columns("counts"), tuple(rows), title)


def urgent(tasks: pd.DataFrame, title: str, empty: str) -> Table:
    """Overdue tasks, then those due within a week."""
    found = tasks[tasks["standing"].isin([Standing.OVERDUE, Standing.DUE_SOON])]
    rows = [
        {
            "number": number,
            "state": _capital(translate(STANDING_NAMES[row["standing"]], "vi")),
            "task": f"{row['code']}. {row['name']}",
            "lead": row["lead"],
            "assigner": _capital(translate(ASSIGNER_NAMES[row["assigner"]], "vi")),
            "due": format_date(row["due"].date()),
            "days": _days(int(row["left"])),
            "progress": format_percent(row["progress"], "vi", 0),
        }
        for number, row in enumerate(found.to_dict("records")[:MOST], 1)
    ]
    return Table("urgent", columns("urgent"), tuple(rows), title, empty=empty)


def _days(left: int) -> str:
    if left == 0:
        return text("due_today")
    return text("days_late", days=-left) if left < 0 else text("days_left", days=left)


def values(seen: Glance, title: str, empty: str) -> Table:
    """The province's value of each indicator: in the month, and in the year so far with its quantities."""
    indicators = seen.course.indicators
    year = seen.course.of_unit(seen.course.province_id)
    month = seen.month.of_unit(seen.course.province_id)["value"]
    rows: list[Row] = []
    for number, row in enumerate(year.to_dict("records"), 1):
        code = str(row["code"])
        measure = str(indicators.loc[code, "measure"])
        rows.append(
            {
                "number": number,
                "name": indicators.loc[code, "name_vi"],
                "numerator": row["numerator"],
                "denominator": row["denominator"],
                "month": value_words(month.get(code), measure),
                "year": value_words(row["value"], measure),
                "target": value_words(row["target"], measure),
                "distance": distance_words(row["distance"], measure),
                "reported": _coverage(row),
            }
        )
    return Table("values", columns("values"), tuple(rows), title, empty=empty)


def _coverage(row: Mapping[Any, Any]) -> str:
    if row["expected"] != row["expected"]:
        return "–"
    return f"{format_amount(row['reported'])}/{format_amount(row['expected'])}"


def published(figures: pd.DataFrame, year: int, title: str, empty: str) -> Table:
    """Figures somebody published, of this year and the one before; those without quantities stay rates."""
    years = figures["period"].str[:4].astype(int)
    recent = figures[(years >= year - 1) & (years <= year)]
    rows = [
        {
            "number": number,
            "name": row["name_vi"],
            "level": entry("levels").get(row["level"], row["level"]),
            "period": spoken(str(row["period"])).in_("vi"),
            "value": _published_value(row),
            "quantities": _quantities(row),
            "source": row["source"],
        }
        for number, row in enumerate(recent.to_dict("records"), 1)
    ]
    return Table("published", columns("published"), tuple(rows), title, empty=empty)


def _published_value(row: Mapping[Any, Any]) -> str:
    measure = str(row["measure"])
    for name in ("computed", "rate", "value", "numerator"):
        if row[name] == row[name]:
            said = value_words(row[name], "percent" if name in ("computed", "rate") else measure)
            rank = "" if row["rank"] != row["rank"] else f" ({format_amount(row['rank'])}/{format_amount(row['of'])})"
            return said + rank + (f" ({text('indicators.approximate')})" if row["approximate"] else "")
    return "–"


def _quantities(row: Mapping[Any, Any]) -> str:
    if row["numerator"] != row["numerator"] or row["denominator"] != row["denominator"]:
        return "–"
    return f"{format_amount(row['numerator'])}/{format_amount(row['denominator'])}"


def forecast(seen: Glance, title: str, empty: str) -> Table:
    """Where each indicator with figures will end; those with a target first."""
    indicators = seen.course.indicators
    found = seen.outlook.assign(with_target=seen.outlook["target"].isna())
    rows = []
    for number, row in enumerate(found.sort_values("with_target", kind="stable").to_dict("records"), 1):
        code = str(row["code"])
        measure = str(indicators.loc[code, "measure"])
        made = not row["reason"]
        said = OUTCOMES[row["outcome"]] if made else REASONS[row["reason"]]
        rows.append(
            {
                "number": number,
                "name": indicators.loc[code, "name_vi"],
                "so_far": value_words(row["so_far"], measure),
                "target": value_words(row["target"], measure),
                "value": value_words(row["value"], measure),
                "band": f"{value_words(row['low'], measure)} – {value_words(row['high'], measure)}" if made else "–",
                "needed": _needed(row, measure),
                "outcome": _capital(translate(said, "vi")),
            }
        )
    return Table("forecast", columns("forecast"), tuple(rows), title, empty=empty)


def _needed(row: Mapping[Any, Any], measure: str) -> str:
    value = row["needed"]
    if value != value or row["outcome"] in ("secured", "no_target", "no_forecast"):
        return "–"
    if measure != "percent":
        return text("forecast.a_month", value=value_words(value, measure))
    return text("forecast.out_of_reach") if not 0 <= value <= 1 else value_words(value, measure)


def silent(seen: Glance, title: str) -> Table:
    """Units without the month's confirmed figures: what is not there at all, what waits for the head."""
    names = seen.course.indicators["name_vi"]
    units = dict(zip(seen.course.units["unit_id"], seen.course.units["name"], strict=True))
    waiting = set(zip(seen.waiting["unit_id"], seen.waiting["code"], strict=True))
    found: dict[int, tuple[list[str], list[str]]] = {}
    for unit_id, code in zip(seen.missing["unit_id"], seen.missing["code"], strict=True):
        absent, held = found.setdefault(int(unit_id), ([], []))
        (held if (unit_id, code) in waiting else absent).append(str(names[code]))
    rows = [
        {"number": number, "unit": units[unit_id], "missing": _listed(absent),
         "waiting": _listed(held)}
        for number, (unit_id, (absent, held)) in enumerate(found.items(), 1)
    ]  # fmt: skip
    return Table("silent", columns("silent"), tuple(rows), title)


def _listed(names: list[str]) -> str:
    return "; ".join(names[:4]) + (f"; … ({len(names)})" if len(names) > 4 else "") or "–"


def duties(seen: Glance, title: str, empty: str) -> Table:
    """Every unit with something outstanding, the most urgent first."""
    rows = [
        {"number": number, "unit": row["unit"], **{name: row[name] for name in COUNTS}}
        for number, row in enumerate(seen.duties.to_dict("records"), 1)
    ]
    return Table("duties", columns("duties"), tuple(rows), title, empty=empty)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
