"""Standard scales: ordered answers that people understand alike, each with where it comes from.

Every level has words of its own, both sides have as many, and the lowest stands first.
"""

from dataclasses import dataclass

LIKERT = (
    "Likert, R. (1932). A technique for the measurement of attitudes. Archives of Psychology 140."
)
ROHRMANN = (
    "Rohrmann, B. (1978). Empirische Studien zur Entwicklung von Antwortskalen für die "
    "sozialwissenschaftliche Forschung. Zeitschrift für Sozialpsychologie 9, 222–245."
)
VAGIAS = "Vagias, W. M. (2006). Likert-type scale response anchors. Clemson University."
KROSNICK = (
    "Krosnick, J. A. & Presser, S. (2010). Question and questionnaire design. In: Handbook of "
    "Survey Research, 2nd ed., 263–313."
)
ITU = "ITU-T Recommendation P.800 (1996), absolute category rating."


@dataclass(frozen=True)
class StandardScale:
    """An ordered scale: its name, its levels from the lowest up, and whose it is."""

    name: str
    levels: tuple[str, ...]
    source: str


SCALES = {
    "agreement-5": StandardScale(
        "Agreement, 5 levels",
        (
            "Strongly disagree",
            "Disagree",
            "Neither agree nor disagree",
            "Agree",
            "Strongly agree",
        ),
        LIKERT,
    ),
    "agreement-7": StandardScale(
        "Agreement, 7 levels",
        (
            "Strongly disagree",
            "Disagree",
            "Somewhat disagree",
            "Neither agree nor disagree",
            "Somewhat agree",
            "Agree",
            "Strongly agree",
        ),
        VAGIAS,
    ),
    "frequency-5": StandardScale(
        "Frequency, 5 levels", ("Never", "Rarely", "Sometimes", "Often", "Always"), ROHRMANN
    ),
    "satisfaction-5": StandardScale(
        "Satisfaction, 5 levels",
        (
            "Very dissatisfied",
            "Dissatisfied",
            "Neither satisfied nor dissatisfied",
            "Satisfied",
            "Very satisfied",
        ),
        VAGIAS,
    ),
    "satisfaction-7": StandardScale(
        "Satisfaction, 7 levels",
        (
            "Extremely dissatisfied",
            "Moderately dissatisfied",
            "Slightly dissatisfied",
            "Neither satisfied nor dissatisfied",
            "Slightly satisfied",
            "Moderately satisfied",
            "Extremely satisfied",
        ),
        KROSNICK,
    ),
    "quality-5": StandardScale(
        "Quality, 5 levels", ("Bad", "Poor", "Fair", "Good", "Excellent"), ITU
    ),
    "likelihood-5": StandardScale(
        "Likelihood, 5 levels",
        ("Very unlikely", "Unlikely", "Neither likely nor unlikely", "Likely", "Very likely"),
        VAGIAS,
    ),
    "importance-5": StandardScale(
        "Importance, 5 levels",
        (
            "Not at all important",
            "Slightly important",
            "Moderately important",
            "Very important",
            "Extremely important",
        ),
        VAGIAS,
    ),
    "intensity-5": StandardScale(
        "Intensity, 5 levels",
        ("Not at all", "Slightly", "Moderately", "Very", "Extremely"),
        ROHRMANN,
    ),
    "ease-7": StandardScale(
        "Ease, 7 levels",
        (
            "Very difficult",
            "Difficult",
            "Somewhat difficult",
            "Neither difficult nor easy",
            "Somewhat easy",
            "Easy",
            "Very easy",
        ),
        "After Sauro, J. & Dumas, J. S. (2009). Comparison of three one-question, post-task "
        "usability questionnaires. CHI ’09, 1599–1608, which names the ends alone.",
    ),
    "amount-5": StandardScale(
        "Amount, 5 levels",
        ("Much too little", "Too little", "About right", "Too much", "Much too much"),
        KROSNICK,
    ),
    "change-5": StandardScale(
        "Change, 5 levels",
        ("Much worse", "Somewhat worse", "About the same", "Somewhat better", "Much better"),
        KROSNICK,
    ),
}
"""The scales by a short name, in the order in which they are offered."""
