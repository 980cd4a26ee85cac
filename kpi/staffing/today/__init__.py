"""Today's staffing: the inputs of every commune-level unit, and existing staff, norm and need side by side.

`inputs_of` reads a copy of today that may be changed freely; `picture` computes everything from such a copy.
"""

from kpi.staffing.today.inputs import Inputs, inputs_of, needed_tables
from kpi.staffing.today.picture import Picture, picture
from kpi.staffing.today.suspects import Suspect, suspects

__all__ = ["Inputs", "Picture", "Suspect", "inputs_of", "needed_tables", "picture", "suspects"]
