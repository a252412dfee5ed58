#!/usr/bin/env python3
"""Everything a developer types: `python3 dev.py VERB`. Needs nothing but Python 3.11; makes its own .venv."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "dev-stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
EXTRAS = ("test", "dev")
TORCH_CPU = "torch==2.13.0+cpu"
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
NO_TESTS_COLLECTED = 5

class Trouble(Exception):
    """Something the user can mend; the message is one sentence with the remedy."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


# ---- the verbs -------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """set everything up and open the window (without a display: workbench demo)"""
    setup([])
    if has_display():
        return call_program(arguments)
    print("There is no display here, so no window can open; running `workbench demo` instead.", flush=True)
    return call_program(["demo", *arguments])


def test(arguments: list[str]) -> int:
    """set everything up and run the tests; further words go to pytest"""
    setup([])
    command = ["-m", "pytest", "-rs", *arguments]
    with own_home() as env:
        env["QT_QPA_PLATFORM"] = "offscreen"
        if "-m" in arguments or not (x_server := shutil.which("Xvfb")):
            return call_python([*command, *side_by_side(arguments)], env)
        print("Window tests on a real X server run after the others.", flush=True)
        offscreen = call_python([*command, *side_by_side(arguments), "-m", "not x11"], env)
        with virtual_display(x_server) as display:
            env.update(QT_QPA_PLATFORM="xcb", DISPLAY=display)
            on_x11 = call_python([*command, "-m", "x11"], env)
    return worst_of(offscreen, on_x11)


def side_by_side(arguments: list[str]) -> list[str]:
    """The whole suite in two processes, a file at a time in each; what is chosen by hand in one."""
    chosen = any(not word.startswith("-") or word in ("-k", "-n", "-x", "--pdb") for word in arguments)
    return [] if chosen else ["-n", "2", "--dist", "loadfile"]


def check(arguments: list[str]) -> int:
    """ruff, mypy (strict outside gui) and the import contracts"""
    setup([])
    checks = {
        "ruff": ["-m", "ruff", "check", "."],
        "mypy": ["-m", "mypy", *arguments],
        "import contracts": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
    }
    failed = [name for name, command in checks.items() if call_python(command) != 0]
    print(f"check: {', '.join(failed)} failed." if failed else "check: all passed.")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """run the benchmarks: NAMES... --json FILE"""
    setup([])
    with own_home() as env:
        return call_python(["-m", "tests.benchmarks", *arguments], headless(env))


def calibrate(arguments: list[str]) -> int:
    """count verdicts on planted worlds (METHOD A5.3): NAMES... --list --json FILE; about an hour for all"""
    setup([])
    return call_python(["-m", "tests.calibration", *arguments])


def torture(arguments: list[str]) -> int:
    """kill, suspend and starve runs (RELIABILITY B2): NAMES... --minutes N --seed N --json FILE"""
    setup([])
    with own_home() as env:
        return call_python(["-m", "tests.torture", *arguments], headless(env))


def shots(arguments: list[str]) -> int:
    """take screenshots of the window into build/shots"""
    setup([])
    if sys.platform == "linux" and may_use_apt() and not is_font_installed("Inter"):
        apt_install(["fonts-inter"])
    with own_home() as env:
        env["QT_QPA_PLATFORM"] = "offscreen"
        return call_python([str(ROOT / "tests" / "shots.py"), *arguments], env)


def package(arguments: list[str]) -> int:
    """build the executable into build/package and let it test itself"""
    set_up_for((*EXTRAS, "build"))
    out = ROOT / "build" / "package"
    command = [
        "-m", "PyInstaller", str(ROOT / "packaging" / "workbench.spec"), "--noconfirm", "--log-level", "WARN",
        "--distpath", str(out), "--workpath", str(ROOT / "build" / "pyinstaller"), *arguments,
    ]  # fmt: skip
    if call_python(command) != 0:
        raise Trouble("PyInstaller could not build the program; its last lines above say why.")
    program = out / "workbench" / ("workbench-cli.exe" if os.name == "nt" else "workbench")
    print(f"Built {program} ({folder_megabytes(program.parent)} MB); now its self-test.", flush=True)
    with own_home() as env, tempfile.TemporaryDirectory() as elsewhere:
        return subprocess.run([program, "self-test"], cwd=elsewhere, env=env, check=False).returncode


def setup(arguments: list[str]) -> int:
    """make .venv and install everything (a second call is quick)"""
    set_up_for(EXTRAS)
    return 0


