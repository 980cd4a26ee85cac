"""What `python -m kpi init` does, apart from the screen it tells it on."""

from datetime import date

from sqlalchemy import Engine

from kpi.access.actor import Refused
from kpi.installation.demo import DEMO_PASSWORD, build, demo_accounts
from kpi.installation.faults import DataFaults
from kpi.installation.real import administrator_password, install_real
from kpi.installation.structure import Progress
from kpi.language.message import Message, say


class SetUpRefusedError(Exception):
    """Nothing was set up; the lines say why and what to do."""

    def __init__(self, reason: Refused | DataFaults) -> None:
        super().__init__(str(reason))
        self._reason = reason

    def in_(self, language: str) -> str:
        """Every reason, one a line."""
        reason = self._reason
        return reason.message.in_(language) if isinstance(reason, Refused) else reason.in_(language)


def set_up(engine: Engine, size: str | None, today: date | None, progress: Progress) -> list[Message]:
    """A real installation, or a demonstration of that size; returns what its operator must know."""
    try:
        if size is None:
            return [administrator_password(install_real(engine, today or date.today(), progress))]
        build(engine, size, today, progress)
    except (Refused, DataFaults) as refused:
        raise SetUpRefusedError(refused) from None
    finally:
        engine.dispose()  # the last connection of an embedded database folds its log away
    return [
        say("Sign in with one of these names; the password of all of them is {password}.", password=DEMO_PASSWORD),
        *(say("{account}: {who}", account=entry.account, who=entry.who) for entry in demo_accounts()),
    ]
