"""Tests of what the window remembers."""

from __future__ import annotations

import json

import pytest

from workbench import settings
from workbench.settings import PROJECTS, RECENT_FILES, Settings


def test_that_settings_come_back_as_they_were_saved(tmp_path):
    path = tmp_path / "deep" / "settings.json"
    wanted = Settings(theme="dark", geometry="AAEC", splitters={"columns": "AA=="}, welcome_hidden=True)
    settings.save(wanted, path)
    assert settings.load(path) == wanted


def test_that_a_missing_file_gives_the_defaults_silently(tmp_path):
    assert settings.load(tmp_path / "none.json") == Settings()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"theme": "pink"}', b"\xff\xfe\x00", b"[" * 100_000, b'{"recent_files": 3}',
        b'{"tabs": {"P": 3}}',
    ],
)
def test_that_a_damaged_file_gives_the_defaults_and_is_logged(tmp_path, content, caplog):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert "cannot be read" in caplog.text


def test_that_keys_of_a_newer_program_are_ignored(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "light", "telepathy": True}), encoding="utf-8")
    assert settings.load(path).theme == "light"


def test_that_the_one_indicator_of_an_earlier_program_is_the_first_of_several(tmp_path):
    path = tmp_path / "settings.json"
    known = {"SP500": {"study": "rsi", "log": True}, "NASDAQ": {"study": ""}}
    path.write_text(json.dumps({"charts": known}), encoding="utf-8")
    charts = settings.load(path).charts
    assert (charts["SP500"].studies, charts["SP500"].log) == (("rsi",), True)
    assert charts["NASDAQ"].studies == ()


def test_that_a_failed_save_keeps_the_old_file_and_leaves_no_other(tmp_path, monkeypatch):
    path = tmp_path / "settings.json"
    settings.save(Settings(theme="light"), path)

    def full(*_):
        raise OSError("no room")

    monkeypatch.setattr(settings.os, "replace", full)
    with pytest.raises(OSError, match="no room"):
        settings.save(Settings(theme="dark"), path)
    assert settings.load(path).theme == "light"
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_that_the_latest_file_stands_first_once_and_the_oldest_falls_out(tmp_path):
    known = Settings()
    for number in range(RECENT_FILES + 2):
        known = known.with_recent(tmp_path / f"{number}.swb")
    known = known.with_recent(tmp_path / "5.swb")
    names = [name.rsplit("/", 1)[-1] for name in known.recent_files]
    assert names == ["5.swb", "9.swb", "8.swb", "7.swb", "6.swb", "4.swb", "3.swb", "2.swb"]


def test_that_only_so_many_projects_are_remembered_and_one_tab_alone_is_not():
    known = Settings()
    for number in range(PROJECTS + 5):
        known = known.model_copy(update={"tabs": known.with_tabs(f"P{number}", ("A", "B"))})
    assert (len(known.tabs), "P4" in known.tabs, "P5" in known.tabs) == (PROJECTS, False, True)
    assert "P50" not in known.with_tabs("P50", ("A",))
    assert [*known.with_tabs("P50", ("B", "A"))][-1] == "P50"


def test_that_a_lost_file_can_be_forgotten(tmp_path):
    known = Settings().with_recent(tmp_path / "a.swb").with_recent(tmp_path / "b.swb")
    left = known.without_recent(tmp_path / "b.swb").recent_files
    assert [name.rsplit("/", 1)[-1] for name in left] == ["a.swb"]


def test_that_settings_that_cannot_be_written_are_a_line_in_the_log(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    settings.remember(Settings(), tmp_path / "file" / "settings.json")
    assert "not written" in caplog.text
