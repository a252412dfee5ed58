"""Everything Qt: the window, its panels, charts and widgets."""

import gc

# A start makes a hundred thousand objects that stay: the collector need not go through them so often.
gc.set_threshold(50_000, 20, 100)

from workbench.gui import without_qt  # noqa: E402, F401
