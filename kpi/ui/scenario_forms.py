"""The fields of each kind of step, empty for a new one or filled for one being edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi.organisation.kinds import KIND_NAMES, UnitKind
from kpi.staffing.families import family_name
from kpi.staffing.scenarios import State
from kpi.ui.scenario_words import UNIT_KINDS
from kpi.ui.words import _, language, named


@dataclass(frozen=True)
class Choices:
    """What the fields offer: the state they act on, the criteria versions, and the step's terms so far."""

    state: State
    versions: Mapping[int, str]
    known: Mapping[str, Any]
    key: str

    @property
    def units(self) -> list[str]:
        """Units at this point."""
        return [str(unit) for unit in self.state.units["unit"]]

    @property
    def names(self) -> dict[str, str]:
        """Their names."""
        return self.state.names()

    def of(self, name: str, default: Any = None) -> Any:
        """A field's value so far."""
        return self.known.get(name, default)


def fields(kind: str, choices: Choices) -> dict[str, Any]:
    """Draw a kind's fields; what they say now."""
    return FIELDS[kind](choices)


def _unit(choices: Choices, name: str, label: str, among: list[str] | None = None) -> str:
    options = choices.units if among is None else among
    known = choices.of(name)
    options = options if known is None or known in options else [*options, known]
    found = st.selectbox(
        label, options, index=options.index(known) if known in options else None, key=f"{choices.key}-{name}",
        format_func=lambda code: choices.names.get(code, code), placeholder=_("Choose"),
    )  # fmt: skip
    return found or ""


def _several(choices: Choices, name: str, label: str, placeholder: str) -> list[str]:
    known = list(choices.of(name, ()))
    options = [*choices.units, *(unit for unit in known if unit not in choices.units)]
    return st.multiselect(label, options, default=known, key=f"{choices.key}-{name}", placeholder=placeholder,
                          format_func=lambda code: choices.names.get(code, code))  # fmt: skip


def _family(choices: Choices, name: str = "family") -> str:
    options = list(dict.fromkeys(str(code) for code in choices.state.families["family"]))
    known = choices.of(name)
    start = options.index(known) if known in options else 0
    found = st.selectbox(_("Job family"), options, index=start, key=f"{choices.key}-{name}",
                         format_func=lambda code: family_name(code, language()))  # fmt: skip
    return found or ""


def _merge(choices: Choices) -> dict[str, Any]:
    units = _several(choices, "units", _("Units that become one"), _("Choose two or more"))
    boxes = st.columns([2, 1, 1])
    with boxes[0]:
        name = st.text_input(_("Name of the new unit"), value=choices.of("name", ""), max_chars=200,
                             key=f"{choices.key}-name")  # fmt: skip
    kinds = [str(kind) for kind in UNIT_KINDS]
    usual = str(choices.of("unit_kind") or _usual_kind(choices, units))
    with boxes[1]:
        kind = st.selectbox(_("Kind"), kinds, index=kinds.index(usual), key=f"{choices.key}-kind-{usual}",
                            format_func=lambda one: named(KIND_NAMES, UnitKind(one)))  # fmt: skip
    known = choices.of("seat")
    with boxes[2]:
        seat = st.selectbox(_("Seat"), units, index=units.index(known) if known in units else 0 if units else None,
                            key=f"{choices.key}-seat-{len(units)}", placeholder=_("Choose"),
                            format_func=lambda code: choices.names.get(code, code))  # fmt: skip
    proposed = choices.of("code") or (f"M{units[0]}"[:40] if units else "")
    told = _("Provisional until the official code is known; change it before adopting.")
    code = st.text_input(_("Code of the new unit"), value=proposed, max_chars=40, help=told,
                         key=f"{choices.key}-code-{proposed}")  # fmt: skip
    return {"units": units, "code": code.strip(), "name": " ".join(name.split()), "unit_kind": kind, "seat": seat or ""}


def _usual_kind(choices: Choices, units: list[str]) -> str:
    kinds = dict(zip(choices.units, choices.state.units["kind"], strict=True))
    return str(kinds.get(units[0], UnitKind.COMMUNE)) if units else str(UnitKind.COMMUNE)


