"""The reform plan: its tasks, how far each has come and from what, and what is late."""
