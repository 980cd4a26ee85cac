"""Indicators: definitions, roll-up, entry and confirmation, targets, published figures."""
