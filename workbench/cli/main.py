"""From words to a verb to an exit code. The one catch-all of the command line lives here."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from workbench import __version__
from workbench.cli.options import Options
from workbench.cli.reasons import reason
from workbench.cli.settings import one_setting_each
from workbench.cli.system_libraries import why_no_window
from workbench.dataclass import dataclass
from workbench.errors import Cancelled, UsageError, WorkbenchError

VERBS = {
    "demo": "the main job on the bundled S&P 500 sample, offline; prints the verdict",
    "fetch": "prices from Yahoo into the local store",
    "import": "a CSV file into the local store; prints the health report",
    "data": "what the store and the samples hold; `data forget` removes tries from the count",
    "new": "make a project file",
    "run": "train and evaluate; adds the run to the project and prints the verdict",
    "show": "spec, runs, verdicts and tries of a project file",
    "vault": "`vault open`: the sealed days say one bit about a run, recorded for good; `reveal` shows them",
    "report": "a run as one HTML page, or as a PDF: verdict, figures, charts, method",
    "export": "the predictions and positions of a run as CSV",
    "placebo": "the same pipeline on twins of the ticker with nothing to find",
    "doctor": "versions, system libraries, devices, paths, writable folders",
    "self-test": "prove that all parts of the program work",
}
MOST_THREADS = 61
"""No pool of processes may be larger on Windows."""
HELP = ("-h", "--help")
WINDOW_TEST = "--window-test"
"""What `self-test` starts the program with to see its window, drawn into memory."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WindowOrder:
    """The window, with a file to open and a folder of the price store where they were named."""

    file: str | None
    store: Path | None


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other error does."""

    def error(self, message: str) -> NoReturn:
        text = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{text}.", f"See `{self.prog} --help`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say; returns the exit code. Raises nothing."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options, rest = split_options(words)
    except UsageError as error:
        return _tell(error, Options(verbose="-v" in words))
    if rest and rest[0] in HELP:
        print(_overview())
        return 0
    with _logging(options):
        return _guarded(options, rest)


def _guarded(options: Options, rest: list[str]) -> int:
    try:
        with _any_characters():
            code = _do(options, rest)
            if sys.stdout:
                sys.stdout.flush()
        return code
    except WorkbenchError as error:
        return _tell(error, options)
    except KeyboardInterrupt:
        return _tell(Cancelled("Stopped."), options)
    except BrokenPipeError:
        # The reader of our output has gone; nothing more can be said to it, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Names too long, full disks, terminals that went away: the system's refusals are no bugs of ours.
        log.info("the system refused", exc_info=True)
        return _tell(_refusal(error), options)
    except Exception as error:
        log.exception("a bug")
        return _tell(_bug(error), options)


@contextlib.contextmanager
def _any_characters() -> Iterator[None]:
    """A terminal that lacks a character shows ? in its place."""
    streams = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, io.TextIOWrapper)]
    before = [stream.errors for stream in streams]
    for stream in streams:
        stream.reconfigure(errors="replace")
    try:
        yield
    finally:
        for stream, errors in zip(streams, before, strict=True):
            stream.reconfigure(errors=errors)


def window_wanted(words: Sequence[str]) -> WindowOrder | None:
    """No verb, or one file that exists, where a window can open; all else is the command line's."""
    try:
        options, rest = split_options(words)
    except UsageError:
        return None
    wanted = not rest or (rest[0] not in VERBS and len(rest) == 1 and os.path.isfile(rest[0]))
    if not wanted or why_no_window():
        return None
    return WindowOrder(rest[0] if rest else None, options.store)


def split_options(words: Sequence[str]) -> tuple[Options, list[str]]:
    """The global options, wherever they stand, and the other words in their order; raises `UsageError`."""
    found, rest = _global_parser().parse_known_args(list(words))
    if not 1 <= found.threads <= MOST_THREADS:
        raise UsageError(f"--threads must be from 1 to {MOST_THREADS}.", "The usual number is 2.")
    return Options(found.store, found.offline, found.threads, found.verbose), rest


def _global_parser() -> Parser:
    parser = Parser(prog="workbench", add_help=False, allow_abbrev=False)
    group = parser.add_argument_group("options of every verb, before or after it")
    group.add_argument("--store", type=Path, metavar="DIR", help="folder of the price store")
    group.add_argument("--offline", action="store_true", help="never use the network")
    group.add_argument("--threads", type=int, default=2, metavar="N", help="processes that train (2)")
    group.add_argument("-v", dest="verbose", action="store_true", help="log and tracebacks on the terminal")
    return parser


def _do(options: Options, rest: list[str]) -> int:
    if not rest or (rest[0] not in VERBS and os.path.isfile(rest[0])):
        raise UsageError(why_no_window() or f"The window opens one file, not {' '.join(rest)}.")
    if rest[0] == "--version":
        print(f"Stock Workbench {__version__}")
        return 0
    name = rest[0]
    if name not in VERBS:
        kind = "option" if name.startswith("-") else "verb, nor is there a file of that name"
        raise UsageError(f"{name!r} is no {kind}.", f"Verbs are {', '.join(VERBS)}.")
    module = importlib.import_module(f"workbench.cli.{_module_name(name)}")
    parser = Parser(
        prog=f"workbench {name}", description=VERBS[name], parents=[_global_parser()], allow_abbrev=False
    )
    module.add_arguments(parser)
    # argparse ends the program after `--help`; here it ends the verb.
    try:
        chosen = parser.parse_args(one_setting_each(rest[1:]))
    except SystemExit:
        return 0
    return int(module.run(chosen, options))


def _module_name(verb: str) -> str:
    return "import_" if verb == "import" else verb.replace("-", "_")


def _overview() -> str:
    verbs = "\n".join(f"  {name:<11}{text}" for name, text in VERBS.items())
    options = _global_parser().format_help().partition("\n\n")[2]
    return (
        "workbench [FILE.swb]     open the window\n"
        "workbench VERB ...       do one thing without it; `workbench VERB --help` says how\n\n"
        f"verbs:\n{verbs}\n\n{options}"
    ).rstrip()


@contextlib.contextmanager
def _logging(options: Options) -> Iterator[None]:
    """Our log goes to its file, and with -v to stderr as well; an unwritable file is no obstacle."""
    from workbench import paths

    logger = logging.getLogger("workbench")
    handlers: list[logging.Handler] = []
    with contextlib.suppress(OSError):
        handlers.append(logging.FileHandler(paths.log_file(), encoding="utf-8", delay=True))
    if options.verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(handler)
    level, logger.level = logger.level, logging.INFO
    try:
        yield
    finally:
        logger.setLevel(level)
        for handler in handlers:
            logger.removeHandler(handler)
            handler.close()


def _tell(error: WorkbenchError, options: Options) -> int:
    """One line on stderr, with -v the traceback before it; the exit code."""
    if options.verbose:
        traceback.print_exception(error)
    print(" ".join(str(error).split()), file=sys.stderr)
    return error.exit_code


def _refusal(error: OSError) -> WorkbenchError:
    told = UsageError(f"The system refused: {reason(error)}.", "Check names, permissions and free space.")
    told.__cause__ = error
    return told


def _bug(error: Exception) -> WorkbenchError:
    from workbench import paths

    try:
        remedy = f"Please report it with the log {paths.log_file()}."
    except OSError:
        remedy = "Please report it with what -v shows; there is no log, for its folder cannot be written to."
    told = WorkbenchError(f"This is a bug in the program ({type(error).__name__}: {error}).", remedy)
    told.__cause__ = error
    return told
