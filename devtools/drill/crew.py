"""Sixteen people who answer without a pause, of whom some send the same form twice."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from devtools.bench.survey import form
from devtools.drill.ledger import Ledger, Sent
from devtools.drill.line import Line, NoReply, NoServer, Reply
from devtools.drill.place import Place

CLIENTS = 16
AGAIN = 0.05
"""How many of those that were acknowledged are sent once more."""
GIVE_UP = 0.1
"""How many go away after a try that failed; what they sent stays in doubt."""
PAUSES = (0.05, 0.15)
"""Seconds between a try that failed and the next."""


def body(place: Place, sent: Sent) -> str:
    """The form as a browser sends it."""
    own = urlencode({"key": sent.key, "version": 1, "section": 1})
    return f"{own}&{form(sent.told)}"


class Crew:
    """The people, each in a thread."""

    def __init__(self, place: Place, port: int, ledger: Ledger, *, gives_up: bool = True) -> None:
        self.place, self.port, self.ledger = place, port, ledger
        self.gives_up = gives_up
        self.stopping = threading.Event()

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Everybody answers while this block runs."""
        people = [
            threading.Thread(target=self._answer, args=(n,), daemon=True) for n in range(CLIENTS)
        ]
        for person in people:
            person.start()
        try:
            yield
        finally:
            self.stopping.set()
            for person in people:
                person.join()

    def _answer(self, number: int) -> None:
        dice = random.Random(number)
        line = Line(self.port, kept=number % 2 == 0)
        while not self.stopping.is_set():
            sent = self.ledger.new(dice.choice(self.place.told))
            if self._deliver(line, sent, dice) and dice.random() < AGAIN:
                self.ledger.resent += 1
                self._deliver(line, sent, dice)
        line.close()

    def _deliver(self, line: Line, sent: Sent, dice: random.Random) -> bool:
        """Send until there is a receipt, or the person goes away."""
        while not self.once(line, sent):
            if self.stopping.is_set() or (self.gives_up and dice.random() < GIVE_UP):
                return False
            time.sleep(dice.uniform(*PAUSES))
        return True

    def once(self, line: Line, sent: Sent) -> bool:
        """Send a form one time; whether its receipt came."""
        try:
            reply = line.send(self.place.survey.page, body(self.place, sent))
        except NoReply as error:
            self.ledger.note("no reply")
            self.ledger.note(f"no reply: {error}"[:90])
            return False
        except NoServer:
            self.ledger.note("no server")
            return False
        return self._judge(reply, sent)

    def _judge(self, reply: Reply, sent: Sent) -> bool:
        if reply.status == 303:
            if reply.location != f"{self.place.survey.page}/{sent.key}":
                self.ledger.note("another receipt", f"another receipt: {reply.location}")
            self.ledger.acknowledge(sent)
            return True
        self.ledger.note(str(reply.status))
        if reply.status != 503:
            self.ledger.note("refused", f"answered with {reply.status}")
        elif not reply.again_in or sent.key.encode() not in reply.body:
            self.ledger.note("not given back", "a form was not given back")
        return False


def settle(place: Place, port: int, ledger: Ledger) -> None:
    """Send what is in doubt once more: afterwards every form is a response."""
    line = Line(port)
    crew = Crew(place, port, ledger, gives_up=False)
    for sent in ledger.doubtful:
        crew.once(line, sent)
    line.close()
