"""How strong the secrets are. None of them is ever told, only how hard it would be to guess."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from backend.doctor.finding import Finding, consider, good, mend
from backend.models.condition import address

ENOUGH, ENOUGH_ONLINE = 100, 40
"""Bits that nobody can guess, and bits that suffice where a server counts the guesses."""
WORDS = re.compile(
    r"secret|password|passwort|change|example|default|insecure|throw|replace|surveys|postgres"
    r"|admin|test|develop|12345|abcde|qwert|letmein|xxxx|your",
    re.IGNORECASE,
)
MAKE = "set it to the output of python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
RENEW = "make another one at the provider"


def key(settings: Mapping[str, Any]) -> Finding:
    """SECRET_KEY, which signs cookies and the heads of the audit log."""
    return _judged("SECRET_KEY", settings["SECRET_KEY"], ENOUGH, MAKE)


def client(settings: Mapping[str, Any]) -> Finding:
    """CLIENT_SECRET, which shows the provider that it is us."""
    if settings["CLIENT_ASSERTION"]:
        return good("The managed identity stands in for CLIENT_SECRET.")
    if not (secret := settings["CLIENT_SECRET"]):
        return consider("CLIENT_SECRET is not set: most providers, Entra ID too, ask for one.")
    return _judged("CLIENT_SECRET", secret, ENOUGH_ONLINE, RENEW)


def password(settings: Mapping[str, Any]) -> Finding:
    """The password of the database."""
    where = address(settings["SQLALCHEMY_DATABASE_URI"])
    if settings["DATABASE_TOKEN"]:
        return good("The managed identity stands in for the database’s password.")
    if not where.password:
        return good("The settings hold no password: the database knows us in another way.")
    action = "give the role another one (ALTER ROLE … PASSWORD) and set it"
    if where.password == where.user:
        return mend(f"The database’s password is the role’s name: {action}.")
    return _judged("The database’s password", where.password, ENOUGH_ONLINE, action)


def bits(secret: str) -> float:
    """How many bits a secret has at the most, from how often each of its characters occurs.

    Shannon's entropy of a character, times their number. Words that stand in every list of guesses
    count for nothing, nor does what follows from the character before, as in `aaaa` and `4567`.
    """
    rest = WORDS.sub("", secret)
    free = [
        one
        for before, one in zip(" " + rest, rest, strict=False)
        if abs(ord(one) - ord(before)) > 1
    ]
    return sum(-n * math.log2(n / len(free)) for n in Counter(free).values())


def _judged(name: str, secret: str, enough: int, action: str) -> Finding:
    strength = bits(secret)
    if strength < enough:
        return mend(f"{name} is weak (at most {strength:.0f} bits of {enough}): {action}.")
    return good(f"{name} has up to {strength:.0f} bits.")
