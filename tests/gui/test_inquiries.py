"""What can be asked of a run, as a user does it: placebo, planted signal, vault."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.experiment.helpers import small_spec
from tests.experiment.test_record import record
from tests.gui.desk import settle
from tests.samples import make_result
from tests.worlds import make_world
from workbench import paths
from workbench.errors import Cancelled, FitFailed
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.rows import Burn
from workbench.evaluation.vault import Opening
from workbench.events import TwinScored
from workbench.experiment import placebo as engine
from workbench.experiment.placebo import Placebo, Score
from workbench.experiment.record import unite
from workbench.experiment.vault import trial_key
from workbench.gui.tables.runs import RunsTable
from workbench.gui.widgets.answer_section import PlaceboSection, PlantedSection
from workbench.gui.widgets.badge import Badge
from workbench.gui.widgets.cloud_bars import CloudBars
from workbench.gui.widgets.figure_cell import FigureCell
from workbench.gui.widgets.text import WrapLabel
from workbench.gui.widgets.vault_offer import VaultOffer
from workbench.gui.widgets.verdict_card import VerdictCard
from workbench.project.document import Document
from workbench.project.project import new_project

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEANING = make_world("W3", bars=1550, seed=3, phi=0.3)
SETTINGS = {"evaluation__cost_bps": 0, "evaluation__rule": "long_short", "evaluation__vault_bars": 500}
ALL = 5


class FakePlacebo:
    """Scores `ALL` twins, each after the test has said `go`; asked again it goes on after those it has."""

    def __init__(self, error=None) -> None:
        self.turns = threading.Semaphore(0)
        self.scored = 0
        self.orders = []
        self.error = error

    def __call__(self, order, emit, cancel, executor):
        self.orders.append(order)
        if self.error is not None:
            raise self.error
        while self.scored < ALL and not cancel.is_set():
            if self.turns.acquire(timeout=0.01):
                self.scored += 1
                kind, number = ("real", 0) if self.scored == 1 else ("shuffled", self.scored)
                score = {"kind": kind, "number": number, "score": 0.01 * self.scored}
                emit(TwinScored(run_id="", done=self.scored, all=ALL, **score))
        scores = {"real": {0: Score(0.01, 0.5, 0.5)}} if self.scored else {}
        scores["shuffled"] = {n: Score(0.01 * n, 0.5, 0.5) for n in range(2, self.scored + 1)}
        outcome = "finished" if self.scored == ALL else "cancelled"
        return Placebo(engine.reduced(order.run.spec), "one random start", scores, outcome)

    def go(self, times: int) -> None:
        for _ in range(times):
            self.turns.release()


def document_of(prices, *results):
    """A project on these prices with runs that were made elsewhere."""
    data = results[0].spec.data
    project = new_project(
        data.symbol, data.source, content_hash=data.content_hash, file_name=data.file_name,
        spec=results[0].spec,
    )  # fmt: skip
    return Document(project, results, {prices.content_hash: prices})


@pytest.fixture
def asked(opened):
    """A window on a sample run whose placebo is a fake."""
    prices, result = make_result()
    window = opened(document_of(prices, result))
    fake = FakePlacebo()
    window.session.inquiries.engines["placebo"] = fake
    return window, fake


@pytest.fixture(scope="module")
def candidate(tmp_path_factory):
    """A ridge that has found the edge planted in a world."""
    ledger = TrialLedger(tmp_path_factory.mktemp("elsewhere") / "ledger.sqlite")
    spec = small_spec("ridge", **SETTINGS)
    data = spec.data.model_copy(update={"symbol": LEANING.symbol, "source": "synthetic"})
    result = record(spec.model_copy(update={"data": data}), ledger, LEANING)
    assert result.verdict.state == "candidate"
    return result


def section(window):
    return window.reality.findChild(PlaceboSection)


def corner(window):
    """What the corner of the menu bar says of the vault."""
    return window.corner.findChildren(QLabel)[-1].text()


def bars(window):
    return section(window).findChild(CloudBars).cloud


def note(window):
    return section(window).note


def toolbar_button(window, text):
    return next(b for b in window.toolbar.findChildren(type(section(window).button)) if b.text() == text)


def at_rest(window, qtbot):
    qtbot.waitUntil(lambda: window.session.inquiries.asking is None, timeout=20_000)


def until(window, qtbot, done):
    def there():
        asking = window.session.inquiries.asking
        return asking is not None and asking.done >= done

    qtbot.waitUntil(there, timeout=20_000)


def test_that_the_bars_fill_in_while_twins_are_scored_and_the_title_says_how_many_did_better(asked, qtbot):
    window, fake = asked
    assert (note(window), section(window).button.text()) == ("not asked yet", "Run the placebo")
    qtbot.mouseClick(toolbar_button(window, "Placebo"), Qt.MouseButton.LeftButton)
    fake.go(1)
    until(window, qtbot, 1)
    assert (sum(bars(window).counts), bars(window).real) == (0, pytest.approx(1.0))
    assert section(window).is_open and not toolbar_button(window, "Placebo").isEnabled()
    assert "placebo 1 / 5" in window.toolbar.progress.words
    fake.go(2)
    until(window, qtbot, 3)
    assert (sum(bars(window).counts), note(window)) == (2, "3 of 5 scored")
    assert "No rank before the last" in section(window).text
    fake.go(2)
    at_rest(window, qtbot)
    assert note(window) == "4 of 4 twins did as well or better"
    assert "inside their cloud" in section(window).text and "inside their cloud" in window.session.message
    assert window.session.run_state.phase == "idle" and window.session.trials[1] == 1


def test_that_stop_keeps_what_is_scored_and_asked_again_it_goes_on(asked, qtbot):
    window, fake = asked
    window.commands["run.placebo"].trigger()
    fake.go(2)
    until(window, qtbot, 2)
    assert window.commands["run.stop"].isEnabled() and not window.commands["run.pause"].isEnabled()
    window.commands["run.stop"].trigger()
    assert not window.commands["run.stop"].isEnabled()
    at_rest(window, qtbot)
    assert (note(window), section(window).button.text()) == ("stopped, 2 of 5 scored", "Go on")
    assert "2 of 5 scored and kept" in window.session.message
    qtbot.mouseClick(section(window).button, Qt.MouseButton.LeftButton)
    assert sum(bars(window).counts) == 1
    fake.go(3)
    at_rest(window, qtbot)
    assert note(window).startswith("4 of 4") and section(window).button.isHidden()
    window.commands["run.placebo"].trigger()
    assert len(fake.orders) == 2 and window.session.inquiries.asking is None, "the answer is known"


def test_that_the_picture_can_be_read_as_a_table(asked, qtbot):
    window, fake = asked
    fake.go(ALL)
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    told = section(window)
    assert "this run +1.0" in told.findChild(CloudBars).accessibleName()
    qtbot.mouseClick(told.switch, Qt.MouseButton.LeftButton)
    assert told.table.isVisible() and not told.findChild(CloudBars).isVisible()
    assert [row[0] for row in told.table.texts()] == ["this run, reduced", "its days shuffled"]


def test_that_nothing_else_begins_while_a_question_is_answered(asked, qtbot, tmp_path):
    window, fake = asked
    window.commands["run.placebo"].trigger()
    fake.go(1)
    until(window, qtbot, 1)
    for action in ("run.train", "run.placebo", "run.planted", "run.open_vault", "file.open", "file.new"):
        assert not window.commands[action].isEnabled(), action
    window.session.train()
    assert not window.session.running
    (tmp_path / "study.swb").touch()
    window.session.open_path(tmp_path / "study.swb")
    assert "A question about a run is under way" in window.session.message
    assert window.close() and fake.orders, "closing stops it without a question"


def test_that_an_answer_belongs_to_its_run(opened, qtbot):
    prices, first = make_result()
    second = replace(make_result(run_seed=1)[1], run_id="other")
    window = opened(document_of(prices, first, second))
    fake = window.session.inquiries.engines["placebo"] = FakePlacebo()
    fake.go(ALL)
    window.commands["run.placebo"].trigger()
    window.session.show_run(first.run_id)
    at_rest(window, qtbot)
    assert note(window) == "not asked yet"
    window.session.show_run("other")
    assert note(window).startswith("4 of 4")


def test_that_a_failure_is_told_in_words_and_can_be_asked_again(asked, qtbot):
    window, fake = asked
    fake.error = FitFailed("A training process ended unexpectedly.", "Choose a smaller model.")
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    assert (note(window), section(window).button.text()) == ("failed", "Run the placebo")
    assert "Choose a smaller model." in section(window).text


def test_that_prices_that_are_gone_and_further_symbols_are_refused_in_words(opened, candidate, qtbot):
    prices, result = make_result()
    window = opened(Document(document_of(prices, result).project, (result,)))
    window.commands["run.placebo"].trigger()
    assert note(window) == "not possible" and "not at hand" in section(window).text
    with_others = candidate.spec.with_settings({"data.inputs": "OTHER"})
    window = opened(document_of(LEANING, replace(candidate, spec=with_others.model_copy())))
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    assert note(window) == "not possible" and "one symbol" in section(window).text


def test_that_nothing_can_be_asked_of_a_run_without_verdict_or_withheld(opened):
    prices, stopped = make_result(outcome="cancelled")
    for result in (stopped, make_result(state="invalid")[1]):
        window = opened(document_of(prices, result))
        assert not any(window.commands[f"run.{name}"].isEnabled() for name in ("placebo", "open_vault"))
        assert not section(window).isVisible() or section(window).button.isHidden()


def test_that_a_real_placebo_is_found_again_and_a_planted_edge_stands_out(
    opened, candidate, qtbot, monkeypatch
):  # fmt: skip
    window = opened(document_of(LEANING, candidate))
    window.commands["run.placebo"].trigger()
    until(window, qtbot, 4)
    window.commands["run.stop"].trigger()
    at_rest(window, qtbot)
    assert note(window).startswith("stopped, ")
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    assert note(window) == "0 of 40 twins did as well or better"
    assert "outside their cloud" in section(window).text and len(bars(window).apart) == 10
    assert window.session.trials[1] == 1
    monkeypatch.setattr(engine, "score_twin", lambda *job: pytest.fail("it was computed again"))
    again = opened(document_of(LEANING, candidate))
    qtbot.waitUntil(lambda: note(again).startswith("0 of 40"), timeout=5000)


def test_that_a_planted_signal_gives_a_curve_with_its_table(opened, candidate, qtbot, monkeypatch):
    monkeypatch.setattr("workbench.gui.inquiry.STRENGTHS", (0.1, 0.3))
    window = opened(document_of(LEANING, candidate))
    told = window.reality.findChild(PlantedSection)
    assert not told.isVisible()
    window.commands["run.planted"].trigger()
    at_rest(window, qtbot)
    assert told.isVisible() and told.is_open
    assert [row[0] for row in told.table.texts()] == ["0.10", "0.30"]
    assert "0.30 needs" in told._curve.accessibleName()
    assert "four times in five" in told.text


def card(window):
    return window.reality.findChild(VerdictCard).word


def vault_badge(window):
    return next(b for b in window.reality.findChildren(Badge) if b.accessibleName().startswith("Vault"))


def test_that_a_candidate_that_passes_the_vault_is_promising_and_stays_so_when_opened_again(
    opened, candidate, qtbot, tmp_path
):  # fmt: skip
    window = opened(document_of(LEANING, candidate), open_vault=True)
    offer = window.reality.findChild(VaultOffer)
    assert card(window) == "CANDIDATE" and offer.button.isVisible()
    assert corner(window) == "sealed"
    assert offer.text.startswith("Once, for this idea.")
    qtbot.mouseClick(offer.button, Qt.MouseButton.LeftButton)
    (_, (question,)), = (one for one in window.verbs.questions.asked if one[0] == "open_vault")
    assert "500 sealed days" in question.details and "below 0.0304" in question.details
    assert "0.0076" in question.details and "would not change" not in question.details
    at_rest(window, qtbot)
    assert card(window) == "PROMISING" and "it passed" in window.session.message
    assert vault_badge(window).value == "opened" and "0.0304" in vault_badge(window).toolTip()
    assert offer.button.isHidden() and "Opening 1 of yours" in offer.text
    assert corner(window) == "opened, passed"
    assert not window.commands["run.open_vault"].isEnabled()
    assert window.session.document.runs[-1].verdict.state == "candidate", "facts are never edited"
    listed = window.centre.findChild(RunsTable).model()
    assert listed.index(0, listed.columnCount() - 1).data() == "PROMISING"
    path = tmp_path / "study.swb"
    window.session.save_as(path)
    settle(window.session)
    window.session.open_path(path)
    settle(window.session)
    assert card(window) == "PROMISING" and vault_badge(window).value == "opened"


def test_that_the_vault_stays_sealed_when_the_question_is_refused(opened, candidate):
    window = opened(document_of(LEANING, candidate), open_vault=False)
    window.commands["run.open_vault"].trigger()
    assert window.session.inquiries.asking is None and card(window) == "CANDIDATE"
    assert TrialLedger(paths.ledger_file()).openings_begun() == 0


def test_that_a_run_without_edge_is_warned_that_its_opening_is_wasted_and_can_fail(opened, qtbot):
    prices, result = make_result()
    window = opened(document_of(prices, result), open_vault=True)
    assert window.reality.findChild(VaultOffer).isHidden()
    window.session.inquiries.engines["vault"] = lambda order, emit, cancel, executor: Opening(
        3, "data", trial_key(result), result.run_id, False, time="2026-11-25T10:00:00+00:00"
    )
    window.commands["run.open_vault"].trigger()
    question = window.verbs.questions.asked[-1][1][0]
    assert "This run is NO EDGE: passing would not change that verdict" in question.details
    at_rest(window, qtbot)
    assert "did not pass" in window.session.message
    assert "Opening 3 of yours, 2026-11-25" in window.reality.findChild(VaultOffer).text


def test_that_a_candidate_that_does_not_pass_has_failed_on_unseen_data(opened, candidate, qtbot):
    window = opened(document_of(LEANING, candidate), open_vault=True)
    window.session.inquiries.engines["vault"] = lambda order, emit, cancel, executor: Opening(
        1, "data", trial_key(candidate), candidate.run_id, False, time="2026-11-25T10:00:00+00:00"
    )
    window.commands["run.open_vault"].trigger()
    at_rest(window, qtbot)
    assert card(window).startswith("FAILED ON")
    window.session.set_what_if_cost(1.0)
    assert card(window).startswith("FAILED ON"), "another cost does not seal it again"


def test_that_an_interrupted_opening_counts_and_is_offered_again(opened, candidate, qtbot):
    window = opened(document_of(LEANING, candidate), open_vault=True, stop_opening=False)
    begun = threading.Event()

    def begin(order, emit, cancel, executor):
        ledger = order.ledger()
        ledger.begin_opening(ledger.identify(order.prices), trial_key(order.run), order.run.run_id)
        begun.set()
        cancel.wait(10)
        raise Cancelled("The run was stopped.")

    window.session.inquiries.engines["vault"] = begin
    window.commands["run.open_vault"].trigger()
    qtbot.waitUntil(begun.is_set, timeout=5000)
    assert not window.close() and window.verbs.questions.asked[-1][0] == "stop_opening"
    window.commands["run.stop"].trigger()
    at_rest(window, qtbot)
    settle(window.session)
    offer = window.reality.findChild(VaultOffer)
    assert offer.button.isVisible() and "Opening 1 was begun" in offer.text
    assert "goes on under its number" in window.session.message
    assert corner(window) == "opening"


def test_that_a_whole_placebo_is_kept_with_the_project_and_half_of_one_is_not(asked, qtbot, tmp_path):
    window, fake = asked
    session = window.session
    run = session.result
    fake.go(2)
    window.commands["run.placebo"].trigger()
    until(window, qtbot, 2)
    window.commands["run.stop"].trigger()
    at_rest(window, qtbot)
    assert session.document.answers == {}
    fake.go(ALL)
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    kept = session.document.answers[run.run_id].placebo
    assert kept.real == 0.01 and session.document.dirty
    session.save_as(tmp_path / "study.swb")
    settle(session)
    window.commands["file.new"].trigger()
    settle(session)
    session.open_path(tmp_path / "study.swb")
    settle(session)
    assert note(window) == "4 of 4 twins did as well or better" and not session.document.dirty


def test_that_the_report_of_the_window_tells_what_the_run_was_asked(opened, candidate, qtbot, tmp_path):
    page = tmp_path / "r.html"
    window = opened(document_of(LEANING, candidate), open_vault=True, report_to_save=page)
    fake = FakePlacebo()
    fake.go(ALL)
    window.session.inquiries.engines["placebo"] = fake
    window.commands["run.placebo"].trigger()
    at_rest(window, qtbot)
    window.session.inquiries.engines["vault"] = lambda order, emit, cancel, executor: Opening(
        1, "data", trial_key(candidate), candidate.run_id, False, candidate.data.vault_start,
        "2026-11-25T10:00:00+00:00",
    )  # fmt: skip
    window.commands["run.open_vault"].trigger()
    at_rest(window, qtbot)
    window.commands["file.report"].trigger()
    settle(window.session)
    text = page.read_text(encoding="utf-8")
    assert "FAILED ON" in text, "the verdict is what the vault has left of it"
    assert "4 of 4 twins did as well or better" in text and "opened, not passed" in text


def with_opening(candidate):
    """The vault has said its bit about the candidate: it did not pass."""
    ledger = TrialLedger(paths.ledger_file())
    unite(ledger, LEANING, "elsewhere", (candidate,))
    data_id, day = ledger.identify(LEANING), candidate.data.vault_start
    ledger.end_opening(
        ledger.begin_opening(data_id, trial_key(candidate), candidate.run_id, day), passed=False
    )


def test_that_a_reveal_is_asked_about_shows_all_figures_and_marks_the_run_at_once(opened, candidate, qtbot):
    with_opening(candidate)
    window = opened(document_of(LEANING, candidate), reveal_vault=False)
    offer, session = window.reality.findChild(VaultOffer), window.session
    assert offer.reveal.isVisible() and corner(window) == "opened, not passed"
    qtbot.mouseClick(offer.reveal, Qt.MouseButton.LeftButton)
    question = window.verbs.questions.asked[-1][1][0]
    assert "Reveal the sealed days for run 1?" in question.text and "used up" in question.details
    ledger = TrialLedger(paths.ledger_file())
    assert ledger.burns(ledger.identify(LEANING)) == () and corner(window) == "opened, not passed"
    window.verbs.questions.answers["reveal_vault"] = True
    window.commands["run.reveal_vault"].trigger()
    at_rest(window, qtbot)
    settle(session)
    (burn,) = ledger.burns(ledger.identify(LEANING))
    assert corner(window) == "revealed" and vault_badge(window).value == "none sealed"
    assert window.centre.price._chart._marks.vault_word == f"revealed {burn.date}"
    drawing = window.verbs.exports._drawn_price()()
    assert f"REVEALED {burn.date}" in drawing and "SEALED" not in drawing
    assert "REVEALED" in window.verbs.exports._drawn_equity()()
    rows = {cells[0]: cells[1:] for cells in offer.table.texts()}
    assert offer.table.isVisible() and rows["hits %"][1].startswith("base ")
    assert f"{burn.first} \u2013 {burn.last}, 500 days" in offer._days.plain_text
    assert "no longer unseen" in window.reality.findChild(VerdictCard)._why.plain_text
    asked = len(window.verbs.questions.asked)
    window.commands["run.reveal_vault"].trigger()
    at_rest(window, qtbot)
    assert len(window.verbs.questions.asked) == asked, "what is shown costs nothing more"


def test_that_an_interrupted_reveal_stands_and_its_figures_can_be_asked_for_again(opened, candidate, qtbot):
    with_opening(candidate)
    window = opened(document_of(LEANING, candidate), reveal_vault=True)

    def begin(order, emit, cancel, executor):
        ledger = order.ledger()
        sealed = order.prices.session[order.prices.session >= ledger.fixed_vault(order.prices)]
        burn = Burn(trial_key(order.run), order.run.run_id, str(sealed[0]), str(sealed[-1]), time="")
        ledger.begin_reveal(ledger.identify(order.prices), burn)
        raise Cancelled("The run was stopped.")

    window.session.inquiries.engines["reveal"] = begin
    window.commands["run.reveal_vault"].trigger()
    at_rest(window, qtbot)
    settle(window.session)
    offer = window.reality.findChild(VaultOffer)
    assert corner(window) == "revealed" and offer.reveal.text() == "Show their figures again"
    assert "shown in full on" in offer.text and "The days count as shown" in window.session.message


def test_that_a_reveal_waits_for_the_bit(opened, candidate):
    window = opened(document_of(LEANING, candidate))
    reveal = window.commands["run.reveal_vault"]
    assert not reveal.isEnabled() and reveal.toolTip() == "The vault says its one bit first."
    assert window.reality.findChild(VaultOffer).reveal.isHidden()


def test_that_forgetting_is_asked_about_and_marks_the_count_at_once(opened, candidate):
    window = opened(document_of(LEANING, candidate), forget_tries=False)
    session = window.session
    assert session.trials == (1, 1)
    window.commands["data.forget"].trigger()
    settle(session)
    question = window.verbs.questions.asked[-1][1][0]
    assert question.text == f"Forget the 1 try on {LEANING.symbol}?" and session.trials == (1, 1)
    window.verbs.questions.answers["forget_tries"] = True
    window.commands["data.forget"].trigger()
    settle(session)
    assert session.trials == (0, 0) and "history removed on" in session.message
    mark = [part for part in window.corner.findChildren(QLabel) if part.text() == "history removed"]
    assert mark and not mark[0].isHidden() and "(1 try)" in mark[0].toolTip()
    told = [cell.findChild(WrapLabel).plain_text for cell in window.reality.findChildren(FigureCell)]
    assert any("history removed on" in text for text in told), told
    assert not window.commands["data.forget"].isEnabled()
    assert "nothing to forget" in window.commands["data.forget"].toolTip()
