"""A person's lines of work in a month: how much was assigned, and how it went."""

from datetime import date, timedelta
from random import Random
from typing import Any

from kpi.installation.demo import words
from kpi.storage.tables import Product, WorkLine

MINUTES = 9_000  # about 150 hours of a month of work
LEAST, MOST = 5, 12
OVERSTATED = 2.5
EMPTY: dict[str, Any] = {
    column.key: None for column in WorkLine.__table__.columns if column.nullable and column.key != "id"
}
Row = dict[str, Any]


def assigned_lines(chance: Random, products: list[Product], starts: date, ends: date) -> list[Row]:
    """From 5 to 12 products of the repertoire, in quantities that fill about a month. Nothing is recorded yet."""
    chosen = chance.sample(products, min(len(products), chance.randint(LEAST, MOST)))
    weights = [chance.uniform(0.5, 1.5) for _ in chosen]
    share = MINUTES / sum(weights)
    lines = []
    for product, weight in zip(chosen, weights, strict=True):
        quantity = min(40, max(1, round(share * weight / (product.standard_minutes or 480))))
        due = starts + timedelta(days=chance.randint(4, (ends - starts).days)) if chance.random() < 0.6 else None
        lines.append(EMPTY | {
            "product_id": product.id, "title": product.task, "coefficient": product.coefficient,
            "assigned": float(quantity), "due": due, "origin": "assigned", "state": "accepted",
            "minutes": product.standard_minutes or 480,
        })  # fmt: skip
    return lines


def record(chance: Random, line: Row, skill: float, number: str) -> None:
    """Fill in what the person declares.

    `skill` from 0 to 1: the higher, the more is done, well and on time; at 1 all of it.
    """
    assigned = line["assigned"]
    done = _done(chance, assigned, skill)
    line["done"] = done
    line["exceeded"] = done - assigned if done > assigned else (0.0 if chance.random() < 0.5 else None)
    if done == assigned and chance.random() < 0.25 + 0.3 * skill:
        line["exceeded"] = max(1.0, round(assigned * 0.5))
    line["exceeded"] = min(line["exceeded"], done) if line["exceeded"] is not None else None
    weak = done >= 1 and skill < 1 and chance.random() > 0.72 + 0.24 * skill
    line["quality_ok"] = done - 1 if weak else (done if chance.random() < 0.7 else None)
    line["failed"] = _times(chance, 0.16 * (1.2 - skill) if skill < 1 else 0, done)
    line["late"] = _times(chance, 0.45 * (1.15 - skill) if skill < 1 else 0, done)
    if chance.random() < 0.75:
        pace = chance.uniform(0.85, 1.15)
        pace *= OVERSTATED if pace > 1.142 else 1  # now and then hours are overstated, for the checks to find
        line["hours"] = min(200.0, round(done * line["minutes"] / 30 * pace) / 2)
    if chance.random() < 0.45:
        line["link"] = words.EVIDENCE.format(code=line["product_id"], number=number)
    if ((line["late"] or 0) + (line["failed"] or 0)) and chance.random() < 0.3:
        line["cause"] = chance.choice(words.CAUSES)


def _done(chance: Random, assigned: float, skill: float) -> float:
    drawn = chance.random()
    if drawn < 0.04:
        return assigned + max(1.0, round(assigned * 0.1))
    if drawn < 0.22 + 0.66 * skill or skill >= 1:
        return assigned
    if drawn > 0.985:
        return 0.0
    return float(int(assigned * chance.uniform(0.4, 0.95))) if assigned > 1 else (0.5 if skill > 0.4 else 0.0)


def _times(chance: Random, likely: float, done: float) -> float | None:
    if chance.random() < likely and done:
        return float(chance.choice((1, 1, 1, 2)))
    return 0.0 if chance.random() < 0.4 else None


def review(chance: Random, line: Row) -> None:
    """Decide a claimed cause, and now and then correct a count with a reason."""
    if line["cause"]:
        confirmed = chance.random() < 0.7
        line["cause_decision"] = "confirmed" if confirmed else "refused"
        line["review_reason"] = words.CAUSE_CONFIRMED if confirmed else words.CAUSE_REFUSED
        line["failed_excused"] = line["failed"] if confirmed else None
        line["late_excused"] = line["late"] if confirmed else None
    elif line["done"] >= 2 and chance.random() < 0.02:
        line["reviewed_done"] = line["done"] - 1
        line["reviewed_quality_ok"] = min(line["quality_ok"], line["done"] - 1) if line["quality_ok"] else None
        line["reviewed_exceeded"] = min(line["exceeded"], line["done"] - 1) if line["exceeded"] else None
        line["review_reason"] = chance.choice(words.ADJUSTED)
