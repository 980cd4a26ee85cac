"""The small province of the assessment stories, for what comes after a period is closed."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
