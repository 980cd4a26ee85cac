"""What a planner asks of a reallocation, few and with defaults; survives as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from kpi.language.message import say
from kpi.staffing.proposals.fault import Unfit

NOT_MOVED = ("leadership",)  # leaders are appointed, not balanced
NEAR_KM = 30.0
TRAINED = 1.5
TRUONG_SA = "22736"  # its posts are set by hand


@dataclass(frozen=True)
class Terms:
    """families: codes of the families that move; empty: all but leaders. sure: only differences the interval of need
    does not hold. distance_limit in kilometres. within_former: nobody leaves their former province. trained: weight of
    taking up another family's work; None: not allowed. least: no unit is drawn below so many people. floors, caps: by
    unit. total: posts of the province. left_out: units nobody leaves or joins. reinforcements: name, family, people,
    until (ISO day), at. teams: name, unit, people by family. priority: weight of a missing person by family. matrix:
    the planner's own kilometres, "from>to".
    """

    families: tuple[str, ...] = ()
    sure: bool = True
    distance_limit: float | None = NEAR_KM
    most_moves: int | None = None
    within_former: bool = False
    trained: float | None = None
    least: int | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None
    left_out: tuple[str, ...] = (TRUONG_SA,)
    reinforcements: tuple[Mapping[str, Any], ...] = ()
    teams: tuple[Mapping[str, Any], ...] = ()
    priority: Mapping[str, int] = field(default_factory=dict)
    matrix: Mapping[str, float] = field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> "Terms":
        """As it was kept; raises `Unfit` for what cannot be asked."""
        known = {one.name for one in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in terms.items() if name in known
        }
        made = cls(**given)
        made.check()
        return made

    def check(self) -> None:
        """Raise `Unfit` unless every figure makes sense."""
        figures = [self.distance_limit, self.most_moves, self.least, self.total, *self.floors.values(),
                   *self.caps.values(), *self.matrix.values(), *self.priority.values()]  # fmt: skip
        if any(not isinstance(one, int | float) or one < 0 for one in figures if one is not None):
            raise Unfit(say("A limit is not a number, or negative. Correct it."))
        if self.trained is not None and self.trained < 1:
            raise Unfit(say("The weight of other work is at least 1, that of one's own."))
        for one in self.reinforcements:
            self._lent(one)
        for team in self.teams:
            if not team.get("people") or any(int(size) < 0 for size in team["people"].values()):
                raise Unfit(say("A kept team has nobody in it. Say how many of which family, or leave it out."))

    @staticmethod
    def _lent(one: Mapping[str, Any]) -> None:
        try:
            people, day = int(one["people"]), date.fromisoformat(str(one["until"]))
        except (KeyError, ValueError, TypeError):
            raise Unfit(say("A reinforcement needs a name, a family, how many people, and its last day.")) from None
        if people < 1 or not one.get("name") or not one.get("family") or day.year < 2000:
            raise Unfit(say("A reinforcement needs a name, a family, how many people, and its last day."))
