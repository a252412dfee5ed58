"""Where the frozen program begins."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the program; what a windowed build on Windows prints goes nowhere, for it has no terminal."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open to the end
    from workbench.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
