"""`--set key=value`: as typed, any number of them, in any order."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from workbench.errors import UsageError

_NOTHING = ("none", "null")


def add_settings(parser: argparse.ArgumentParser, help_text: str) -> None:
    """Give a verb `--set`."""
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help=help_text)


def one_setting_each(words: Iterable[str]) -> list[str]:
    """`--set a=1 b=2` as `--set a=1 --set b=2`, so that a file name may follow the settings."""
    out: list[str] = []
    setting = False
    for word in words:
        more = setting and "=" in word and not word.startswith("-") and out[-1] != "--set"
        out += ["--set", word] if more else [word]
        setting = more or word == "--set" or word.startswith("--set=") or out[-2:-1] == ["--set"]
    return out


def parse_settings(typed: Iterable[str]) -> dict[str, object]:
    """`key=value` words as a mapping for `ExperimentSpec.with_settings`; raises `UsageError`."""
    settings: dict[str, object] = {}
    for word in typed:
        key, equals, value = word.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or not key or not value:
            raise UsageError(f"{word!r} is no setting.", "Settings look like model.hidden_size=64.")
        chosen = None if value.lower() in _NOTHING else value
        if settings.get(key, chosen) != chosen:
            raise UsageError(f"{key} is set twice, to {settings[key]} and {value}.", "Set it once.")
        settings[key] = chosen
    return settings
