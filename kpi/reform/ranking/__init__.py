"""Units in order of a share, with how sure that order is."""
