"""Questionnaires to begin a survey from; those who write surveys are offered them by name."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

OWN = "Written for this application."
FREE = "Free to use and to change."


@dataclass(frozen=True)
class Sample:
    """A finished questionnaire: what to call it, what it is for in a line, how long it takes.

    `minutes` is what a respondent needs, at about seven answers a minute. `source` says whose it
    is, and `licence` on which terms; what we wrote ourselves is everybody's.
    """

    title: str
    purpose: str
    minutes: int
    file: str
    source: str = OWN
    licence: str = FREE

    @property
    def is_published(self) -> bool:
        """Whether others have written it, and want to be named."""
        return self.source != OWN

    def document(self) -> dict[str, Any]:
        """The questionnaire, afresh each time. Its ids are fixed and can be read."""
        document: dict[str, Any] = json.loads(_read(self.file))
        return document

    def has(self, words: str) -> bool:
        """Whether all these words are in its title, its purpose or its source."""
        told = f"{self.title} {self.purpose} {self.source}".casefold()
        return all(word in told for word in words.casefold().split())


@lru_cache
def _read(file: str) -> bytes:
    return Path(__file__).with_name(file).read_bytes()


SAMPLES = {
    "event-feedback": Sample(
        "Event feedback",
        "What was good and what was not, from those who came to a conference, a course or a party.",
        2,
        "event-feedback.json",
    ),
    "employee-pulse": Sample(
        "Employee pulse",
        "How work is going, asked of everybody every few weeks so that a change is seen early.",
        2,
        "employee-pulse.json",
    ),
    "customer-satisfaction": Sample(
        "Customer satisfaction",
        "How a purchase or a call for help went, whether it was settled, and what to improve.",
        2,
        "customer-satisfaction.json",
    ),
    "sus": Sample(
        "System Usability Scale",
        "How easy a product is to use: ten items that add up to a score from 0 to 100.",
        2,
        "sus.json",
        "Brooke, J. (1996). SUS: a “quick and dirty” usability scale. In: Usability Evaluation in "
        "Industry, 189–194. Two questions of ours follow it.",
        "Free to use; whoever publishes results is asked to name the source.",
    ),
    "website-feedback": Sample(
        "Website feedback",
        "Whether visitors could do what they came for, and what stood in their way.",
        1,
        "website-feedback.json",
        "The two items of agreement are UMUX-LITE: Lewis, J. R., Utesch, B. S. & Maher, D. E. "
        "(2013). UMUX-LITE: when there’s no time for the SUS. CHI ’13, 2099–2102.",
        "Free to use; whoever publishes results is asked to name the source.",
    ),
    "course-evaluation": Sample(
        "Course evaluation",
        "What students think of a course and its teaching, at its end.",
        4,
        "course-evaluation.json",
    ),
    "feedback-360": Sample(
        "360-degree feedback",
        "How managers, colleagues and reports see somebody’s work, as far as they have seen it.",
        6,
        "feedback-360.json",
    ),
    "onboarding": Sample(
        "First month at work",
        "How newcomers arrived, what was ready for them, and what they missed.",
        3,
        "onboarding.json",
    ),
    "intake": Sample(
        "Request intake",
        "A form for requests to a team: who asks, what for, by when.",
        5,
        "intake.json",
    ),
    "rsvp": Sample(
        "RSVP",
        "Who is coming, with how many others, and what they need.",
        1,
        "rsvp.json",
    ),
    "poll": Sample(
        "Quick poll",
        "One decision, asked of many: the favourite, the order, and the reasons.",
        1,
        "poll.json",
    ),
    "well-being": Sample(
        "Well-being check",
        "How people have felt in the last two weeks: five items that add up to a score to 100.",
        1,
        "well-being.json",
        "WHO-5: World Health Organization (1998). Wellbeing measures in primary health care: the "
        "DepCare project. Copenhagen; edition of 2024: The World Health Organization-Five "
        "Well-Being Index (WHO-5). Geneva.",
        "© World Health Organization, CC BY-NC-SA 3.0 IGO: not for commercial use; keep the "
        "wording, and name the source. It is no diagnosis.",
    ),
    "anes96": Sample(
        "National study 1996",
        "Ten questions about people, the news and politics: the study of our demonstration.",
        3,
        "anes96.json",
        "American National Election Studies (1996), electionstudies.org.",
        "Public domain.",
    ),
}
"""The questionnaires by a short name, in the order in which they are offered."""
