"""Words, numbers and dates in Vietnamese (default) and English: the lowest floor of the house."""
