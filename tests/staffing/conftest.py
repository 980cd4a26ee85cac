"""The small province of the months' stories: two communes, the Organizing Committee, Home Affairs."""

from tests.assessment.conftest import scene

__all__ = ["scene"]
