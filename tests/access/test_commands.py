"""Every command there is, refused to whoever lacks its action, and nothing changes."""

import pkgutil
import typing
from dataclasses import MISSING, fields
from datetime import date
from importlib import import_module
from types import UnionType
from typing import Any

import pytest

import kpi
from kpi.access import execute as door
from kpi.access.actor import Actor, Holding, NotPermitted, Refused, Subject
from kpi.access.execute import RULES, Rule, execute
from kpi.access.permissions import PERMISSIONS, Role
from tests.access.household import Household, everything

for module in pkgutil.walk_packages(kpi.__path__, "kpi."):
    if not module.name.startswith(("kpi.ui", "kpi.__main__", "kpi.storage.migrations")):
        import_module(module.name)

COMMANDS = sorted((command for command in RULES if command.__module__.startswith("kpi.")), key=lambda c: c.__name__)
SAMPLES: dict[Any, Any] = {int: 1, float: 1.0, str: "x", bool: True, bytes: b"x", date: date(2026, 3, 1)}


def sample(kind: Any) -> Any:
    """Some value of a type, so that any command can be made."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, UnionType):
        return None if type(None) in inside else sample(inside[0])
    if origin is tuple:
        return ()
    if origin is not None:
        return {} if "Mapping" in str(origin) or origin is dict else []
    return SAMPLES.get(kind) if kind in SAMPLES else next(iter(kind)) if hasattr(kind, "__members__") else kind


def made(command: type) -> Any:
    """The command with sample values in its required fields."""
    kinds = typing.get_type_hints(command)
    needed = [f for f in fields(command) if f.default is MISSING and f.default_factory is MISSING]
    return command(**{f.name: sample(kinds[f.name]) for f in needed})


def test_the_commands_were_found() -> None:
    assert {c.__name__ for c in COMMANDS} >= {"ChangePassword", "SetGrant", "SubmitMonth"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_a_command_is_refused_to_every_role_that_lacks_its_action(
    command: type, sqlite_engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried_out: list[object] = []
    action = RULES[command].action
    everywhere = Rule(action, lambda *_: Subject(1, "/1/", itself=True), lambda *done: carried_out.append(done))
    monkeypatch.setitem(door.RULES, command, everywhere)
    for role in Role:
        actor = Actor(1, "an", "An", 1, (Holding(role, "/1/"),))
        if action in PERMISSIONS[role]:
            execute(made(command), actor, sqlite_engine)
            continue
        before = everything(sqlite_engine)
        with pytest.raises(NotPermitted):
            execute(made(command), actor, sqlite_engine)
        assert everything(sqlite_engine) == before
    assert len(carried_out) == sum(action in PERMISSIONS[role] for role in Role) > 0


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_a_command_of_somebody_without_any_role_changes_nothing(command: type, household: Household) -> None:
    nobody = Actor(1, "an", "An", household.persons["an"], ())
    before = everything(household.engine)
    with pytest.raises(Refused):
        execute(made(command), nobody, household.engine)
    assert everything(household.engine) == before
