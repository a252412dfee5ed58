"""What a report tells of the questions a run was asked: placebo, planted signal, vault."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.export.test_report import Page
from tests.samples import make_result
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.experiment.placebo import Placebo, Score, reduced, setting_text
from workbench.experiment.planted import Planted
from workbench.export.asked_svg import cloud_drawing, curve_drawing
from workbench.export.page import render
from workbench.export.parts import Context
from workbench.export.placebo import cloud_of, spoken
from workbench.export.planted import curve_of
from workbench.export.report import build
from workbench.export.svg import page_inks

RUN = make_result()[1]
START = RUN.data.vault_start
MADE = (Planted(0.05, 10, 0.1, None), Planted(0.1, 10, 0.4, 9_000), Planted(0.3, 10, 1.0, 310))
OPENING = Opening(2, "data", RUN.trial_key, RUN.run_id, True, START, "2026-03-04T10:00:00+00:00")
BURN = Burn(RUN.trial_key, RUN.run_id, START, "2099-01-01", "2026-04-05T10:00:00+00:00")


def placebo(real=-0.014, twins=40):
    random = np.random.default_rng(5)
    of = {
        kind: {n: Score(float(random.normal(0, 0.06)), 0.5, 0.5) for n in range(count)}
        for kind, count in (("shuffled", twins // 2), ("garch", twins // 2), ("blocks", 10))
    }
    small = reduced(RUN.spec)
    return Placebo(small, setting_text(small), {"real": {0: Score(real, 0.6, 0.5)}, **of})


def section(name, result=RUN, **known):
    """(words, the section's own HTML)."""
    text = render(build(result, Context(**known)))
    Page(text)  # every element closes where it should
    found = re.search(rf'<section id="{name}".*?</section>', text, re.S)
    return None if found is None else (Page(found[0]).text, found[0])


def test_that_a_placebo_is_told_with_its_rank_its_picture_and_its_setting():
    made = placebo()
    words, html = section("placebo", placebo=made)
    better = sum(value >= -0.014 for value in made.ranked)
    assert f"{better} of 40 twins did as well or better" in words
    assert "this run −1.4" in words and "its days shuffled" in words
    assert f"one random start, trained anew every {made.spec.evaluation.refit_every} days" in words
    assert html.count("<rect") == sum(count > 0 for count in cloud_of(made).counts)


def test_that_the_line_of_the_run_stands_where_its_result_lies_in_the_histogram():
    made = placebo(real=0.2)
    cloud = cloud_of(made)
    drawing = ElementTree.fromstring(cloud_drawing(cloud, spoken(made), page_inks()).svg(alone=True))
    lines = [line.attrib for line in drawing.iter("{http://www.w3.org/2000/svg}line")]
    (own,) = (line for line in lines if line["stroke"] == "var(--acc)")
    share = (20.0 - cloud.low) / (cloud.high - cloud.low)
    assert own["x1"] == own["x2"] and float(own["x1"]) == pytest.approx(4 + share * 852, abs=0.1)
    (label,) = (text for text in drawing.iter("{http://www.w3.org/2000/svg}text") if "this run" in text.text)
    assert label.attrib["text-anchor"] == "end", "at the right edge its words stand at the left of it"


def test_that_a_placebo_nobody_asked_for_is_told_as_not_asked():
    words, html = section("placebo")
    assert words.startswith("Placebo not asked It was not asked") and "<svg" not in html


def test_that_a_planted_signal_stands_there_only_if_it_was_made():
    assert section("planted") is None
    words, html = section("planted", planted=MADE)
    assert "9,000" in words and "0.05 10 % — —" in words and f"here {len(RUN.predictions)} days" in words
    assert html.count("<circle") == 2, "an edge that never shows has no place in the curve"


def test_that_stronger_edges_stand_to_the_right_and_need_fewer_days():
    drawing = ElementTree.fromstring(curve_drawing(curve_of(MADE, 499), page_inks()).svg(alone=True))
    weak, strong = (dot.attrib for dot in drawing.iter("{http://www.w3.org/2000/svg}circle"))
    assert float(weak["cx"]) < float(strong["cx"]) and float(weak["cy"]) < float(strong["cy"])


@pytest.mark.parametrize(
    ("known", "word", "told"),
    [
        ({}, "sealed", f"The days from {START} on are sealed"),
        ({"opening": OPENING}, "opened, passed", "Opening 2 of its maker’s, 2026-03-04"),
        ({"opening": replace(OPENING, passed=False)}, "opened, not passed", "It did not pass"),
        ({"opening": replace(OPENING, passed=None)}, "opening", "begun and not answered"),
        ({"opening": OPENING, "burns": (BURN,)}, "revealed", "shown in full on 2026-04-05. It passed"),
    ],
)
def test_that_the_vault_is_told_as_it_stands(known, word, told):
    words, _ = section("vault", **known)
    assert words.startswith(f"Vault {word} ") and told in words


@pytest.mark.parametrize("run", [make_result(state="invalid")[1], make_result(outcome="cancelled")[1]])
def test_that_a_run_without_figures_tells_nothing_it_was_asked(run):
    known = {"placebo": placebo(), "planted": MADE}
    assert section("placebo", run, **known) is None and section("planted", run, **known) is None


def test_that_scores_of_a_stranger_draw_a_page_all_the_same():
    for real in (1e6, -1e6, 0.0):
        words, _ = section("placebo", placebo=placebo(real=real, twins=2))
        assert "twins did as well" in words