def _area(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(4)
    with boxes[0]:
        unit = _unit(choices, "unit", _("From unit"))
    with boxes[1]:
        to = _unit(choices, "to", _("To unit"))
    people = boxes[2].number_input(_("People there"), 0, value=int(choices.of("population", 0)), step=100,
                                   key=f"{choices.key}-population")  # fmt: skip
    area = boxes[3].number_input(_("Area (km²)"), 0.0, value=float(choices.of("area_km2", 0.0)), format="%g",
                                 key=f"{choices.key}-area")  # fmt: skip
    staff = st.checkbox(_("Staff goes along, in proportion to the people"), value=bool(choices.of("with_staff", True)),
                        key=f"{choices.key}-staff")  # fmt: skip
    return {"unit": unit, "to": to, "population": int(people), "area_km2": float(area), "with_staff": staff}


def _function(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(2)
    with boxes[0]:
        family = _family(choices)
    with boxes[1]:
        to = _unit(choices, "to", _("To unit"))
    units = _several(choices, "units", _("From unit"), _("Choose one or more units"))
    known = choices.of("staff")
    everybody = st.checkbox(_("Everybody of the family goes along"), value=known is None, key=f"{choices.key}-all")
    staff = None
    if not everybody:
        staff = int(st.number_input(_("People who go along"), 0, value=int(known or 0), key=f"{choices.key}-people"))
    return {"family": family, "units": units, "to": to, "activities": list(choices.of("activities", ())),
            "staff": staff}  # fmt: skip


def _point(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(2)
    with boxes[0]:
        unit = _unit(choices, "unit", _("Unit"))
    with boxes[1]:
        at = _unit(choices, "at", _("Place (today’s unit)"), [str(code) for code in choices.state.today["unit"]])
    return {"unit": unit, "at": at}


def _closing(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(2)
    with boxes[0]:
        unit = _unit(choices, "unit", _("Unit"))
    with boxes[1]:
        at = _unit(
            choices, "at", _("Receiving point"), [point.at for point in choices.state.points if point.unit == unit]
        )
    return {"unit": unit, "at": at}


def _volumes(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(3)
    growth = boxes[0].number_input(_("Growth (%)"), -99.0, 1000.0, float(choices.of("growth", 0.0)) * 100,
                                   1.0, format="%g", key=f"{choices.key}-growth")  # fmt: skip
    online = boxes[1].number_input(_("Share of intake online (%)"), 0.0, 100.0, float(choices.of("online", 0.0)) * 100,
                                   5.0, format="%g", key=f"{choices.key}-online")  # fmt: skip
    time = boxes[2].number_input(
        _("Time an online dossier takes (% of the counter)"), 0.0, 500.0, float(choices.of("online_time", 1.0)) * 100,
        5.0, format="%g", key=f"{choices.key}-time",
        help=_("100% means that nothing is saved. The tool assumes no saving of its own."),
    )  # fmt: skip
    units = _several(choices, "units", _("Units"), _("all units"))
    return {"growth": growth / 100, "online": online / 100, "online_time": time / 100, "units": units,
            "families": list(choices.of("families", ()))}  # fmt: skip


def _criteria(choices: Choices) -> dict[str, Any]:
    options = list(choices.versions)
    if not options:
        st.caption(_("There is no other version of the criteria yet."))
        return {}
    known = choices.of("criteria")
    found = st.selectbox(_("Version"), options, index=options.index(known) if known in options else 0,
                         format_func=lambda one: choices.versions[one], key=f"{choices.key}-criteria")  # fmt: skip
    return {"criteria": found}


def _headcount(choices: Choices) -> dict[str, Any]:
    boxes = st.columns(3)
    with boxes[0]:
        unit = _unit(choices, "unit", _("Unit"))
    with boxes[1]:
        family = _family(choices)
    change = boxes[2].number_input(_("More or fewer people"), -500, 500, int(choices.of("change", 0)),
                                   key=f"{choices.key}-change")  # fmt: skip
    return {"unit": unit, "family": family, "change": int(change)}


FIELDS: dict[str, Callable[[Choices], dict[str, Any]]] = {
    "merge": _merge,
    "area": _area,
    "function": _function,
    "open": _point,
    "close": _closing,
    "volumes": _volumes,
    "criteria": _criteria,
    "headcount": _headcount,
}
