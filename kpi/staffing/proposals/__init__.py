"""Reallocation proposals: solved for today or a scenario, kept, pinned, published, and answered by the units."""
