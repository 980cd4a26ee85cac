"""Reminders before deadlines: to whom, on which day, in which language, once, and only if they really went out."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from kpi.assessment.reminders.due import due_reminders, stage_on
from kpi.assessment.reminders.mail import Settings, settings_from
from kpi.assessment.reminders.send import NoteReminder, send_due
from kpi.cli.remind import remind
from kpi.storage.tables import Account, Grant, Period, Person, Petition, Reminder
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import APRIL, MARCH, contents
from tests.petitions.test_petitioning import answer, petition
from tests.publishing.closed import published
from tests.reminders.sink import smtp_sink

SUBMIT_BY = date(2026, 4, 3)  # March's; review by the 6th, approval by the 9th


@pytest.fixture
def sink():
    with smtp_sink() as server:
        yield server


@pytest.fixture
def office(scene):
    """Only March is open, and everybody has an address."""
    scene.change(Period, Period.code == APRIL, state="closed")
    for person in scene.all(select(Person)):
        scene.change(Person, Person.id == person.id, email=f"{person.full_name.split()[-1]}@kh.gov.vn")
    return scene


def due(scene, day):
    with reading(scene.engine) as session:
        return [(row.person.split()[-1], row.deadline, row.stage) for row in due_reminders(session, day)]


def send(scene, sink, day=SUBMIT_BY - timedelta(days=3)):
    return send_due(scene.engine, day, settings(sink), print)


def settings(sink):
    return Settings("127.0.0.1", sink.port, "kpi@kh.gov.vn", tls="none", site="https://kpi.khanhhoa.gov.vn")


@pytest.mark.parametrize(
    ("left", "stage"), [(8, None), (7, 7), (5, 7), (4, 7), (3, 3), (2, 3), (1, 1), (0, 1), (-1, None)]
)
def test_a_reminder_is_due_seven_three_and_one_days_before_and_a_missed_one_is_made_up(left, stage):
    assert stage_on(SUBMIT_BY - timedelta(days=left), SUBMIT_BY) == stage


def test_whoever_has_not_handed_in_is_reminded_and_nobody_else(office):
    office.handed_in("an")
    office.ready("binh")
    office.stage("head", "returned")
    names = {name for name, deadline, _ in due(office, SUBMIT_BY) if deadline == "submit"}
    assert "an" not in names
    assert {"binh", "head", "dung", "chair"} <= names
    assert {stage for *_, stage in due(office, SUBMIT_BY - timedelta(days=7))} == {7}
    assert [row for row in due(office, SUBMIT_BY + timedelta(days=1)) if row[1] == "submit"] == []


def test_raters_are_reminded_of_what_waits_for_them(office):
    office.handed_in("an")
    office.handed_in("binh")
    office.review("binh")
    found = due(office, date(2026, 4, 6))
    assert ("head", "review", 1) in found
    assert ("chair", "approve", 3) in found
    assert not [row for row in found if row[0] == "vice" and row[1] != "submit"]


def test_home_affairs_is_reminded_of_the_report_until_the_period_is_published(office):
    account = office.one(select(Account.id).where(Account.name == "governor"))
    office.write(Grant(account_id=account, role="home_affairs", unit_id=office.unit("province").id))
    office.change(Period, Period.code == MARCH, state="closed", report_by=date(2026, 4, 24))
    assert due(office, date(2026, 4, 23)) == [("governor", "report", 1)]
    office.change(Period, Period.code == MARCH, state="published")
    assert due(office, date(2026, 4, 23)) == []


def test_the_competent_person_is_reminded_of_each_petition_until_it_is_answered(office):
    office.approved("an")
    published(office, "an")
    number = petition(office)
    last = office.one(select(Petition.answer_by))
    assert due(office, last) == [("chair", f"answer-{number}", 1)]
    office.do("chair", answer(number))
    assert due(office, last) == []


def test_a_closed_period_reminds_nobody_of_handing_in(office):
    office.change(Period, Period.code == MARCH, state="closing")
    assert due(office, SUBMIT_BY) == []
    office.change(Period, Period.code == MARCH, state="closed")
    assert due(office, SUBMIT_BY) == []


def test_everybody_gets_a_letter_once_a_stage_in_their_own_language(office, sink):
    office.change(Account, Account.name == "binh", language="en")
    first = send(office, sink)
    assert first.sent == len(sink.letters) == 13
    (vietnamese,), (english,) = sink.to("an@kh.gov.vn"), sink.to("binh@kh.gov.vn")
    assert "03/04/2026" in vietnamese["Subject"]
    assert "Person an" in vietnamese.get_content()
    assert "Hạn cuối" in vietnamese.get_content()
    assert "The last day is 03/04/2026." in english.get_content()
    assert "https://kpi.khanhhoa.gov.vn" in english.get_content()
    assert send(office, sink).sent == 0, "the same day again"
    assert send(office, sink, SUBMIT_BY - timedelta(days=2)).sent == 0, "the same stage"
    assert send(office, sink, SUBMIT_BY - timedelta(days=1)).sent > 0
    assert len(sink.to("an@kh.gov.vn")) == 2


def test_one_address_that_is_refused_does_not_stop_the_others_and_is_not_marked(office, sink):
    sink.refused.add("binh@kh.gov.vn")
    outcome = send(office, sink)
    assert (outcome.sent, [row.person for row, _ in outcome.failed]) == (12, ["Person binh"])
    marked = set(office.all(select(Reminder.person_id)))
    assert office.person("binh") not in marked
    assert len(marked) == 12
    sink.refused.clear()
    assert send(office, sink).sent == 1, "the next run makes it up"


@pytest.mark.parametrize("address", ["no-at-sign", "a b@kh.gov.vn", "an@kh.gov.vn\nBcc: all@kh.gov.vn", "@", "x@y"])
def test_a_broken_address_fails_alone_and_adds_no_header(office, sink, address):
    office.change(Person, Person.id == office.person("an"), email=address)
    outcome = send(office, sink)
    assert (outcome.sent, len(outcome.failed)) == (12, 1)
    assert not sink.to("all@kh.gov.vn")
    assert all(letter["Bcc"] is None for letter in sink.letters)


def test_a_name_with_a_line_break_stays_in_its_header(office, sink):
    office.change(Person, Person.id == office.person("an"), full_name="An\r\nBcc: all@kh.gov.vn")
    assert send(office, sink).sent == 13
    (letter,) = sink.to("an@kh.gov.vn")
    assert letter["Bcc"] is None


def test_a_server_that_is_away_is_given_up_and_nothing_is_marked(office):
    gone = Settings("127.0.0.1", 1, "kpi@kh.gov.vn", tls="none")
    before = contents(office.engine)
    outcome = send_due(office.engine, SUBMIT_BY, gone, print)
    assert (outcome.sent, outcome.given_up, len(outcome.failed)) == (0, True, 3)
    assert contents(office.engine) == before


def test_a_server_that_hangs_up_leaves_what_it_took_marked_and_the_rest_not(office, sink):
    sink.drops_after = 4
    outcome = send(office, sink)
    assert (outcome.sent, outcome.given_up) == (4, True)
    assert len(office.all(select(Reminder))) == 4
    sink.drops_after = None
    assert send(office, sink).sent == 9


def test_whoever_has_no_address_is_counted_and_left_for_the_home_page(office, sink):
    office.change(Person, Person.id == office.person("an"), email=None)
    outcome = send(office, sink)
    assert (outcome.sent, outcome.without_address) == (12, 1)


def test_a_reminder_of_nobody_or_of_no_stage_is_not_noted(office):
    period = office.period(MARCH)
    office.refused("home-affairs", NoteReminder(office.person("an"), period, "submit", 2), "no such reminder")
    office.refused("home-affairs", NoteReminder(999999, period, "submit", 3), "no such reminder")
    office.do("home-affairs", NoteReminder(office.person("an"), period, "submit", 3))
    office.refused("home-affairs", NoteReminder(office.person("an"), period, "submit", 3))


def test_the_verb_lists_without_sending_and_sends_where_a_server_is_named(office, sink, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", str(office.engine.url.render_as_string(hide_password=False)))
    day = ["--today", "2026-04-02", "--language", "en"]
    before = contents(office.engine)
    listed = CliRunner().invoke(remind, [*day, "--dry-run"])
    assert "Due today: 13" in listed.output
    assert "an@kh.gov.vn" in listed.output
    assert "home pages only" in CliRunner().invoke(remind, day).output
    assert contents(office.engine) == before
    named = {"HOST": "127.0.0.1", "PORT": str(sink.port), "FROM": "kpi@kh.gov.vn", "TLS": "none"}
    for name, value in named.items():
        monkeypatch.setenv(f"KPI_SMTP_{name}", value)
    sink.refused.add("binh@kh.gov.vn")
    run = CliRunner().invoke(remind, day)
    assert run.exit_code == 1
    assert "Sent: 12. Without an address: 0. Failed: 1." in run.output
    assert "no such mailbox" in run.stderr
    assert "binh@kh.gov.vn" not in run.stdout


@pytest.mark.parametrize(
    "wrong",
    [{"KPI_SMTP_TLS": "maybe"}, {"KPI_SMTP_FROM": "nobody"}, {"KPI_SMTP_PORT": "many"}],
)
def test_settings_that_cannot_be_are_refused(wrong):
    named = {"KPI_SMTP_HOST": "mail", "KPI_SMTP_FROM": "kpi@kh.gov.vn", **wrong}
    with pytest.raises(ValueError, match=r".+"):
        settings_from(named)


def test_encryption_is_the_default_and_a_password_is_never_shown():
    named = {"KPI_SMTP_HOST": "mail", "KPI_SMTP_FROM": "kpi@kh.gov.vn", "KPI_SMTP_PASSWORD": "secret"}
    made = settings_from(named)
    assert made is not None
    assert (made.tls, made.port) == ("starttls", 587)
    assert "secret" not in repr(made)
    assert settings_from({}) is None
