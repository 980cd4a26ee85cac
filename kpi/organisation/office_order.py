"""People of a unit in the order papers name them: its head, the deputies, then everybody else."""

from typing import Any

from sqlalchemy import Case, case

ORDER = {"head": 0, "deputy": 1}


def by_office(role: Any) -> Case[int]:
    """The place of a column of roles, as SQL."""
    return case(ORDER, value=role, else_=len(ORDER))
