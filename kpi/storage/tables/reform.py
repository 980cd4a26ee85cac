"""The reform plan, indicators with their quantities and targets, unit KPI sets, and feeds."""