VERBS = {verb.__name__: verb for verb in (run, test, check, bench, calibrate, torture, shots, package, setup)}


# ---- setting up ------------------------------------------------------------------------------------------


def set_up_for(extras: tuple[str, ...]) -> None:
    """Bring .venv to the dependency lists of pyproject.toml, unless the stamp says that it is there."""
    wanted = fingerprint(read_lists(), sys.version_info[:2])
    stamp = read_stamp(STAMP)
    if PYTHON.exists() and stamp.get("fingerprint") == wanted and set(extras) <= set(stamp.get("extras", ())):
        return
    if sys.platform == "linux":
        add_system_libraries()
    make_venv()
    install_torch()
    print("Installing the other packages.", flush=True)
    pip_install(requirements(read_lists(), extras))
    pip_install(["--no-deps", "--editable", str(ROOT)])
    STAMP.write_text(json.dumps({"fingerprint": wanted, "extras": sorted(extras)}), encoding="utf-8")


def read_lists() -> dict[str, list[str]]:
    """The dependency lists of pyproject.toml: `core` and one for each extra."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"core": project["dependencies"], **project["optional-dependencies"]}


def requirements(lists: dict[str, list[str]], extras: tuple[str, ...]) -> list[str]:
    """The core list and those of `extras`, as pip wants them."""
    return [line for name in ("core", *extras) for line in lists[name]]


def fingerprint(lists: dict[str, list[str]], python: tuple[int, ...]) -> str:
    """Changes exactly when another installation is needed."""
    content = [sorted(lists.items()), list(python), TORCH_CPU]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_stamp(file: Path) -> dict:
    """What was installed last; empty when nothing was, or the note cannot be read."""
    try:
        stamp = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def make_venv() -> None:
    """Make .venv anew unless one with this Python and a working pip is there."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    if PYTHON.exists() and output_of([str(PYTHON), "-c", probe]) == version:
        return
    print(f"Making {VENV} with Python {version}.", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if quiet(command) == 0:
        return
    if may_use_apt() and apt_install([f"python{version}-venv"]) and quiet(command) == 0:
        return
    raise Trouble(
        f"Python cannot make a virtual environment in {VENV}; on Debian or Ubuntu type: "
        f"sudo apt-get install python{version}-venv"
    )


def choose_torch(system: str, has_nvidia: bool) -> tuple[str, str]:
    """Which torch to ask pip for, and why (PyPI's Linux wheel brings 3 GB of CUDA)."""
    if system != "linux":
        return "torch", "the plain wheel is the right one on this system"
    if has_nvidia:
        return "torch", "there is an NVIDIA GPU, so the build with CUDA is worth its size"
    return TORCH_CPU, "there is no NVIDIA GPU, so the small CPU build is enough"


def install_torch() -> None:
    """Install the build of torch that fits this machine; leave one that is there alone."""
    found = "import importlib.metadata as m; print(m.version('torch'))"
    choice, why = choose_torch(sys.platform, has_nvidia_gpu())
    installed = output_of([str(PYTHON), "-c", found])
    if installed and choice in ("torch", f"torch=={installed}"):
        return
    print(f"Installing {choice}: {why}.", flush=True)
    if choice == TORCH_CPU and pip(["install", choice]).returncode == 0:
        return
    pip_install([choice, *(["--extra-index-url", TORCH_CPU_INDEX] if choice == TORCH_CPU else [])])


def has_nvidia_gpu() -> bool:
    """Does the driver list a GPU?"""
    tool = shutil.which("nvidia-smi")
    return bool(tool) and "GPU 0" in output_of([tool, "-L"])


def pip(arguments: list[str]) -> subprocess.CompletedProcess:
    """Run pip in .venv; its progress is shown on a terminal, its errors are kept for a sentence."""
    quietly = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments, *quietly]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", check=False
    )


def pip_install(arguments: list[str]) -> None:
    """`pip install`, or `Trouble` with the remedy."""
    done = pip(["install", *arguments])
    if done.returncode != 0:
        raise Trouble(explain_pip(done.stderr))


def explain_pip(errors: str) -> str:
    """One sentence with the remedy, out of what pip wrote."""
    if "No space left" in errors:
        return "The disk is full: free about 3 GB and type the same again."
    if "Retrying (" in errors or "ConnectionError" in errors or "Network is unreachable" in errors:
        return "The packages could not be fetched: check the network (or the proxy) and type the same again."
    lines = [line.strip() for line in errors.splitlines() if line.startswith("ERROR")]
    reason = lines[-1].removeprefix("ERROR:").strip() if lines else "it gave no reason"
    return f"pip could not install the packages ({reason}); Python 3.11 to 3.13 has wheels of them all."


