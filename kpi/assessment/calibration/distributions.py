"""How totals and ranks are spread by unit, group or rater; groups too small to compare are marked, never ranked."""

import pandas as pd

SMALL = 8  # below it a share or a mean says little; shown, marked, put after the others and never ranked
RANKS = ("excellent", "good", "completed", "not_completed")


def spread(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row a group: group, people, each rank's share, median, lower and upper quartile, small, place.

    place: 1 for the highest share of excellent; missing for small groups, which stand last in alphabetical order.
    """
    grouped = rows.groupby(by, sort=True)
    totals = grouped["total"]
    table = pd.DataFrame({
        "people": grouped.size(), "median": totals.median(), "lower": totals.quantile(0.25),
        "upper": totals.quantile(0.75),
    })  # fmt: skip
    for rank in RANKS:
        table[rank] = (rows["rank"] == rank).groupby(rows[by]).mean()
    table["small"] = table["people"] < SMALL
    comparable = table["excellent"].mask(table["small"])
    table["place"] = comparable.rank(method="min", ascending=False)
    table = table.reset_index(names="group")
    return table.sort_values(["small", "place", "group"], ignore_index=True)


def everybody_excellent(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Groups in which every single person is excellent: group, people, small."""
    table = spread(rows, by) if len(rows) else pd.DataFrame(columns=["group", "people", "small", "excellent"])
    return table.loc[table["excellent"] == 1, ["group", "people", "small"]].reset_index(drop=True)


def differences(rows: pd.DataFrame, width: float = 1.0) -> pd.DataFrame:
    """Reviewed total less self-score, counted in bins of `width` points: from_points, to_points, people."""
    apart = (rows["total"] - rows["self_total"]).dropna()
    bins = (apart / width).round(9).floordiv(1) * width
    counted = bins.value_counts().sort_index()
    return pd.DataFrame(
        {"from_points": counted.index, "to_points": counted.index + width, "people": counted.to_numpy()}
    )


def lowered_and_raised(rows: pd.DataFrame) -> tuple[int, int, int]:
    """How many totals the review lowered, left exactly as declared, and raised."""
    apart = (rows["total"] - rows["self_total"]).dropna().round(9)
    return int((apart < 0).sum()), int((apart == 0).sum()), int((apart > 0).sum())
