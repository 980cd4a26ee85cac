"""python -m kpi init."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpi.access.sign_in import attempt
from kpi.cli import main
from kpi.installation.demo import DEMO_PASSWORD, demo_accounts
from kpi.installation.exclusive import installed
from kpi.storage.engine import engine_for


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    chosen = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("DATABASE_URL", chosen)
    return chosen


def _init(*options: str) -> Result:
    return CliRunner().invoke(main, ["init", "--language", "en", *options])


def test_without_demo_it_tells_the_one_time_password_once(url: str) -> None:
    result = _init("--today", "2026-10-14")
    assert result.exit_code == 0
    assert result.stdout.count("One-time password") == 1
    password = result.stdout.split("shown only now: ")[1].split(". ")[0]
    assert attempt(engine_for(url), "admin", password, "127.0.0.1").ticket


def test_demo_alone_is_the_small_one_and_tells_every_sign_in(url: str) -> None:
    result = _init("--demo")
    assert result.exit_code == 0
    assert installed(engine_for(url)) == "demo"
    assert DEMO_PASSWORD in result.stdout
    assert [entry.account for entry in demo_accounts() if f"{entry.account}: " not in result.stdout] == []
    assert "150 people were generated" in result.stderr


def test_a_second_time_it_is_refused_and_says_what_to_do(url: str) -> None:
    _init("--demo")
    result = _init()
    assert result.exit_code == 1
    assert "already set up (a demonstration); nothing was changed" in result.stderr
    assert "One-time password" not in result.output
    assert installed(engine_for(url)) == "demo"


def test_another_size_is_refused_by_name(url: str) -> None:
    result = _init("--demo", "huge")
    assert result.exit_code == 2
    assert "huge" in result.output
