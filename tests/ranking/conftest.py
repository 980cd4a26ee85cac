"""A commune with as many people as a story needs, everybody with one line of work and their marks."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
