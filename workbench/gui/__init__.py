"""Everything Qt: the window, its panels, charts and widgets."""

import gc
import sys
from types import ModuleType

# A start makes a hundred thousand objects that stay: no collector need go through them.
gc.set_threshold(300_000, 20, 100)

# Looking for plugins of pydantic means reading the metadata of every package installed; there are none.
_no_plugins = ModuleType("pydantic.plugin._loader")
vars(_no_plugins)["get_plugins"] = tuple
sys.modules.setdefault(_no_plugins.__name__, _no_plugins)

from workbench.gui import without_qt  # noqa: E402, F401
from workbench.gui.plain_import import import_plainly  # noqa: E402

import_plainly()
