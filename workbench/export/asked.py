"""Sections of a report on what a run was asked after its end: placebo, planted signal, vault."""

from __future__ import annotations

from workbench.experiment.placebo import Placebo, reduced, sentence, setting_text
from workbench.experiment.planted import Planted
from workbench.experiment.result import RunResult
from workbench.export import placebo as placebo_words
from workbench.export import planted as planted_words
from workbench.export import vault as vault_words
from workbench.export.asked_svg import CLOUD, CURVE, cloud_drawing, curve_drawing
from workbench.export.format import DASH
from workbench.export.parts import Cell, Chart, Context, Row, Section, Table

NOT_ASKED = (
    "It was not asked, or not to its end: how often the same training does as well on twins of this ticker "
    "that hold nothing to find is not known."
)
NEVER = "A dash: no number of days would do."
VAULT_MEANS = (
    "The last days of the prices are kept from every model and every chart. Asked about a run, they answer "
    "once, pass or fail; shown in full, they are used up."
)


def asked_sections(result: RunResult, context: Context) -> tuple[Section, ...]:
    """Placebo and vault of a run that was judged, known or not; a planted signal only if it was made."""
    return (_placebo(context.placebo), *_planted(result, context), _vault(result, context))


def _placebo(placebo: Placebo | None) -> Section:
    if placebo is None or placebo.real is None or not placebo.ranked:
        return Section("placebo", "Placebo", "not asked", text=(NOT_ASKED,))
    cloud, spoken = placebo_words.cloud_of(placebo), placebo_words.spoken(placebo)
    return Section(
        "placebo", "Placebo", placebo_words.rank_note(placebo), text=(sentence(placebo),),
        chart=Chart(lambda inks: cloud_drawing(cloud, spoken, inks), *CLOUD),
        table=_placebo_table(placebo),
        after=(placebo_words.setting_line(placebo),),
    )  # fmt: skip


def _planted(result: RunResult, context: Context) -> tuple[Section, ...]:
    made, here = context.planted, 0 if result.predictions is None else len(result.predictions)
    if not made:
        return ()
    curve = planted_words.curve_of(made, here)
    section = Section(
        "planted", "Planted signal", "an edge of known strength, looked for",
        text=(planted_words.sentence(made, here),),
        chart=None if curve is None else Chart(lambda inks: curve_drawing(curve, inks), *CURVE),
        table=_planted_table(made),
        after=(planted_words.LEGEND.format(setting=setting_text(reduced(result.spec))), NEVER),
    )  # fmt: skip
    return (section,)


def _vault(result: RunResult, context: Context) -> Section:
    told = vault_words.standing(result, context.opening, context.burns, 0, whose="its maker’s")
    return Section("vault", "Vault", told.word, text=(told.tip, VAULT_MEANS))


def _placebo_table(placebo: Placebo) -> Table:
    rows = zip(placebo_words.rows_of(placebo), placebo_words.values_of(placebo), strict=True)
    return Table(placebo_words.COLUMNS, tuple(
        Row(name, tuple(map(Cell, texts, values)), own=number == 0)
        for number, ((name, *texts), (_, *values)) in enumerate(rows)
    ))  # fmt: skip


def _planted_table(made: tuple[Planted, ...]) -> Table:
    """A dash in the place of the window's "never": figures and dashes stand in one line."""
    rows = []
    for one, (name, found, days, years) in zip(made, planted_words.rows_of(made), strict=True):
        needed = Cell(DASH) if one.days is None else Cell(days, float(one.days))
        rows.append(Row(name, (Cell(found, one.found), needed, Cell(years, planted_words.years_of(one)))))
    return Table(planted_words.COLUMNS, tuple(rows))
