"""Workload need by WHO's Workload Indicators of Staffing Need (WISN, user's manual 2010), vectorised.

`need` turns four tables into the staff every unit and job family needs; its intermediate columns are the explanation.
The core knows no database, no clock and no screen.
"""

from kpi.staffing.wisn.band import Verdict, interval, verdicts
from kpi.staffing.wisn.claims import Contradiction, contradictions
from kpi.staffing.wisn.faults import InputFault, InputFaults
from kpi.staffing.wisn.need import Need, need
from kpi.staffing.wisn.pooling import mean_of_ratios, pooled
from kpi.staffing.wisn.rounding import whole_staff
from kpi.staffing.wisn.year import WorkingYear, working_year

__all__ = [
    "Contradiction",
    "InputFault",
    "InputFaults",
    "Need",
    "Verdict",
    "WorkingYear",
    "contradictions",
    "interval",
    "mean_of_ratios",
    "need",
    "pooled",
    "verdicts",
    "whole_staff",
    "working_year",
]
