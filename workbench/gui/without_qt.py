"""What the window needs that needs no Qt, imported before Qt.

PySide6 reads the source of every module that is imported after it, in search of its own name. What
comes before it is spared that: a tenth of a second of every start.
"""

from __future__ import annotations

import workbench.experiment.validate
import workbench.project.project
import workbench.settings  # noqa: F401
