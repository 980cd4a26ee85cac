"""A leader's d and đ (Decree 335/2025 Art. 15), worked out from the people and the work below them, bottom-up.

d = 100% if every civil servant they manage ranks completed or above; đ = 100% if the unit's work is all finished, on
time and with quality, and an initiative is recorded; otherwise 50%. What is not known stays missing and is named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from kpi.assessment.standing import gathering
from kpi.assessment.standing.managed import Managed, Tree, managed
from kpi.assessment.standing.worked import Presence
from kpi.law import Rules, score
from kpi.law.party import on_time_with_quality
from kpi.storage.tables import Period

Mask = NDArray[np.bool_]
Shares = NDArray[np.float64]
NAMED = 20  # people named in a basis; the number of all of them stands beside
COLUMNS = ["month_id", "d", "dd", "e", "basis", "d_computed", "dd_computed"]


def leader_criteria(
    session: Session,
    period: Period,
    people: pd.DataFrame,
    lines: pd.DataFrame | None = None,
    known: Presence | None = None,
    again: tuple[Rules, gathering.KeptGround] | None = None,
) -> pd.DataFrame:
    """d, đ and e of every leader in a month, one row a leader: month_id, d, dd, e, basis, d_computed, dd_computed.

    people: month_id, person_id, unit_id, role, general, and where known disqualified, kind and rank (a staff member's
    rank; without the column staff are scored here). lines: accepted lines as `kpi.law.score` takes them, `person` being
    the month_id; read from the database where left out. d, dd, e are what counts: a rater's value with a reason, else
    the computed one; NaN where nothing is known. basis: what each follows from, for `LeaderCriterion.basis`. known: who
    worked where, for a caller who has it already. again: the rules and the ground an earlier closing kept, to work out
    its criteria again.
    """
    rules, kept = again or (gathering.rules_of_leaders(session, period), None)
    if rules is None or not (people["role"] != "staff").any():
        return pd.DataFrame(columns=COLUMNS)
    if lines is None:
        lines = gathering.accepted_lines(session, period)
    facts = gathering.gathered(session, period, people, known=known, kept=kept)
    return _worked_out(facts, lines, rules)


def store_criteria(session: Session, criteria: pd.DataFrame) -> None:
    """Keep what `leader_criteria` found beside the months, in place of what was kept before."""
    gathering.store(session, criteria)


@dataclass
class Ranked:
    """Who ranks below completed and whose rank is not known; leaders' places are filled level by level."""

    below: Mask
    unknown: Mask


