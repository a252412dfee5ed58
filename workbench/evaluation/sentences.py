"""What a verdict says, in plain words. `TEXTS` holds every word, ready for translation."""

from __future__ import annotations

from typing import NamedTuple

from workbench.evaluation.evidence import (
    ALPHA,
    LEAST_BARS,
    LEAST_ROUND_TRIPS,
    LEAST_SEEDS,
    LIVE_LOOKS,
    VerdictInputs,
    broken,
    lacking,
    too_good,
)
from workbench.evaluation.figures import Removal

TEXTS: dict[str, str] = {
    "invalid": "INVALID",
    "invalid.subline": "result withheld",
    "invalid.leak":
        "The leak check changed the future and the past moved. Something here sees days it must not.",
    "invalid.leak.why": "moved in {hits} of {checks} checks; first one {first}",
    "invalid.health": "The prices hold findings that make every figure worthless. Mend them, then run again.",
    "invalid.health.why": "the data check is red",
    "invalid.finite": "Some numbers of this run are not finite. Nothing can be concluded from it.",
    "invalid.finite.why": "a return or a forecast is not a number",
    "invalid.snapshot": "The prices are not the ones this run was made with.",
    "invalid.snapshot.why": "the fingerprint of the prices changed",
    "too_good_to_be_true": "TOO GOOD/TO BE TRUE",
    "too_good_to_be_true.subline": "find the leak",
    "too_good_to_be_true.sentence":
        "No published model of daily prices comes near this. Look for a leak before believing it.",
    "too_good_to_be_true.sharpe": "Sharpe ratio after costs {value}, believable up to {limit}",
    "too_good_to_be_true.r2": "explains {value} % of the daily moves, believable up to {limit} %",
    "too_good_to_be_true.hits": "{value} % hits beside a base rate of {base} %",
    "too_good_to_be_true.at_close":
        "Sharpe ratio {value} if filled at the deciding close, {fair} at the next open",
    "one_day_late_copy": "YESTERDAY’S PRICE,/ONE DAY LATE",
    "one_day_late_copy.sentence":
        "It forecasts almost no move: its picture is the price of the day before, shifted by one day.",
    "one_day_late_copy.why": "its moves are {amplitude} % of the market’s; a forecast needs 2 %",
    "too_little_evidence": "TOO LITTLE/EVIDENCE",
    "too_little_evidence.bars":
        "It met only {n} days it had not seen. Below {least}, luck and skill look the same.",
    "too_little_evidence.bars.why": "{n} days out of sample; needs {least}",
    "too_little_evidence.seeds":
        "It was trained from {seeds} of {least} random starts. With fewer, one lucky start looks like skill.",
    "too_little_evidence.seeds.why": "random starts: {seeds}; needs {least}",
    "too_little_evidence.round_trips":
        "A test passes, but on {trades} closed trades. Below {least}, a few lucky ones decide.",
    "too_little_evidence.round_trips.why": "{trades} closed trades; needs {least}",
    "no_edge": "NO EDGE",
    "no_edge.sentence":
        "On {n} days it had not seen, the {model} forecast no better than the average day, "
        "and timed no better than luck.",
    "no_edge.no_forecast":
        "On {n} days it had not seen, the {model} timed no better than luck. It makes no forecast.",
    "edge_before_costs_only": "EDGE BEFORE/COSTS ONLY",
    "edge.both": "Its forecast and its timing beat luck",
    "edge.forecast": "Its forecast beats the average day",
    "edge.timing": "Its timing beats luck",
    "edge_before_costs_only.sentence":
        "{edge}, but trading it costs more than it earns: it breaks even at {even} bp a side, "
        "and you assumed {cost}.",
    "edge_before_costs_only.no_gain": "{edge}, but trading it loses even at no cost.",
    "edge_before_costs_only.no_trade": "{edge}, but it never traded.",
    "edge_before_costs_only.why": "net of costs not above zero",
    "suggestive_unproven": "SUGGESTIVE,/UNPROVEN",
    "suggestive_unproven.days": "needs about {days} more days",
    "suggestive_unproven.one":
        "It earned more than its costs on {n} days it had not seen, but {missing} could still be luck.",
    "suggestive_unproven.ladder":
        "Forecast, timing and return after costs pass on {n} days it had not seen. "
        "Whether that is luck after so many tries is not tested yet.",
    "suggestive_unproven.no_forecast":
        "Its timing and its return after costs pass on {n} days it had not seen, "
        "but it makes no forecast that could be tested.",
    "missing.forecast": "its forecast",
    "missing.timing": "its timing",
    "missing.net": "its return after costs",
    "missing.and": "{first} and {second}",
    "luck_after_trials": "LUCK AFTER/SO MANY TRIES",
    "luck_after_trials.sentence": "Try often enough and luck alone gives one as good as this.",
    "luck_after_trials.why": "best-of-tries p {p} · needs {alpha}",
    "fragile": "FRAGILE",
    "fragile.subline": "depends on the seed, on few days, or on speed",
    "fragile.sentence": "It rests on one thing alone, and that may not come again.",
    "fragile.seed": "Half of its random starts lose money after costs. Which one wins is luck.",
    "fragile.days": "Without its five best days nothing is left.",
    "fragile.cost": "At one and a half times the cost you assumed, nothing is left.",
    "fragile.speed": "Traded one day later, it loses as much as it earned.",
    "not_better_than_holding": "BEATS CASH,/NOT BUY & HOLD",
    "not_better_than_holding.sentence":
        "It earns something after costs, but no more than holding the same amount all the time would.",
    "not_better_than_holding.why": "against holding p {p} · needs {alpha}",
    "failed_on_unseen": "FAILED ON/UNSEEN DATA",
    "failed_on_unseen.sentence": "It met the sealed days once, and did not pass.",
    "vault.why": "on the sealed days each test needs {alpha}",
    "vault.revealed": "the sealed days were revealed on {date}; they are no longer unseen",
    "candidate": "CANDIDATE",
    "candidate.subline": "not yet tested on unseen data",
    "candidate.sentence":
        "It beat luck, costs and every baseline on days it had not seen. It has not met the vault yet.",
    "candidate.why": "most past edges shrank by half once they were public",
    "promising": "PROMISING",
    "promising.subline": "not proven",
    "promising.sentence": "It passed on the sealed days. More days must show whether it lasts.",
    "promising.days": "about {days} days must still come, were the edge half as large",
    "survived_so_far": "SURVIVED/SO FAR",
    "survived_so_far.sentence": "It kept its edge on {days} days that came after it was frozen.",
    "survived_so_far.why": "timing p {p} on them · needs {alpha}",
    "why.forecast": "forecast p {p}",
    "why.timing": "timing p {p}",
    "why.net": "net p {p}",
    "why.each": "each needs {alpha}",
    "history_removed": "history removed on {date} ({tries})",
    "no_gain": "no gain from deep learning",
}


