"""The demonstration of the whole province."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from kpi.audit.verify import verify
from kpi.installation.demo import build
from kpi.installation.demo.sizes import commune_posts, province_sizes, shared
from kpi.installation.units import as_units, load_units
from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.storage.engine import engine_for
from kpi.storage.tables import Month, Period, Person, Post, Unit
from kpi.storage.unit_of_work import reading

UNITS = as_units(load_units())


@pytest.mark.parametrize(
    ("population", "kind", "posts"),
    [
        (2_000, UnitKind.COMMUNE, 32),
        (16_000, UnitKind.COMMUNE, 32),  # left boundary
        (17_999, UnitKind.COMMUNE, 32),
        (18_000, UnitKind.COMMUNE, 33),
        (52_000, UnitKind.COMMUNE, 50),
        (54_000, UnitKind.COMMUNE, 50),  # uncapped 51
        (92_000, UnitKind.WARD, 70),
        (94_000, UnitKind.WARD, 70),
    ],
)
def test_a_commune_has_the_posts_of_the_frame(population: int, kind: str, posts: int) -> None:
    assert commune_posts(population, kind) == posts


def test_the_frame_gives_the_65_units_2620_posts() -> None:
    communes = [unit for unit in UNITS if unit.kind in COMMUNE_LEVEL]
    assert sum(commune_posts(unit.population or 0, unit.kind) for unit in communes) == 2620


def test_the_sizes_add_up_to_the_posts_the_province_reported() -> None:
    sizes = province_sizes(UNITS)
    assert sum(sizes.values()) == 5018
    assert min(sizes.values()) > 0


def test_sharing_loses_nobody() -> None:
    assert shared(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}


@pytest.mark.slow
def test_it_has_5018_people_in_all_65_communes_and_every_month_since_the_decree(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'province.db'}")
    build(engine, "province", date(2026, 4, 10))
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 5018
        paths = session.scalars(select(Unit.path).join(Post, Post.unit_id == Unit.id).distinct()).all()
        communes = session.scalars(select(Unit.path).where(Unit.kind.in_(COMMUNE_LEVEL))).all()
        assert [path for path in communes if not any(used.startswith(path) for used in paths)] == []
        assert session.scalars(select(Period.code).order_by(Period.code)).all() == [
            "2026-01", "2026-02", "2026-03", "2026-04"]  # fmt: skip
        assert session.scalar(select(func.count()).select_from(Month)) == 4 * 5016
    assert verify(engine).intact
