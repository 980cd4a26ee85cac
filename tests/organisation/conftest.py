"""The small province of the months' stories, with people who can hand months in."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