class Headline(NamedTuple):
    """The word of a verdict, broken by meaning into one or two lines, and the line below it (may be "")."""

    lines: tuple[str, ...]
    subline: str


def headline(state: str, bars_needed: int | None = None) -> Headline:
    """What stands largest on the card. `bars_needed` is said where days are what is missing."""
    subline = TEXTS.get(f"{state}.subline", "")
    if state == "suggestive_unproven" and bars_needed:
        subline = TEXTS["suggestive_unproven.days"].format(days=count(bars_needed))
    return Headline(tuple(TEXTS[state].split("/")), subline)


def word(state: str) -> str:
    """The word of a verdict in one line, for tables and the command line."""
    return TEXTS[state].replace("/", " ")


def why(parts: tuple[str, ...]) -> str:
    """The one line of why below the sentence, from a verdict's reasons."""
    return " · ".join(parts)


def sentence(state: str, inputs: VerdictInputs) -> str:
    """The one sentence of a verdict."""
    match state:
        case "invalid":
            return TEXTS[f"invalid.{broken(inputs)}"]
        case "too_little_evidence":
            return TEXTS[f"{state}.{lacking(inputs)}"].format(**_amounts(inputs))
        case "no_edge":
            form = "no_forecast" if inputs.cw_p is None else "sentence"
            return TEXTS[f"no_edge.{form}"].format(n=count(inputs.n), model=inputs.model)
        case "edge_before_costs_only":
            return _costs_sentence(inputs)
        case "suggestive_unproven":
            return _unproven_sentence(inputs)
        case "fragile":
            return TEXTS[f"fragile.{inputs.fragile_by or 'sentence'}"]
        case "survived_so_far":
            return TEXTS[f"{state}.sentence"].format(days=count(inputs.live_bars))
        case _:
            return TEXTS[f"{state}.sentence"]


def reasons(state: str, inputs: VerdictInputs) -> tuple[str, ...]:
    """Why, in a few words each, joined by `why`."""
    match state:
        case "invalid":
            return (_broken_reason(inputs),)
        case "too_good_to_be_true":
            return (_too_good_reason(inputs),)
        case "one_day_late_copy":
            return (TEXTS[f"{state}.why"].format(amplitude=f"{100 * (inputs.amplitude or 0):.1f}"),)
        case "too_little_evidence":
            return (TEXTS[f"{state}.{lacking(inputs)}.why"].format(**_amounts(inputs)),)
        case "no_edge":
            return (*_skill_reasons(inputs), TEXTS["why.each"].format(alpha=ALPHA))
        case "edge_before_costs_only":
            return (*_skill_reasons(inputs), TEXTS[f"{state}.why"])
        case "suggestive_unproven":
            net = None if inputs.psr_net is None else 1.0 - inputs.psr_net
            parts = (*_skill_reasons(inputs), TEXTS["why.net"].format(p=chance(net)))
            return (*parts, TEXTS["why.each"].format(alpha=ALPHA))
        case "luck_after_trials":
            return (TEXTS[f"{state}.why"].format(p=chance(inputs.spa_p), alpha=ALPHA),)
        case "promising" | "failed_on_unseen":
            vault = TEXTS["vault.why"].format(alpha=f"{inputs.vault_alpha or ALPHA:.4f}")
            days = inputs.live_bars_needed if state == "promising" else None
            return (vault, TEXTS["promising.days"].format(days=count(days))) if days else (vault,)
        case "survived_so_far":
            return (TEXTS[f"{state}.why"].format(p=chance(inputs.live_p), alpha=ALPHA / LIVE_LOOKS),)
        case "not_better_than_holding":
            return (TEXTS[f"{state}.why"].format(p=chance(inputs.holding_p), alpha=ALPHA),)
        case _:
            return (TEXTS[f"{state}.why"],) if f"{state}.why" in TEXTS else ()


