"""KPI sets: dated weighted indicators and plan tasks of an agency, unit or locality, scored to 100 with reasons."""

from kpi.reform.kpi_sets.views import unit_scores

__all__ = ["unit_scores"]
