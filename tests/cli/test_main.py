"""Words to verbs to exit codes."""

from __future__ import annotations

import errno
import io
import logging
import types
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from workbench import paths
from workbench.cli import data, doctor
from workbench.cli import main as command_line
from workbench.cli.main import VERBS, split_options, window_wanted
from workbench.errors import Cancelled, DamagedError, DataError, OfflineError, UsageError


def test_that_help_names_every_verb_and_every_global_option(cli: Cli) -> None:
    said = cli("--help")
    assert said.code == 0
    assert said.err == ""
    for word in (*VERBS, "--store", "--offline", "--threads", "-v"):
        assert f"  {word}" in said.out


@pytest.mark.parametrize("verb", VERBS)
def test_that_every_verb_has_help(cli: Cli, verb: str) -> None:
    said = cli(verb, "--help")
    assert said.code == 0
    assert f"usage: workbench {verb}" in said.out
    assert "--store DIR" in said.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["fly"], "'fly' is no verb"),
        (["nowhere.swb"], "'nowhere.swb' is no verb, nor is there a file"),
        (["--fly"], "'--fly' is no option"),
        (["new"], "required: FILE.swb, --symbol"),
        (["run"], "required: FILE.swb"),
        (["run", "a.swb", "--json"], "expected one argument"),
        (["data", "extra"], "invalid choice: 'extra'"),
        (["data", "forget", "SP500", "extra"], "Unrecognized arguments: extra"),
        (["--threads", "0", "data"], "from 1 to 61"),
        (["--threads", "62", "data"], "from 1 to 61"),
        (["x" * 300], "is no verb, nor is there a file"),
        (["new", "x" * 300, "--symbol", "SP500"], "File name too long"),
        (["data", "--threads", "many"], "invalid int value: 'many'"),
    ],
)
def test_that_wrong_usage_is_one_line_and_exit_2(cli: Cli, words: list[str], complaint: str) -> None:
    said = cli(*words)
    assert said.code == 2
    assert said.out == ""
    assert complaint in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--store", "S", "--offline", "--threads", "3", "-v", "run", "a.swb", "--set", "x=1"],
        ["run", "--store=S", "a.swb", "-v", "--set", "x=1", "--threads=3", "--offline"],
        ["run", "a.swb", "--set", "x=1", "--store", "S", "--offline", "--threads", "3", "-v"],
    ],
)
def test_that_global_options_stand_before_or_after_the_verb(words: list[str]) -> None:
    options, rest = split_options(words)
    assert (options.store, options.offline, options.threads, options.verbose) == (Path("S"), True, 3, True)
    assert rest == ["run", "a.swb", "--set", "x=1"]


def test_that_no_words_or_a_file_want_the_window(tmp_path: Path) -> None:
    file = tmp_path / "a.swb"
    file.touch()
    assert window_wanted([]) == command_line.WindowOrder(None, None)
    assert window_wanted(["--store", "S", str(file)]) == command_line.WindowOrder(str(file), Path("S"))
    assert window_wanted([str(tmp_path / "none.swb")]) is None
    assert window_wanted(["data"]) is None
    assert window_wanted([str(file), "more"]) is None
    assert window_wanted(["--threads", "none"]) is None


def test_that_without_a_display_the_window_is_refused_in_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_line.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert window_wanted([]) is None
    said = cli()
    assert said.code == 2
    assert "there is no display" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("No.", "Do."), 2),
        (DataError("No.", "Do."), 2),
        (OfflineError("No.", "Do."), 3),
        (Cancelled("No.", "Do."), 4),
        (DamagedError("No.", "Do."), 5),
        (KeyboardInterrupt(), 4),
    ],
)
def test_that_each_error_has_its_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    _let_data_raise(monkeypatch, error)
    said = cli("data")
    assert said.code == code
    assert said.out == ""
    assert said.err in ("No. Do.\n", "Stopped.\n")


def test_that_a_bug_is_one_line_with_the_log_and_its_traceback_is_in_the_log(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _let_data_raise(monkeypatch, ZeroDivisionError("of nothing"))
    said = cli("data")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert str(paths.log_file()) in said.err
    assert "Traceback" not in said.err
    assert "ZeroDivisionError: of nothing" in paths.log_file().read_text(encoding="utf-8")


def test_that_v_shows_the_traceback_and_leaves_no_handler(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(logging.getLogger("workbench").handlers)
    _let_data_raise(monkeypatch, UsageError("No."))
    said = cli("data", "-v")
    assert said.code == 2
    assert "Traceback" in said.err
    assert said.err.endswith("\nNo.\n")
    assert logging.getLogger("workbench").handlers == before


def test_that_a_home_that_cannot_be_is_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "file"))
    said = cli("data")
    assert said.code == 2
    assert "WORKBENCH_HOME" in said.err
    assert said.err.count("\n") == 1


def test_that_a_bug_without_a_log_is_told_all_the_same(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(command_line.log, "exception", lambda *words: None)
    _let_data_raise(monkeypatch, ZeroDivisionError("division by zero"))
    said = cli("data")
    assert said.code == 1
    assert "ZeroDivisionError" in said.err
    assert "there is no log" in said.err


def test_that_what_the_system_refuses_is_no_bug(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_data_raise(monkeypatch, OSError(errno.ENOSPC, "No space left on device", "prices.bin"))
    said = cli("data")
    assert said.code == 2
    assert said.err == (
        "The system refused: No space left on device (prices.bin). Check names, permissions and free space.\n"
    )


def test_that_output_that_cannot_be_written_is_told(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())
    assert cli("data").code == 2


def test_that_a_terminal_without_the_characters_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(arguments: object, options: object) -> int:
        print("the market\u2019s")
        return 0

    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr(data, "run", run)
    assert command_line.main(["data"]) == 0
    assert out.buffer.getvalue() == b"the market?s\n"  # type: ignore[attr-defined]
    assert out.errors == "strict"


def test_that_doctor_names_what_is_missing_and_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy = cli("doctor")
    assert healthy.code == 0
    for words in ("Python", "torch", "for a window", "memory", "price store", "(writable)"):
        assert words in healthy.out
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    said = cli("doctor")
    assert said.code == 2
    assert "no-such-package" in said.err


def test_that_the_front_door_opens_the_window_with_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from workbench import __main__

    opened: list[tuple[object, ...]] = []
    app = types.SimpleNamespace(run=lambda *words: opened.append(words) or 7, self_test=lambda: 3)
    monkeypatch.setitem(__import__("sys").modules, "workbench.gui.app", app)
    file = tmp_path / "a.swb"
    file.touch()
    assert __main__.main([str(file)]) == 7
    assert __main__.main(["--store", str(tmp_path)]) == 7
    assert opened == [(str(file), None), (None, tmp_path)]
    assert __main__.main([command_line.WINDOW_TEST]) == 3


def _let_data_raise(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(arguments: object, options: object) -> int:
        raise error

    monkeypatch.setattr(data, "run", run)
