"""The planted worlds of METHOD.md A1.3, for every test that needs prices."""

from workbench.data.providers.synthetic import WORLDS, make_world

__all__ = ["WORLDS", "make_world"]
