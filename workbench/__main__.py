"""The front door: no verb opens the window, a verb does its work on the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code of CLI.md."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        # A worker process of the frozen program begins here and must go no further.
        multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    from workbench.cli import main as command_line
    from workbench.itself import PRINT

    if words == [command_line.WINDOW_TEST]:
        from workbench.gui.app import self_test

        return int(self_test())
    if len(words) == 3 and words[0] == PRINT:
        from workbench.gui.paper import print_file

        return int(print_file(Path(words[1]), Path(words[2])))
    window = command_line.window_wanted(words)
    if window is None:
        return command_line.main(words)
    from workbench.gui.app import run

    return int(run(window.file, window.store))


if __name__ == "__main__":
    sys.exit(main())
