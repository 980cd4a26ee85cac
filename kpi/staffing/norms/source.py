"""The norms as data/staffing/norms.yaml has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[3] / "data" / "staffing" / "norms.yaml"


@dataclass(frozen=True)
class Norm:
    """A norm: status "issued" or "proposal", how sure its content is, whose posts it counts, its source and values."""

    code: str
    status: str
    valid_from: date
    sure: str
    block: str
    name: str
    name_en: str
    source: str
    content: str
    content_en: str
    parameters: Mapping[str, float | None]

    def named(self, language: str) -> str:
        """Its name in a language."""
        return self.name if language == "vi" else self.name_en

    def told(self, language: str) -> str:
        """Its content in a language."""
        return self.content if language == "vi" else self.content_en


@cache
def document() -> dict[str, Any]:
    """The file as it stands."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return read


@cache
def norms() -> dict[str, Norm]:
    """Every norm by its code."""
    return {entry["code"]: Norm(**entry) for entry in document()["norms"]}


def mountain_units() -> frozenset[str]:
    """Codes of the units counted as mountain or highland."""
    return frozenset(document()["mountain"]["units"])
