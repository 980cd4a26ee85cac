"""Rating agencies and units: the proposal, the decision of the one above, and everything it follows from."""
