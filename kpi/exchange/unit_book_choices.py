"""What a row of assignments names: the person, the product, how many, by when, each checked against the lists."""

from datetime import date
from typing import Any

from kpi.access.actor import Refused
from kpi.assessment.new_lines import checked_quantity
from kpi.exchange.unit_book_lists import Assignee, AssignmentLists, Offered
from kpi.exchange.workbook_reading import same
from kpi.language.message import Message, say
from kpi.language.numbers import format_date


class BadChoiceError(ValueError):
    """A cell that names nothing on the lists."""

    def __init__(self, column: str, value: Any, message: Message) -> None:
        super().__init__(column)
        self.column, self.value, self.message = column, value, message


class Choices:
    """The lists, ready to look up."""

    def __init__(self, lists: AssignmentLists) -> None:
        self.starts = lists.starts
        self.people = {same(person.code): person for person in lists.people}
        self.products = _by_code(lists.products)
        self.names: dict[str, list[Assignee]] = {}
        for person in lists.people:
            self.names.setdefault(same(person.name), []).append(person)

    def person(self, code: str | None, name: str | None) -> Assignee:
        """By code, the name agreeing where it is written; by name alone where only one person has it."""
        if code is None:
            return self._named(name)
        found = self.people.get(same(code))
        if found is None:
            raise BadChoiceError(
                "person", code, say("Nobody you lead has this code. Choose one from the sheet “People”.")
            )
        if name is not None and same(name) != same(found.name):
            raise BadChoiceError(
                "name",
                name,
                say("The code {code} belongs to {person}. Correct the code or the name.", code=code, person=found.name),
            )
        return self._open(found)

    def product(self, code: str | None, person: Assignee | None) -> Offered | None:
        """A product the person's unit may be given; not looked at further while the person is unknown."""
        if code is None:
            raise BadChoiceError("product", None, say("The cell is empty. Choose a code from the sheet “Products”."))
        found = self.products.get(same(code))
        if not found:
            raise BadChoiceError(
                "product", code, say("The catalogue has no such code. Choose one from the sheet “Products”.")
            )
        if person is None:
            return None
        for product in found:
            if product.id in person.products:
                return product
        raise BadChoiceError(
            "product", code, say("This product is not on the list of {unit}. Choose another product.", unit=person.unit)
        )

    def quantity(self, value: float | None) -> None:
        """Above zero, with at most two decimals."""
        if value is None:
            raise BadChoiceError("quantity", None, say("The cell is empty. Write how many are assigned."))
        try:
            checked_quantity(value)
        except Refused as refused:
            raise BadChoiceError("quantity", value, refused.message) from refused

    def due(self, day: date | None) -> None:
        """Not before the period begins; may be empty."""
        if day is not None and day < self.starts:
            raise BadChoiceError(
                "due",
                day,
                say("The day lies before the period. Choose a day from {day} on.", day=format_date(self.starts)),
            )

    def _named(self, name: str | None) -> Assignee:
        if name is None:
            raise BadChoiceError("person", None, say("The cell is empty. Choose a code from the sheet “People”."))
        found = self.names.get(same(name), [])
        if not found:
            raise BadChoiceError(
                "name", name, say("Nobody you lead has this name. Choose one from the sheet “People”.")
            )
        if len(found) > 1:
            codes = ", ".join(person.code for person in found)
            raise BadChoiceError(
                "name", name, say("Several people have this name: {codes}. Write the code.", codes=codes)
            )
        return self._open(found[0])

    def _open(self, person: Assignee) -> Assignee:
        if not person.open:
            raise BadChoiceError(
                "person",
                person.code,
                say(
                    "The month of {person} has been handed in, so no work can be added. Return it first.",
                    person=person.name,
                ),
            )
        return person


def _by_code(products: tuple[Offered, ...]) -> dict[str, list[Offered]]:
    found: dict[str, list[Offered]] = {}
    for product in products:
        found.setdefault(same(product.code), []).append(product)
    return found
