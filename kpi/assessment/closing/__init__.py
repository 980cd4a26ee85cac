"""Closing a period: computing everybody at once, testing the quota, writing, comparing, and proving it again."""