def marks(inputs: VerdictInputs) -> tuple[str, ...]:
    """What stays beside the reasons whatever the state."""
    return () if inputs.revealed is None else (TEXTS["vault.revealed"].format(date=inputs.revealed),)


def removal_text(removal: Removal) -> str:
    """That tries were removed from the count, and how many: shown for ever, beside the tries."""
    tries = "1 try" if removal.tries == 1 else f"{count(removal.tries)} tries"
    return TEXTS["history_removed"].format(date=removal.date, tries=tries)


def count(number: int) -> str:
    """3780 -> "3,780"."""
    return f"{number:,}"


def chance(p_value: float | None) -> str:
    """A p value with two decimals, three where two would hide on which side of the line it is."""
    p = 1.0 if p_value is None else p_value
    if p < 0.005:
        return "below 0.01"
    hidden = round(p, 2) == ALPHA and p != ALPHA
    return f"{p:.3f}" if hidden else f"{p:.2f}"


def basis_points(bps: float, other: float | None = None) -> str:
    """4.23 -> "4.2", 5.0 -> "5"; two decimals where one would make it look equal to `other`."""
    text = _trimmed(bps, 1)
    if other is not None and bps != other and text == _trimmed(other, 1):
        return _trimmed(bps, 2)
    return text


def _trimmed(number: float, decimals: int) -> str:
    text = f"{number:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def _amounts(inputs: VerdictInputs) -> dict[str, str]:
    least = {"bars": LEAST_BARS, "seeds": LEAST_SEEDS, "round_trips": LEAST_ROUND_TRIPS}
    wanted = lacking(inputs) or "bars"
    return {
        "n": count(inputs.n),
        "seeds": str(inputs.seeds),
        "trades": str(inputs.round_trips),
        "least": str(least[wanted]),
    }


def _skill_reasons(inputs: VerdictInputs) -> tuple[str, ...]:
    timing = TEXTS["why.timing"].format(p=chance(inputs.timing_p))
    if inputs.cw_p is None:
        return (timing,)
    return TEXTS["why.forecast"].format(p=chance(inputs.cw_p)), timing


def _broken_reason(inputs: VerdictInputs) -> str:
    return TEXTS[f"invalid.{broken(inputs)}.why"].format(
        hits=inputs.sentinel_hits, checks=inputs.sentinel_checks, first=inputs.sentinel_first
    )


def _too_good_reason(inputs: VerdictInputs) -> str:
    base = f"{100 * (inputs.base_rate or 0):.1f}"
    fair = f"{inputs.gross_sharpe or 0:.2f}".replace("-", "−")
    match too_good(inputs):
        case "sharpe":
            values = {"value": f"{inputs.net_sharpe:.2f}", "limit": "3"}
        case "r2":
            values = {"value": f"{100 * (inputs.r2_oos or 0):.1f}", "limit": "2"}
        case "hits":
            values = {"value": f"{100 * (inputs.directional_accuracy or 0):.1f}", "base": base}
        case _:
            values = {"value": f"{inputs.gross_sharpe_at_close:.2f}", "fair": fair}
    return TEXTS[f"too_good_to_be_true.{too_good(inputs)}"].format(**values)


def _costs_sentence(inputs: VerdictInputs) -> str:
    skills = {(True, True): "both", (True, False): "forecast", (False, True): "timing"}
    edge = TEXTS["edge." + skills[inputs.forecast_passes, inputs.timing_passes]]
    even = inputs.break_even_bps
    if even is None:
        return TEXTS["edge_before_costs_only.no_trade"].format(edge=edge)
    if even <= 0:
        return TEXTS["edge_before_costs_only.no_gain"].format(edge=edge)
    return TEXTS["edge_before_costs_only.sentence"].format(
        edge=edge, even=basis_points(even, inputs.cost_bps), cost=basis_points(inputs.cost_bps)
    )


def _unproven_sentence(inputs: VerdictInputs) -> str:
    passed = {
        # A forecast that does not exist cannot be luck, but it cannot pass its test either.
        "forecast": inputs.forecast_passes or inputs.cw_p is None,
        "timing": inputs.timing_passes,
        "net": inputs.net_passes,
    }
    missing = [TEXTS[f"missing.{name}"] for name, ok in passed.items() if not ok]
    if not missing:
        form = "no_forecast" if inputs.cw_p is None else "ladder"
        return TEXTS[f"suggestive_unproven.{form}"].format(n=count(inputs.n))
    joined = missing[0]
    if len(missing) == 2:
        joined = TEXTS["missing.and"].format(first=missing[0], second=missing[1])
    return TEXTS["suggestive_unproven.one"].format(n=count(inputs.n), missing=joined)
