"""Steps of a scenario as sentences."""

from collections.abc import Mapping, Sequence

from kpi.language.message import N_
from kpi.organisation.kinds import UnitKind
from kpi.staffing.families import family_name
from kpi.staffing.scenarios.steps import (
    STEPS,
    ChangeVolumes,
    ClosePoint,
    MergeUnits,
    MoveArea,
    MoveFunction,
    OpenPoint,
    SetHeadcount,
    Step,
    UseCriteria,
)
from kpi.ui.words import _, amount, language, named, percent

STEP_ICONS = {
    "merge": ":material/merge:",
    "area": ":material/crop_free:",
    "function": ":material/conversion_path:",
    "open": ":material/add_location_alt:",
    "close": ":material/location_off:",
    "volumes": ":material/trending_up:",
    "criteria": ":material/architecture:",
    "headcount": ":material/group_add:",
}
STATE_NAMES = {"draft": N_("draft"), "adopted": N_("adopted")}
UNIT_KINDS = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE)


def title_of(kind: str) -> str:
    """What a kind of step does."""
    return _(STEPS[kind].title)


def told_step(step: Step, names: Mapping[str, str], versions: Mapping[int, str]) -> str:
    """The step in one line."""
    if isinstance(step, MergeUnits):
        return _("{units} → {name}; seat {seat}", units=_units(step.units, names), name=step.name,
                 seat=names.get(step.seat, step.seat))  # fmt: skip
    if isinstance(step, MoveArea):
        ends = {"unit": names.get(step.unit, step.unit), "to": names.get(step.to, step.to)}
        told = _("{people} people and {area} km² from {unit} to {to}", people=amount(step.population),
                 area=amount(step.area_km2), **ends)  # fmt: skip
        return told if step.with_staff else told + _("; staff stays")
    if isinstance(step, MoveFunction):
        return _function(step, names)
    if isinstance(step, OpenPoint | ClosePoint):
        return _("{unit}, in {place}", unit=names.get(step.unit, step.unit), place=names.get(step.at, step.at))
    if isinstance(step, ChangeVolumes):
        return _volumes(step, names)
    if isinstance(step, UseCriteria):
        return versions.get(step.criteria, str(step.criteria))
    assert isinstance(step, SetHeadcount)
    return _("{unit}, {family}: {change}", unit=names.get(step.unit, step.unit), change=f"{step.change:+d}",
             family=family_name(step.family, language()))  # fmt: skip


def _function(step: MoveFunction, names: Mapping[str, str]) -> str:
    people = _("everybody") if step.staff is None else amount(step.staff)
    told = _("{family} from {units} to {to}; people: {people}", family=family_name(step.family, language()),
             units=_units(step.units, names), to=names.get(step.to, step.to), people=people)  # fmt: skip
    return told + (f" ({', '.join(step.activities)})" if step.activities else "")


def _volumes(step: ChangeVolumes, names: Mapping[str, str]) -> str:
    where = _units(step.units, names) if step.units else _("all units")
    parts = [_("growth {growth}", growth=percent(step.growth, 1))] if step.growth else []
    if step.online:
        parts.append(_("{share} of intake online, at {time} of the time", share=percent(step.online, 0),
                       time=percent(step.online_time, 0)))  # fmt: skip
    families = ", ".join(family_name(code, language()) for code in step.families)
    return "; ".join([where, *([families] if families else []), *parts])


def _units(units: Sequence[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(unit, unit) for unit in units)


def state_name(state: str) -> str:
    """A scenario's state in words."""
    return named(STATE_NAMES, state)
