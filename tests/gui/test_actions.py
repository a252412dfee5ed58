"""Tests of the table of commands."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.gui.desk import Answers
from workbench.gui.actions import ACTIONS, MENUS
from workbench.gui.context import UiContext
from workbench.gui.dialogs.questions import Questions
from workbench.gui.theme import MODES

BY_ID = {action.id: action for action in ACTIONS}


def test_that_ids_and_shortcuts_are_unique():
    ids = Counter(action.id for action in ACTIONS)
    shortcuts = Counter(action.shortcut for action in ACTIONS if action.shortcut)
    assert not [name for name, count in (ids + shortcuts).items() if count > 1]


def test_that_every_command_stands_in_a_menu_has_a_tip_and_a_handler():
    for action in ACTIONS:
        assert action.menu.partition("/")[0] in MENUS, action.id
        assert action.tip and action.title, action.id
        assert callable(action.handler), action.id


def test_that_every_icon_exists():
    from workbench.paths import resources

    missing = {a.icon for a in ACTIONS if a.icon and not (resources() / "icons" / f"{a.icon}.svg").exists()}
    assert not missing


def enabled(action_id: str, **facts) -> bool:
    rule = BY_ID[action_id].enabled
    return rule is None or rule(UiContext(**facts))


@pytest.mark.parametrize(
    ("action", "facts", "expected"),
    [
        ("run.train", {"has_prices": True}, True),
        ("run.train", {"has_prices": False}, False),
        ("run.train", {"has_prices": True, "has_problems": True}, False),
        ("run.train", {"has_prices": True, "running": True}, False),
        ("run.pause", {"running": True}, True),
        ("run.pause", {"running": True, "stopping": True}, False),
        ("run.stop", {}, False),
        ("run.stop", {"asking": True, "can_stop_asking": True}, True),
        ("run.pause", {"asking": True, "can_stop_asking": True}, False),
        ("run.train", {"has_prices": True, "asking": True}, False),
        ("file.open", {"asking": True}, False),
        ("run.placebo", {}, False),
        ("run.placebo", {"can_ask": True}, True),
        ("run.open_vault", {"can_ask": True}, False),
        ("run.open_vault", {"can_open_vault": True}, True),
        ("file.open", {"running": True}, False),
        ("file.save", {"running": True}, True),
        ("edit.undo", {}, False),
        ("edit.undo", {"undo": "Set epochs"}, True),
        ("edit.undo", {"undo": "Set epochs", "running": True}, False),
        ("data.remove", {"symbols": 1}, False),
        ("data.remove", {"symbols": 2}, True),
        ("data.forget", {"tries": 0}, False),
        ("data.forget", {"tries": 2}, True),
        ("data.forget", {"tries": 2, "running": True}, False),
        ("run.reveal_vault", {"can_open_vault": True}, False),
        ("run.reveal_vault", {"can_reveal": True}, True),
        ("view.show.compare", {"runs": 1}, False),
        ("view.show.compare", {"runs": 2}, True),
        ("data.fetch_again", {"source": "sample"}, False),
        ("data.fetch_again", {"source": "yahoo"}, True),
    ],
)
def test_that_facts_enable_commands(action, facts, expected):
    assert enabled(action, **facts) is expected


def test_that_undo_names_what_it_would_take_back():
    assert BY_ID["edit.undo"].words(UiContext(undo="Set epochs")) == "Undo “Set epochs”"
    assert BY_ID["run.pause"].words(UiContext(paused=True)) == "Resume"


def test_that_exactly_one_view_one_theme_and_one_model_are_checked():
    facts = UiContext(theme="dark", model="ridge", view="compare")
    checked = [action.id for action in ACTIONS if action.checked and action.checked(facts)]
    assert checked == ["view.show.compare", "view.theme.dark", "model.ridge"]
    offered = {action.id for action in ACTIONS if action.menu == "View/Theme"}
    assert offered == {f"view.theme.{mode}" for mode in MODES}


def test_that_the_answers_of_tests_stand_for_real_questions():
    names = ("file_to_open", "file_to_save", "csv_to_import", "ticker", "stop_training", "unsaved", "about")
    for name in (*names, "show_folder", "stop_opening"):
        assert hasattr(Questions, name) and getattr(Answers(), name)() is None
    others = ("open_vault", "reveal_vault", "forget_tries", "run_note")
    assert all(hasattr(Questions, name) for name in others)
