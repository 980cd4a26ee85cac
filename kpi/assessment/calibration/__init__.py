"""Comparing how units, groups and raters mark, before results are final."""
