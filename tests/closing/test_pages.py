"""The page that closes a period, as Home Affairs and others have it."""

import pytest
from sqlalchemy import select

from kpi.assessment.periods import BeginClosing
from kpi.storage.tables import Closing, Period
from tests.assessment.scene import MARCH, Scene
from tests.assessment_admin.pages import Draw, button, draws, vi, words
from tests.closing.closings import approved, close, everybody_approved


@pytest.fixture
def draw(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Draw:
    return draws(scene, monkeypatch)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", ["an", "chair", "auditor", "home-affairs"])
def test_it_draws_for_everybody_and_opens_to_home_affairs(draw: Draw, who: str, language: str) -> None:
    app = draw("closing", who, language, period=MARCH)
    assert not app.exception
    assert bool(app.error) == (who != "home-affairs")


def test_home_affairs_begins_previews_and_closes_knowing_who_is_missing(draw: Draw, scene: Scene) -> None:
    approved(scene, "an")
    app = draw("closing", "home-affairs", period=MARCH)
    assert "13" not in words(app)
    button(app, "Begin closing")
    assert scene.one(select(Period.state).where(Period.code == MARCH)) == "closing"
    app.run()
    missing = app.dataframe[0].value
    assert len(missing) == 11
    assert set(missing[vi("What is missing")]) == {vi("everything: no work was recorded")}
    button(app, "Close {period}", period="Tháng 03/2026")
    assert vi("{count} people have no complete result. Look at who they are, then confirm that the period is closed "
              "without them.", count=11) in words(app)  # fmt: skip
    app.checkbox[0].check()
    button(app, "Close {period}", period="Tháng 03/2026")
    assert scene.one(select(Period.state).where(Period.code == MARCH)) == "closed"
    assert not app.exception


def test_closing_waits_for_the_decision_on_a_quota(draw: Draw, scene: Scene) -> None:
    for who in ("an", "binh"):
        approved(scene, who, general=30)
    scene.do("home-affairs", BeginClosing(MARCH))
    app = draw("closing", "home-affairs", period=MARCH)
    closing = next(one for one in app.button if one.label == vi("Close {period}", period="Tháng 03/2026"))
    assert closing.disabled
    assert any("Unit dien-khanh" in frame.value.to_string() for frame in app.dataframe)
    assert scene.all(select(Closing)) == []


def test_what_was_closed_is_proved_published_and_opened_again(draw: Draw, scene: Scene) -> None:
    everybody_approved(scene)
    close(scene, reason="In time")
    app = draw("closing", "home-affairs", period=MARCH)
    assert vi("Note: {reason}", reason="In time") in words(app)
    button(app, "Compute again and compare")
    assert vi("{people} results computed again: all {figures} figures are equal to the last digit.",
              people=12, figures=180) in words(app)  # fmt: skip
    button(app, "Publish the results")
    assert scene.one(select(Period.state).where(Period.code == MARCH)) == "published"
    app.run()
    app.text_input[0].input("Counted twice")
    button(app, "Open {period} again", period="Tháng 03/2026")
    assert scene.one(select(Period.state).where(Period.code == MARCH)) == "reopened"
    app.run()
    assert vi("Opened again: {reason}", reason="Counted twice") in words(app)
