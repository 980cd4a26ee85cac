"""Posts of a unit by the norms, vectorised."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kpi.staffing.norms.source import norms

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class NormValues:
    """Parameters by norm and name, as a criteria version holds them; what it lacks is the file's."""

    values: Mapping[tuple[str, str], float | None] = field(default_factory=dict)

    def get(self, norm: str, parameter: str) -> float | None:
        """The value in force; None where it is to be set by hand."""
        return self.values.get((norm, parameter), norms()[norm].parameters.get(parameter))

    def number(self, norm: str, parameter: str) -> float:
        """A value that must be there; NaN where it is not."""
        value = self.get(norm, parameter)
        return float("nan") if value is None else float(value)

    def of(self, norm: str) -> dict[str, float | None]:
        """Every parameter of a norm."""
        own = {name: value for (code, name), value in self.values.items() if code == norm}
        return {**norms()[norm].parameters, **own}


USUAL = NormValues()


def commune_norm(
    population: ArrayLike, is_commune: ArrayLike, is_mountain: ArrayLike = False, values: NormValues = USUAL
) -> Numbers:
    """Posts of the government bloc by dispatch 09/CV-BCĐ: the base, one more for each full step of people above the
    threshold, and the cap of a commune, or of a ward or special zone. NaN where the population is unknown.
    """
    people = np.asarray(population, dtype=np.float64)
    step = np.where(
        np.asarray(is_mountain), values.number("cv09", "per_people_mountain"), values.number("cv09", "per_people")
    )
    most = np.where(np.asarray(is_commune), values.number("cv09", "most_commune"), values.number("cv09", "most_town"))
    above = np.maximum(people - values.number("cv09", "from_people"), 0)
    found: Numbers = np.minimum(values.number("cv09", "base") + np.floor(above / step), most)
    return found


def norm_posts(
    units: pd.DataFrame, values: NormValues = USUAL, mountain: Collection[str] = (), *, by_hand: bool = True
) -> pd.DataFrame:
    """`units` (unit, kind, population, merged: whether it was merged, parts: what it continues) with what the norm
    gives it. A unit that continues one set by hand is set by hand too.

    norm: posts, raised to the least of a commune that was not merged; by_hand: whether the unit's posts are set by
    hand, then the norm is the number set, NaN until one is; capped: whether the cap holds it down.
    """
    is_commune = (units["kind"] == "commune").to_numpy()
    is_mountain = units["unit"].isin(list(mountain)).to_numpy()
    population = units["population"].to_numpy(dtype=np.float64, na_value=np.nan)
    found = commune_norm(population, is_commune, is_mountain, values)
    most = np.where(is_commune, values.number("cv09", "most_commune"), values.number("cv09", "most_town"))
    if "merged" in units.columns:
        least = values.number("not_merged", "least")
        found = np.where(units["merged"].to_numpy(dtype=bool) | ~is_commune, found, np.maximum(found, least))
    set_by_hand = values.of("by_hand") if by_hand else {}
    parts = units["parts"] if "parts" in units.columns else units["unit"].map(lambda unit: (unit,))
    hand = np.array([not {u, *of}.isdisjoint(set_by_hand) for u, of in zip(units["unit"], parts, strict=True)], bool)
    posts = [float("nan") if (v := set_by_hand.get(str(u))) is None else float(v) for u in units["unit"]]
    return units.assign(
        norm=np.where(hand, np.asarray(posts, dtype=np.float64), found), by_hand=hand, capped=~hand & (found >= most)
    )


def proposed_posts(norm: ArrayLike, values: NormValues = USUAL) -> Numbers:
    """What the −15% proposal would leave of a norm; a proposal, never the norm."""
    kept: Numbers = np.asarray(norm, dtype=np.float64) * (1 - values.number("minus15", "cut"))
    return kept


def party_range(values: NormValues = USUAL) -> tuple[float, float]:
    """Posts of Party, Front and mass organisations in a unit: from, to."""
    return values.number("party", "low"), values.number("party", "high")
