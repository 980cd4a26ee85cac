"""Generated workload volumes and staff of the 65 commune-level units, and a version of the criteria to try.

Everything here is made up by population and chance and says so by its source, "generated".
"""

from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import yaml
from sqlalchemy.orm import Session

from kpi.installation.demo.sizes import shared
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.staffing.criteria.contents import Contents, rows_of, starting_values
from kpi.staffing.norms import norm_posts
from kpi.storage.tables import Criteria, ExistingStaff, Unit, Volume

FILE = Path(__file__).parents[3] / "data" / "staffing" / "demo.yaml"
SEED, BY = 76, "Hệ thống"
SINCE = date(2026, 1, 1)
BY_HAND = 12  # Trường Sa


def add_staffing(session: Session, units: list[Unit], today: date, *, with_staff: bool) -> None:
    """The criteria, this year's volumes, and (with_staff) staff of every commune-level unit."""
    chances: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    communes = [unit for unit in units if unit.kind in COMMUNE_LEVEL]
    at = datetime.combine(today, time(1), UTC)
    contents = starting_values()
    session.add(_version(contents, at))
    session.flush()
    session.add_all(rows_of(contents, 1))
    session.add_all(_volumes(communes, contents, chances, today.year, at))
    if with_staff:
        session.add_all(_staff(communes, chances))
    session.flush()


def _version(contents: Contents, at: datetime) -> Criteria:
    return Criteria(
        id=1, title="Bộ tiêu chí trình diễn", state="approved", effective_from=SINCE, source=contents.source,
        decision="Dữ liệu trình diễn, không phải quyết định của cơ quan nào", drafted_by=BY, drafted_at=at,
        proposed_at=at, approved_by=BY, approved_at=at, **contents.parameters,
    )  # fmt: skip


def _volumes(units: list[Unit], contents: Contents, chances: dict[str, Any], year: int, at: datetime) -> list[Volume]:
    zero = {(entry["unit"], entry["activity"]) for entry in chances["zero"]}
    found = []
    for unit in units:
        chance = Random(f"{SEED} {unit.code}")
        size = (chances["base"] + chances["slope"] * (unit.population or 0) / 1000) * chance.lognormvariate(0, 0.1)
        size *= chances["special_zone_share"] if unit.kind == UnitKind.SPECIAL_ZONE else 1
        for activity in contents.activities:
            volume = round(chances["rates"][activity.code] * size * chance.lognormvariate(0, 0.18))
            found.append(
                Volume(
                    unit_id=unit.id, activity=activity.code, year=year, source="generated", set_by=BY, at=at,
                    volume=0.0 if (unit.code, activity.code) in zero else float(volume),
                )
            )  # fmt: skip
    return found


def _staff(units: list[Unit], chances: dict[str, Any]) -> list[ExistingStaff]:
    """Posts by the norm shared among families by chance; as many communes without IT staff as were reported."""
    frame = pd.DataFrame({"unit": [u.code for u in units], "kind": [u.kind for u in units],
                          "population": [float(u.population or 0) for u in units]})  # fmt: skip
    posts = norm_posts(frame)["norm"].fillna(BY_HAND).astype(int).tolist()
    smallest = sorted(range(len(units)), key=lambda place: (units[place].population or 0, units[place].code))
    without_it = set(smallest[: chances["without_it"]])
    found = []
    for place, unit in enumerate(units):
        chance = Random(f"{SEED} staff {unit.code}")
        weights = {family: share * chance.lognormvariate(0, 0.2) for family, share in chances["staff_shares"].items()}
        number = 0 if place in without_it else 1
        counts = shared(posts[place] - number, weights) | {"it": number}
        found += [
            ExistingStaff(unit_id=unit.id, family=family, counted_on=SINCE, staff=float(count), source="generated")
            for family, count in counts.items()
        ]
    return found
