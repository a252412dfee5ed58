"""Why each figure is there: a paragraph, the formula and the source, in the words of the panel."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.gui.present import figures


@dataclass(frozen=True, slots=True)
class Why:
    """`title` is the figure's name in the panel; `paragraph` is what it says and what it cannot say."""

    title: str
    paragraph: str
    formula: str
    source: str


BAILEY_2012 = "Bailey and López de Prado (2012), The Sharpe ratio efficient frontier, Journal of Risk 15."
BAILEY_2014 = (
    "Bailey and López de Prado (2014), The deflated Sharpe ratio, Journal of Portfolio "
    "Management 40."
)
GERKO = (
    "Anatolyev and Gerko (2005), A trading approach to testing for predictability, Journal of Business & "
    "Economic Statistics 23."
)
HANSEN = (
    "Hansen (2005), A test for superior predictive ability, Journal of Business & Economic "
    "Statistics 23."
)
LO = "Lo (2002), The statistics of Sharpe ratios, Financial Analysts Journal 58."
RULE = "No paper: arithmetic, and a rule of this program (its decision table)."

WHYS: dict[str, Why] = {
    "excess": Why(
        figures.EXCESS,
        "In a rising market anybody who is invested earns. So the run is compared with holding the same "
        "amount all the time: what is left was earned by choosing the days. Where the interval crosses the "
        "tick at 0, the choice of days has shown nothing.",
        "252 × mean(net − share invested × holding), both after costs; interval ± 1.96 standard errors",
        GERKO,
    ),
    "hits": Why(
        figures.HITS,
        "On how many days the direction was foretold. Prices rise on more days than they fall, so saying "
        "“up” every day already scores the base rate: only hits beyond that tick are worth a look. With 250 "
        "days the interval is 6 points wide on either side.",
        "hits ÷ days, Wilson’s interval at 95 %; base rate = the share of the commoner direction",
        "Wilson (1927), Journal of the American Statistical Association 22; Pesaran and Timmermann (1992), "
        "Journal of Business & Economic Statistics 10.",
    ),
    "tries": Why(
        figures.TRIES,
        "Whoever tries often enough finds something good by luck alone. Each distinct model on these prices "
        "counts, in every project, the stopped and the failed ones too. The line below says how good the "
        "best of so many worthless models would look.",
        "E[max] of N standard normals × √(252 ÷ days)",
        BAILEY_2014,
    ),
    "years": Why(
        figures.YEARS,
        "A Sharpe ratio is a guess from few days. This is how much longer one would have to watch until one "
        "as large as this could be told from zero, if it stayed as it is. An edge half as large needs four "
        "times as long.",
        "days = 1 + (1 − γ₃·SR + ¼(γ₄ − 1)·SR²) × (1.645 ÷ SR)², less those there are; SR a day",
        BAILEY_2012,
    ),
    "forecast": Why(
        "forecast p",
        "Does the forecast beat the average day known so far? A model that knows nothing adds noise and so "
        "loses to the average in squared error; the test takes that handicap off before it compares. p is "
        "the chance of so good a forecast from a model without skill.",
        "ŷ forecast, m average so far: f = (y − m)² − [(y − ŷ)² − (m − ŷ)²];  p = 1 − Φ(√n × mean f ÷ sd f)",
        "Clark and West (2007), Approximately normal tests for equal predictive accuracy in nested models, "
        "Journal of Econometrics 138.",
    ),
    "timing": Why(
        "timing p",
        "The run’s own positions are slid along the calendar: same exposure, same number of trades, other "
        "days. p is the share of these slides that earn as much. A long position in a rising market gains "
        "nothing here, so drift cannot pass for skill.",
        "S(k) = Σ position(t) × return(t + k);  p = (1 + number of k with S(k) ≥ S(0)) ÷ (1 + K)",
        f"A permutation test at equal exposure; in closed form: {GERKO}",
    ),
    "net": Why(
        "net p",
        "The chance of a Sharpe ratio like this after costs if the true one were zero, minding that returns "
        "are skewed and have fat tails. In a rising market holding passes this too: it never stands alone.",
        "p = 1 − Φ(SR × √(n − 1) ÷ √(1 − γ₃·SR + ¼(γ₄ − 1)·SR²))",
        BAILEY_2012,
    ),
    "spa": Why(
        "best-of-tries p",
        "The chance that the best of all tries on these days is as good as this by luck. Every try’s return "
        "over scaled holding enters, the failures too; all are reshuffled together in blocks of days, 2,000 "
        "times.",
        "T = max over tries of √n × mean excess ÷ ω, consistent centring; stationary bootstrap",
        f"{HANSEN} Bootstrap: Politis and Romano (1994); block length: Politis and White (2004).",
    ),
    "deflated": Why(
        "deflated Sharpe ratio",
        "The probability that the true Sharpe ratio is above what the best of so many worthless tries would "
        "show. It is blunt: few real edges pass it, so it is shown beside the test above and decides "
        "nothing.",
        "Φ of the net test against SR₀ = √V × E[max of N];  V = variance of the tries’ Sharpe ratios",
        BAILEY_2014,
    ),
    "holding": Why(
        "against holding p",
        "Whether its Sharpe ratio is above that of scaled holding by more than chance. The alternative "
        "costs no work at all, so a run that is merely as good has not earned its trouble.",
        "z = (SR₁ − SR₂) ÷ √V;  V = [2 − 2ρ + ½(SR₁² + SR₂² − 2·SR₁·SR₂·ρ²)] ÷ n",
        "Jobson and Korkie (1981), Journal of Finance 36; Memmel (2003), Finance Letters 1.",
    ),
    "break_even": Why(
        "break-even cost",
        "The cost a side at which nothing is left. The filled mark is where the net return crosses zero; "
        "the hollow one, mostly lower, is where it stops beating scaled holding. An edge that needs a cost "
        "below what your broker takes is none.",
        "Σ gross return ÷ Σ |change of position|",
        "No paper: arithmetic. Fischer and Krauss (2018) count 5 basis points a side for large US stocks.",
    ),
    "ratio": Why(
        "vs naive",
        "Its mean squared error over that of “tomorrow = today”. A loss that falls while this stays at 1.00 "
        "has learned to repeat yesterday. Daily returns are so noisy that 0.99 would already be unusual.",
        "Σ(y − ŷ)² ÷ Σy², log returns out of sample",
        "Theil (1966), Applied economic forecasting (his U, squared); Hyndman and Koehler (2006), "
        "International Journal of Forecasting 22.",
    ),
    "validation": Why(
        figures.RATIO,
        "The same ratio while training, on days kept apart from the learning, at each training’s best "
        "epoch. It is the median over the trainings done so far.",
        "validation error ÷ error of “tomorrow = today” on the same days",
        "Theil (1966), Applied economic forecasting.",
    ),
    "sharpe": Why(
        "Sharpe",
        "Mean return after costs over its fluctuation, a year. The table is sorted by it. Its own error is "
        "large: one year of days leaves it uncertain by 1, four years by ½.",
        "mean ÷ standard deviation of daily net returns × √252",
        f"Sharpe (1994), Journal of Portfolio Management 21. {LO}",
    ),
    "fall": Why(
        "fall",
        "The deepest loss from a peak to what followed. A walk without drift that moves by 1 % a day falls "
        "by 22 % somewhere in two years, half of the time.",
        "min over days of wealth ÷ highest wealth so far − 1",
        "Magdon-Ismail, Atiya, Pratap and Abu-Mostafa (2004), On the maximum drawdown of a Brownian motion, "
        "Journal of Applied Probability 41.",
    ),
    "baselines": Why(
        "the rows",
        "What the model must beat, on the same days, folds and costs: holding; holding scaled to its "
        "exposure; ridge and a linear map of the same window; two numbers (AR(1)); trees; two moving "
        "averages; the average so far (drift); the return of a week ago; traders who toss coins as often as "
        "it trades; and “tomorrow = today”.",
        "all fitted on the same days as the model, decided at the close, filled at the next open",
        "Zeng and others (2023), Are transformers effective for time series forecasting?, AAAI; Campbell "
        "and Thompson (2008), Review of Financial Studies 21.",
    ),
    "lag_lens": Why(
        "lag lens",
        "Every honest forecast for tomorrow starts from today’s close, so its curve is today’s price drawn "
        "one day to the right. Slide it back and it snaps on: the likeness is no skill. What the model adds "
        "is the small rest.",
        "Δ ln forecast(t) = r(t−1) + μ(t) − μ(t−1); bars: its correlation with r by shift",
        "Algebra. On pictures like it: Hewamalage, Ackermann and Bergmeir (2022), Data Mining and Knowledge "
        "Discovery.",
    ),
    "median_start": Why(
        "median start",
        "The model is the mean of several random starts; none of them can be picked. If the one in the "
        "middle loses money, the mean lives from a lucky start or two.",
        "median over starts of 252 × mean net return",
        RULE,
    ),
    "worst_start": Why(
        "worst start",
        "What you would have had with bad luck in the very first random numbers. Of twenty worthless "
        "starts, the best shows a Sharpe ratio near 1.9 on one year: that is what picking a seed is worth.",
        "least over starts of 252 × mean net return",
        f"{BAILEY_2014} (for the best of many)",
    ),
    "late": Why(
        "one day later",
        "Every decision is carried out one day late. An edge that lives a day or less weakens, which is "
        "honest; one that turns into a loss of the same size was tied to a single open.",
        "252 × mean of position(t − 1) × return(t), after costs",
        RULE,
    ),
    "dearer": Why(
        "at 1.5 × the cost",
        "Costs are a guess: spreads widen on days that matter. Here all of it is 1.5 times as dear.",
        "252 × mean(gross − 1.5 × costs)",
        RULE,
    ),
    "best_days": Why(
        "without the five best days",
        "Had the five best days brought nothing. A result that rests on five days out of thousands rests on "
        "events, and these do not repeat on request.",
        "252 × (sum of net − the five largest) ÷ days",
        RULE,
    ),
    "folds": Why(
        "folds",
        "The days are forecast in folds, each by a model trained on what lay before it. A cell is filled "
        "where the run beat scaled holding after costs. Luck alone fills about half of them; an edge should "
        "not sit in one corner of the calendar.",
        "Σ over the fold’s days of (net − scaled holding) > 0",
        RULE,
    ),
    "leaks": Why(
        "leaks",
        "Before each run the later prices are changed, and every input of the earlier days must stay as it "
        "was, to the last bit. A leak makes any model look wonderful: one was found in published work of 17 "
        "fields.",
        "inputs dated ≤ t from prices changed after t = inputs from the prices as they are",
        "Kapoor and Narayanan (2023), Leakage and the reproducibility crisis, Patterns 4.",
    ),
    "vault": Why(
        "vault",
        "The last days are kept from every model and every chart. They answer once per idea, with one bit, "
        "and each opening makes the next one harder, so that asking often cannot wear them out.",
        "the k-th opening must pass each test at α = 0.05 × 6 ÷ (π²k²)",
        "Dwork and others (2015), The reusable holdout, Science 349.",
    ),
}  # fmt: skip
"""Key -> entry. Widgets name entries by key; `of_figure` finds that of a figure by its label."""

COLUMN_KEYS: dict[str, str] = {"hits": "hits", "vs naive": "ratio", "Sharpe": "sharpe", "fall": "fall"}
"""Column of `Beside every baseline` -> key."""

_BY_LABEL = {why.title: why for why in WHYS.values()}


def of_figure(label: str) -> Why | None:
    """The entry of the figure that is called `label`; None where there is none."""
    return _BY_LABEL.get(label)


def in_words(why: Why) -> str:
    """All of it as one text, for screen readers."""
    return f"{why.paragraph} Formula: {why.formula}. Source: {why.source}"
