"""What every installation has: definitions with their sources, and published figures that reproduce."""

from datetime import date

import pytest
from sqlalchemy import func, select

from kpi.installation.prepare import bring_up
from kpi.reform.indicators.definitions import defined, document, lay_definitions
from kpi.reform.indicators.keeping import DefineIndicator, RecordFigure, SetTarget
from kpi.reform.indicators.tree import REPORTERS, definitions, reporting_units
from kpi.reform.indicators.views import picture, published, targets
from kpi.reform.period_codes import month_before, period_of, previous, span, year_before
from kpi.reform.words import Field
from kpi.storage.tables import Indicator, IndicatorTarget, PublishedFigure
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.assessment.scene import MARCH, Scene, contents


def figures(scene: Scene):
    with reading(scene.engine) as session:
        return published(session, scene.actor("an"))


def test_every_definition_is_whole() -> None:
    codes = [row.code for row in defined()]
    assert len(codes) == len(set(codes)) == 31
    for row in defined():
        assert row.field in list(Field), row.code
        assert row.reporters in REPORTERS, row.code
        assert (row.denominator_vi is not None) == (row.formula == "ratio"), row.code
        assert (row.parts is not None) == (row.formula == "score"), row.code
        assert row.reference, row.code
        assert row.data_source, row.code
        assert {part["indicator"] for part in row.parts or ()} <= set(codes), row.code


def test_the_published_quantities_give_the_published_percentages(scene: Scene) -> None:
    found = figures(scene)
    whole = found[(found["period"] == "2025-Q3") & (found["level"] == "whole")].set_index("code")
    assert whole.loc["tthc.on_time", ["numerator", "denominator"]].tolist() == [137_884, 147_818]
    assert f"{whole.loc['tthc.on_time', 'computed']:.2%}" == "93.28%"
    assert f"{whole.loc['tthc.resolved', 'computed']:.2%}" == "77.01%"
    plan = found[found["period"] == "2025-H1"].set_index("code")
    assert plan.loc["plan.done", ["numerator", "denominator"]].tolist() == [17, 62]
    assert plan.loc["plan.central_on_time", "computed"] == 1


def test_a_published_rate_without_quantities_stays_a_rate_and_enters_no_sum(scene: Scene) -> None:
    found = figures(scene)
    apart = found[found["level"] != "whole"].set_index("level")
    assert apart["rate"].to_dict() == {"provincial": 0.905, "commune": 0.955}
    assert apart[["numerator", "denominator", "computed"]].isna().all(axis=None)
    with reading(scene.engine) as session:
        quarter = picture(session, scene.actor("an"), "2025-Q3")
    assert quarter.values[quarter.values["code"] == "tthc.on_time"]["numerator"].isna().all()


def test_yearly_indices_have_value_rank_and_source(scene: Scene) -> None:
    found = figures(scene)
    yearly = found[found["period"] == "2024"].set_index("code")
    assert yearly[["value", "rank", "of"]].to_dict("index") == {
        "par_index": {"value": 0.9049, "rank": 10, "of": 63},
        "sipas": {"value": 0.8366, "rank": 30, "of": 63},
        "dti": {"value": 0.7071, "rank": 16, "of": 34},
    }
    assert found["source"].str.len().min() > 10
    assert found["url"].str.startswith("https://").all()


def test_the_apparatus_has_its_baseline_and_what_became_of_it(scene: Scene) -> None:
    now = figures(scene).set_index("code")["numerator"]
    baselines = {row.code: row.baseline for row in defined() if row.baseline}
    assert {code: (baseline, now[code]) for code, baseline in baselines.items()} == {
        "apparatus.agencies": (21, 14),
        "apparatus.divisions": (125, 90),
        "apparatus.units": (572, 564),
    }


def test_laying_them_again_changes_nothing_and_leaves_decisions_alone(scene: Scene) -> None:
    scene.do("home-affairs", SetTarget("tthc.on_time", "province", "2025", 0.99, "QĐ khác"))
    before = contents(scene.engine)
    with UnitOfWork(scene.engine) as work:
        assert lay_definitions(work.session) == 0
        work.commit()
    bring_up(scene.engine)
    assert contents(scene.engine) == before


def test_a_database_from_before_the_indicators_gets_them_once(scene: Scene) -> None:
    with UnitOfWork(scene.engine) as work:
        for table in (PublishedFigure, IndicatorTarget, Indicator):
            for row in work.session.scalars(select(table)):
                work.session.delete(row)
            work.session.flush()
        work.commit()
    with UnitOfWork(scene.engine) as work:
        added = lay_definitions(work.session)
        work.commit()
    assert added == 31 + len(document("published")["figures"]) + len(document("indicators")["targets"])


