"""Checks of declared hours: shown to the person first, then to the head; they never change a score."""
