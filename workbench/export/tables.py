"""The tables of a report: every figure beside what it must be compared with."""

from __future__ import annotations

import math
from collections import Counter
from statistics import median

import numpy as np

from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.figures import BacktestResult, ForecastFigures, PerformanceFigures
from workbench.evaluation.simulate import ladder
from workbench.experiment.result import RunResult
from workbench.export import format as fmt
from workbench.export.parts import Cell, Row, Table
from workbench.export.words import LABELS, model_name

OUTCOMES = {
    "finished": "used all epochs", "stopped_early": "stopped early", "cancelled": "stopped by hand",
    "diverged": "with a loss that ran away",
}  # fmt: skip
NOTHING = Cell(fmt.DASH)


def baselines_table(result: RunResult) -> Table:
    """The model among its baselines, the best net result first; what never trades stands last."""
    rows = [_baseline(name, figures, result) for name, figures in result.baselines.items()
            if name != result.spec.model.kind]  # fmt: skip
    rows.append(_own(result))
    rows.sort(key=lambda row: -math.inf if row.cells[0].value is None else row.cells[0].value, reverse=True)
    columns = ("", "net, in all", "a year", "Sharpe", "deepest fall", "hits", "vs naive")
    return Table(columns, tuple(rows))


def ladder_table(backtest: BacktestResult) -> Table:
    """The same trades at other costs; the run's own cost is marked."""
    rows = tuple(
        Row(f"{cost:g} bp a side", _performance(figures), own=math.isclose(cost, backtest.cost_bps))
        for cost, figures in ladder(backtest)
    )
    return Table(("", "net, in all", "a year", "Sharpe", "deepest fall"), rows)


def forecast_table(result: RunResult, forecast: ForecastFigures) -> Table:
    """Every measure of the forecast beside the number it must beat."""
    naive = result.baselines.get("naive", PerformanceFigures())
    ratio = forecast.naive_ratio
    naive_rmse = None if not ratio or forecast.rmse is None else forecast.rmse / math.sqrt(ratio)
    rows = [
        ("days whose direction was foretold", _percent(forecast.directional_accuracy),
         _percent(forecast.base_rate), "base rate: the commoner direction, every day"),
        ("squared error / that of naive", _number(ratio, 3), Cell("1.000", 1.0), "tomorrow = today"),
        ("root mean squared error, log return", _number(forecast.rmse, 5), _number(naive_rmse, 5),
         "tomorrow = today"),
        ("mean absolute error, log return", _number(forecast.mae, 5), _number(naive.mae, 5),
         "tomorrow = today"),
        ("the same, scaled by the days before (MASE)", _number(forecast.mase, 3), Cell("1.000", 1.0),
         "moves of the days learned from"),
        ("R² against the mean so far", _percent(forecast.r2_oos, 2, signed=True),
         Cell(f"0.00{fmt.THIN}%", 0.0), "the average day"),
        ("days within the 80\u2009% interval", _percent(forecast.interval_coverage),
         Cell(f"80.0{fmt.THIN}%", 0.8), "what it promises"),
        ("size of its moves / the market’s", _number(forecast.amplitude, 3), Cell("0.020", 0.02),
         "below it is the price of the day before"),
        *_p_rows(forecast),
    ]  # fmt: skip
    shown = tuple(Row(name, (own, beside, Cell(what))) for name, own, beside, what in rows if own != NOTHING)
    return Table(("", "this model", "beside", "which is"), shown)


def training_table(result: RunResult) -> Table:
    """How many trainings there were, how they ended, and how long they took."""
    fits, spec = result.fits, result.spec
    folds = len({fit.fold for fit in fits})
    ended = Counter(OUTCOMES.get(fit.outcome, fit.outcome.replace("_", " ")) for fit in fits)
    epochs = [fit.epochs for fit in fits if fit.epochs]
    best = [fit.best_epoch for fit in fits if fit.best_epoch]
    seconds = result.timing.get("total_seconds")
    rows = [
        ("model", model_name(spec)),
        ("trainings", f"{fmt.count(len(fits))}, in {fmt.counted(folds, 'fold')}"),
        ("how they ended", ", ".join(f"{count} {words}" for words, count in ended.most_common())),
        ("epochs, of a training", _spread(epochs, f"at most {spec.train.epochs}")),
        ("best epoch", _spread(best, "")),
        ("time in all", fmt.duration(seconds)),
        ("device", str(result.environment.get("device") or fmt.DASH)),
    ]
    without = ("how they ended", "epochs, of a training", "best epoch")
    return _words(rows if epochs else [row for row in rows if row[0] not in without])


