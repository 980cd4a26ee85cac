"""Job families of a commune-level unit, and which family a post belongs to."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[2] / "data" / "staffing" / "families.yaml"


@dataclass(frozen=True)
class Family:
    """A job family: posts by role or by words of their job position; `rest` takes what no other does."""

    code: str
    name: str
    name_en: str
    words: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rest: bool = False

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.name if language == "vi" else self.name_en


@cache
def _document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return read


@cache
def families() -> dict[str, Family]:
    """Every family by its code, in the order lists show them."""
    found = {}
    for entry in _document()["families"]:
        lists = {name: tuple(entry.get(name, ())) for name in ("words", "roles")}
        found[entry["code"]] = Family(**{**entry, **lists})
    return found


def family_name(code: str, language: str) -> str:
    """A family's name; the code itself for one a file brought along."""
    return families()[code].named(language) if code in families() else code


@cache
def family_of(role: str, job_position: str, duty_group: str) -> str:
    """The family of a post: by its role, then by the words of its job position, then of its duty group."""
    ordered = [families()[code] for code in _document()["order"]]
    for family in ordered:
        if role in family.roles:
            return family.code
    for text in (job_position.casefold(), duty_group.casefold()):
        for family in ordered:
            if any(word in text for word in family.words):
                return family.code
    return next(family.code for family in ordered if family.rest)
