"""Whether a rater gives more or fewer points than others do to the same people: told only where raters cross.

An additive model, total = person + rater + chance, fitted by least squares among raters linked by people they have both
rated. Where nobody links a rater to another, severity cannot be told apart from the people rated, and is not stated.
"""

import numpy as np
import pandas as pd
from scipy import stats
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

LEVEL = 0.95


def severity(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a rater: rater_id, rater, months, shared, told, points, low, high.

    shared: people rated by this rater and by another. points: how many more (or fewer, below 0) points than the mean of
    the raters linked with them, with a 95% interval; missing, like low and high, where it cannot be told.
    """
    rows = rows[rows["rater_id"].notna()].reset_index(drop=True)
    raters, person = _codes(rows["rater_id"]), _codes(rows["person_id"])
    table = rows.groupby("rater_id", sort=True).agg(rater=("rater", "first"), months=("total", "size")).reset_index()
    crossed = rows.groupby("person_id")["rater_id"].nunique()
    linking = rows[rows["person_id"].map(crossed) > 1]
    shared = linking.groupby("rater_id")["person_id"].nunique()
    table["shared"] = table["rater_id"].map(shared).fillna(0).astype("int64")
    made = np.full((len(table), 3), np.nan)
    for linked in _linked(raters, person, len(table)):
        mine = np.isin(raters, linked)
        made[linked] = _fitted(rows["total"].to_numpy(dtype=np.float64)[mine], raters[mine], person[mine], linked)
    table[["points", "low", "high"]] = made
    table["told"] = table["points"].notna()
    return table.sort_values(["told", "points"], ascending=[False, False], ignore_index=True)


def _codes(values: pd.Series) -> np.ndarray:
    return np.unique(values.to_numpy(dtype=np.int64), return_inverse=True)[1]


def _linked(raters: np.ndarray, person: np.ndarray, count: int) -> list[np.ndarray]:
    """Groups of two or more raters linked by people rated by several of them."""
    if len(raters) == 0:
        return []
    links = coo_matrix((np.ones(len(raters)), (raters, person)), shape=(count, int(person.max()) + 1)).tocsr()
    groups = connected_components(links @ links.T, directed=False)[1]
    found = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    return [one for one in found if len(one) > 1]


def _fitted(totals: np.ndarray, raters: np.ndarray, person: np.ndarray, linked: np.ndarray) -> np.ndarray:
    """Rater effects around their mean, with intervals; people's own effects are taken out by centring."""
    place = np.searchsorted(linked, raters)
    design = np.zeros((len(totals), len(linked)))
    design[np.arange(len(totals)), place] = 1
    people = np.unique(person, return_inverse=True)[1]
    counts = np.bincount(people)[:, None]
    centred = design - (_sums(people, design) / counts)[people]
    apart = totals - (np.bincount(people, totals) / counts[:, 0])[people]
    inverse = np.linalg.pinv(centred.T @ centred)
    effects = inverse @ centred.T @ apart
    effects -= effects.mean()
    freedom = len(totals) - len(counts) - (len(linked) - 1)
    if freedom < 1:
        return np.column_stack([effects, np.full((len(linked), 2), np.nan)])
    middle = np.eye(len(linked)) - 1 / len(linked)
    variance = ((apart - centred @ effects) ** 2).sum() / freedom
    error = np.sqrt(np.maximum(0.0, variance * np.diag(middle @ inverse @ middle)))
    reach = stats.t.ppf((1 + LEVEL) / 2, freedom) * error
    return np.column_stack([effects, effects - reach, effects + reach])


def _sums(people: np.ndarray, design: np.ndarray) -> np.ndarray:
    sums = np.zeros((int(people.max()) + 1, design.shape[1]))
    np.add.at(sums, people, design)
    return sums
