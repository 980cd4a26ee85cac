"""The meeting's papers: a report to print and a workbook with live formulas."""


def offer_report(year: int, band: float) -> None:
    """Replaced below once the report exists."""
