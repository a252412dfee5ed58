"""What the setup dock says: symbols, zones, weights, and what pressing Train will cost."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data import intervals
from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.dataclass import dataclass
from workbench.experiment.inputs import sees_inputs
from workbench.experiment.spec import ExperimentSpec
from workbench.features.registry import FEATURES
from workbench.gui.plan import Plan
from workbench.gui.present.format import DOT, count, counted, duration, iso_date, joined
from workbench.models.catalog import CATALOG

SOURCES = {
    "sample": "sample", "csv": "CSV", "yahoo": "Yahoo", "synthetic": "synthetic", "store": "stored",
}  # fmt: skip
RULE_NOTE = "decide at close, fill at next open"


@dataclass(frozen=True, slots=True)
class SymbolRow:
    """One line of the symbol list. `health` is a state of the health dot."""

    symbol: str
    title: str
    source: str
    days: str
    health: str
    tip: str
    active: bool


@dataclass(frozen=True, slots=True)
class ZoneBar:
    """Days of each zone; `unused` lies between test and vault."""

    train: int
    test: int
    vault: int
    unused: int = 0

    def labels(self) -> tuple[str, str, str]:
        """`train 751`, `test 3,780`, `vault 500`."""
        return f"train {count(self.train)}", f"test {count(self.test)}", f"vault {count(self.vault)}"


def symbol_row(
    data: DataSpec,
    series: PriceSeries | None,
    findings: Sequence[tuple[str, str]],
    *,
    active: bool,
    seen: bool = False,
) -> SymbolRow:
    """A symbol as the list shows it; `findings` are (severity, text) of its health report.

    `seen`: it is not the active one, and the model sees it beside that.
    """
    title = series.name if series else data.symbol
    days = counted(len(series), intervals.unit(series.interval)) if series else "no prices"
    notes = [text for severity, text in findings if severity in ("red", "amber")]
    health = _health(series, [severity for severity, _ in findings], active or seen)
    tip = _tip(title, health, notes)
    return SymbolRow(data.symbol, title, SOURCES[data.source], days, health, tip, active)


def _tip(title: str, health: str, notes: list[str]) -> str:
    """The name in full, what the mark before it means, and why."""
    if not notes:
        return f"{title}: {'no notes on these prices' if health == 'clean' else 'not in use'}"
    meaning = "do not use" if health == "red" else "usable, with notes"
    return "\n".join((f"{title}: {meaning}", *(f"{DOT} {note}" for note in notes)))


def missing_prices(data: DataSpec) -> tuple[str, str]:
    """What is wrong, and how to mend it, where the prices a project was made with are not at hand."""
    how = {
        "yahoo": "Fetch newer ones with Data > Fetch again from Yahoo.",
        "csv": f"Import {data.file_name or 'the file'} again with Data > Import CSV.",
    }.get(data.source, f"Add {data.symbol} again with Data > Add ticker.")
    return f"The prices of {data.symbol} that this project was made with are not on this computer.", how


def loaded_sentence(
    data: DataSpec, series: PriceSeries, findings: Sequence[tuple[str, str]]
) -> str:
    """What the status bar says of prices that have just come: how many days, and how clean."""
    bad = [text for severity, text in findings if severity == "red"]
    if bad:
        return f"{series.name}: {_bars(series)}, not usable: {bad[0]}"
    notes = sum(severity == "amber" for severity, _ in findings)
    clean = f"{counted(notes, 'note')} on the data" if notes else "no gaps, no bad ticks"
    first = "Sample loaded" if data.source == "sample" else "Loaded"
    return f"{first}: {series.name}, {_bars(series)}, {clean}."


def _bars(series: PriceSeries) -> str:
    """`5,031 daily bars`."""
    return counted(len(series), f"{intervals.adjective(series.interval)} bar")


def _health(series: PriceSeries | None, severities: list[str], used: bool) -> str:
    if "red" in severities:
        return "red"
    if "amber" in severities:
        return "notes"
    return "clean" if used and series is not None else "unused"


def date_range(series: PriceSeries | None) -> str:
    """`1999-01-04 – 2018-12-31`."""
    if series is None or not len(series):
        return "no prices yet"
    return f"{iso_date(series.session[0])} – {iso_date(series.session[-1])}"


def bars_note(series: PriceSeries | None) -> str:
    """How the bars are: as traded alone, or with dividends and splits known. Within the day, how long.

    Two dates stand on the same line: it must stay short.
    """
    if series is None:
        return ""
    count = intervals.minutes(series.interval)
    if count:
        return f"{count} min" if count % 60 else intervals.adjective(series.interval)
    return f"{intervals.adjective(series.interval)}, {'adj.' if _is_adjusted(series) else 'raw'}"


def bars_tip(series: PriceSeries | None) -> str:
    """The same as a sentence."""
    if series is None:
        return ""
    bars = f"{intervals.adjective(series.interval).capitalize()} bars"
    if _is_adjusted(series):
        return f"{bars}. Returns count dividends and splits; the chart shows prices as traded."
    return f"{bars} as they are; no dividends or splits are known."


def _is_adjusted(series: PriceSeries) -> bool:
    return len(series) > 0 and bool((abs(series.factor - 1) > 1e-9).any())


def has_zones(series: PriceSeries | None) -> bool:
    """Whether there are days to be divided: nothing is trained on bars within the day, nor sealed there."""
    return series is not None and not intervals.is_intraday(series.interval)


def zone_bar(spec: ExperimentSpec, plan: Plan | None, rows: int) -> ZoneBar:
    """The zones of the plan; where there are too few days for one, as far as they go."""
    if plan is not None:
        return ZoneBar(plan.train, plan.test, plan.vault, plan.unused)
    vault = min(spec.evaluation.vault_bars, rows)
    train = min(spec.evaluation.first_train, rows - vault)
    return ZoneBar(train, rows - vault - train, vault)


def uses(kind: str, path: str) -> bool:
    """Whether a model of this kind heeds a setting; what it ignores is not shown."""
    row = CATALOG[kind]
    section, _, name = path.partition(".")
    if section == "model":
        return name in row.spec.model_fields
    if path == "features.lookback":
        return row.window or kind == "ridge"
    if path == "features.columns":
        return sees_inputs(kind)
    if path == "train.interval":
        return row.forecasts
    return section != "train" or bool(row.net)


def changed_note(changed: int) -> str:
    """`2 changed`; nothing where all is as it comes."""
    return f"{count(changed)} changed" if changed else ""


def inputs_note(columns: Sequence[str]) -> str:
    """`1 of 9 groups`."""
    return f"{count(len(columns))} of {counted(len(FEATURES), 'group')}"


def weights_note(plan: Plan | None) -> str:
    """`51,521 weights to learn`; nothing for a model that has none."""
    return f"{count(plan.weights)} weights to learn" if plan and plan.weights else ""


def folds_note(plan: Plan | None, train_bars: int | None = None) -> str:
    """`31 folds, expanding`."""
    kind = "expanding" if train_bars is None else f"last {count(train_bars)} days"
    return f"{counted(plan.folds, 'fold')}, {kind}" if plan else ""


def try_note(runs: int, plan: Plan | None = None, *, running: bool) -> str:
    """Which try of this project pressing Train is, or was; `runs` stand in the project already."""
    if running:
        return f"this run: try {runs + 1}"
    if plan is not None and plan.kept:
        return f"interrupted, {count(plan.kept)} done"
    return f"next run: try {runs + 1}" if runs else "first run: try 1"


def cost_note(plan: Plan | None, *, running: bool = False) -> str:
    """`155 fits · 0:52`, or what is left of them; a run under way knows better than the estimate."""
    if plan is None:
        return ""
    if running:
        return counted(plan.fits, "fit")
    left = plan.fits - plan.kept
    fits = counted(left, "fit") + (" left" if plan.kept else "")
    return joined(fits, duration(plan.seconds * left / plan.fits))


def train_label(runs: int, plan: Plan | None = None, *, running: bool) -> str:
    """What the big button says."""
    if running:
        return "Training…"
    if plan is not None and plan.kept:
        return "Go on"
    return "Train again" if runs else "Train"