# ---- what the system lacks -------------------------------------------------------------------------------


def add_system_libraries() -> None:
    """Install the libraries that Qt needs and this Linux lacks, or print the one line to type."""
    from workbench.cli import system_libraries as libraries

    packages = libraries.missing_packages({**libraries.NEEDED, **libraries.FOR_A_WINDOW})
    if not any(Path("/usr/share/fonts").rglob("*.[to]tf")):
        packages.append("fonts-dejavu-core")
    if not packages:
        return
    if may_use_apt():
        print(f"Installing system libraries that Qt needs: {' '.join(packages)}.", flush=True)
        if apt_install(packages):
            return
    line = libraries.install_line(packages)
    if not libraries.missing_packages(libraries.NEEDED):
        print(f"A window may need system libraries that are missing here; type: {line}", flush=True)
        return
    raise Trouble(f"Qt needs system libraries that are missing here; type (names as in Debian): {line}")


def may_use_apt() -> bool:
    """Root on Debian or Ubuntu."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install with apt-get; when the whole list is refused, one by one. True when all are there."""
    base = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
    quiet(["apt-get", "update", "-q"])
    if quiet([*base, *packages]) == 0:
        return True
    return all([quiet([*base, name]) == 0 for name in packages])  # noqa: C419 - each is tried


def is_font_installed(family: str) -> bool:
    """Does fontconfig know this family?"""
    tool = shutil.which("fc-list")
    return bool(tool) and family in output_of([tool, ":", "family"])


# ---- running things --------------------------------------------------------------------------------------


def has_display() -> bool:
    """Can someone see a window that opens here?"""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def headless(env: dict[str, str]) -> dict[str, str]:
    """`env`, with Qt drawing into memory where there is no display."""
    return env if has_display() else {**env, "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def own_home():
    """An environment whose WORKBENCH_HOME is empty and vanishes: nothing of the user's is touched."""
    with tempfile.TemporaryDirectory(prefix="workbench-home-", ignore_cleanup_errors=True) as home:
        yield {**os.environ, "WORKBENCH_HOME": home}


@contextmanager
def virtual_display(x_server: str):
    """The name of a virtual X display that lives as long as the block."""
    command = [x_server, "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        number = server.stdout.readline().strip()
        if not number:
            raise Trouble("Xvfb did not start; type `Xvfb :99` to see why, or remove it to skip those tests.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def call_python(arguments: list[str], env: dict[str, str] | None = None) -> int:
    """Run .venv's Python in the top folder."""
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, env=env, check=False).returncode


def call_program(arguments: list[str]) -> int:
    """Run the workbench in the caller's folder, so that file names mean what they say."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [PYTHON, "-m", "workbench", *arguments]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def quiet(command: list[str]) -> int:
    """The exit status of a command whose output nobody wants."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    silent = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    return subprocess.run(command, env=env, check=False, **silent).returncode


def output_of(command: list[str]) -> str:
    """What a command prints, stripped; empty when it fails."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def worst_of(*codes: int) -> int:
    """The exit status of several pytest runs; that one of them found nothing to do is no failure."""
    failures = [code for code in codes if code not in (0, NO_TESTS_COLLECTED)]
    if failures:
        return failures[0]
    return 0 if 0 in codes else NO_TESTS_COLLECTED


def folder_megabytes(folder: Path) -> int:
    """Size of all files below `folder`."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) // 1_000_000


def main(arguments: list[str]) -> int:
    """Do what the first word says."""
    if sys.version_info < OLDEST:
        version = platform.python_version()
        raise Trouble(f"Python {version} is too old: start dev.py with Python 3.11 or newer.", 2)
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print("python3 dev.py VERB\n")
        print("\n".join(f"  {name:<11}{verb.__doc__}" for name, verb in VERBS.items()))
        return 0 if arguments else 2
    verb = VERBS.get(arguments[0])
    if verb is None:
        raise Trouble(f"dev.py has no verb {arguments[0]!r}: use one of {', '.join(VERBS)}.", 2)
    return verb(arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(trouble.code)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        print(f"{error}; mend that and type the same again.", file=sys.stderr)
        sys.exit(1)