def _worked_out(facts: gathering.Facts, lines: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    people = facts.people
    reach = managed(people, facts.tree, facts.charged, facts.kept.fields if facts.kept else None)
    leading = np.flatnonzero((people["role"] != "staff").to_numpy())
    at = _known(people, lines, rules)
    dd, dd_basis = unit_work(facts, lines, reach)
    marks = facts.marks.reindex(people["month_id"].to_numpy()[leading])
    own_lines = lines[lines["person"].isin(people["month_id"].to_numpy()[leading])]
    d = np.full(len(leading), np.nan)
    d_basis: list[dict[str, Any]] = [{}] * len(leading)
    counted = np.full((len(leading), 3), np.nan)
    for level in _levels(people, leading, facts.tree):
        d[level], found = people_below(people, at, reach, level)
        for number, one in zip(level, found, strict=True):
            d_basis[number] = one
        counted[level] = _counted(d[level], dd[level], marks.iloc[level])
        _rank_level(people, leading[level], counted[level], own_lines, rules, at)
    bases = [{"d": one, "dd": other} for one, other in zip(d_basis, dd_basis, strict=True)]
    frame = pd.DataFrame(counted, columns=["d", "dd", "e"])
    frame.insert(0, "month_id", people["month_id"].to_numpy()[leading])
    frame = frame.assign(basis=pd.Series(bases, dtype=object), d_computed=d, dd_computed=dd)
    return frame[frame["month_id"].notna()].astype({"month_id": "int64"}).reset_index(drop=True)


def ranks_known(people: pd.DataFrame) -> Ranked:
    """As the column `rank` has it, for leaders too."""
    counts = people["counts"].to_numpy(dtype=bool)
    ranks = people["rank"].to_numpy(dtype=object)
    return Ranked(below=(ranks == "not_completed") & counts, unknown=pd.isna(ranks) & counts)


def _known(people: pd.DataFrame, lines: pd.DataFrame, rules: Rules) -> Ranked:
    """Ranks of the staff; nobody's who leads. Whoever was away throughout is neither below nor unknown."""
    staff = (people["role"] == "staff").to_numpy()
    ranks = people["rank"].to_numpy(dtype=object) if "rank" in people.columns else _ranks(people, lines, staff, rules)
    counts = (people["counts"]).to_numpy(dtype=bool)
    known = pd.notna(ranks) & staff
    return Ranked(below=known & (ranks == "not_completed") & counts, unknown=~known & counts)


def _ranks(people: pd.DataFrame, lines: pd.DataFrame, chosen: Mask, rules: Rules) -> NDArray[np.object_]:
    ranks = np.full(len(people), None, dtype=object)
    rows = people[chosen & people["month_id"].notna().to_numpy()]
    months = rows.assign(person=rows["month_id"].astype("int64"))
    scored = score(lines[lines["person"].isin(months["person"])], months, rules).people
    ranks[rows.index.to_numpy()] = scored["rank"].astype(object).to_numpy()
    return ranks


def _levels(people: pd.DataFrame, leading: NDArray[np.intp], tree: Tree) -> Iterator[NDArray[np.intp]]:
    """Leaders' numbers, the deepest units first and in a unit the deputies before the head."""
    units, roles = people["unit_id"].to_numpy()[leading], people["role"].to_numpy(dtype=object)[leading]
    keys = pd.Series([(-tree.depth[int(unit)], role == "head") for unit, role in zip(units, roles, strict=True)])
    for key in sorted(set(keys)):
        yield np.flatnonzero(keys == key)


def people_below(
    people: pd.DataFrame, at: Ranked, reach: Managed, level: NDArray[np.intp]
) -> tuple[Shares, list[dict[str, Any]]]:
    """d of some leaders: 50% as soon as somebody is below; else missing while somebody has no result; else 100%."""
    mine = reach.people.of(level)
    counts = people["counts"].to_numpy(dtype=bool)
    below, unknown, everybody = (mine.total(mask) for mask in (at.below, at.unknown, counts))
    d = np.select([below > 0, (unknown > 0) | (everybody == 0)], [0.5, np.nan], 1.0)
    persons = people["person_id"].to_numpy()
    basis = [
        {
            "managed": int(everybody[n]),
            "scope": reach.scope[number],
            "below": _some(persons, mine.within(n, at.below) if below[n] else []),
            "below_count": int(below[n]),
            "without": _some(persons, mine.within(n, at.unknown) if unknown[n] else []),
            "without_count": int(unknown[n]),
            **_field(reach, int(number)),
        }
        for n, number in enumerate(level)
    ]
    return d, basis


def _field(reach: Managed, number: int) -> dict[str, Any]:
    """A deputy's field, kept with d: the charge may be given to another later on."""
    field = reach.fields[number]
    return {} if field is None else {"field": {"units": field[0], "people": field[1]}}


def unit_work(facts: gathering.Facts, lines: pd.DataFrame, reach: Managed) -> tuple[Shares, list[dict[str, Any]]]:
    """đ of every leader: 50% as soon as a line is known to fall short or there is no initiative; else by what is known.

    The leader's own lines belong to the unit's work too.
    """
    people = facts.people
    short, unknown, whole = _lines_of(people, lines)
    shorts = short > 0
    falls, gaps, all_lines = (reach.people.total(column) for column in (short, unknown, whole))
    initiatives, late_tasks = _beside_the_lines(facts, reach)
    d = np.select(
        [(falls > 0) | (initiatives == 0) | (late_tasks > 0), (gaps > 0) | (all_lines == 0)], [0.5, np.nan], 1.0
    )
    persons = people["person_id"].to_numpy()
    basis = [
        {
            "lines": int(all_lines[n]),
            "scope": reach.scope[n],
            "short": int(falls[n]),
            "short_people": _some(persons, reach.people.within(n, shorts) if falls[n] else []),
            "unrecorded": int(gaps[n]),
            "late_tasks": int(late_tasks[n]),
            "initiatives": int(initiatives[n]),
        }
        for n in range(len(d))
    ]
    return d, basis


def _beside_the_lines(facts: gathering.Facts, reach: Managed) -> tuple[Shares, Shares]:
    """Initiatives and late tasks that count for each leader."""
    if facts.kept is None:
        initiatives = reach.units.total(facts.initiatives) + _own_initiatives(facts, reach)
        return initiatives, reach.units.total(facts.late_tasks)
    months = facts.people.loc[facts.people["role"] != "staff", "month_id"]
    return _of_months(months, facts.kept.initiatives), _of_months(months, facts.kept.late_tasks)


def _of_months(months: pd.Series, counts: Mapping[int, int]) -> Shares:
    return np.asarray(months.map(counts).fillna(0), dtype=np.float64)


def _own_initiatives(facts: gathering.Facts, reach: Managed) -> Shares:
    """An initiative of the deputy's own unit counts for a deputy whose field lies inside it."""
    leading = facts.people[facts.people["role"] != "staff"]
    own = facts.initiatives[[facts.tree.place[int(unit)] for unit in leading["unit_id"]]]
    inside = np.array([scope == "field" for scope in reach.scope])
    return np.where(inside, own, 0).astype(np.float64)


def _lines_of(people: pd.DataFrame, lines: pd.DataFrame) -> tuple[Shares, Shares, Shares]:
    """For each person in the list: lines that fall short, lines without a figure, all lines."""
    done = lines["done"].to_numpy(dtype=np.float64)
    unrecorded = np.isnan(done)
    net = lines.assign(
        net_failed=lines["failed"].fillna(0) - lines["failed_excused"].fillna(0),
        net_late=lines["late"].fillna(0) - lines["late_excused"].fillna(0),
    )
    short = ~on_time_with_quality(net) & ~unrecorded
    tallied = pd.DataFrame({"short": short, "unrecorded": unrecorded, "all": True}).groupby(lines["person"].to_numpy())
    found = tallied.sum().reindex(people["month_id"].to_numpy()).fillna(0)
    return found["short"].to_numpy(float), found["unrecorded"].to_numpy(float), found["all"].to_numpy(float)


def _counted(d: Shares, dd: Shares, marks: pd.DataFrame) -> Shares:
    """What counts: a rater's value that gives its reason, else the computed one; e is the rater's, or as marked."""
    counted = [
        np.where(marks[f"{name}_reasoned"] == True, marks[name].to_numpy(dtype=np.float64), computed)  # noqa: E712
        for name, computed in (("d", d), ("dd", dd))
    ]
    return np.column_stack([*counted, marks["e"].to_numpy(dtype=np.float64)])


def _rank_level(
    people: pd.DataFrame, rows: NDArray[np.intp], counted: Shares, lines: pd.DataFrame, rules: Rules, at: Ranked
) -> None:
    """Score a level of leaders with what counts and put their ranks where the level above finds them."""
    chosen = people.iloc[rows].assign(d=counted[:, 0], dd=counted[:, 1], e=counted[:, 2])
    mask = np.zeros(len(people), dtype=bool)
    mask[rows] = True
    whole = people.drop(columns=["d", "dd", "e"], errors="ignore").join(chosen[["d", "dd", "e"]])
    ranks = _ranks(whole, lines, mask, rules)
    counts = people["counts"].to_numpy(dtype=bool)
    at.below[rows] = (ranks[rows] == "not_completed") & counts[rows]
    at.unknown[rows] = pd.isna(ranks[rows]) & counts[rows]


def _some(persons: NDArray[Any], places: list[int]) -> list[int]:
    return [int(persons[place]) for place in places[:NAMED]]
