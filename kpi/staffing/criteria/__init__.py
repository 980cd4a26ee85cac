"""Staffing criteria in versions: drafted, compared with the one in force, commented, approved."""
