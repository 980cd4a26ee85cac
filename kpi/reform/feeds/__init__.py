"""Feeds from other systems: how each source's files are read, what its names mean, what its rows may change."""
