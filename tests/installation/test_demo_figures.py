"""What is generated is what the product itself would have let through, rated and scored."""

from sqlalchemy import Engine, select

from kpi.assessment.months import keep_score, month_for
from kpi.organisation.leadership import raters_of
from kpi.storage.tables import Month, MonthScore, Period, Post, Product, Unit, WorkLine
from kpi.storage.unit_of_work import reading
from tests.installation.generated import refused_cells, unfinished


def test_every_cell_could_have_been_typed(demo_engine: Engine) -> None:
    assert refused_cells(demo_engine) == []


def test_nothing_was_handed_in_or_approved_that_lacks_anything(demo_engine: Engine) -> None:
    assert unfinished(demo_engine) == []


def test_everybody_is_rated_by_whom_the_tree_names(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        rows = session.execute(
            select(Month, Post, Period).join(Post, Post.person_id == Month.person_id).join(Period)
        ).all()
        assert len(rows) == 444
        for month, post, period in rows:
            raters = raters_of(session, post, period.ends)
            assert (month.reviewer_id, month.approver_id) == (raters.reviewer_id, raters.approver_id)


def test_only_the_two_at_the_very_top_have_no_month(demo_engine: Engine) -> None:
    with_month = select(Month.person_id)
    query = select(Post.title).where(Post.person_id.not_in(with_month)).order_by(Post.title)
    with reading(demo_engine) as session:
        assert session.scalars(query).all() == ["Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"]


def test_every_kept_score_is_the_one_the_commands_would_keep(demo_engine: Engine) -> None:
    columns = [column.key for column in MonthScore.__table__.columns]
    with reading(demo_engine) as session:
        kept = {(s.month_id, s.stage): [getattr(s, c) for c in columns] for s in session.scalars(select(MonthScore))}
        assert len(kept) > 600
        for (month_id, stage), values in list(kept.items())[::9]:
            made = keep_score(session, month_for(session, month_id), stage)
            assert [getattr(made, column) for column in columns] == values


def test_scores_are_kept_for_the_months_that_were_handed_in_and_for_no_other(demo_engine: Engine) -> None:
    expected = {"draft": set(), "returned": {"self"}, "submitted": {"self", "reviewed"}}
    with reading(demo_engine) as session:
        for month_id, state in session.execute(select(Month.id, Month.state)).all():
            stages = set(session.scalars(select(MonthScore.stage).where(MonthScore.month_id == month_id)))
            assert stages == expected.get(state, {"self", "reviewed"})


def test_nobody_works_on_another_units_product_or_with_another_coefficient(demo_engine: Engine) -> None:
    query = (
        select(WorkLine.coefficient, Product.coefficient, Product.unit_id, Unit.path)
        .join(Product, Product.id == WorkLine.product_id)
        .join(Month, Month.id == WorkLine.month_id)
        .join(Unit, Unit.id == Month.unit_id)
    )
    with reading(demo_engine) as session:
        for frozen, listed, unit_id, path in session.execute(query):
            assert frozen == listed
            assert unit_id is None or f"/{unit_id}/" in path


def test_the_results_are_as_varied_as_a_real_month(demo_engine: Engine) -> None:
    with reading(demo_engine) as session:
        ranks = session.scalars(select(MonthScore.rank).where(MonthScore.stage == "reviewed")).all()
    shares = {rank: ranks.count(rank) / len(ranks) for rank in set(ranks)}
    assert 0.1 < shares["excellent"] < 0.35
    assert shares["good"] > 0.5
    assert shares["completed"] > 0.02
