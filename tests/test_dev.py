"""The decisions of dev.py, apart from pip and apt."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from workbench.cli import system_libraries

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_the_cpu_build_is_chosen_on_linux_without_a_gpu_only(dev: ModuleType) -> None:
    assert dev.choose_torch("linux", has_nvidia=False)[0] == "torch==2.13.0+cpu"
    assert dev.choose_torch("linux", has_nvidia=True)[0] == "torch"
    assert dev.choose_torch("darwin", has_nvidia=False)[0] == "torch"
    assert dev.choose_torch("win32", has_nvidia=True)[0] == "torch"


def test_that_torch_falls_back_to_its_own_index_when_pip_does_not_find_the_cpu_build(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def pip(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        asked.append(arguments)
        return subprocess.CompletedProcess(arguments, len(asked) == 1, stderr="ERROR: not found")

    monkeypatch.setattr(dev, "pip", pip)
    monkeypatch.setattr(dev, "output_of", lambda command: "")
    monkeypatch.setattr(dev.sys, "platform", "linux")
    dev.install_torch()
    assert asked[0] == ["install", "torch==2.13.0+cpu"]
    assert asked[1][1:] == ["torch==2.13.0+cpu", "--extra-index-url", dev.TORCH_CPU_INDEX]


def test_that_the_fingerprint_follows_the_lists_and_the_python(dev: ModuleType) -> None:
    lists = dev.read_lists()
    same = dev.fingerprint(dict(reversed(list(lists.items()))), (3, 11))
    assert dev.fingerprint(lists, (3, 11)) == same
    assert dev.fingerprint(lists, (3, 12)) != same
    assert dev.fingerprint({**lists, "core": [*lists["core"], "six"]}, (3, 11)) != same


def test_that_requirements_hold_the_core_and_the_extras_asked_for(dev: ModuleType) -> None:
    lists = {"core": ["numpy"], "test": ["pytest"], "build": ["pyinstaller"]}
    assert dev.requirements(lists, ("test",)) == ["numpy", "pytest"]


@pytest.mark.parametrize("content", ["", "{", "[1]", None])
def test_that_a_stamp_that_cannot_be_read_counts_as_none(
    dev: ModuleType, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "stamp.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert dev.read_stamp(file) == {}


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ("WARNING: Retrying (Retry(total=4\nERROR: No matching distribution found", "check the network"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: odd\nERROR: No matching distribution for torch", "(No matching distribution for torch)"),
        ("", "no reason"),
    ],
)  # fmt: skip
def test_that_pips_errors_become_one_sentence(dev: ModuleType, errors: str, words: str) -> None:
    sentence = dev.explain_pip(errors)
    assert words in sentence
    assert "\n" not in sentence


def test_that_without_root_the_line_to_type_is_printed_and_the_core_libraries_are_demanded(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "may_use_apt", lambda: False)
    monkeypatch.setattr(system_libraries, "loads", lambda library: library != "libxcb-cursor.so.0")
    dev.add_system_libraries()
    assert "sudo apt-get install -y libxcb-cursor0" in capsys.readouterr().out
    monkeypatch.setattr(system_libraries, "loads", lambda library: library != "libEGL.so.1")
    with pytest.raises(dev.Trouble, match="apt-get install -y libegl1"):
        dev.add_system_libraries()


def test_that_one_refused_package_does_not_keep_the_others_out(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def quiet(command: list[str]) -> int:
        asked.append(command)
        return 100 if "nonsense" in command else 0

    monkeypatch.setattr(dev, "quiet", quiet)
    assert dev.apt_install(["nonsense", "libegl1"]) is False
    assert asked[0][1] == "update"
    assert asked[-1][-1] == "libegl1"


@pytest.mark.parametrize(
    ("codes", "worst"), [((0, 5), 0), ((5, 5), 5), ((0, 1), 1), ((2, 0), 2), ((5, 0), 0), ((0, 0), 0)]
)
def test_that_a_part_without_tests_is_no_failure(dev: ModuleType, codes: tuple[int, ...], worst: int) -> None:
    assert dev.worst_of(*codes) == worst


def test_that_the_whole_suite_runs_side_by_side_and_a_chosen_part_does_not(dev: ModuleType) -> None:
    assert dev.side_by_side([]) == dev.side_by_side(["--durations=9"]) == ["-n", "2", "--dist", "loadfile"]
    for chosen in (["tests/gui"], ["-k", "picture"], ["-x"]):
        assert dev.side_by_side(chosen) == []


def test_that_a_window_nobody_can_see_is_no_display(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":1")
    assert dev.has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not dev.has_display()
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("DISPLAY")
    assert not dev.has_display()
    assert dev.headless({})["QT_QPA_PLATFORM"] == "offscreen"


def test_that_the_tests_get_a_home_of_their_own_that_vanishes(dev: ModuleType, home: Path) -> None:
    with dev.own_home() as env:
        own = Path(env["WORKBENCH_HOME"])
        assert own != home
        assert list(own.iterdir()) == []
    assert not own.exists()


def test_that_an_unknown_verb_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "fly"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "no verb 'fly'" in done.stderr
