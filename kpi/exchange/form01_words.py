"""The words of Form 01."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kpi.exchange.workbook import plain_text

FORM = Path(__file__).parents[2] / "data" / "forms" / "form01.yaml"


@cache
def words() -> Mapping[str, Any]:
    """Every text of the form, by its entry."""
    found: Mapping[str, Any] = yaml.safe_load(FORM.read_text("utf-8"))
    return found


def text(entry: str, **values: Any) -> str:
    """The text of an entry, filled."""
    return str(words()[entry]).format_map({name: plain_text(value) for name, value in values.items()})