def settings_table(result: RunResult) -> Table:
    """The whole spec, a line for each of its parts."""
    rows = []
    for part, value in result.spec.to_json().items():
        held = value if isinstance(value, dict) else {part: value}
        rows.append((part, " · ".join(f"{name} {_told(v)}" for name, v in held.items())))
    return _words(rows)


def data_table(result: RunResult) -> Table:
    """Which prices, by their fingerprints."""
    data = result.data
    rows = [(f"{data.symbol} ({data.source})", _series(data.rows, data.first, data.last, data.sha256))]
    rows += [
        (f"{one.symbol} ({one.source})", _series(one.rows, one.first, one.last, one.sha256))
        for one in data.inputs
    ]
    if data.inputs:
        rows.append(("SHA-256 of all prices", data.all_sha256))
    if data.vault_start:
        rows.append(("sealed from", data.vault_start))
    return _words(rows)


def versions_table(result: RunResult) -> Table:
    """What the run ran on."""
    rows = [("run", result.run_id), ("started", result.started)]
    ran_on = [(name.replace("_", " "), _told(value)) for name, value in result.environment.items()]
    return _words(rows + ran_on)


def moved_table(moved: tuple[tuple[str, str], ...]) -> Table:
    """What the leak check saw."""
    rows = tuple(Row(f"later days {how}", (Cell(first),)) for how, first in moved)
    return Table(("", "first earlier day that moved"), rows)


def _own(result: RunResult) -> Row:
    backtest, forecast = result.backtest, result.forecast
    figures = PerformanceFigures() if backtest is None else backtest.net_figures
    hits = None if forecast is None else forecast.directional_accuracy
    ratio = None if forecast is None else forecast.naive_ratio
    return Row(model_name(result.spec), (*_performance(figures), _percent(hits), _number(ratio, 3)), own=True)


def _baseline(name: str, figures: PerformanceFigures, result: RunResult) -> Row:
    label = LABELS.get(name, name.replace("_", " "))
    if name == "naive":
        # It never trades and never names a direction: only its error means something.
        return Row(label, (NOTHING,) * 5 + (Cell("1.000", 1.0),))
    hits = figures.directional_accuracy
    if name == "buy_and_hold" and hits is None and result.predictions is not None:
        hits = float(np.mean(result.predictions.actual > 0))
    if name == "scaled_buy_and_hold":
        hits = None
    return Row(label, (*_performance(figures), _percent(hits), _number(figures.naive_ratio, 3)))


def _performance(figures: PerformanceFigures) -> tuple[Cell, ...]:
    fall = figures.max_drawdown
    return (
        _percent(figures.total_return, signed=True),
        _percent(figures.cagr, signed=True),
        _number(figures.sharpe_ratio, 2, signed=True),
        _percent(None if fall is None else -abs(fall)),
    )


def _p_rows(forecast: ForecastFigures) -> list[tuple[str, Cell, Cell, str]]:
    needed = Cell(f"{ALPHA:.2f}", ALPHA)
    tests = (
        ("p: forecast better than the average day (Clark–West)", forecast.clark_west_p),
        ("p: directions foretold (Pesaran–Timmermann)", forecast.pesaran_timmermann_p),
        ("p: timing better than luck (circular shifts)", forecast.timing_p),
        ("p: errors smaller than ridge’s", forecast.ridge_p),
    )
    return [(name, Cell(fmt.p_value(p), p), needed, "at most") for name, p in tests if p is not None]


def _percent(value: float | None, decimals: int = 1, *, signed: bool = False) -> Cell:
    return Cell(fmt.percent(value, decimals, signed=signed), value)


def _number(value: float | None, decimals: int, *, signed: bool = False) -> Cell:
    return Cell(fmt.number(value, decimals, signed=signed), value)


def _words(rows: list[tuple[str, str]]) -> Table:
    return Table(("", ""), tuple(Row(name, (Cell(text),)) for name, text in rows))


def _spread(numbers: list[int], note: str) -> str:
    if not numbers:
        return fmt.DASH
    text = f"{median(numbers):g} in the middle, {min(numbers)} to {max(numbers)}"
    return f"{text} ({note})" if note else text


def _series(rows: int, first: str, last: str, sha256: str) -> str:
    return f"{fmt.count(rows)} days {first} to {last}, SHA-256 {sha256}"


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or fmt.DASH
    if isinstance(value, float):
        return f"{value:.10g}"
    return fmt.DASH if value is None else "yes" if value is True else "no" if value is False else str(value)
