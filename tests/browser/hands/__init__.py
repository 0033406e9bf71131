"""What the browser tests share: hands that draw and point, and eyes that compare."""

import pytest

for each in ("lab", "cells", "axe", "ink", "lesson", "links", "pictures", "space", "texts"):
    pytest.register_assert_rewrite(f"tests.browser.hands.{each}")
