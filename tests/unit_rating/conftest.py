"""The small province of the months' stories."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
