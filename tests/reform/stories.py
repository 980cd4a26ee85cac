"""Short words for stories about quantities: an official responsible, months open, what was counted."""

from datetime import date

from kpi.reform.indicators.confirm import ConfirmQuantities, SeenQuantity
from kpi.reform.indicators.entry import EnterQuantities, Quantity
from kpi.reform.indicators.officers import NameOfficer
from kpi.reform.indicators.sheet import Sheet, sheet
from kpi.storage.unit_of_work import reading
from tests.assessment.scene import MARCH, Scene

RESPONSIBLE = "an"


def name_officer(scene: Scene, who: str = RESPONSIBLE, unit: str = "dien-khanh", by: str = "chair") -> None:
    """The head names the official of a commune."""
    scene.do(by, NameOfficer(scene.unit(unit).id, scene.person(who), date(2026, 1, 1)))


def enter(
    *quantities: tuple[str, float | None, float | None] | Quantity, unit_id: int, month: str = MARCH
) -> EnterQuantities:
    """The command that enters them."""
    told = tuple(one if isinstance(one, Quantity) else Quantity(*one) for one in quantities)
    return EnterQuantities(unit_id, month, told)


def seen(scene: Scene, unit: str = "dien-khanh", by: str = RESPONSIBLE, month: str = MARCH) -> Sheet:
    """The sheet as somebody sees it."""
    with reading(scene.engine) as session:
        return sheet(session, scene.actor(by), scene.unit(unit).id, month)


def confirmation(found: Sheet) -> ConfirmQuantities:
    """The command that confirms what the sheet shows."""
    waiting = [row for row in found.rows if row.state == "entered"]
    values = tuple(SeenQuantity(row.value_id or 0, row.now.numerator or 0.0, row.now.denominator) for row in waiting)
    return ConfirmQuantities(found.unit_id, found.month, values)


def confirmed(scene: Scene, *quantities: tuple[str, float, float | None], unit: str, who: str, head: str) -> None:
    """Entered by the official of a commune and confirmed by its head."""
    name_officer(scene, who, unit, by=head)
    scene.do(who, enter(*quantities, unit_id=scene.unit(unit).id))
    scene.do(head, confirmation(seen(scene, unit, head)))
