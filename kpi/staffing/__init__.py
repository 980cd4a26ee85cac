"""Need against staff: WISN, counters, norms, criteria, scenarios and reallocation."""
