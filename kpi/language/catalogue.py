"""The translation catalogue: English text is the key, `data/i18n/vi.po` holds the Vietnamese."""

from functools import cache
from pathlib import Path

import yaml
from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
CATALOGUE = Path(__file__).parents[2] / "data" / "i18n" / "vi.po"
FRAGMENTS = CATALOGUE.parent / "fragments"


@cache
def vietnamese() -> dict[str, str]:
    """Every translated entry of the Vietnamese catalogue, by its English text."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="vi")
    pieces = [yaml.safe_load(path.read_text("utf-8")) or {} for path in sorted(FRAGMENTS.glob("*.yaml"))]
    merged: dict[str, str] = {english: text for piece in pieces for english, text in piece.items()}
    return merged | {
        str(entry.id): str(entry.string)
        for entry in catalogue
        if entry.id and isinstance(entry.id, str) and entry.string
    }


def translate(text: str, language: str) -> str:
    """`text` in `language`; a text without a translation stays as it is (a test keeps that from happening)."""
    return vietnamese().get(text, text) if language == "vi" else text
