"""Bringing the catalogue up to date: `python -m kpi.language.merge` (or `make words`).

Translations handed in as data/i18n/fragments/*.yaml move into data/i18n/vi.po, sorted by their English text; texts the
program no longer says are dropped. What still needs a translation is listed and ends the run with 1.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import yaml
from babel.messages.pofile import normalize, read_po

from kpi.language.catalogue import CATALOGUE, FRAGMENTS
from kpi.language.extract import texts

WIDTH = 120
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
)


def translations(catalogue: Path = CATALOGUE, fragments: Path = FRAGMENTS) -> dict[str, dict[str, str]]:
    """Per English text, every Vietnamese one with the file it stands in; more than one is a contradiction."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with catalogue.open("rb") as file:
        for entry in read_po(file, locale="vi"):
            if entry.id and entry.string:
                found[str(entry.id)].setdefault(str(entry.string), catalogue.name)
    for path in sorted(fragments.glob("*.yaml")):
        for english, vietnamese in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            found[english].setdefault(vietnamese, path.name)
    return dict(found)


def written(pairs: Mapping[str, str]) -> str:
    """The catalogue file of these translations."""
    entries = [
        f"\nmsgid {normalize(english, width=WIDTH)}\nmsgstr {normalize(pairs[english], width=WIDTH)}\n"
        for english in sorted(pairs)
    ]
    return HEADER + "".join(entries)


def main() -> int:
    """Merge; 1 where a text has no translation or two, 0 where all is well."""
    said, known = texts(), translations()
    for english, candidates in known.items():
        if len(candidates) > 1:
            told = "; ".join(f"{file}: {text}" for text, file in candidates.items())
            print(f"Two translations of “{english}”: {told}. Keep one.", file=sys.stderr)
    if any(len(candidates) > 1 for candidates in known.values()):
        return 1
    CATALOGUE.write_text(
        written({english: next(iter(known[english])) for english in said if english in known}), "utf-8"
    )
    for path in FRAGMENTS.glob("*.yaml"):
        path.unlink()
    missing = {english: where for english, where in said.items() if english not in known}
    for english, where in missing.items():
        print(f"{where[0]}: no Vietnamese for “{english}”", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
