"""What the names in a file mean here: a code, a name, or what somebody settled before."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpi.exchange.feeds.header import plain
from kpi.exchange.feeds.planned import UnknownName

OFFICES = re.compile(r"^(ubnd|ủy ban nhân dân|uỷ ban nhân dân|ủy ban|uỷ ban)\s+")


@dataclass(frozen=True)
class Meanings:
    """Ids by code, by name (names that stand twice are left out) and as settled; `LEFT_OUT` for what does not count."""

    kind: str
    codes: Mapping[str, int]
    names: Mapping[str, int]
    settled: Mapping[str, int]

    def of(self, name: str) -> int | None:
        """The id a name means; None where nobody knows."""
        key = plain(name)
        for known in (self.settled, self.codes, self.names):
            if key in known:
                return known[key]
        return self.names.get(OFFICES.sub("", key))

    def near(self, name: str, most: int = 3) -> list[int]:
        """What comes nearest to a name, to choose from."""
        found = difflib.get_close_matches(OFFICES.sub("", plain(name)), self.names, most, 0.5)
        return list(dict.fromkeys(self.names[key] for key in found))


def meanings(kind: str, known: Iterable[tuple[int, str, str]], settled: Mapping[str, int]) -> Meanings:
    """known: id, code and name of each."""
    rows = list(known)
    names = [plain(name) for _, _, name in rows]
    by_name = {plain(name): number for number, _, name in rows if names.count(plain(name)) == 1}
    by_code = {plain(code): number for number, code, _ in rows}
    return Meanings(kind, by_code, by_name, {plain(name): number for name, number in settled.items()})


def unknown_names(rows: Iterable[tuple[int, str]], known: Meanings, codes: Mapping[int, str]) -> list[UnknownName]:
    """The names without a meaning, in the order they appear; rows: number and name; codes: of what they may mean."""
    standing: dict[str, list[int]] = {}
    first: dict[str, str] = {}
    for number, name in rows:
        if known.of(name) is None:
            standing.setdefault(plain(name), []).append(number)
            first.setdefault(plain(name), name)
    return [
        UnknownName(known.kind, first[key], tuple(numbers), tuple(codes[found] for found in known.near(first[key])))
        for key, numbers in standing.items()
    ]
