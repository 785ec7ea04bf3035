"""The load: a process of its own that keeps some connections busy. Run as a module by `Job.run`.

Plain sockets and ready-made bytes, so that it costs less than what it measures; it tells how many
requests a second its own processor time would have allowed.
"""

import selectors
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import cycle
from secrets import token_urlsafe
from typing import Any

import orjson

KEY = b"0000-submission-key-00"
"""Where a request holds these 22 bytes it carries a key that no other does."""
WAIT = 30.0
BLOCK = 1 << 18


@dataclass(frozen=True)
class Done:
    """What became of a job: answers as wanted, others, and seconds."""

    answered: int
    refused: int
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds

    @property
    def ceiling(self) -> float:
        """Requests a second that the load could send, had it a processor for itself."""
        return (self.answered + self.refused) / self.processor


@dataclass(frozen=True)
class Job:
    """Requests (`head`, then one of the bodies in turn) that should be answered with a status."""

    port: int
    head: str
    bodies: list[str]
    status: int
    seconds: float
    connections: int

    def run(self) -> Done:
        """Do it in another process, and wait for every answer."""
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=orjson.dumps(asdict(self)),
            stdout=subprocess.PIPE,
            check=True,
        )
        return Done(**orjson.loads(done.stdout))

    def requests(self) -> list[bytes]:
        """Every request in full."""
        made = []
        for body in self.bodies or [""]:
            sent = body.encode()
            length = f"Content-Length: {len(sent)}\r\n" if sent else ""
            made.append(f"{self.head}\r\nHost: localhost\r\n{length}\r\n".encode() + sent)
        return made


class Connection:
    """One connection, on which one request at a time is under way."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sent = b""
        self.got = b""
        self.open()

    def open(self) -> None:
        """Connect."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Send a request, with a key of its own."""
        self.sent = request.replace(KEY, token_urlsafe(16).encode()) if KEY in request else request
        self.got = b""
        self.socket.sendall(self.sent)

    def receive(self) -> bytes | None:
        """The whole answer, or nothing yet. Raises ConnectionError where the server has closed."""
        block = self.socket.recv(BLOCK)
        if not block:
            raise ConnectionResetError
        self.got = self.got + block if self.got else block
        head, end, body = self.got.partition(b"\r\n\r\n")
        return self.got if end and len(body) >= _length(head) else None

    def again(self) -> None:
        """Connect anew and send the same request: a key makes that harmless."""
        self.socket.close()
        self.open()
        self.got = b""
        self.socket.sendall(self.sent)


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)


class Crew:
    """The connections of a job, all busy until its time is over."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.requests = cycle(job.requests())
        self.wanted = b"HTTP/1.1 %d " % job.status
        self.answered = self.refused = 0
        self.waiting = selectors.DefaultSelector()
        self.end = 0.0

    def work(self) -> Done:
        """Send until the time is over, then take the answers that are still to come."""
        began, used = time.perf_counter(), time.process_time()
        self.end = began + self.job.seconds
        for _ in range(self.job.connections):
            connection = Connection(self.job.port)
            connection.send(next(self.requests))
            self._await(connection)
        while self.waiting.get_map():
            ready = self.waiting.select(WAIT)
            if not ready:
                sys.exit("The server has stopped answering.")
            for event, _ in ready:
                self._go_on(event.data)
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        return Done(self.answered, self.refused, seconds, processor)

    def _await(self, connection: Connection) -> None:
        self.waiting.register(connection.socket, selectors.EVENT_READ, connection)

    def _go_on(self, connection: Connection) -> None:
        try:
            answer = connection.receive()
        except ConnectionError:
            self.waiting.unregister(connection.socket)
            connection.again()
            self._await(connection)
            return
        if answer is None:
            return
        self._note(answer)
        if time.perf_counter() < self.end:
            connection.send(next(self.requests))
        else:
            self.waiting.unregister(connection.socket)
            connection.socket.close()

    def _note(self, answer: bytes) -> None:
        if answer.startswith(self.wanted):
            self.answered += 1
            return
        if not self.refused:
            print(answer[:300].decode(errors="replace"), file=sys.stderr)
        self.refused += 1


def _main() -> None:
    told: dict[str, Any] = orjson.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(orjson.dumps(asdict(Crew(Job(**told)).work())))


if __name__ == "__main__":
    _main()
