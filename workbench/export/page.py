"""A report as one HTML page that needs nothing else: no script, no network, no font of its own."""

from __future__ import annotations

from typing import Any

from workbench import paths
from workbench.export.parts import Report
from workbench.export.small_svg import ruler_svg
from workbench.export.svg import page_inks
from workbench.export.tokens import DARK, LIGHT, UNFINISHED, Tokens
from workbench.export.words import CAVEAT

TEMPLATE = "report.html"


def render(report: Report) -> str:
    """The page; whatever a stranger wrote into symbol, notes or file stands in it as plain words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = paths.resources() / "report"
    environment = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    inks = page_inks()
    # Drawings escape the words in them; everything else is escaped by the template.
    values: dict[str, Any] = {
        "report": report,
        "caveat": CAVEAT,
        "light": LIGHT.colours(),
        "dark": DARK.colours(),
        "inks": {"light": _state_inks(LIGHT, report), "dark": _state_inks(DARK, report)},
        "unfinished": report.head.state in UNFINISHED,
        "mark": Markup(mark(report)),  # noqa: S704
        "drawn": lambda chart: Markup(chart.svg(inks)),  # noqa: S704
        "ruler": lambda ruler: Markup(ruler_svg(ruler, inks)),  # noqa: S704
    }
    return environment.get_template(TEMPLATE).render(values) + "\n"


def mark(report: Report) -> str:
    """The sign of the verdict, as SVG in the colour of its text."""
    name = LIGHT.state_ink(report.head.state)[2]
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").strip()
    return text.replace(' xmlns="http://www.w3.org/2000/svg"', ' aria-hidden="true"')


def _state_inks(tokens: Tokens, report: Report) -> dict[str, str]:
    ink, ground, _ = tokens.state_ink(report.head.state)
    return {"ink": ink, "ground": ground}
