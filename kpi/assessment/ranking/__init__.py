"""Ranks and the quota of "excellent": where an agency stands, proposals, decisions with reasons."""