def definition(code: str, since, **more: object) -> DefineIndicator:
    terms = {
        "code": code, "name_vi": "Tên", "name_en": "Name", "field": "digital", "formula": "ratio",
        "numerator_vi": "Tử", "numerator_en": "Part", "denominator_vi": "Mẫu", "denominator_en": "Whole",
        "higher_is_better": True, "is_share": True, "reporters": "communes", "data_source": "x", "reference": "y",
        "valid_from": since,
    }  # fmt: skip
    return DefineIndicator(**(terms | more))  # type: ignore[arg-type]


def test_a_changed_definition_holds_from_its_day_and_the_old_one_before(scene: Scene) -> None:
    scene.do("home-affairs", definition("own", date(2026, 1, 1)))
    scene.do("home-affairs", definition("own", date(2026, 4, 1), name_en="New name"))
    with reading(scene.engine) as session:
        names = [definitions(session, day).loc["own", "name_en"] for day in (date(2026, 3, 31), date(2026, 4, 1))]
    assert names == ["Name", "New name"]
    scene.refused("home-affairs", definition("own", date(2026, 4, 1)), "later day")
    for more, saying in (
        ({"name_vi": " "}, "text is empty"),
        ({"formula": "guess"}, "counted"),
        ({"reporters": "everybody"}, "who reports"),
        ({"field": "magic"}, "six fields"),
        ({"denominator_vi": ""}, "text is empty"),
    ):
        scene.refused("home-affairs", definition("other", date(2026, 4, 1), **more), saying)
    others = ("governor", "chair", "an", "organizing", "auditor", "administrator")
    scene.refused_to(others, definition("other", date(2026, 4, 1)), "not permitted")


@pytest.mark.parametrize(
    ("command", "saying"),
    [
        (SetTarget("tthc.on_time", "province", "2026", 1.2, "QĐ"), "between 0%"),
        (SetTarget("tthc.on_time", "province", "2026", float("nan"), "QĐ"), "between 0%"),
        (SetTarget("tthc.on_time", "nowhere", "2026", 0.9, "QĐ"), "no unit"),
        (SetTarget("tthc.on_time", "province", "26", 0.9, "QĐ"), "not a period"),
        (SetTarget("nothing", "province", "2026", 0.9, "QĐ"), "no indicator"),
        (SetTarget("tthc.on_time", "province", "2026", 0.9, " "), "text is empty"),
        (RecordFigure("tthc.on_time", "2026-H1", "Báo cáo"), "Type the quantities"),
        (RecordFigure("tthc.on_time", "2026-H1", " ", 9, 10), "text is empty"),
        (RecordFigure("tthc.on_time", "2026-H1", "Báo cáo", 90, 100, 0.95), "give 90"),
        (RecordFigure("tthc.on_time", "2025-H1", "Báo cáo", 90, 100), "already"),
    ],
)
def test_a_faulty_target_or_figure_is_refused(scene: Scene, command: object, saying: str) -> None:
    scene.refused("home-affairs", command, saying)


def test_a_nearer_units_target_comes_first_and_a_narrower_period(scene: Scene) -> None:
    for unit, period, value in (
        ("province", "2026", 0.90), ("province", "2026-Q1", 0.91), ("dien-khanh", "2026", 0.92),
    ):  # fmt: skip
        scene.do("home-affairs", SetTarget("tthc.on_time", unit, period, value, "QĐ"))
    with reading(scene.engine) as session:
        units = reporting_units(session, span(MARCH).ends)
        found = targets(session, scene.actor("an"), MARCH, units).set_index("unit_id")["target"]
    assert found[scene.unit("dien-khanh").id] == 0.92
    assert found[scene.unit("cam-lam").id] == found[scene.unit("province").id] == 0.91


def test_the_codes_of_periods() -> None:
    assert span("2026-Q3").months == ["2026-07", "2026-08", "2026-09"]
    assert [previous(code) for code in ("2026-01", "2026-Q1", "2026-H1", "2026")] == [
        "2025-12", "2025-Q4", "2025-H2", "2025",
    ]  # fmt: skip
    assert [previous(code) for code in ("2026-Q3", "2026-H2")] == ["2026-Q2", "2026-H1"]
    assert year_before("2026-Q3") == "2025-Q3"
    assert month_before("2026-02", 14) == "2024-12"
    assert period_of("quarter", "2026-08") == "2026-Q3"
    for wrong in ("2026-13", "2026-Q5", "2026-H3", "26", "2026-3", "2026-00", ""):
        with pytest.raises(ValueError, match=f"^{wrong}$"):
            span(wrong)


def test_nothing_generated_is_laid_with_the_definitions(scene: Scene) -> None:
    with reading(scene.engine) as session:
        assert session.scalar(select(func.count(Indicator.id))) == 31
