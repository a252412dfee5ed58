"""The report: whole, harmless, verdict first, every figure the run's own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.samples import SENTENCES, make_result
from workbench.cli.run_json import run_json
from workbench.evaluation.sentences import TEXTS
from workbench.export.page import render
from workbench.export.parts import Context
from workbench.export.report import build
from workbench.export.words import CAVEAT

STATES = (*SENTENCES, "luck_after_trials", "fragile", "not_better_than_holding", "candidate",
          "failed_on_unseen", "promising", "survived_so_far")  # fmt: skip
EMPTY = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>\"><img src=x onerror=alert(1)>{{ 7 * 7 }}&amp;"


class Page(HTMLParser):
    """Reads a page and minds that every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.numbers: list[float] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "data":
            self.numbers.append(float(dict(attributes)["value"]))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@cache
def page(state: str = "no_edge", outcome: str = "finished") -> tuple[str, Page]:
    prices, result = make_result(state=state, outcome=outcome)
    text = render(build(result, Context(number=2, runs=3, tries=7, file="study.swb", prices=prices)))
    return text, Page(text)


def leaves(value) -> set[float]:
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {leaf for part in parts for leaf in leaves(part)}
    return {float(value)} if isinstance(value, int | float) and not isinstance(value, bool) else set()


@pytest.mark.parametrize("state", STATES)
def test_that_every_state_has_a_whole_page_with_the_verdict_first(state):
    _, read = page(state)
    word = TEXTS[state].replace("/", " ")
    assert read.text.startswith(word)
    result = make_result(state=state)[1]
    sentence = result.verdict.sentence
    assert read.text.index(sentence) < read.text.index("excess over scaled holding")
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert CAVEAT in read.text and f"data {result.data.sha256[:12]}" in read.text and "7 tries" in read.text
    assert "5 bp a side" in read.text


@pytest.mark.parametrize("state", ["no_edge", "invalid"])
def test_that_a_page_needs_nothing_but_itself(state):
    text, read = page(state)
    assert "http" not in text.replace("http-equiv", "") and "//" not in text and "@import" not in text
    assert {"script", "link", "img", "iframe", "object", "base"}.isdisjoint(tag for tag, _ in read.tags)
    for _, attributes in read.tags:
        assert not any(name.startswith("on") or name in ("src", "href", "xlink:href") for name in attributes)
    assert "default-src 'none'" in text and "url(" not in text
    assert "prefers-color-scheme: dark" in text and "@media print" in text


def test_that_every_figure_is_the_runs_own():
    whole = run_json(make_result(state="suggestive_unproven")[1])
    _, read = page("suggestive_unproven")
    known = leaves(whole["forecast"]) | leaves(whole["backtest"]) | leaves(whole["baselines"])
    # What they must be compared with, and two figures the JSON has no key for.
    result = make_result(state="suggestive_unproven")[1]
    ratio, rises = result.forecast.naive_ratio, float(np.mean(result.predictions.actual > 0))
    beside = {0.0, 0.02, 0.05, 0.8, 1.0, 1.003, ratio, rises, result.forecast.amplitude}
    beside.add(result.forecast.rmse / ratio**0.5)
    strangers = [n for n in read.numbers if not any(abs(n - k) <= 1e-12 for k in known | beside)]
    assert len(read.numbers) > 60 and strangers == []
    for name in ("clark_west_p", "directional_accuracy", "base_rate", "r2_oos", "mase", "rmse", "mae"):
        assert whole["forecast"][name] in read.numbers
    for rung in whole["backtest"]["cost_ladder"]:
        assert rung["sharpe_ratio"] in read.numbers


def test_that_the_baselines_are_sorted_by_what_they_earned_with_the_model_among_them():
    text, _ = page()
    rows = re.search(r'<section id="baselines".*?</section>', text, re.S)[0]
    first_cells = re.findall(r'<th scope="row">.*?</th><td[^>]*><data value="([^"]+)"', rows)
    earned = [float(cell) for cell in first_cells]
    assert earned == sorted(earned, reverse=True) and len(earned) == 5
    assert rows.count('class="own"') == 1 and "tomorrow = today" in rows


def test_that_an_invalid_run_shows_no_figure():
    text, read = page("invalid")
    assert read.numbers == [] and "Equity" not in read.text and read.text.count("withheld") >= 5
    assert "How to mend it" in read.text and "2013-02-01" in read.text
    assert "no_edge" not in text and "ridge" not in read.text


def test_that_a_stopped_run_says_so():
    _, read = page("no_edge", "cancelled")
    assert read.text.startswith("STOPPED") and read.numbers == []
    assert "Part of a run has no verdict" in read.text and "trainings" in read.text.lower()


def test_that_a_strangers_words_stay_words():
    _, result = make_result()
    data = replace(result.data, symbol=HOSTILE, source=HOSTILE)
    verdict = replace(result.verdict, sentence=HOSTILE, reasons=(HOSTILE,), state="no_edge")
    hostile = replace(
        result, data=data, verdict=verdict, run_id=HOSTILE, started=HOSTILE,
        environment={HOSTILE: HOSTILE, "device": HOSTILE},
        baselines={**result.baselines, HOSTILE: result.baselines["ridge"]},
    )  # fmt: skip
    written = Context(notes=f"{HOSTILE}\n{HOSTILE}", note=HOSTILE, file=HOSTILE, made=HOSTILE)
    text = render(build(hostile, written))
    read = Page(text)
    assert "<script" not in text and "<img" not in text and "49" not in read.text.split("{{ 7 * 7 }}")[1][:3]
    assert read.text.count("<script>alert(1)</script>") >= 9


def test_that_the_note_on_a_run_stands_in_its_report_and_is_missing_where_there_is_none():
    told = Page(render(build(make_result()[1], Context(note="a window <too> short"))))
    assert "Note on this run a window <too> short" in told.text
    assert "Note on this run" not in page()[1].text


def test_that_a_state_from_elsewhere_is_shown_as_it_is():
    result = make_result()[1]
    odd = replace(result, verdict=replace(result.verdict, state="wonderful <b>"))
    assert Page(render(build(odd, Context()))).text.startswith("WONDERFUL <B>")


def test_that_the_curve_never_comes_alone():
    text, _ = page()
    chart = re.search(r'<section id="equity".*?</svg>', text, re.S)[0]
    for words in ("500 random traders", "buy &amp; hold", "scaled holding", "ridge", "VAULT", "SEALED",
                  "5 bp a side", "log scale", "fall from the peak", "OUT OF SAMPLE"):  # fmt: skip
        assert words in chart, words
    assert chart.count("<polygon") == 3 and "aria-label=" in chart


@pytest.mark.parametrize("kind", ["ridge", "naive", "coin_flip", "ma_cross"])
def test_that_models_without_epochs_have_a_report(kind):
    from workbench.models.catalog import CATALOG

    _, result = make_result()
    plain = replace(
        result, spec=result.spec.with_settings({"model.kind": kind}), epochs=(), companions=None,
        fits=tuple(replace(fit, epochs=0, best_epoch=0) for fit in result.fits),
    )  # fmt: skip
    read = Page(render(build(plain, Context())))
    assert CATALOG[kind].title in read.text and "epoch kept" not in read.text
