"""The answer to a workbook that cannot be saved whole."""

from kpi.access.actor import Refused
from kpi.language.message import Message, say


class BookRefused(Refused):
    """A workbook that was not saved; `problems` names every reason."""

    def __init__(self, problems: tuple[Message, ...]) -> None:
        text = "{first}" + "".join(f" {{m{place}}}" for place in range(len(problems)))
        values = {f"m{place}": problem for place, problem in enumerate(problems)}
        super().__init__(Message(text, {"first": say("Nothing was saved."), **values}))
        self.problems = problems
