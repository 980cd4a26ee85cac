"""Inputs and results that look wrong: listed first, never hidden and never corrected here."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpi.language.message import Message, say
from kpi.staffing.families import family_name
from kpi.staffing.today.picture import Picture

FARTHEST = 3.0  # existing ÷ needed beyond this, or below its inverse


@dataclass(frozen=True)
class Suspect:
    """Something to look at before trusting a figure. value: as it stands."""

    unit: str
    name: str
    kind: str  # population, staff, volume, months, ratio
    value: float | None
    message: Message


def suspects(picture: Picture, language: str = "vi") -> list[Suspect]:
    """Doubted populations, units without staff or by-hand posts, volumes of zero, few months, ratios beyond three."""
    names = dict(zip(picture.units["unit"], picture.units["name"], strict=True))
    return [
        *_populations(picture),
        *_staff(picture),
        *_ratios(picture, names, language),
        *_volumes(picture, names, language),
        *_months(picture, names),
    ]


def _populations(picture: Picture) -> Iterator[Suspect]:
    for row in picture.units[picture.units["suspect"].notna()].to_dict("records"):
        told = say("Population {number}: {doubt}", number=float(row["population"]), doubt=str(row["suspect"]))
        yield Suspect(row["unit"], row["name"], "population", row["population"], told)


def _staff(picture: Picture) -> Iterator[Suspect]:
    for row in picture.units.to_dict("records"):
        if row["existing"] == 0:
            told = say("No existing staff is known. Import or enter it.")
            yield Suspect(row["unit"], row["name"], "staff", 0.0, told)
        if row["by_hand"] and row["norm"] != row["norm"]:
            told = say("Its posts are set by hand; none are entered yet.")
            yield Suspect(row["unit"], row["name"], "norm", None, told)


def _ratios(picture: Picture, names: dict[str, str], language: str) -> Iterator[Suspect]:
    table = picture.families
    far = (table["ratio"] > FARTHEST) | ((table["ratio"] < 1 / FARTHEST) & (table["existing"] > 0))
    for row in table[far].to_dict("records"):
        told = say(
            "{family}: {existing} existing against {needed} needed, a ratio of {ratio}. Check volumes and posts.",
            family=family_name(row["family"], language), existing=float(row["existing"]),
            needed=round(float(row["needed"]), 1), ratio=round(float(row["ratio"]), 2),
        )  # fmt: skip
        yield Suspect(row["unit"], names[row["unit"]], "ratio", float(row["ratio"]), told)


def _volumes(picture: Picture, names: dict[str, str], language: str) -> Iterator[Suspect]:
    activities = {a.code: a.named(language) for a in picture.inputs.criteria.activities}
    work = picture.need.activities
    empty = work[work["volume"] == 0]
    whole = set(work["unit"]) - set(work.loc[work["volume"] > 0, "unit"])
    for unit in [unit for unit in names if unit in whole]:
        yield Suspect(unit, names[unit], "volume", 0.0, say("No workload volume is known. Import or enter it."))
    for row in empty[~empty["unit"].isin(whole)].to_dict("records"):
        told = say("The volume of “{activity}” is zero.", activity=activities[row["activity"]])
        yield Suspect(row["unit"], names[row["unit"]], "volume", 0.0, told)


def _months(picture: Picture, names: dict[str, str]) -> Iterator[Suspect]:
    work = picture.inputs.volumes
    if not len(work):
        return
    short = work[work["months"] < 12].groupby("unit")["months"].min()
    for unit, months in zip(short.index.tolist(), short.tolist(), strict=True):
        told = say("Volumes cover {months} of 12 months and were brought to a year.", months=int(months))
        yield Suspect(str(unit), names[str(unit)], "months", float(months), told)
