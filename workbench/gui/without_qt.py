"""What the window needs that needs no Qt, imported before Qt.

PySide6 reads the source of every module that is imported after it, in search of its own name. What
comes before it is spared that: a tenth of a second of every start.
"""

from __future__ import annotations

import workbench.data.library
import workbench.export.tokens
import workbench.gui.present.equity
import workbench.gui.present.model_sight
import workbench.gui.present.models
import workbench.gui.present.reality
import workbench.gui.present.runs
import workbench.gui.present.setup
import workbench.gui.present.training
import workbench.gui.runner
import workbench.project.document
import workbench.settings  # noqa: F401
