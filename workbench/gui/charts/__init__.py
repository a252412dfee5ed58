"""Charts on pyqtgraph: what is drawn, in the pixels of a view."""

from workbench.gui.charts.quick_import import import_plainly, import_pyqtgraph

import_plainly()
import_pyqtgraph()
