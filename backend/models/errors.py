"""Refusals of the domain: what may not be done, said so that it can be shown to people."""


class Refusal(Exception):
    """Something was asked for that is refused; `error_pages` turns it into a page.

    A subclass names the HTTP status, a title of a few words, and a sentence for the reader.
    """

    status = 422
    title = "That did not work"
    sentence = "Please check what you entered and try again."

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
