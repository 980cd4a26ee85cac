"""Wrong attempts lock for a while, by account and by address, whatever is restarted."""

from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import create_engine, func, select, update

from kpi.access import passwords, sign_in
from kpi.access.sign_in import MOST_BY_ACCOUNT, MOST_BY_ADDRESS, Outcome, attempt
from kpi.storage.tables import SignInAttempt
from kpi.storage.unit_of_work import UnitOfWork, reading
from tests.access.household import PASSWORD, Household, last_command, long_ago

HERE, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def wrong(household: Household, name: str = "an", address: str = HERE, times: int = 1) -> list[Outcome]:
    return [attempt(household.engine, name, "sai mật khẩu", address) for _ in range(times)]


def locked(outcome: Outcome) -> bool:
    return outcome.message is not None and outcome.message.text.startswith("Too many")


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real hashing, where only counting is looked at."""
    monkeypatch.setattr(sign_in, "matches", lambda password, stored: password == PASSWORD)


def test_the_right_password_signs_in(household: Household) -> None:
    assert attempt(household.engine, " An ", PASSWORD, HERE).ticket


def test_the_last_wrong_attempt_locks_the_account_even_for_the_right_password_from_elsewhere(
    household: Household, cheap: None
) -> None:
    wrong(household, times=MOST_BY_ACCOUNT - 1)
    household.token("binh")
    assert last_command(household.engine) == "SignedIn"
    assert not locked(wrong(household)[0])
    assert last_command(household.engine) == "LockedOut"
    answer = attempt(household.engine, "an", PASSWORD, ELSEWHERE)
    assert locked(answer)
    assert answer.ticket is None
    assert attempt(household.engine, "binh", PASSWORD, HERE).ticket, "others at the same address go on working"


def test_one_wrong_attempt_fewer_does_not_lock(household: Household, cheap: None) -> None:
    wrong(household, times=MOST_BY_ACCOUNT - 1)
    assert attempt(household.engine, "an", PASSWORD, HERE).ticket


def test_a_right_password_forgets_the_wrong_ones_before_it(household: Household, cheap: None) -> None:
    wrong(household, times=MOST_BY_ACCOUNT - 1)
    attempt(household.engine, "an", PASSWORD, HERE)
    wrong(household, times=MOST_BY_ACCOUNT - 1)
    assert attempt(household.engine, "an", PASSWORD, HERE).ticket


def test_the_lock_survives_a_restart(household: Household, cheap: None) -> None:
    wrong(household, times=MOST_BY_ACCOUNT)
    restarted = create_engine(household.engine.url)
    assert locked(attempt(restarted, "an", PASSWORD, HERE))
    restarted.dispose()


def test_many_names_from_one_address_lock_the_address(household: Household, cheap: None) -> None:
    for number in range(MOST_BY_ADDRESS):
        wrong(household, f"người {number}")
    assert locked(attempt(household.engine, "an", PASSWORD, HERE))
    assert attempt(household.engine, "an", PASSWORD, ELSEWHERE).ticket


def test_the_lock_opens_after_the_window(household: Household, cheap: None) -> None:
    wrong(household, times=MOST_BY_ACCOUNT)
    with UnitOfWork(household.engine) as work:
        work.session.execute(update(SignInAttempt).values(at=long_ago()))
        work.commit()
    assert attempt(household.engine, "an", PASSWORD, HERE).ticket


def test_attempts_while_locked_do_not_prolong_the_lock(household: Household, cheap: None) -> None:
    wrong(household, times=MOST_BY_ACCOUNT + 3)
    with reading(household.engine) as session:
        assert session.scalar(select(func.count(SignInAttempt.id))) == MOST_BY_ACCOUNT


def test_guesses_sent_together_cannot_slip_past_the_lock(household: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    monkeypatch.setattr(sign_in, "matches", lambda password, stored: bool(compared.append(password)))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: attempt(household.engine, "an", f"đoán {n}", HERE), range(3 * MOST_BY_ACCOUNT)))
    assert len(compared) == MOST_BY_ACCOUNT


def test_an_unknown_name_takes_the_same_path_and_gets_the_same_answer(
    household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(sign_in, "matches", lambda p, stored: bool(checked.append(stored)))
    known, unknown = wrong(household)[0], wrong(household, "không có ai")[0]
    assert known.message == unknown.message
    assert len(checked) == 2
    assert all(stored.startswith("$argon2id$") for stored in checked)


def test_a_switched_off_account_gets_the_answer_of_a_wrong_password(household: Household) -> None:
    from kpi.access.accounts import SetActive
    from kpi.access.execute import execute

    execute(SetActive("an", active=False, reason="nghỉ hưu"), household.actor("quantri"), household.engine)
    assert attempt(household.engine, "an", PASSWORD, HERE).message == wrong(household)[0].message


@pytest.mark.parametrize("password", ["Mật khẩu của Đặng Thị Ơn ở Cam Ranh", "ấ" * 195 + "bcdef", "密码 🔑 đủ dài"])
def test_any_letters_and_long_passphrases_work(password: str) -> None:
    stored = passwords.hash_password(password)
    assert passwords.weakness(password, "an") is None
    assert passwords.matches(password, stored)
    assert not passwords.matches(password[:-1], stored)


def test_passwords_are_hashed_by_the_low_memory_profile_of_rfc_9106(production_hasher: PasswordHasher) -> None:
    asked = RFC_9106_LOW_MEMORY
    made = argon2.extract_parameters(production_hasher.hash(PASSWORD))
    assert (made.type, made.time_cost, made.memory_cost) == (asked.type, asked.time_cost, asked.memory_cost)


def test_the_same_letters_typed_in_decomposed_form_are_the_same_password() -> None:
    assert passwords.matches("mâ\u0323t khâ\u0309u da\u0300i", passwords.hash_password("mật khẩu dài"))


@pytest.mark.parametrize(("name", "password"), [("an\x00", PASSWORD), ("an", "\ud800 nửa ký tự lạ"), ("\udfff", "x")])
def test_text_no_database_can_hold_is_a_wrong_attempt_not_a_fault(
    household: Household, name: str, password: str
) -> None:
    answer = attempt(household.engine, name, password, HERE)
    assert answer.ticket is None
    assert answer.message == wrong(household)[0].message
