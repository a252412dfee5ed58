"""Everything Qt: the window, its panels, charts and widgets."""

import gc

# A start makes a hundred thousand objects that stay: no collector need go through them.
gc.set_threshold(300_000, 20, 100)

from workbench.gui import without_qt  # noqa: E402, F401
