"""Properties are about results, not about how busy the machine is."""

from hypothesis import settings

settings.register_profile("results", deadline=None)
settings.load_profile("results")
