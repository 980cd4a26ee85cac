"""Where a year will end at today's pace: pure functions from monthly figures to a value, a band and what is needed."""
