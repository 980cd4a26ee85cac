"""What forms and reports are made of: the people of a unit in a period, and the province's counts and shares."""
