"""For all tests: generated examples are the same in each run, and none is judged by the clock."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile("fixed")
