"""The small province of the months' stories, to be closed."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
