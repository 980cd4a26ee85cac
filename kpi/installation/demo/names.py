"""Vietnamese names put together by chance from common parts: nobody in particular is meant by any of them."""

from functools import cache
from random import Random

import yaml

from kpi.installation.units import FOLDER


@cache
def parts() -> dict[str, list[str]]:
    """Surnames, middle and given names, by list."""
    lists: dict[str, str] = yaml.safe_load((FOLDER / "demo_names.yaml").read_text("utf-8"))
    return {name: words.split() for name, words in lists.items()}


def full_name(chance: Random) -> str:
    """A name of three or four parts."""
    sex = chance.choice(("men", "women"))
    middle = [chance.choice(parts()[f"{sex}_middle"])]
    if sex == "women" and chance.random() < 0.4:
        middle.append(chance.choice([name for name in parts()["women_middle"] if name not in ("Thị", *middle)]))
    given = chance.choice([name for name in parts()[f"{sex}_given"] if name not in middle])
    return " ".join([chance.choice(parts()["surnames"]), *middle, given])
