"""data/staffing/standards.yaml as it stands."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[3] / "data" / "staffing" / "standards.yaml"


@cache
def document() -> dict[str, Any]:
    """The file."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return read
