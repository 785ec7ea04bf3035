"""What could not be read, as a sentence for people."""


class Fault(Exception):
    """Something a decision needs is missing or malformed; its text is one plain sentence."""
