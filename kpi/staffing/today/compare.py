"""Two versions of the criteria on the same inputs: who gains, who loses."""

from dataclasses import dataclass

import pandas as pd

from kpi.staffing.criteria.contents import Contents
from kpi.staffing.today.inputs import Inputs
from kpi.staffing.today.picture import Picture, picture

NOTHING = 0.005  # posts; below it a unit neither gains nor loses


@dataclass(frozen=True)
class Change:
    """A value that differs between two versions: what it is (table and name), and both values."""

    kind: str  # unit_time, activity, support, duty, parameter, norm
    family: str
    code: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Comparison:
    """units: unit, name, existing, before, after, change (of needed staff), norm_before, norm_after; most changed
    first.

    families: the same by family over every unit. changes: what differs between the versions.
    """

    before: Picture
    after: Picture
    units: pd.DataFrame
    families: pd.DataFrame
    changes: list[Change]

    @property
    def gain(self) -> pd.DataFrame:
        """Units that need more under the new version."""
        return self.units[self.units["change"] > NOTHING]

    @property
    def lose(self) -> pd.DataFrame:
        """Units that need less."""
        return self.units[self.units["change"] < -NOTHING]


def compared(inputs: Inputs, before: Contents, after: Contents) -> Comparison:
    """Both versions computed from the same units, staff and volumes."""
    old, new = picture(inputs.under(before)), picture(inputs.under(after))
    columns = ["unit", "name", "existing", "needed", "norm"]
    units = old.units[columns].merge(new.units[["unit", "needed", "norm"]], on="unit", suffixes=("", "_after"))
    units = _changed(units.rename(columns={"norm": "norm_before", "norm_after": "norm_after"}))
    order = units["change"].abs().sort_values(ascending=False, kind="stable").index
    return Comparison(old, new, units.loc[order].reset_index(drop=True), _families(old, new), changes(before, after))


def _families(old: Picture, new: Picture) -> pd.DataFrame:
    sums = [p.families.groupby("family", sort=False)[["existing", "needed"]].sum().reset_index() for p in (old, new)]
    return _changed(sums[0].merge(sums[1][["family", "needed"]], on="family", how="outer", suffixes=("", "_after")))


def _changed(table: pd.DataFrame) -> pd.DataFrame:
    table = table.rename(columns={"needed": "before", "needed_after": "after"})
    filled = table.assign(before=table["before"].fillna(0.0), after=table["after"].fillna(0.0))
    return filled.assign(change=filled["after"] - filled["before"])


def changes(before: Contents, after: Contents) -> list[Change]:
    """Everything that differs, in the order of the new version; what it lacks comes last."""
    old, new = _values(before), _values(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [Change(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def _values(contents: Contents) -> dict[tuple[str, str, str, str], float | None]:
    found: dict[tuple[str, str, str, str], float | None] = {}
    found |= {("unit_time", a.family, a.code, a.name): a.minutes for a in contents.activities}
    found |= {("support", s.family, s.basis, s.activity): s.amount for s in contents.support}
    found |= {("duty", d.family, "", d.duty): d.staff * d.hours_per_year for d in contents.duties}
    found |= {("parameter", "", name, name): value for name, value in contents.parameters.items()}
    found |= {("norm", "", norm, parameter): value for (norm, parameter), value in contents.norms.values.items()}
    return found
