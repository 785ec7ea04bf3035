"""One respondent's connection, which is kept or made anew for every request, as browsers do."""

import select
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

PATIENCE = 40  # seconds
FORM = "application/x-www-form-urlencoded"


class NoReply(Exception):
    """The connection broke before there was a reply; what was asked may have been done."""


class NoServer(Exception):
    """Nobody listens: nothing was sent."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    location: str
    body: bytes
    again_in: str


class Line:
    """A connection to a port of this machine."""

    def __init__(self, port: int, *, kept: bool = False, patience: float = PATIENCE) -> None:
        self.port, self.kept, self.patience = port, kept, patience
        self._open: HTTPConnection | None = None

    def send(self, path: str, body: str | None = None, cookie: str = "") -> Reply:
        """A request and its reply. Raises NoReply or NoServer."""
        connection = self._connection()
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = FORM
        if not self.kept:
            headers["Connection"] = "close"
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            self.close()
            raise NoReply(repr(error)) from error
        if not self.kept or connection.sock is None:
            self.close()
        told = response.headers
        return Reply(
            response.status, told.get("Location", ""), content, told.get("Retry-After", "")
        )

    def close(self) -> None:
        """Hang up."""
        if self._open:
            self._open.close()
        self._open = None

    def _connection(self) -> HTTPConnection:
        """The one that is open, unless the other side has closed it meanwhile."""
        if self._open and select.select([self._open.sock], [], [], 0)[0]:
            self.close()
        if self._open is None:
            made = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
            try:
                made.connect()
            except OSError as error:
                raise NoServer(repr(error)) from error
            self._open = made
        return self._open
