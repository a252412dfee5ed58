"""A run as a report: the verdict first, every flattering figure beside a deflating one."""

from __future__ import annotations

from workbench.evaluation import sentences
from workbench.evaluation.figures import BacktestResult, Verdict
from workbench.experiment.result import RunResult
from workbench.export import figures, tables, words
from workbench.export import format as fmt
from workbench.export.asked import asked_sections
from workbench.export.equity_svg import HEIGHT, WIDTH, equity_drawing
from workbench.export.figures import Figure
from workbench.export.foot import foot_line, verdict_word
from workbench.export.method import caveats, method
from workbench.export.parts import Chart, Context, Head, Report, Section
from workbench.export.small_svg import RATIOS, best_ratios, ratios_drawing
from workbench.export.vault import zone_word
from workbench.models.catalog import CATALOG

BREAK_EVEN = "break-even cost"
WHY_WITHHELD = "The numbers of a broken pipeline must not be seen, so this report shows none."
WHY_STOPPED = "A run is judged when its last fold is done: half a curve invites half a conclusion."


def build(result: RunResult, context: Context) -> Report:
    """The report of a run, in whatever state it ended."""
    kind = CATALOG[result.spec.model.kind].title
    tries = max(context.tries, result.trials.this_data)
    return Report(
        title=f"{kind} on {result.data.symbol}",
        about=_about(result, context),
        head=_head(result, tries),
        figures=_figures(result, tries),
        sections=tuple(section for section in _sections(result, context) if section is not None),
        foot=foot_line(result, tries, removals=context.removals),
    )


def is_withheld(result: RunResult) -> bool:
    """Whether the run's figures must not be seen."""
    return result.verdict is not None and result.verdict.state == "invalid"


def _about(result: RunResult, context: Context) -> str:
    data = result.data
    return fmt.joined(
        f"{data.symbol} ({data.source})",
        f"{data.first} \u2013 {data.last}",
        fmt.counted(data.rows, "day"),
        f"run {context.number} of {max(context.runs, context.number)}",
        f"made {result.started[:10]}",
        context.file,
    )


def _head(result: RunResult, tries: int) -> Head:
    verdict = result.verdict
    if verdict is None:
        done = sum(fit.outcome != "cancelled" for fit in result.fits)
        kept = f"{fmt.counted(done, 'training')} done and kept"
        return Head("cancelled", ("STOPPED",), "", words.STOPPED, fmt.joined(kept, "the try still counts"))
    lines, subline = _headline(verdict)
    if verdict.state == "luck_after_trials":
        subline = f"after {fmt.counted(tries, 'try', 'tries')}"
    return Head(verdict.state, lines, subline, verdict.sentence, sentences.why(verdict.reasons))


def _headline(verdict: Verdict) -> tuple[tuple[str, ...], str]:
    if verdict.state not in sentences.TEXTS:
        return (verdict_word(verdict),), ""
    return sentences.headline(verdict.state, verdict.bars_needed)


def _figures(result: RunResult, tries: int) -> tuple[Figure, ...]:
    base = None if result.forecast is None else result.forecast.base_rate
    if result.verdict is None:
        excess, hits, tried, years = figures.stopped(tries, base, "the run never ended")
        return excess, hits, tried, Figure(BREAK_EVEN, fmt.DASH, muted=True), years
    if is_withheld(result):
        excess, hits, tried, years = figures.withheld(tries, base)
        return excess, hits, tried, Figure(BREAK_EVEN, fmt.WITHHELD, muted=True), years
    excess, hits, tried, years = figures.finished(result, result.backtest, result.verdict, tries)
    return excess, hits, tried, _break_even(result.backtest), years


def _break_even(backtest: BacktestResult | None) -> Figure:
    if backtest is None or backtest.break_even_bps is None:
        return Figure(BREAK_EVEN, fmt.DASH, below=words.break_even_note(backtest), muted=True)
    text = fmt.number(backtest.break_even_bps, 1)
    if backtest.break_even_bps <= 0:
        return Figure(BREAK_EVEN, text, "bp a side", words.break_even_note(backtest))
    return Figure(BREAK_EVEN, text, "bp a side", f"assumed: {backtest.cost_bps:g}")


def _sections(result: RunResult, context: Context) -> tuple[Section | None, ...]:
    shown = () if result.verdict is None else (
        (_withheld(result),) if is_withheld(result) else _results(result, context)
    )  # fmt: skip
    stopped = Section("stopped", "No figures", text=(WHY_STOPPED,)) if result.verdict is None else None
    note = Section("note", "Note on this run", text=(context.note,)) if context.note else None
    notes = Section("notes", "Notes of the project", text=_lines(context.notes)) if context.notes else None
    return (
        *shown,
        stopped,
        _training(result),
        note,
        notes,
        Section("method", "How this was judged", text=method(result)),
        Section("caveats", "What it cannot say", words.CAVEAT, text=caveats(result)),
        Section("data", "Data", table=tables.data_table(result)),
        Section("settings", "Settings", table=tables.settings_table(result)),
        Section("versions", "Made with", context.made, table=tables.versions_table(result)),
    )


def _withheld(result: RunResult) -> Section:
    moved = words.moved_rows(result)
    return Section(
        "mend", "How to mend it", "figures withheld", text=(WHY_WITHHELD, *words.mend_steps(result)),
        table=tables.moved_table(moved) if moved else None,
    )  # fmt: skip


def _results(result: RunResult, context: Context) -> tuple[Section | None, ...]:
    backtest, forecast = result.backtest, result.forecast
    if backtest is None or forecast is None:
        return ()
    terms = result.spec.evaluation.terms
    after = f"after {fmt.cost(backtest.cost_bps, terms)}"
    sealed = len(words.sealed_days(context.prices, result))
    word = zone_word(result, context.burns)
    equity = Chart(lambda inks: equity_drawing(result, backtest, sealed, inks, word), WIDTH, HEIGHT)
    gain = (f"It brings {sentences.TEXTS['no_gain']}: its errors are no smaller than ridge’s.",)
    return (
        Section("equity", "Equity", "what one unit became", chart=equity,
                after=_traded(backtest)),
        Section("baselines", "Beside every baseline", after, table=tables.baselines_table(result),
                after=gain if words.is_no_gain(result) else ()),
        Section("costs", "What trading costs", words.break_even_note(backtest),
                table=tables.ladder_table(backtest), after=_lines(words.holding_note(backtest))),
        Section("forecast", "The forecast itself", f"{fmt.counted(forecast.n, 'day')} out of sample",
                table=tables.forecast_table(result, forecast)),
        *asked_sections(result, context),
    )  # fmt: skip


def _traded(backtest: BacktestResult) -> tuple[str, ...]:
    return (
        f"{fmt.counted(backtest.trades, 'closed trade')}; {fmt.percent(backtest.exposure, 0)} of the account "
        f"in the market on average; {fmt.number(backtest.turnover, 1)} times the account traded a year.",
    )


def _training(result: RunResult) -> Section | None:
    if not result.fits:
        return None
    ratios = best_ratios(result)
    chart: Chart | None = None
    note = ""
    if ratios and not is_withheld(result):
        chart = Chart(lambda inks: ratios_drawing(result, inks), *RATIOS)
        below = sum(ratio < 1 for ratio in ratios.values())
        note = f"validation / naive at the epoch kept: {below} of {fmt.count(len(ratios))} below 1"
    return Section("training", "Training", note, chart=chart, table=tables.training_table(result))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
