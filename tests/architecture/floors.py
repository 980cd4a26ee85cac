"""The floors of the house: what stands on what (docs/decisions/0001-the-house.md)."""

from collections.abc import Iterable, Iterator

from tests.architecture.source import Module

FLOORS = [
    {"kpi.language"},
    {"kpi.storage", "kpi.law"},
    {"kpi.audit"},
    {"kpi.organisation"},
    {"kpi.access"},
    {"kpi.reform"},
    {"kpi.assessment", "kpi.staffing"},
    {"kpi.exchange"},
    {"kpi.installation"},
    {"kpi.cli", "kpi.ui"},
    {"pages", "kpi.__main__", "streamlit_app"},
]
HEIGHT = {part: height for height, floor in enumerate(FLOORS) for part in floor}


def part_of(name: str) -> str | None:
    """The part of the house a module belongs to; None for other people's modules and for `kpi` itself."""
    return next((part for part in HEIGHT if name == part or name.startswith(part + ".")), None)


def upward(modules: Iterable[Module]) -> Iterator[str]:
    """Every import that goes up, or across to another part of the same floor."""
    for module in modules:
        here = part_of(module.name)
        if here is None:
            continue
        for line, imported in module.imports():
            there = part_of(imported)
            if there and there != here and HEIGHT[there] >= HEIGHT[here]:
                yield f"{module.path.name}:{line}: {module.name} imports {imported}"


def homeless(modules: Iterable[Module]) -> list[str]:
    """Modules that belong to no floor."""
    return [module.name for module in modules if part_of(module.name) is None and module.name != "kpi"]
