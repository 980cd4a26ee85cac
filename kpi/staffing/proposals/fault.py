"""What cannot be asked."""

from kpi.language.message import Message


class Unfit(Exception):  # noqa: N818 - an answer for the planner
    """Terms that make no sense; the message says which and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.in_("en"))
        self.message = message
