"""The pages of a month: what a browser sends is saved where it may be, and refused where no honest screen sends it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from streamlit.testing.v1 import AppTest

from kpi.access.execute import execute
from kpi.access.sessions import actor_of, redeem, sign_out
from kpi.access.sign_in import attempt
from kpi.assessment.amend import AmendAssignment
from kpi.installation.demo import DEMO_PASSWORD, demo_accounts
from kpi.language.catalogue import translate
from kpi.storage.tables import Account, Month, Period, WorkLine
from kpi.storage.unit_of_work import UnitOfWork, reading
from kpi.ui import browser
from kpi.ui.signed_in import OWNER
from kpi.ui.words import CHOICE

ROOT = Path(__file__).parents[2]
VI = "vi"
TITLES = {"results": "My results", "unit_results": "Unit results"}


@pytest.fixture
def jar(demo_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    held: dict[str, str] = {}
    monkeypatch.setenv("DATABASE_URL", demo_engine.url.render_as_string(hide_password=False))
    monkeypatch.setattr(browser, "cookie", lambda: held.get("cookie"))
    monkeypatch.setattr(browser, "asked_page", lambda: "")
    return held


def enter(engine: Engine, jar: dict[str, str], name: str) -> None:
    ticket = attempt(engine, name, DEMO_PASSWORD, "10.0.0.1").ticket
    assert ticket is not None
    jar["cookie"] = str(redeem(engine, ticket, "10.0.0.1", "test"))


def page(engine: Engine, jar: dict[str, str], file: str, **query: str) -> AppTest:
    """The page as the shell runs it: the person is known before the first widget is drawn."""
    app = AppTest.from_file(str(ROOT / "pages" / f"{file}.py"), default_timeout=60)
    actor = actor_of(engine, jar["cookie"])
    assert actor is not None
    app.session_state[OWNER], app.session_state[CHOICE] = actor.account_id, actor.language
    for name, value in query.items():
        app.query_params[name] = value
    return app


def month_of(engine: Engine, state: str, name: str = "chuyenvien") -> tuple[int, str]:
    query = select(Month.id, Period.code).join(Period, Period.id == Month.period_id)
    query = query.join(Account, Account.person_id == Month.person_id).where(Account.name == name, Month.state == state)
    with reading(engine) as session:
        return session.execute(query.order_by(Period.code.desc())).first()


def stored(engine: Engine, month: int) -> list[dict[str, object]]:
    columns = WorkLine.__table__.c
    with reading(engine) as session:
        rows = session.execute(select(WorkLine.__table__).where(columns.month_id == month).order_by(columns.id))
        return [dict(row) for row in rows.mappings()]


def edited(engine: Engine, jar: dict[str, str], state: str, rows: dict[int, dict[str, object]]) -> tuple[int, AppTest]:
    """The official's page as it stands after a browser sent `rows` for its grid."""
    month, code = month_of(engine, state)
    enter(engine, jar, "chuyenvien")
    app = page(engine, jar, "my_month", period=code).run()
    assert not app.exception
    grid = app.session_state[f"grid:work-{month}"]
    grid.begun = True
    app.session_state[grid.key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return month, app


def sent(engine: Engine, jar: dict[str, str], state: str, rows: dict[int, dict[str, object]]) -> tuple[int, list[str]]:
    """Edits as the fragment's next run meets them; what the person is told."""
    month, app = edited(engine, jar, state, rows)
    app.run()
    return month, [one.value for one in (*app.error, *app.warning)]


@pytest.mark.parametrize(
    "rows",
    [
        {0: {"coefficient": 9}}, {0: {"assigned": 1}}, {0: {"points": 70}}, {0: {"reviewed_done": 1}},
        {0: {"done": -1}}, {0: {"late": 1000}}, {0: {"done": "nhiều"}}, {0: {"hours": 745}},
    ],
    ids=str,
)  # fmt: skip
def test_a_forged_edit_is_refused_with_words_and_changes_nothing(demo_engine, jar, rows):
    month, _ = month_of(demo_engine, "draft")
    before = stored(demo_engine, month)
    _, told = sent(demo_engine, jar, "draft", rows)
    assert stored(demo_engine, month) == before
    assert told


def test_a_position_beyond_the_grid_changes_nothing(demo_engine, jar):
    month, _ = month_of(demo_engine, "draft")
    before = stored(demo_engine, month)
    sent(demo_engine, jar, "draft", {99: {"done": 1}, -1: {"done": 1}})
    assert stored(demo_engine, month) == before


@pytest.mark.parametrize("state", ["approved"])
def test_an_edit_of_a_month_that_is_no_longer_with_the_person_changes_nothing(demo_engine, jar, state):
    month, _ = month_of(demo_engine, state)
    before = stored(demo_engine, month)
    sent(demo_engine, jar, state, {0: {"done": 0}})
    assert stored(demo_engine, month) == before


def test_what_is_typed_into_the_grid_is_saved(demo_engine, jar):
    month, _ = sent(demo_engine, jar, "draft", {3: {"done": 1}})
    assert stored(demo_engine, month)[3]["done"] == 1


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [one.account for one in demo_accounts()])
def test_results_draw_for_every_role(demo_engine, jar, name, language):
    with UnitOfWork(demo_engine) as work:
        work.session.execute(update(Account).where(Account.name == name).values(language=language))
        work.commit()
    enter(demo_engine, jar, name)
    for file in ("results", "unit_results"):
        app = page(demo_engine, jar, file)
        app.run()
        assert not app.exception
        assert app.title[0].value == translate(TITLES[file], language)


