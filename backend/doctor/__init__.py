"""What `flask doctor` looks at, each in a function of its own; `examine` gives all findings."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

from backend.doctor import configuration, database, provider, rights, secrets, storage
from backend.doctor.finding import Finding, State, mend, unknown
from backend.models import condition

__all__ = ["Finding", "State", "examine"]

Settings = Mapping[str, Any]

OF_SETTINGS: dict[str, Callable[[Settings], Finding]] = {
    "secret key": secrets.key,
    "client secret": secrets.client,
    "database password": secrets.password,
    "cookies": configuration.cookies,
    "proxies": configuration.proxies,
    "host names": configuration.hosts,
    "sign-in": configuration.sign_in,
    "provider": provider.answers,
}
OF_DATABASE: dict[str, Callable[[Any, Settings], Finding]] = {
    "version": database.version,
    "tables": database.revision,
    "encoding": database.encoding,
    "time zone": database.time_zone,
    "compiling": database.compiling,
    "time-outs": database.time_outs,
    "durability": database.durability,
    "connections": database.connections,
    "encryption": database.encryption,
    "clock": database.clock,
    "rights": rights.enough,
    "audit log": rights.append_only,
    "storage": storage.room,
    "counting": storage.queue,
    "purge": storage.purged,
}


def examine(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """Each thing that was looked at, by its name, as soon as it is known."""
    for name, check in OF_SETTINGS.items():
        yield name, check(settings)
    try:
        with condition.looking() as connection:
            yield "database", database.answers(connection, settings)
            for name, ask in OF_DATABASE.items():
                yield name, _asked(ask, connection, settings)
    except DBAPIError as error:
        yield "database", mend(f"It does not answer ({reason(error)}): {database.WHERE}")
        for name in OF_DATABASE:
            yield name, unknown("Not known while the database does not answer.")


def reason(error: DBAPIError) -> str:
    """What the database said, in one line."""
    return str(error.orig).strip().partition("\n")[0]


def _asked(ask: Callable[[Any, Settings], Finding], connection: Any, settings: Settings) -> Finding:
    try:
        return ask(connection, settings)
    except DBAPIError as error:
        return unknown(f"The database did not say: {reason(error)}")
