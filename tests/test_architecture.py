"""The walls of the house: imports, forbidden calls, sizes. ARCHITECTURE in code, not in promises."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "workbench").rglob("*.py"))
PRINTING_ALLOWED = ("workbench/cli/",)
CATCH_ALL_ALLOWED = ("workbench/gui/runner.py", "workbench/gui/app.py", "workbench/cli/main.py")
FORBIDDEN_MODULES = {"pickle", "joblib", "marshal", "shelve", "dill", "cloudpickle", "yaml"}
FORBIDDEN_CALLS = {"eval", "exec", "torch.load", "torch.save", "np.load", "numpy.load", "os.system"}
FORBIDDEN_METHODS = {"extractall"}
FORBIDDEN_KEYWORDS = {"allow_pickle", "shell"}
MOST_LINES, USUAL_LINES = 400, 300
MOST_FUNCTION_LINES = 40
MOST_PARAMETERS = 5

# What the window process must not import before its first paint.
HEAVY = (
    "torch", "numba", "pandas", "scipy", "sklearn", "arch", "statsmodels", "yfinance", "exchange_calendars",
    "talib",
)  # fmt: skip


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@functools.cache
def walked(file: Path) -> list[ast.AST]:
    """All nodes of a source file."""
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind in the sources, with its place as `file:line`."""
    for file in SOURCES:
        for node in walked(file):
            if isinstance(node, kind):
                yield f"{name_of(file)}:{node.lineno}", node


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute; what stands before a call or an index is a `?`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def is_allowed(place: str, allowed: tuple[str, ...]) -> bool:
    return place.startswith(allowed)


def test_that_the_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_that_only_the_command_line_prints() -> None:
    calls = [
        place
        for place, node in nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert [place for place in calls if not is_allowed(place, PRINTING_ALLOWED)] == []


def test_that_catch_alls_live_at_the_edges_only() -> None:
    def is_catch_all(handler: ast.ExceptHandler) -> bool:
        if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
            return False  # it tidies up and passes the error on
        caught = handler.type
        names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
        return any(name is None or ast.unparse(name) in ("Exception", "BaseException") for name in names)

    found = [place for place, node in nodes(ast.ExceptHandler) if is_catch_all(node)]
    assert [place for place in found if not is_allowed(place, CATCH_ALL_ALLOWED)] == []


def test_that_nothing_of_ours_can_run_code_out_of_a_file() -> None:
    found = []
    for place, node in nodes((ast.Import, ast.ImportFrom)):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
        found += [f"{place} {module}" for module in modules if module.split(".")[0] in FORBIDDEN_MODULES]
    for place, node in nodes(ast.Call):
        called = dotted(node.func)
        forbidden = called in FORBIDDEN_CALLS or called.split(".")[-1] in FORBIDDEN_METHODS
        if forbidden or FORBIDDEN_KEYWORDS & {word.arg for word in node.keywords}:
            found.append(f"{place} {called}")
    assert found == []


def test_that_classes_of_fields_are_made_late() -> None:
    """Decision 029: the standard decorator takes most of a millisecond of every start for each class."""
    found = [
        place
        for place, node in nodes(ast.ImportFrom)
        if node.module == "dataclasses" and any(name.name == "dataclass" for name in node.names)
    ]
    assert [place for place in found if not place.startswith("workbench/dataclass.py")] == []


def test_that_imports_are_absolute_and_never_of_a_star() -> None:
    found = [
        place
        for place, node in nodes(ast.ImportFrom)
        if node.level or any(name.name == "*" for name in node.names)
    ]
    assert found == []


def test_that_files_stay_small() -> None:
    lines = {name_of(file): file.read_text(encoding="utf-8").count("\n") for file in SOURCES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    large = [name for name, count in lines.items() if count > USUAL_LINES]
    assert len(large) <= len(lines) // 20, f"too many files over {USUAL_LINES} lines: {large}"


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_that_functions_read_like_a_textbook() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = {
        f"{place} {node.name}": body_lines(node)
        for place, node in nodes(kinds)
    }
    assert {place: count for place, count in found.items() if count > MOST_FUNCTION_LINES} == {}


def test_that_functions_take_few_parameters() -> None:
    found = {}
    for place, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef)):
        names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        count = len([name for name in names if name not in ("self", "cls")])
        if count > MOST_PARAMETERS:
            found[f"{place} {node.name}"] = count
    assert found == {}


def test_that_every_module_says_why_it_exists() -> None:
    silent = [
        name_of(file)
        for file in SOURCES
        if (text := file.read_text(encoding="utf-8")).strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert silent == []


@pytest.mark.parametrize("module", ["workbench.__main__", "workbench.cli.main", "workbench.gui.app"])
def test_that_starting_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_that_the_command_line_help_is_quick_and_knows_nothing_of_qt() -> None:
    slow = ("PySide6", "numpy", "pydantic")
    code = (
        "import sys, workbench.cli.main as m\n"
        "m.main(['--help'])\n"
        f"print('found', *[n for n in sys.modules if n.startswith({slow!r})])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1].split() == ["found"], done.stderr
