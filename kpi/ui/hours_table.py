"""Checks of declared hours as a table."""

from collections.abc import Sequence

import pandas as pd

from kpi.assessment.hours.reasons import FLAG_NAMES
from kpi.assessment.hours.views import Flag
from kpi.ui.words import _, named, told


def flag_table(flags: Sequence[Flag]) -> pd.DataFrame:
    """One row a check, in words."""
    return pd.DataFrame(
        [
            {
                _("Person"): flag.person,
                _("Unit"): flag.unit,
                _("Check"): named(FLAG_NAMES, flag.flag),
                _("Product"): flag.product or "–",
                _("Reason"): told(flag.reason),
                _("Answer"): flag.answer or "–",
                _("Remark"): flag.remark or "–",
            }
            for flag in flags
        ]
    )
