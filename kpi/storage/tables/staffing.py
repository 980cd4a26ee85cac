"""Staffing criteria, workload volumes, existing staff, scenarios and reallocation proposals."""
