"""A month's work of a person: assign, record, submit, review, return or approve."""
