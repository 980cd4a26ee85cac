"""Staff a counter needs at its peak: Erlang C (everybody waits) and Erlang A (some leave), exact.

A commune's counter is small (2 to 10 erlangs), where the square-root rule of large call centres does not hold.
"""

from kpi.staffing.counters.erlang import Counter, Waiting, waiting
from kpi.staffing.counters.roster import Peak, Roster, counters_needed, peak_load, roster_for, rostered, staff_needed

__all__ = [
    "Counter",
    "Peak",
    "Roster",
    "Waiting",
    "counters_needed",
    "peak_load",
    "roster_for",
    "rostered",
    "staff_needed",
    "waiting",
]
