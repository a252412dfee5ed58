"""What a run rests on: its random starts, its speed, its costs, its best days, its folds; and its tests."""

from __future__ import annotations

import numpy as np

from workbench.dataclass import dataclass
from workbench.evaluation import robustness
from workbench.evaluation.costs import BPS
from workbench.evaluation.evidence import ALPHA, stored_inputs
from workbench.evaluation.figures import BARS_PER_YEAR, BacktestResult, Robustness, Verdict
from workbench.experiment.result import RunResult
from workbench.gui.present import format as fmt
from workbench.gui.present.whys import WHYS

NOTE = "net, % a year"
LUCK = "luck alone: about half"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A named figure: `key` is that of its why (empty for none), `note` stands behind the value in grey."""

    key: str
    name: str
    value: str
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Fan:
    """Net return of each random start and of their mean, % a year."""

    starts: tuple[float, ...]
    together: float

    def in_words(self) -> str:
        """All of it, for screen readers."""
        each = ", ".join(fmt.number(value, 1, signed=True) for value in sorted(self.starts))
        starts = fmt.counted(len(self.starts), "random start")
        return f"{starts}, % a year: {each}; together {fmt.number(self.together, 1, signed=True)}"


@dataclass(frozen=True, slots=True)
class FoldCell:
    """One fold: `won` where it beat scaled holding after costs; `words` say its days and by how much."""

    won: bool
    words: str


@dataclass(frozen=True, slots=True)
class Rests:
    """The section `What it rests on`."""

    rows: tuple[FigureRow, ...]
    fan: Fan | None
    folds: tuple[FoldCell, ...]

    @property
    def folds_won(self) -> str:
        """`12 of 31 folds beat scaled holding`."""
        won = sum(cell.won for cell in self.folds)
        return f"{won} of {fmt.counted(len(self.folds), 'fold')} beat scaled holding"


def rests(result: RunResult, backtest: BacktestResult | None) -> Rests | None:
    """What the run rests on at the cost of `backtest`; None where nothing was traded."""
    if backtest is None or not len(backtest.net):
        return None
    own = _yearly(float(backtest.net.mean()))
    known, cost = backtest.robustness, backtest.cost_bps
    starts = () if known is None else _starts(known, cost)
    late = None if known is None else _yearly(robustness.delayed(known, cost))
    together = "all starts together" if len(starts) > 1 else "the run"
    rows = [FigureRow("", together, _text(own), strong=True)]
    if len(starts) > 1:
        rows.append(_row("median_start", float(np.median(starts))))
        rows.append(_row("worst_start", min(starts)))
    rows += [
        _row("late", late),
        _row("dearer", _yearly(robustness.dearer(backtest))),
        _row("best_days", _yearly(robustness.without_best_days(backtest.net))),
    ]
    fan = Fan(starts, own) if len(starts) > 1 else None
    return Rests(tuple(rows), fan, fold_cells(result, backtest))


def fold_cells(result: RunResult, backtest: BacktestResult) -> tuple[FoldCell, ...]:
    """One cell a fold in time order; none where the run has no predictions."""
    said = result.predictions
    if said is None or not len(said):
        return ()
    places = np.minimum(np.searchsorted(said.asof, backtest.decided), len(said) - 1)
    folds, beyond = said.fold[places], backtest.net - backtest.scaled_net
    return tuple(_cell(int(fold), folds == fold, beyond, backtest) for fold in np.unique(folds))


def evidence_rows(result: RunResult, verdict: Verdict | None) -> tuple[FigureRow, ...]:
    """The tests behind the verdict at the cost shown, each with what it needs."""
    if verdict is None:
        return ()
    known, forecast = stored_inputs(verdict), result.forecast
    net = None if known.psr_net is None else 1.0 - known.psr_net
    needs = f"needs {ALPHA:g}"
    tests = {
        "forecast": None if forecast is None else forecast.clark_west_p,
        "timing": None if forecast is None else forecast.timing_p,
        "net": net,
        "spa": known.spa_p if known.spa_p is not None else result.trials.spa_p,
        "holding": known.holding_p,
    }
    rows = [FigureRow(key, WHYS[key].title, fmt.p_value(p), needs) for key, p in tests.items()]
    deflated = fmt.number(result.trials.deflated_sharpe, 2)
    return (*rows, FigureRow("deflated", WHYS["deflated"].title, deflated, "shown only"))


def _starts(known: Robustness, cost_bps: float) -> tuple[float, ...]:
    gross, volume = np.asarray(known.seeds_gross), np.asarray(known.seeds_traded)
    return tuple(_yearly(float(value)) for value in gross - cost_bps * BPS * volume)


def _row(key: str, value: float | None) -> FigureRow:
    return FigureRow(key, WHYS[key].title, _text(value))


def _cell(fold: int, inside: np.ndarray, beyond: np.ndarray, backtest: BacktestResult) -> FoldCell:
    days, gained = backtest.filled[inside], float(beyond[inside].sum())
    when = f"{fmt.iso_date(days[0])} – {fmt.iso_date(days[-1])}"
    much = f"{fmt.percent(gained, 1, signed=True)} over scaled holding"
    return FoldCell(gained > 0, fmt.joined(f"fold {fold + 1}", when, much))


def _yearly(mean: float) -> float:
    """Mean simple return per bar as % a year."""
    return 100 * BARS_PER_YEAR * mean


def _text(value: float | None) -> str:
    return fmt.number(value, 1, signed=True)
