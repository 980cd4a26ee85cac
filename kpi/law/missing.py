"""Who cannot be scored, and the names of what is missing. A missing value is neither zero nor full marks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi.language.message import N_, Message
from kpi.law.columns import LEADER, Numbers, named
from kpi.law.formula import Figures, Sums
from kpi.law.grouping import Grouping
from kpi.law.inputs import Inputs
from kpi.law.rules import Rules

NAMES = ("assigned work", "coefficient", "assigned", "done", "general", *LEADER)
NOTHING_ASSIGNED = 1
UNIT_RANK = "unit_rank"
WORDS = {
    "assigned work": N_("assigned work"),
    "coefficient": N_("the conversion coefficient K"),
    "assigned": N_("the quantity assigned"),
    "done": N_("the quantity done"),
    "general": N_("the general criteria points"),
    "d": N_("criterion d"),
    "dd": N_("criterion đ"),
    "e": N_("criterion e"),
    "month": N_("everything: no work was recorded"),
    "approval": N_("the head's approval"),
    "rules": N_("a rule set for this kind of person"),
    "common": N_("the points of the 20 common criteria"),
    "reform_it": N_("the points for administrative reform and IT"),
    "weights": N_("the unit's weights of quantity, quality and progress"),
    UNIT_RANK: N_("the rank of the unit led"),
    "not assessed": N_("an assessment: absent too long"),
}


@dataclass(frozen=True)
class Missing:
    """For each owner a set of bits, one for each of `labels` in order; 0 where nothing is missing."""

    bits: Numbers
    labels: tuple[str, ...] = NAMES

    def names(self) -> Any:
        """What is missing, joined by "; ", and an empty text where nothing is."""
        distinct, codes = np.unique(self.bits, return_inverse=True)
        texts = ["; ".join(n for place, n in enumerate(self.labels) if bits >> place & 1) for bits in distinct.tolist()]
        return named(codes, texts)

    def hide(self, made: Figures) -> Figures:
        """Figures without those that rest on nothing assigned; a total rests on everything."""
        if not self.bits.any():
            return made
        idle = (self.bits & NOTHING_ASSIGNED).astype(bool)
        hidden = {
            f.name: np.where(idle, np.nan, getattr(made, f.name)) for f in fields(made) if f.name != "general_points"
        }
        return replace(made, **hidden)

    def hide_lines(self, points: Numbers, grouping: Grouping) -> Numbers:
        """Line points without those of people to whom nothing was assigned."""
        idle = (self.bits & NOTHING_ASSIGNED).astype(bool)
        return np.where(np.repeat(idle, grouping.counts), np.nan, points) if idle.any() else points


def missing_words(names: str) -> Message:
    """The names of `Scores.people.missing` ("done; general") as words for a person."""
    first, *rest = names.split("; ", 1)
    if not rest:
        return Message(WORDS.get(first, first))
    return Message(N_("{one}, {more}"), {"one": Message(WORDS.get(first, first)), "more": missing_words(rest[0])})


def missing_in(inputs: Inputs, work: Sums, rules: Rules) -> Missing:
    """Local decisions `nothing_assigned` and `missing_value`: what each owner lacks."""
    bits = np.zeros(len(work.assigned), dtype=np.uint16)
    if rules["nothing_assigned"] == "insufficient":
        bits[work.assigned == 0] |= NOTHING_ASSIGNED
    for name in ("coefficient", "assigned", "done"):
        bits[_owners_with_gaps(getattr(inputs.counts, name), inputs.grouping)] |= 1 << NAMES.index(name)
    for name in ("general", *LEADER):
        bits[np.isnan(getattr(inputs.standing, name))] |= 1 << NAMES.index(name)
    return Missing(bits)


def missing_among(inputs: Inputs, work: Sums, more: Mapping[str, Numbers]) -> Missing:
    """What each owner lacks where a rule set asks for other things than d, đ, e: the work, then the masks given."""
    labels = (*NAMES[:4], *more)
    bits = np.zeros(len(work.assigned), dtype=np.uint16)
    bits[work.assigned == 0] |= NOTHING_ASSIGNED
    for name in ("coefficient", "assigned", "done"):
        bits[_owners_with_gaps(getattr(inputs.counts, name), inputs.grouping)] |= 1 << labels.index(name)
    for name, absent in more.items():
        bits[absent] |= 1 << labels.index(name)
    return Missing(bits, labels)


def _owners_with_gaps(column: Numbers, grouping: Grouping) -> NDArray[np.intp]:
    gaps = np.isnan(column)
    if not gaps.any():
        return np.empty(0, dtype=np.intp)
    return grouping.owners[np.logical_or.reduceat(gaps, grouping.starts)]
