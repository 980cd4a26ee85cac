"""Whether anything the province page shows may have changed: the newest entry of the record that could matter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.storage.tables import AuditEntry

HARMLESS = (
    "SignedIn", "SignedOut", "LockedOut", "VerifyRecord", "ChangePassword", "ChooseLanguage", "EndOtherSessions",
    "ResetPassword", "SetActive", "SetGrant", "RecordWork", "MarkOneself", "WriteWords", "AttachEvidence",
    "RemoveEvidence", "ApplyMonthBook", "SubmitMonth", "WithdrawMonth", "ProposeWork", "RecordReview", "MarkOther",
    "ReviewMonth", "ReturnMonth",
)  # fmt: skip


def revision(session: Session) -> str:
    """The hash of the newest change other than those that touch no plan, no indicator and no approved month.

    Every change is a command and every command leaves an entry, so what is computed from this revision stays true as
    long as the revision does. A command nobody thought of counts as a change.
    """
    query = select(AuditEntry.hash).where(AuditEntry.command.not_in(HARMLESS))
    return session.scalars(query.order_by(AuditEntry.number.desc()).limit(1)).one_or_none() or ""
