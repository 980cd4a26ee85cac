"""How many people each body of a demonstration has."""

from collections.abc import Mapping

from kpi.organisation.kinds import COMMUNE_LEVEL, UnitKind
from kpi.storage.tables import Unit

POSTS = 5018  # civil-servant posts of the province on 31/07/2025, from its own report
SMALL = {
    "KH": 4,
    "TU": 1,
    "SNV": 18,
    "STC": 14,
    "VPUB": 12,
    "TU.BTC": 10,
    "TU.UBKT": 4,
    "22366": 61,
    "22651": 14,
    "22609": 12,
}
BY_HAND = {"22736": 12}  # Trường Sa: 153 inhabitants, no norm fits
FRAME, FROM_PEOPLE, PER_PEOPLE = 32, 16_000, 2_000
MOST_COMMUNE, MOST_TOWN = 50, 70
LARGE_BODIES = {"SNNMT": 2.2, "SXD": 1.8, "STC": 1.6, "SYT": 1.3, "SGDDT": 1.2, "VPUB": 1.3, "SNV": 1.3, "TT": 1.2}


def commune_posts(population: int, kind: str) -> int:
    """Posts by the frame of dispatch 09/CV-BCĐ of 30/05/2025: 32, and one more for each full 2,000 people above 16,000.

    At most 50 for a commune, 70 for a ward or special zone.
    """
    more = max(0, population - FROM_PEOPLE) // PER_PEOPLE
    return min(FRAME + more, MOST_COMMUNE if kind == UnitKind.COMMUNE else MOST_TOWN)


def province_sizes(units: list[Unit]) -> dict[str, int]:
    """Communes by the norm, provincial bodies sharing what is left, `POSTS` in all."""
    sizes = {
        unit.code: BY_HAND.get(unit.code, commune_posts(unit.population or 0, unit.kind))
        for unit in units
        if unit.kind in COMMUNE_LEVEL
    }
    sizes |= {"KH": 5, "TU": 1}
    bodies = [u.code for u in units if u.kind in (UnitKind.AGENCY, UnitKind.PARTY_BODY) and u.code != "TU"]
    weights = {code: LARGE_BODIES.get(code, 0.7 if code.startswith("TU.") else 1.0) for code in bodies}
    return sizes | shared(POSTS - sum(sizes.values()), weights)


def shared(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`total` whole posts in proportion to the weights, the largest remainders rounded up."""
    exact = {code: total * weight / sum(weights.values()) for code, weight in weights.items()}
    whole = {code: int(value) for code, value in exact.items()}
    by_remainder = sorted(exact, key=lambda code: whole[code] - exact[code])
    for code in by_remainder[: total - sum(whole.values())]:
        whole[code] += 1
    return whole
