"""Refusals of the domain: what may not be done, said so that it can be shown to people."""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType


class Refusal(Exception):
    """Something was asked for that is refused; `error_pages` turns it into a page.

    A subclass names the HTTP status, a title of a few words, and a sentence for the reader.
    """

    status = 422
    title = "That did not work"
    sentence = "Please check what you entered and try again."
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, sentence: str | None = None) -> None:
        """Refuse with the class's own sentence, or with a closer one."""
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class NotFound(Refusal):
    """What was asked for is not there, or is not this person's to see: one answer for both."""

    status = 404
    title = "Page not found"
    sentence = "There is nothing at this address. It may have been moved or deleted."


class NotAllowed(Refusal):
    """The person may see it, but their role does not let them do this."""

    status = 403
    title = "Not allowed"
    sentence = "You do not have the permission for this. Ask the survey’s owner."


class Conflict(Refusal):
    """The thing has changed, or is in a state in which this cannot be done."""

    status = 409
    title = "This has changed meanwhile"
    sentence = "Someone else changed this meanwhile. Reload the page and try again."


class Gone(Refusal):
    """It was there, and is no longer."""

    status = 410
    title = "No longer available"
    sentence = "This is no longer available."


class TooMany(Refusal):
    """More than is taken at once from one person, or from one address."""

    status = 429
    notice = "too_many"
    title = "Too many requests"

    def __init__(self, seconds: float) -> None:
        """Refuse for so many seconds."""
        self.seconds = max(ceil(seconds), 1)
        self.headers = {"Retry-After": str(self.seconds)}
        super().__init__(
            f"More came from your place than we take at once. Please try again in {self.wait}."
        )

    @property
    def wait(self) -> str:
        """How long to wait, in words."""
        count, unit = (
            (self.seconds, "second") if self.seconds < 60 else (ceil(self.seconds / 60), "minute")
        )
        return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
