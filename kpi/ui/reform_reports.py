"""The month's report for the province, as Word and as Excel."""

from kpi.reform.glance.view import Glance


def offer_reports(glance: Glance) -> None:
    """Two buttons."""
