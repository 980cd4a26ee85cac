"""Reminders before deadlines: who is due one, in what words, and that nobody gets one twice."""