def test_the_chair_approves_all_without_remarks(demo_engine, jar):
    enter(demo_engine, jar, "chutich")
    with reading(demo_engine) as session:
        codes = session.scalars(select(Period.code).where(Period.state == "open").order_by(Period.code)).all()
    app = page(demo_engine, jar, "approvals", period=codes[0]).run()
    before = approved(demo_engine)
    next(button for button in app.button if "done_all" in str(button.proto.icon)).click().run()
    assert not app.exception
    assert approved(demo_engine) > before


def approved(engine: Engine) -> int:
    with reading(engine) as session:
        return len(session.scalars(select(Month.id).where(Month.state == "approved")).all())


def test_a_month_of_somebody_else_does_not_open_for_an_official(demo_engine, jar):
    month, _ = month_of(demo_engine, "reviewed", "truongphong")
    enter(demo_engine, jar, "chuyenvien")
    app = page(demo_engine, jar, "review", month=str(month)).run()
    assert not app.exception
    assert len(app.error) == 1
    assert not app.text_area


def test_a_session_ended_elsewhere_ends_at_the_next_rerun(demo_engine, jar):
    enter(demo_engine, jar, "chuyenvien")
    app = page(demo_engine, jar, "results").run()
    assert app.title
    sign_out(demo_engine, jar["cookie"])
    app.run()
    assert not app.title
    assert app.text_input[1].label == translate("Password", VI)


def test_what_a_head_changes_meanwhile_is_shown_at_the_next_run(demo_engine, jar):
    month, code = month_of(demo_engine, "draft")
    enter(demo_engine, jar, "chuyenvien")
    app = page(demo_engine, jar, "my_month", period=code).run()
    line, before = stored(demo_engine, month)[0]["id"], assigned_on(app)
    enter(demo_engine, jar, "truongphong")
    head = actor_of(demo_engine, jar["cookie"])
    execute(AmendAssignment(month, line, before[line] + 7, None, "thêm việc"), head, demo_engine)
    enter(demo_engine, jar, "chuyenvien")
    assert assigned_on(app.run()) == {**before, line: before[line] + 7}


def assigned_on(app: AppTest) -> dict[int, float]:
    """Line by line, the quantity the grid shows."""
    grid = next(found for found in app.get("dataframe") if found.proto.editing_mode)
    return grid.value["assigned"].to_dict()
